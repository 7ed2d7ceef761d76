"""Which contract reads which file of the inbox, and which column a header's name stands for.

Holds names only: nothing here opens a file.
"""

import difflib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .contract_model import Contract
from .words import has_hidden_marks, nearest_words, normalise_word

_IGNORED_STARTS = (".", "~$")
_IGNORED_ENDS = (".part",)
_Patterns = tuple[list[re.Pattern[str]], list[re.Pattern[str]]]
_MOST_NAMES = 3
_NEAR_NAME = 0.55  # similarity from which a contract is worth naming to somebody who misspelt a file


@dataclass(frozen=True)
class UnknownFile:
    """A file that no contract names."""

    path: Path
    near_misses: tuple[str, ...]


@dataclass(frozen=True)
class AmbiguousFile:
    """A file that several contracts name; none of them reads it. `members` are those that several of them take."""

    path: Path
    contracts: tuple[str, ...]
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class RefusedFile:
    """Something in the inbox that is never opened."""

    path: Path
    reason: str


@dataclass(frozen=True)
class Matches:
    """The files of an inbox, each list in the order of their names."""

    matched: list[tuple[Path, Contract]] = field(default_factory=list)
    unknown: list[UnknownFile] = field(default_factory=list)
    ambiguous: list[AmbiguousFile] = field(default_factory=list)
    refused: list[RefusedFile] = field(default_factory=list)
    contracts: Mapping[str, Contract] = field(default_factory=dict)


def file_name_in(inbox: Path, path: Path) -> str:
    """How a file is called in messages and records: relative to the inbox, with `/`."""
    return path.relative_to(inbox).as_posix()


def match_files(inbox: Path, contracts: Mapping[str, Contract]) -> Matches:
    """Find a contract for every file of the inbox.

    A contract of the workspace beats a built-in one. Names beginning with `.` or `~$` and names ending in `.part` are
    passed over. Links are refused, since they may lead out of the inbox.

    Args:
        inbox: the folder; one that does not exist holds no file.
        contracts: by name.
    """
    matches = Matches(contracts=contracts)
    patterns = {name: _patterns(contract.files) for name, contract in contracts.items()}
    for path in sorted(_files(inbox)):
        file_name = file_name_in(inbox, path)
        names = _naming(file_name, contracts, patterns)
        if path.is_symlink():
            matches.refused.append(RefusedFile(path, "is a link; put the file itself into the inbox"))
        elif has_hidden_marks(file_name):
            matches.refused.append(RefusedFile(path, "has marks in its name that cannot be seen; rename it"))
        elif not path.is_file():
            matches.refused.append(RefusedFile(path, "is no regular file"))
        elif len(names) == 1:
            matches.matched.append((path, contracts[names[0]]))
        elif names:
            matches.ambiguous.append(AmbiguousFile(path, tuple(sorted(names))))
        else:
            matches.unknown.append(UnknownFile(path, _near_misses(file_name, contracts)))
    return matches


def naming(file_name: str, contracts: Mapping[str, Contract]) -> list[Contract]:
    """The contracts that name a file, whether it is there or not; none that another one beats.

    Args:
        file_name: relative to the inbox, with `/`.
        contracts: by name.
    """
    patterns = {name: _patterns(contract.files) for name, contract in contracts.items()}
    return [contracts[name] for name in _naming(file_name, contracts, patterns)]


def _naming(file_name: str, contracts: Mapping[str, Contract], patterns: Mapping[str, _Patterns]) -> list[str]:
    word = normalise_word(file_name)
    names = [name for name, (taken, left) in patterns.items() if _fits(word, taken) and not _fits(word, left)]
    return [name for name in names if not contracts[name].is_built_in] or names


def match_members(names: list[str], globs: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The entries of an archive, or sheets of a workbook, that a contract takes, and those that it does not speak of.

    Args:
        names: of all that the file holds.
        globs: as in `files`; with none for what is taken, everything is that no `!` leaves out.
    """
    taken, left = _patterns(globs)
    spoken = [name for name in names if not _fits(normalise_word(name), left)]
    wanted = [name for name in spoken if not taken or _fits(normalise_word(name), taken)]
    return wanted, [name for name in spoken if name not in wanted]


def _files(inbox: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(inbox, followlinks=False):
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        folders[:] = [name for name in folders if not _is_ignored(name) and name not in links]
        yield from (Path(folder) / name for name in [*files, *links] if not _is_ignored(name))


def _is_ignored(name: str) -> bool:
    return name.startswith(_IGNORED_STARTS) or name.lower().endswith(_IGNORED_ENDS)


def _patterns(globs: tuple[str, ...]) -> _Patterns:
    """The names that a contract takes, and those of them that it leaves to others."""
    taken = [_pattern(glob) for glob in globs if not glob.startswith("!")]
    return taken, [_pattern(glob[1:]) for glob in globs if glob.startswith("!")]


def _fits(word: str, patterns: list[re.Pattern[str]]) -> bool:
    return any(pattern.fullmatch(word) for pattern in patterns)


def _pattern(glob: str) -> re.Pattern[str]:
    """`*` and `?` stay within a folder, `**/` is any depth of folders."""
    parts = re.split(r"(\*\*/|\*|\?)", normalise_word(glob))
    meaning = {"**/": "(?:[^/]+/)*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(meaning.get(part) or re.escape(part) for part in parts))


def _near_misses(file_name: str, contracts: Mapping[str, Contract]) -> tuple[str, ...]:
    word = normalise_word(file_name)
    scores = {}
    for name, contract in contracts.items():
        globs = [normalise_word(glob).replace("*", "") for glob in contract.files if not glob.startswith("!")]
        scores[name] = max(difflib.SequenceMatcher(None, word, glob).ratio() for glob in globs)
    best = sorted((name for name in scores if scores[name] >= _NEAR_NAME), key=lambda name: (-scores[name], name))
    return tuple(f"{name} ({names_shown(contracts[name])})" for name in best[:3])


def names_shown(contract: Contract) -> str:
    """Some of the names that a contract's files have, for messages."""
    return " or ".join([name for name in contract.files if not name.startswith("!")][:_MOST_NAMES])


@dataclass(frozen=True)
class MissingColumn:
    """A column that a contract needs and a header lacks."""

    feed: str
    column: str
    headers: tuple[str, ...]
    near_misses: tuple[str, ...]


@dataclass(frozen=True)
class HeaderMatch:
    """How a header fits a contract.

    Attributes:
        positions: normalised name → where it stands, counted from 0.
        missing: required columns that the header lacks; with one of them the file cannot be read.
        unused: names that the contract does not mention; their cells are kept aside.
    """

    positions: dict[str, int]
    missing: tuple[MissingColumn, ...]
    unused: tuple[str, ...]

    def present(self, headers: tuple[str, ...]) -> tuple[int, ...]:
        """Where those of some names stand that the header has, in the order of preference, each once."""
        found = (self.positions.get(normalise_word(header)) for header in headers)
        return tuple(dict.fromkeys(position for position in found if position is not None))


def match_header(header: list[str], contract: Contract) -> HeaderMatch:
    """Hold a header against a contract, by name.

    Args:
        header: the names as the file writes them; empty ones belong to no column.
        contract: its feeds' columns, conditions and moments.
    """
    positions: dict[str, int] = {}
    for index, name in enumerate(header):
        if word := normalise_word(name):
            positions.setdefault(word, index)
    missing: list[MissingColumn] = []
    used: set[str] = set()
    for feed, column, headers, is_optional in wanted_columns(contract):
        words = [normalise_word(name) for name in headers]
        used.update(words)
        if not is_optional and not any(word in positions for word in words):
            near = [match for name in headers for match in nearest_words(name, header, count=2)]
            missing.append(MissingColumn(feed, column, headers, tuple(dict.fromkeys(near))[:3]))
    unused = tuple(name for name in header if normalise_word(name) and normalise_word(name) not in used)
    return HeaderMatch(positions, tuple(missing), unused)


def wanted_columns(contract: Contract) -> Iterator[tuple[str, str, tuple[str, ...], bool]]:
    """Feed, what is wanted, its names, and whether the file may lack it."""
    if contract.exported_at.headers is not None:
        yield "", "exported_at", contract.exported_at.headers, False
    if contract.mode.part is not None and contract.mode.part.headers is not None:
        yield "", "part", contract.mode.part.headers, False
    for name, feed in contract.feeds.items():
        if feed.version_at is not None:
            yield name, "version_at", feed.version_at.headers, False
        for condition in feed.when:
            yield name, "when", condition.headers, condition.optional
        if feed.return_source is not None and feed.return_source.headers is not None:
            yield name, "return_source", feed.return_source.headers, False
        for column, rule in feed.columns.items():
            yield name, column, (*rule.headers, *(rule.otherwise or ())), rule.optional
            for headers in rule.joined:
                yield name, column, headers, True
