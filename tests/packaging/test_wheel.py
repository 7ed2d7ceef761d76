"""The wheel stands on its own: installed into an empty environment, away from the checkout, it runs the demo."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("amorce-*.whl")
    return built


def test_the_wheel_carries_what_is_not_python(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for part in (
        "dagster_project/contracts/brevo_logs.yaml",
        "dagster_project/landing/entities.yml",
        "dagster_project/report/template/report.html.j2",
        "dagster_project/bundled/seeds/reference/benchmarks.csv",
        "dagster_project/bundled/dbt_models/dbt_project.yml",
        "dagster_project/bundled/dbt_models/profiles.yml",
        "dagster_project/bundled/seeds/reference/free_mail_domains.csv",
    ):
        assert part in names
    assert any(name.startswith("expectations/laws/") and name.endswith(".sql") for name in names)
    assert not any("/target/" in name or "/logs/" in name for name in names)


def test_the_installed_wheel_runs_the_demo_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    uv = Path(sys.executable).with_name("uv")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    python = environment / "bin" / "python"
    install = [str(uv), "pip", "install", "--quiet", "--python", str(python)]
    subprocess.run([*install, "--require-hashes", "-r", str(ROOT / "requirements.lock")], check=True)
    subprocess.run([*install, "--no-deps", str(wheel)], check=True)
    clean = {
        key: value for key, value in os.environ.items() if not key.startswith(("AMORCE_", "PYTHON", "VIRTUAL_ENV"))
    }
    finished = subprocess.run(
        [str(environment / "bin" / "amorce"), "demo", "shop"],
        cwd=tmp_path,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout[-3000:] + finished.stderr[-3000:]
    published = tmp_path / "shop" / "published" / "marts.duckdb"
    assert published.exists()
    where = subprocess.run(
        [str(python), "-c", "import dagster_project; print(dagster_project.__file__)"],
        cwd=tmp_path,
        env=clean,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(environment) in where.stdout
