"""The marts of the sample say what the simulated world knows of itself, wherever its truth speaks of them.

`truth.json` is worked out by the simulator from the world's state and the files that it wrote, without SQL. What a
mart can only estimate (who caused a return) is held to a bound; what it must know is held to the last digit.
"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

pytestmark = pytest.mark.slow

TRUTH = Path(__file__).resolve().parents[2] / "seeds" / "exports" / "truth" / "truth.json"
NOBODY = "(none)"


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    known: dict[str, Any] = json.loads(TRUTH.read_text(encoding="utf-8"))
    return known


@pytest.fixture
def con(pristine_demo: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(pristine_demo / "published" / "marts.duckdb"), read_only=True)


def shares_of(counts: dict[str, Any]) -> dict[str, Decimal]:
    total = sum(Decimal(str(count)) for count in counts.values())
    return {name: Decimal(str(count)) / total for name, count in counts.items()}


def total_variation(first: dict[str, Decimal], second: dict[str, Decimal]) -> Decimal:
    names = first.keys() | second.keys()
    return sum((abs(first.get(name, Decimal(0)) - second.get(name, Decimal(0))) for name in names), Decimal(0)) / 2


def credited(con: duckdb.DuckDBPyConnection, model: str, scope: str) -> dict[str, Decimal]:
    """Returns that a model gives to each channel, `(none)` included."""
    rows = con.execute(
        "select channel, sum(conversions) from attribution_summary"
        " where conversion_type = 'return' and month_basis = 'converted' and model = ? and scope = ? group by channel",
        [model, scope],
    ).fetchall()
    return dict(rows)


def test_outflows_and_received_marketing_per_channel(con: duckdb.DuckDBPyConnection, truth: dict[str, Any]) -> None:
    sent = "select channel, count(*) from fct_outflows group by channel"
    received = (
        "select channel, count(*) from fct_outflows"
        " where is_received and purpose = 'marketing' and level <> 'audience' group by channel"
    )
    assert dict(con.execute(sent).fetchall()) == truth["outflows"]
    assert dict(con.execute(received).fetchall()) == truth["received_marketing"]


def test_returns_per_source_and_origin_in_the_ledger(con: duckdb.DuckDBPyConnection, truth: dict[str, Any]) -> None:
    for source, known in truth["returns"].items():
        origins = ", ".join(f"sum({origin})" for origin in known["origins"])
        row = con.execute(f"select sum(counted), {origins} from return_ledger where source = ?", [source]).fetchone()
        assert row == (known["counted"], *known["origins"].values()), source


@pytest.mark.parametrize("basis", ["gross", "net"])
def test_revenue_of_the_top_fifth(con: duckdb.DuckDBPyConnection, truth: dict[str, Any], basis: str) -> None:
    """Revenue to the cent; customers and share within what identity costs: the truth knows who everybody is."""
    known = truth["customers"]["top_20_share"][basis]
    row = con.execute(
        "select members, revenue, top_20_share from pareto_summary"
        " where dimension = 'customer' and period = 'all' and basis = ?",
        [basis],
    ).fetchone()
    assert row is not None
    members, revenue, share = row
    assert revenue == Decimal(str(known["revenue"]))
    assert abs(members - known["customers"]) <= known["customers"] // 50
    assert abs(share - Decimal(str(known["share"]))) < Decimal("0.01")


@pytest.mark.parametrize("scope", ["person", "account"])
@pytest.mark.parametrize("model", ["first", "last", "linear", "position", "time_decay"])
def test_credit_sums_to_the_returns_that_the_world_made(
    con: duckdb.DuckDBPyConnection, truth: dict[str, Any], model: str, scope: str
) -> None:
    made = sum(known["counted"] for known in truth["returns"].values())
    assert sum(credited(con, model, scope).values()) == made


def test_rule_models_credit_more_than_outflows_caused(con: duckdb.DuckDBPyConnection, truth: dict[str, Any]) -> None:
    """Every rule model takes exposure for cause: it gives channels returns that came by themselves."""
    by_themselves = truth["cause_channels"][NOBODY]
    for model in ("first", "last", "linear", "position", "time_decay"):
        assert credited(con, model, "account")[NOBODY] < by_themselves


def test_among_channels_linear_credit_has_the_order_of_the_caused_returns_but_not_their_shares(
    con: duckdb.DuckDBPyConnection, truth: dict[str, Any]
) -> None:
    """Channels that name their recipients: audience outflows (the newsletter) can have no credit by any rule.

    Credit follows how often a channel was met: letters, of which one brings as much as two e-mails, get too little.
    """
    named = ("email", "letter", "phone")
    found = {channel: share for channel, share in credited(con, "linear", "account").items() if channel in named}
    caused = {channel: truth["cause_channels"][channel] for channel in named}
    assert sorted(found, key=found.__getitem__) == sorted(caused, key=caused.__getitem__)
    assert found["letter"] / found["email"] < caused["letter"] / Decimal(caused["email"])
    assert total_variation(shares_of(found), shares_of(caused)) < Decimal("0.2")
