"""dbt in a process of its own: the project parsed once and compiled twice, for whole tables and for an increment.

Writes the manifests `whole.json` and, for the default settings only, `increment.json` into dbt's target folder. Called
by `played_models.py` only.
"""

import json
import shutil
import sys
from pathlib import Path

from dbt.cli.main import dbtRunner, dbtRunnerResult

_COMPILE = ("compile", "--no-populate-cache", "--no-introspect")
_WITHOUT_TESTS = ("--exclude", "resource_type:test", "resource_type:unit_test")


def _succeeded(result: dbtRunnerResult) -> dbtRunnerResult:
    if not result.success:
        sys.exit(f"dbt failed: {result.exception}")
    return result


def main(target: Path, variables: dict[str, object]) -> None:
    given = ("--vars", json.dumps(variables)) if variables else ()
    parsed = _succeeded(dbtRunner().invoke(["--no-use-colors", "parse", *given])).result
    kinds: dict[str, dict[str, object]] = {"whole": {}, **({} if variables else {"increment": {"is_increment": True}})}
    for name, added in kinds.items():
        arguments = ("--vars", json.dumps({**variables, **added})) if variables or added else ()
        _succeeded(dbtRunner(manifest=parsed).invoke(["--no-use-colors", *_COMPILE, *_WITHOUT_TESTS, *arguments]))
        shutil.copyfile(target / "manifest.json", target / f"{name}.json")


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
