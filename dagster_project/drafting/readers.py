"""Contracts that read a file already: a draft beside one of the workspace's would block the next run, one beside a
built-in contract would silently take files from it.

Holds the question and its wording; which contract names a file is asked of `landing.matching`.
"""

from collections.abc import Mapping
from pathlib import Path

from dagster_project.errors import UsageError
from dagster_project.landing.contract import Contract
from dagster_project.landing.matching import match_members, naming


def place_of(path: Path, inbox: Path, contract: Contract | None = None) -> str | None:
    """Where a file lies in the inbox, with `/`, or where a contract would have it put; None where neither is known."""
    if path.is_relative_to(inbox):
        return path.relative_to(inbox).as_posix()
    if contract is None:
        return None
    glob = next((name for name in contract.files if "/" in name), contract.files[0])
    return (Path(glob).parent / path.name).as_posix()


def refuse_second_contract(place: str, known: Mapping[str, Contract], draft: Contract | None, is_forced: bool) -> None:
    """Refuse to describe a file once more.

    Args:
        place: of the file, relative to the inbox.
        known: the contracts in force.
        draft: what was drafted, to be asked again once it is known which members it takes.
        is_forced: whether built-in contracts may lose the file.

    Raises:
        UsageError: names the contract that reads the file, and what to do.
    """
    replaced = draft.name if draft is not None else None
    readers = [contract for contract in naming(place, known) if contract.name != replaced]
    own = [contract for contract in readers if not contract.is_built_in and not _share(contract, draft)]
    if own:
        told = " and ".join(contract.name for contract in own)
        raise UsageError(
            f"{place} is read by your contract {told} already; a file that two of yours name is read by neither.",
            "`amorce contract check` tells what lands of it: correct that contract, remove it, or leave the file out "
            f'by `"!{place}"` in its `files`, and draft again. `--output -` only shows a draft.',
        )
    if readers and not own and readers[0].is_built_in and not is_forced:
        name = readers[0].name
        raise UsageError(
            f"{place} is read by the built-in contract {name} already.",
            f"`amorce contract check` tells what lands of it. One of your own beats it: `--force` writes it for files "
            f"named like this, `--name {name}` one that replaces it for all files.",
        )


def _share(contract: Contract, draft: Contract | None) -> bool:
    """Whether two contracts take different members of one archive or workbook; before the draft: whether they might."""
    if not contract.members:
        return False
    return draft is None or (bool(draft.members) and not match_members(list(draft.members), contract.members)[0])
