"""From YAML files to contracts, with errors that name file, line and field.

Holds no model and no rule: those stand in `contract_model` and `contract_rules`.
"""

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from dagster_project.errors import UsageError
from dagster_project.resources import builtin_contracts_dir

from .contract_model import ColumnRule, Contract, ExportedAt, Feed, Format, MaxRejected, Mode, Moment, Part
from .contract_model import ReturnSource as ReturnSourceModel
from .contract_model import When as WhenModel
from .contract_rules import Finding, findings_of
from .contract_yaml import Document, Place, read_document
from .words import nearest_words

_MODELS: tuple[type[BaseModel], ...] = (
    Contract,
    Feed,
    ColumnRule,
    WhenModel,
    ReturnSourceModel,
    ExportedAt,
    Format,
    Mode,
    Part,
    MaxRejected,
    Moment,
)
_NOT_IN_FORCE = ("_", ".")
_FIELDS = sorted({field.alias or name for model in _MODELS for name, field in model.model_fields.items()})


def load_contract(path: Path) -> Contract:
    """Read and check one contract.

    Raises:
        UsageError: with one line for each fault: file, line, field and what is wrong.
    """
    document = read_document(path)
    if not isinstance(document.data, dict):
        raise UsageError(f"{path}, line 1: a contract is a mapping that begins with `name:`.", "See docs/contracts.md.")
    try:
        contract = Contract.model_validate(document.data)
    except ValidationError as error:
        raise _usage_error(path, document, [_finding(entry) for entry in error.errors()]) from None
    findings = findings_of(contract)
    if findings:
        raise _usage_error(path, document, findings)
    return contract


def load_contracts(*directories: Path) -> dict[str, Contract]:
    """All contracts of some folders by name; a later folder replaces those of an earlier one.

    Args:
        directories: folders of `*.yml` and `*.yaml`; one that does not exist holds none. Names that begin with `_` or
            `.` are passed over: examples, and contracts that are being written.

    Raises:
        UsageError: a contract is wrong, or two of one folder share a name.
    """
    contracts: dict[str, Contract] = {}
    faults: list[str] = []
    for directory in directories:
        of_folder: dict[str, Path] = {}
        is_built_in = directory.resolve() == builtin_contracts_dir()
        for path in sorted([*directory.glob("*.yml"), *directory.glob("*.yaml")]):
            if path.name.startswith(_NOT_IN_FORCE):
                continue
            try:
                contract = load_contract(path)
            except UsageError as error:
                faults.append(error.message)
                continue
            if contract.name in of_folder:
                faults.append(f"{path}: the name {contract.name!r} is taken by {of_folder[contract.name]}.")
            of_folder[contract.name] = path
            contracts[contract.name] = contract.as_built_in() if is_built_in else contract
    if faults:
        raise UsageError("\n".join(faults), "Correct these lines, then `amorce contract check` tells what would land.")
    return dict(sorted(contracts.items()))


def _finding(entry: Any) -> Finding:
    place: Place = tuple(entry["loc"])
    kind = entry["type"]
    if kind == "extra_forbidden":
        near = nearest_words(str(place[-1]), _FIELDS, count=1)
        return Finding(place, "there is no such field" + (f"; did you mean `{near[0]}`?" if near else ""))
    if kind == "missing":
        return Finding(place[:-1], f"`{place[-1]}` is missing")
    message = entry["msg"].removeprefix("Value error, ")
    return Finding(place, message[:1].lower() + message[1:])


def _usage_error(path: Path, document: Document, findings: list[Finding]) -> UsageError:
    lines = []
    for finding in sorted(findings, key=lambda found: document.line(found.place)):
        field = ".".join(str(step) for step in finding.place)
        where = f"{path}, line {document.line(finding.place)}"
        end = "" if finding.message.endswith("?") else "."
        lines.append(f"{where}, {field}: {finding.message}{end}" if field else f"{where}: {finding.message}{end}")
    return UsageError("\n".join(lines), "Correct these lines; docs/contracts.md shows each option with an example.")
