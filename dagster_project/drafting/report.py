"""What is told of a draft on the console: why it is what it is, each column, a trial, the doubts, what to do next.

Holds wording only.
"""

import shlex
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dagster_project.console import format_table
from dagster_project.landing.matching import names_shown
from dagster_project.landing.near_misses import NearMiss

from .draft import Draft
from .readers import place_of

_MOST_COLUMNS = 40


def render(draft: Draft, able: list[NearMiss]) -> str:
    """The report as text.

    Args:
        draft: what was drafted.
        able: contracts in force that could read the file already.
    """
    lines = [f"Taken for {'; '.join(draft.why)}."]
    for miss in able:
        names = names_shown(miss.contract)
        lines.append(f"The contract {miss.contract.name} can read this file already, if it is named like {names}.")
    shown = draft.columns[:_MOST_COLUMNS]
    lines += ["", format_table(["column", "holds", "fills", "example"], [list(row) for row in shown])]
    if len(draft.columns) > len(shown):
        lines.append(f"… and {len(draft.columns) - len(shown)} more columns")
    lines += ["", "Tried on the file:", *_trial(draft)]
    if draft.doubts:
        lines += ["", "Unsure of (also in the contract, as comments):", *(f"  - {doubt}" for doubt in draft.doubts)]
    return "\n".join(lines)


def next_steps(draft: Draft, path: Path, inbox: Path | None, written: Path | None, workspace: str) -> str:
    """What to do now."""
    steps = []
    if written is not None:
        steps.append(f"read {written} and correct what is wrong")
    if inbox is not None and not path.resolve().is_relative_to(inbox):
        folder = (inbox / str(place_of(path, inbox, draft.contract))).parent
        quoted = shlex.quote(f"{folder}/")
        steps.append(f"mkdir -p {quoted} && cp {shlex.quote(str(path))} {quoted}")
    if inbox is not None:
        steps += [f"amorce contract check{workspace}", f"amorce run{workspace}"]
    else:
        steps.append("save it in the contracts/ of a workspace (`amorce init DIR` makes one)")
    return "\n".join(f"  {number}. {step}" for number, step in enumerate(steps, start=1))


def as_dict(draft: Draft, able: list[NearMiss], written: Path | None) -> dict[str, Any]:
    """The same for `--json`."""
    return {
        "name": draft.name,
        "written": str(written) if written is not None else None,
        "why": draft.why,
        "doubts": draft.doubts,
        "readable_by": [miss.contract.name for miss in able],
        "columns": [dict(zip(("column", "holds", "fills", "example"), row, strict=True)) for row in draft.columns],
        "trial": asdict(draft.trial),
        "yaml": draft.text,
    }


def _trial(draft: Draft) -> list[str]:
    lines = []
    for feed in draft.trial.feeds:
        counts = f"{feed.landed:,} rows land, {feed.rejected:,} rejected, {feed.not_selected:,} not selected"
        lines.append(f"  {feed.feed}: {counts}")
        lines += [f"      {example}" for example in [*feed.lands[:1], *feed.rejects]]
        lines += [f"      {count:,} words of {column} are unmapped" for column, count in feed.unmapped.items()]
    lines += [f"  warning: {text}" for text in draft.trial.warnings]
    lines += [f"  problem: {text}" for text in draft.trial.blocking]
    return lines
