"""The page that lists the built-in contracts: `python -m dagster_project.contracts_page` writes it.

Holds wording only; everything that it says stands in the contracts themselves, comments included.
"""

from pathlib import Path

from dagster_project.landing.contract import Contract, load_contract
from dagster_project.resources import builtin_contracts_dir

PAGE = Path(__file__).resolve().parents[1] / "docs" / "builtin_contracts.md"
_HEAD = """# Built-in contracts

Made by `make pages` from the files in `dagster_project/contracts/`; change those, not this page.

Put an export into the folder of `inbox/` that its contract names. [contracts.md](contracts.md) says how to write a
contract of your own, or to replace one of these by a copy with the same name. Headers are found by name, whatever their
order, case and accents; columns that a contract does not name are kept beside the landing. Where headers come from:
A = the vendor's documentation, B = code that reads real exports, C = fixtures and secondary notes.
"""
_LANGUAGES = {"en": "English", "fr": "French"}


def page(folder: Path) -> str:
    """The page as Markdown.

    Args:
        folder: of the contracts' YAML files.
    """
    paths = sorted(folder.glob("*.yaml"))
    contracts = [(path, load_contract(path)) for path in paths]
    contracts.sort(key=lambda entry: (entry[1].system, entry[1].name))
    lines = [_HEAD, "| contract | system | fills | return sources | languages |", "| --- | --- | --- | --- | --- |"]
    lines += [_overview(contract) for _, contract in contracts]
    for path, contract in contracts:
        lines += ["", *_section(path, contract)]
    return "\n".join(lines) + "\n"


def _overview(contract: Contract) -> str:
    entities = dict.fromkeys(feed.entity for feed in contract.feeds.values())
    sources = dict.fromkeys(
        source for feed in contract.feeds.values() if feed.return_source for source in feed.return_source.names
    )
    cells = [
        f"[{contract.name}](#{contract.name})",
        contract.system,
        ", ".join(entities),
        ", ".join(f"`{source}`" for source in sources),
        ", ".join(_LANGUAGES.get(language, language) for language in contract.languages),
    ]
    return f"| {' | '.join(cells)} |"


def _section(path: Path, contract: Contract) -> list[str]:
    taken = ", ".join(f"`{glob}`" for glob in contract.files if not glob.startswith("!"))
    left = ", ".join(f"`{glob[1:]}`" for glob in contract.files if glob.startswith("!"))
    mode = "a snapshot: each file lists everything" if contract.mode.kind == "snapshot" else "each file adds rows"
    lines = [
        f"## {contract.name}",
        "",
        f"{contract.label}; {mode}.",
        "",
        f"Files: {taken}{f', but not {left}' * bool(left)}.",
    ]
    if contract.members:
        lines[-1] += f" Of an archive: {', '.join(f'`{glob}`' for glob in contract.members if glob[0] != '!')}."
    note = _note(path)
    if note:
        lines += ["", note]
    return [*lines, "", "| headers | fill | needed |", "| --- | --- | --- |", *_columns(contract)]


def _columns(contract: Contract) -> list[str]:
    """A line for each group of headers: the columns and entities that it fills."""
    filled: dict[tuple[str, ...], dict[str, dict[str, None]]] = {}
    needed = set()
    for feed in contract.feeds.values():
        for column, rule in feed.columns.items():
            filled.setdefault(rule.all_headers, {}).setdefault(column, {})[feed.entity] = None
            if not rule.optional:
                needed.add(rule.all_headers)
    return [
        f"| {_headers(headers)} | {_fills(columns)} | {'yes' if headers in needed else ''} |"
        for headers, columns in filled.items()
    ]


def _fills(columns: dict[str, dict[str, None]]) -> str:
    return "; ".join(f"{column} of {', '.join(entities)}" for column, entities in columns.items())


def _headers(headers: tuple[str, ...]) -> str:
    return ", ".join(f"`{header.replace('|', chr(92) + '|')}`" for header in dict.fromkeys(headers))


def _note(path: Path) -> str:
    """The comment that a contract begins with."""
    comments = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        comments.append(line.lstrip("# "))
    return " ".join(comments)


if __name__ == "__main__":
    PAGE.write_text(page(builtin_contracts_dir()), encoding="utf-8")
