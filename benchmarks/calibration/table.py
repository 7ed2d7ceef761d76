"""The results summed up against the bars, as Markdown."""

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.calibration.panels import PLANS
from benchmarks.calibration.run import results_of
from benchmarks.calibration.trials import (
    DELAYS,
    IDENTIFIABLE,
    LIFTS,
    LONG_STRENGTHS,
    LONG_WEEKS,
    REGION_PLANS,
    WEEKS,
    Cell,
    effect_cells,
    null_cells,
)
from dagster_project.statistics.priming.kernels import LAG_NAMES
from dagster_project.statistics.priming.verdicts import DELAYED_FROM

BEGIN, END = "<!-- calibration begins -->", "<!-- calibration ends -->"
SIDES = ("primes", "immediate")
SEEN = (*IDENTIFIABLE, *REGION_PLANS)
MEASURES = (*LAG_NAMES, "per_1000")
_NEAR = 2.0
"""Nearer than two weeks to the limit between primes and immediate a shown effect is right unless on the wrong side."""
Results = list[dict[str, Any]]


def all_tables(folder: Path) -> str:
    """False alarms, power, errors and coverage of what is on disk."""
    return "\n\n".join([_false_alarms(folder), _effects(folder), _coverage(folder), _unseen(folder)])


def write_into(page: Path, text: str) -> None:
    """Replace what stands between the marks of the page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def false_alarms(results: Results) -> int:
    """Trials of a null family in which an effect was claimed, under whatever verdict."""
    return sum(result["has_effect"] is True for result in results)


def is_right(result: dict[str, Any]) -> bool:
    """Whether the verdict fits the truth."""
    onset = result["onset_weeks"][0]
    if abs(onset - DELAYED_FROM) < _NEAR:
        wrong = "immediate" if onset >= DELAYED_FROM else "primes"
        return result["has_effect"] is True and result["verdict"] != wrong
    return bool(result["verdict"] == ("primes" if onset > DELAYED_FROM else "immediate"))


def covers(result: dict[str, Any], measure: str) -> bool:
    """Whether the 90 % interval holds the truth."""
    truth, _, low, high = result[measure]
    return bool(low - 1e-6 <= truth <= high + 1e-6)


def _false_alarms(folder: Path) -> str:
    lines = [
        "| null family | trials | effect claimed | of 400 | test alone, 5 % | most frequent verdicts |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    families: dict[str, Results] = {}
    for cell in null_cells():
        family, *schedule = [cell.name] if cell.name in PLANS else cell.name.split(", ")
        families.setdefault(_name(family, cell.weeks), []).extend(results_of(cell, folder))
        if schedule:
            member = f"– {schedule[0]} ({family.removeprefix('autocorrelation ')})"
            families[_name(member, cell.weeks)] = results_of(cell, folder)
    for name, results in families.items():
        if not results:
            continue
        alarms = false_alarms(results)
        counts = Counter(result["cause"] or result["verdict"] for result in results)
        words = ", ".join(f"{name} {count / len(results):.0%}" for name, count in counts.most_common(3))
        alone = np.mean([result["p"] < 0.05 for result in results])
        lines.append(
            f"| {name} | {len(results)} | {alarms} | {400 * alarms / len(results):.0f} | {alone:.1%} | {words} |"
        )
    return "\n".join(lines)


def _effects(folder: Path) -> str:
    lines = [
        "| sends | strength | delay | trials | effect shown | side told | right | wrong | onset error | peak error |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for cell in effect_cells():
        results = results_of(cell, folder)
        if not results or cell.name not in SEEN:
            continue
        shown = np.mean([result["has_effect"] is True for result in results])
        right = np.mean([is_right(result) for result in results])
        known = [result for result in results if result["are_lags_known"]]
        told = np.mean([result["verdict"] in SIDES for result in results])
        wrong = np.mean([result["verdict"] in SIDES and not is_right(result) for result in results])
        errors = [
            float(np.median([abs(result[name][1] - result[name][0]) for result in known])) if known else float("nan")
            for name in ("onset_weeks", "peak_weeks")
        ]
        shares = " | ".join(f"{share:.0%}" for share in (shown, told, right, wrong))
        lines.append(
            f"| {_name(cell.name, cell.weeks)} | {cell.strength} | {cell.delay} | {len(results)} | {shares} "
            f"| {errors[0]:.1f} | {errors[1]:.1f} |"
        )
    return "\n".join(lines)


def _coverage(folder: Path) -> str:
    head = [f"{name.removesuffix('_weeks').removesuffix('_lag')}" for name in LAG_NAMES]
    lines = [
        f"| sends | strength | {' | '.join(head)} | per 1,000 | smallest of a delay | median widths |",
        "| --- | --- | " + "--- | " * 8,
    ]
    rows = [(schedule, strength, WEEKS) for schedule in IDENTIFIABLE for strength in LIFTS]
    rows += [(schedule, strength, WEEKS) for schedule in REGION_PLANS for strength in ("medium", "strong")]
    rows += [(schedule, strength, LONG_WEEKS) for schedule in IDENTIFIABLE for strength in LONG_STRENGTHS]
    for schedule, strength, weeks in rows:
        cells = [results_of(Cell(schedule, strength, delay, weeks), folder) for delay in DELAYS]
        pooled = [result for results in cells for result in results]
        if not pooled:
            continue
        shares = [np.mean([covers(result, name) for result in pooled]) for name in MEASURES]
        least = min(
            (float(np.mean([covers(result, name) for result in results])), name)
            for results in cells
            for name in MEASURES
            if results
        )
        widths = [np.median([result[name][3] - result[name][2] for result in pooled]) for name in LAG_NAMES]
        lines.append(
            f"| {_name(schedule, weeks)} | {strength} | {' | '.join(f'{share:.0%}' for share in shares)} "
            f"| {least[0]:.0%} ({least[1].removesuffix('_weeks')}) | {' / '.join(f'{w:.1f}' for w in widths)} |"
        )
    return "\n".join(lines)


def _name(schedule: str, weeks: int) -> str:
    return schedule if weeks == WEEKS else f"{schedule}, {weeks} weeks"


def _unseen(folder: Path) -> str:
    lines = ["| sends (medium effect) | delay | trials | verdicts |", "| --- | --- | --- | --- |"]
    for cell in effect_cells():
        results = results_of(cell, folder)
        if results and cell.name not in SEEN:
            counts = Counter(result["cause"] or result["verdict"] for result in results)
            words = ", ".join(f"{name} {count / len(results):.0%}" for name, count in counts.most_common(4))
            lines.append(f"| {cell.name} | {cell.delay} | {len(results)} | {words} |")
    return "\n".join(lines)
