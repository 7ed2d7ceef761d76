"""Whether the lag fit can be believed: markets with known truth, fitted by the hundreds, counted against fixed bars.

`markets` draws them, `cells` lists them, `trials` fits one, `run` does them in parallel and keeps what is done, `table`
sums up. `python -m benchmarks.calibration --help` says how.
"""
