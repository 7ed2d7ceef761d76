"""The samples in the repository are what the simulator writes today."""

import hashlib
from pathlib import Path

from dagster_project.simulation import simulate

SAMPLES = Path(__file__).parents[3] / "seeds" / "exports"


def _digests(directory: Path) -> dict[str, str]:
    return {
        str(path.relative_to(directory)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }


def test_the_samples_are_the_demo_market_with_seed_7(tmp_path):
    simulate(tmp_path, "demo", 7)
    assert _digests(SAMPLES) == _digests(tmp_path)


def test_the_samples_stay_under_7_mb():
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) < 7_000_000
