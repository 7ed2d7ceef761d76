"""Whatever is delivered after a build: mending its tables gives the same rows as making them all anew.

Three sequences of deliveries always, fifty in the soak, which goes on where it was stopped.
"""

from pathlib import Path

import pytest
from progress import Progress
from trial_of_increments import EVERY_TABLE, MENDED, Trial

_SEQUENCES = 50
_STEPS = 8


@pytest.mark.parametrize("seed", [1, 4, 7])
def test_mended_tables_hold_what_tables_made_anew_hold(tmp_path: Path, seed: int) -> None:
    trial = Trial(tmp_path / "workspace", seed)
    reasons, mended = [], 0
    for _ in range(4):
        trial.deliver()
        reasons.append(trial.build())
        mended += trial.count("int_paths__changed")
    assert trial.differing() == []
    assert reasons[1:].count(None) >= 2, reasons
    assert mended > 0
    trial.close()


@pytest.mark.soak
@pytest.mark.parametrize("names", [MENDED, EVERY_TABLE], ids=["mended", "every"])
def test_fifty_sequences_of_deliveries_mended_step_by_step(tmp_path: Path, names: tuple[str, ...]) -> None:
    progress = Progress(f"increments_{len(names)}", "dagster_project", "dbt_models", "tests/increments")
    for seed in range(1000, 1000 + _SEQUENCES):
        if not progress.has(str(seed)):
            trial = Trial(tmp_path / f"workspace-{seed}", seed, names)
            increments = 0
            for step in range(_STEPS):
                trial.deliver()
                reason = trial.build()
                assert trial.differing() == [], f"sequence {seed}, step {step}, {reason or 'an increment'}"
                increments += reason is None
            trial.close()
            progress.keep(str(seed), increments)
    assert progress.total > 3 * _SEQUENCES
    print(f"{progress.total} increments in {_SEQUENCES} sequences")
