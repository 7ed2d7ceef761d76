import hashlib
from datetime import date, timedelta
from pathlib import Path

import pytest

from dagster_project.errors import UsageError
from dagster_project.simulation import simulate
from dagster_project.simulation.files import Dialect
from dagster_project.simulation.scales import scale_of


def _digests(directory: Path) -> dict[str, str]:
    return {
        str(path.relative_to(directory)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes(tiny, tmp_path):
    simulate(tmp_path / "again", "tiny", 3)
    assert _digests(tmp_path / "again") == _digests(tiny.directory)


def test_another_seed_gives_another_market(tiny, tmp_path):
    simulate(tmp_path / "other", "tiny", 4)
    other, same = _digests(tmp_path / "other"), _digests(tiny.directory)
    assert other["truth/returns.csv"] != same["truth/returns.csv"]


def test_a_tiny_market_stays_under_300_kb(tiny):
    assert sum(path.stat().st_size for path in tiny.directory.rglob("*") if path.is_file()) < 300_000


def test_every_system_writes_more_than_one_delivery(tiny):
    for folder in ("hubspot", "brevo", "mailchimp", "phone", "letters", "forms", "shop", "helpdesk", "finance"):
        assert len(list((tiny.directory / folder).glob("*.csv"))) > 1


def test_one_weekly_file_is_sent_again_unchanged(tiny):
    files = {path.stem[-10:]: path.read_bytes() for path in (tiny.directory / "phone").glob("*.csv")}
    again = [day for day in files if files[day] == files.get((date.fromisoformat(day) - timedelta(days=1)).isoformat())]
    assert len(again) == 1
    assert files[again[0]].count(b"\n") > 1


def test_the_report_counts_what_the_files_hold(tiny):
    assert tiny.report.returns == len(tiny.returns)
    assert tiny.report.outflows == sum(tiny.truth["outflows"].values())
    exports = [path for path in tiny.directory.glob("*/*.csv") if path.parent.name != "truth"]
    assert tiny.report.files == len(exports)
    assert tiny.report.size_bytes == sum(path.stat().st_size for path in exports)


@pytest.mark.parametrize("scale", ["giant", "0", "-5", ""])
def test_an_unknown_scale_is_refused_with_the_known_ones(tmp_path, scale):
    with pytest.raises(UsageError, match="Unknown scale") as error:
        simulate(tmp_path / "x", scale, 1)
    assert "demo" in error.value.hint
    assert not (tmp_path / "x").exists()


def test_a_negative_seed_is_refused(tmp_path):
    with pytest.raises(UsageError, match="negative"):
        simulate(tmp_path / "x", "tiny", -1)


def test_folders_that_no_simulation_wrote_are_left_alone(tmp_path):
    (tmp_path / "hubspot").mkdir()
    (tmp_path / "hubspot" / "real.csv").write_text("Record ID\n1\n")
    with pytest.raises(UsageError, match="no simulation wrote"):
        simulate(tmp_path, "tiny", 1)
    assert (tmp_path / "hubspot" / "real.csv").exists()


def test_a_number_means_so_many_outflows():
    # 20 outflows per contact, at most about 20,000 contacts per shard.
    assert (scale_of(400_000).contacts, scale_of("400000").shards) == (20_000, 2)


def test_fields_are_quoted_only_where_they_must_be():
    line = Dialect(delimiter=";").line(["a", 'b"c', "d;e", "f,g", "h\ni", ""])
    assert line == 'a;"b""c";"d;e";f,g;"h\ni";'
