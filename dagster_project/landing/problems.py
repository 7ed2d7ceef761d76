"""What blocks a publication before any law is asked: unreadable files, too many rejected records, forbidden words.

Holds the judgement over what landing left; the gate reads it from `landing.problems`.
"""

from collections.abc import Iterator, Mapping
from json import JSONDecodeError

from dagster_project.workspace import Workspace

from .contract import Contract
from .drift import drifts_of, problems_of_drift
from .manifest import ActiveLanding, Manifest
from .report import FileProblem
from .sightings import Sightings
from .store import read_json

PROBLEMS_FILE = "problems.json"


def problems_of(
    workspace: Workspace,
    contracts: Mapping[str, Contract],
    manifest: Manifest,
    sightings: Sightings,
    withdrawn: set[str],
) -> list[FileProblem]:
    """Every problem, files of the last landing first."""
    problems = list(_of_last_landing(workspace))
    problems += problems_of_drift(drifts_of(manifest, sightings, contracts, withdrawn), contracts)
    for landing in manifest.in_order():
        contract = contracts.get(landing.record.contract)
        if contract is not None and landing.record.delivery_id not in withdrawn:
            problems.extend(_of_landing(landing, contract, sightings))
    return problems


def _of_last_landing(workspace: Workspace) -> Iterator[FileProblem]:
    """Files that were not landed; whether an unknown one blocks is for the gate to say."""
    try:
        saved = read_json(workspace.landing_dir / PROBLEMS_FILE)
    except (OSError, JSONDecodeError):
        return
    for entry in saved:
        yield FileProblem(**entry)


def _of_landing(landing: ActiveLanding, contract: Contract, sightings: Sightings) -> Iterator[FileProblem]:
    record = landing.record
    seen = sightings.of(record.delivery_id, record.contract)
    file_name = seen[0].file_name if seen else record.delivery_id[:12]
    for member in record.members:
        allowed = max(int(contract.max_rejected.share * member.records), contract.max_rejected.rows)
        for name, feed in member.feeds.items():
            if feed.rejected > allowed:
                message = (
                    f"{file_name}, feed {name}: {feed.rejected} of {member.records} records cannot be read, "
                    f"at most {allowed} may. rejected_records says why; correct the file, the contract or max_rejected."
                )
                yield FileProblem(file_name, "too_many_rejected", message)
            for column, count in feed.blocking.items():
                message = (
                    f"{file_name}, feed {name}: {count} words of {column} mean nothing that the contract lists. "
                    "Add them to its `values`."
                )
                yield FileProblem(file_name, "unmapped_fail", message)
