"""One archive or workbook for several contracts: each takes the members that its patterns name.

Holds who takes what of a file that several contracts name. A member that two of them take makes the file ambiguous.
Only the list of its members is read here, never a member.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from dagster_project.errors import UnreadableFile

from .contract_model import Contract
from .formats.detection import kind_of
from .formats.unpacking import entry_names
from .formats.workbook import Workbook
from .matching import AmbiguousFile, Matches, match_files, match_members


def find_matches(inbox: Path, contracts: Mapping[str, Contract]) -> Matches:
    """`match_files`, and the files that several contracts may share given to each of them.

    Args:
        inbox: the folder.
        contracts: by name.
    """
    matches = match_files(inbox, contracts)
    ambiguous = list(matches.ambiguous)
    matches.ambiguous.clear()
    for file in ambiguous:
        several = [contracts[name] for name in file.contracts]
        names = _member_names(file.path) if all(contract.members for contract in several) else None
        if names is None:
            matches.ambiguous.append(file)
            continue
        takers = {name: [each for each in several if name in match_members([name], each.members)[0]] for name in names}
        disputed = tuple(name for name, taking in takers.items() if len(taking) > 1)
        if disputed:
            matches.ambiguous.append(AmbiguousFile(file.path, file.contracts, disputed))
            continue
        taking = {contract.name for each in takers.values() for contract in each}
        # Where nobody takes anything, one of them says so.
        chosen = [contract for contract in several if contract.name in taking] or several[:1]
        matches.matched.extend((file.path, contract) for contract in chosen)
    matches.matched.sort(key=lambda match: (match[0], match[1].name))
    return matches


def left_by_all(left: Sequence[str], path: Path, contract: Contract, matches: Matches) -> list[str]:
    """The members of a file that neither its contract nor another one that shares the file takes.

    Told once: only of the first of the contracts that share it.
    """
    sharing = [each for other, each in matches.matched if other == path]
    if contract.name != min(each.name for each in [*sharing, contract]):
        return []
    return [name for name in left if not _is_spoken_of(name, [each for each in sharing if each.name != contract.name])]


def _is_spoken_of(name: str, contracts: Iterable[Contract]) -> bool:
    """Whether a contract takes a member, or leaves it out on purpose."""
    for contract in contracts:
        taken, unspoken = match_members([name], contract.members)
        if taken or not unspoken:
            return True
    return False


def _member_names(path: Path) -> list[str] | None:
    """The entries or sheets of a file; None where it is none that has some, or is damaged."""
    try:
        kind = kind_of(path)
        if kind == "zip":
            return entry_names(path)
        if kind == "workbook":
            return [sheet.name for sheet in Workbook(path).sheets()]
    except (UnreadableFile, OSError):
        return None
    return None
