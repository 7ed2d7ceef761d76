"""How dbt is called on a workspace: environment, variables, and the manifest prepared once per project version.

Holds everything about calling dbt that needs no Dagster. Must not hold the assets (`assets/dbt.py`). dbt always runs
as a subprocess: inside this process it would keep the DuckDB file locked after it ends.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from dagster_project.confinement import FOLDERS_VARIABLE, folders_of
from dagster_project.errors import AmorceError
from dagster_project.increment import forget_build, open_builds
from dagster_project.resources import dbt_project_dir, reference_seeds_dir
from dagster_project.settings import Settings
from dagster_project.workspace import HASH_KEY_VARIABLE, Workspace

DBT_VARIABLES = (
    "time_zone",
    "currency",
    "lookback_days",
    "reply_days",
    "attribution_half_life_days",
    "attribution_weights",
    "brand_channels",
    "customer_level",
    "revenue_from",
    "margin_share",
    "market_size",
)
DBT_PROGRAM = (sys.executable, "-m", "dagster_project.dbt_process")
_HARMLESS = {"compile", "debug", "docs", "list", "ls", "parse", "show", "test", "--help", "--version"}
_PROJECT_SUFFIXES = {".sql", ".yml", ".yaml", ".md", ".csv"}


def dbt_environment(workspace: Workspace) -> dict[str, str]:
    """The environment of dbt on this workspace; the hash key is taken out of it."""
    settings = workspace.settings
    project = os.fspath(dbt_project_dir())
    added = {
        "AMORCE_WAREHOUSE": os.fspath(workspace.warehouse_path),
        "AMORCE_MARTS": os.fspath(workspace.marts_path),
        "AMORCE_TMP": os.fspath(workspace.tmp_dir),
        FOLDERS_VARIABLE: os.pathsep.join(map(os.fspath, [*folders_of(workspace), reference_seeds_dir()])),
        "DBT_PROFILES_DIR": project,
        "DBT_PROJECT_DIR": project,
        "DBT_TARGET_PATH": os.fspath(workspace.target_dir),
        "DBT_LOG_PATH": os.fspath(workspace.logs_dir),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }
    if settings.memory_limit:
        added["AMORCE_MEMORY_LIMIT"] = settings.memory_limit
    if settings.threads:
        added["AMORCE_THREADS"] = str(settings.threads)
    inherited = {name: value for name, value in os.environ.items() if name != HASH_KEY_VARIABLE}
    return {**inherited, **added}


def variable_arguments(settings: Settings, *, is_increment: bool = False) -> list[str]:
    """`--vars` with the settings that differ from the project's defaults; given variables cost a full parse.

    `is_increment` mends tables instead of making them; it is for a build whose project is parsed already.
    """
    default = Settings().model_dump()
    differing = {
        name: value for name, value in settings.model_dump().items() if name in DBT_VARIABLES and value != default[name]
    }
    variables = {**differing, **({"is_increment": True} if is_increment else {})}
    return ["--vars", json.dumps(variables, sort_keys=True)] if variables else []


@contextmanager
def environment_of_dbt(workspace: Workspace) -> Iterator[None]:
    """Give this process dbt's environment for the moment in which dagster-dbt starts its subprocess."""
    before = dict(os.environ)
    after = dbt_environment(workspace)
    os.environ.clear()
    os.environ.update(after)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def project_fingerprint() -> str:
    """A hash of dbt's version and of every file that dbt reads: equal means equal models."""
    digest = hashlib.sha256(f"{version('dbt-core')} {version('dbt-duckdb')}".encode())
    for folder in (dbt_project_dir(), reference_seeds_dir()):
        for path in sorted(folder.rglob("*")):
            relative = path.relative_to(folder)
            if path.suffix in _PROJECT_SUFFIXES and relative.parts[0] not in {"target", "logs", "dbt_packages"}:
                digest.update(f"{relative.as_posix()}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def prepared_manifest(workspace: Workspace, parse: Callable[[], None] | None = None) -> Path:
    """dbt's manifest of the project as it is now, made by parsing unless this version was parsed before.

    The copy stands outside dbt's target folder, where a killed dbt may leave half a file.

    Args:
        parse: waits for somebody who is parsing already; default: parse here.

    Raises:
        AmorceError: the project cannot be parsed; holds what dbt said.
    """
    version_of_project = f"{project_fingerprint()} {variable_arguments(workspace.settings)}"
    name = f"dbt_manifest_{hashlib.sha256(version_of_project.encode()).hexdigest()[:16]}.json"
    kept = workspace.state_dir / name
    if not kept.exists():
        workspace.prepare()
        (parse or (lambda: _parse(workspace)))()
        aside = kept.with_suffix(f".{os.getpid()}.part")
        shutil.copyfile(workspace.target_dir / "manifest.json", aside)
        for old in workspace.state_dir.glob("dbt_manifest_*.json"):
            old.unlink(missing_ok=True)
        aside.rename(kept)
    return kept


def _parse(workspace: Workspace) -> None:
    done = subprocess.run(
        [*DBT_PROGRAM, "--no-use-colors", "parse", *variable_arguments(workspace.settings)],
        env=dbt_environment(workspace),
        cwd=dbt_project_dir(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        said = (done.stdout + done.stderr).strip()[-2000:]
        raise AmorceError(f"dbt cannot parse its project {dbt_project_dir()}:\n{said}", "Mend the file that it names.")


def run_dbt(workspace: Workspace, arguments: list[str]) -> int:
    """Run one dbt command on this workspace, on the terminal of the caller; returns dbt's exit code.

    What it builds it builds whole, but perhaps not all: the next run mends nothing.
    """
    command = [*DBT_PROGRAM, *arguments]
    if workspace.warehouse_path.exists() and not _HARMLESS & set(arguments):
        with open_builds(workspace) as con:
            forget_build(con)
    if "--vars" not in arguments and arguments and arguments[0] not in {"--version", "--help", "deps", "clean"}:
        command += variable_arguments(workspace.settings)
    return subprocess.run(command, env=dbt_environment(workspace), cwd=dbt_project_dir(), check=False).returncode
