"""What the truth says against what the files of a tiny market hold, counted again by hand."""

from collections import Counter
from decimal import Decimal


def test_every_submission_that_can_be_read_is_counted_once(tiny):
    # Not counted: one row cut short, 31 February, and a date after the export. Corrections repeat a submission.
    numbers = {row["Submission ID"] for row in tiny.rows("forms/*.csv")} - {"F-cut", "F-day", "F-late"}
    counted = [row["return_id"] for row in tiny.returns if row["return_source"] == "web_form"]
    assert sorted(counted) == sorted(numbers)


def test_a_corrected_submission_counts_at_its_corrected_moment(tiny):
    corrections = tiny.rows("forms/web-forms-corrections-*.csv")
    assert corrections
    returned_at = {row["return_id"]: row["returned_at"] for row in tiny.returns}
    for row in corrections:
        assert returned_at[row["Submission ID"]] == row["Submitted at"].replace("T", " ").removesuffix("Z")


def test_calls_are_counted_as_often_as_one_file_holds_them(tiny):
    most: Counter[tuple[str | None, ...]] = Counter()
    for path in (tiny.directory / "phone").glob("*.csv"):
        rows = tiny.rows(f"phone/{path.name}", ";", "cp1252")
        calls = Counter(
            tuple(row.values())
            for row in rows
            if row["Sens"] == "Entrant" and not row["Date"].startswith("31/02") and row["Téléphone"] is not None
        )
        most |= calls
    assert most.total() == sum(row["return_source"] == "phone_log" for row in tiny.returns)


def test_inbound_deals_are_counted_once_over_all_snapshots(tiny):
    inbound = {row["Record ID"] for row in tiny.rows("hubspot/*deals*.csv") if row["Deal Source"] == "Inbound"}
    french = tiny.rows("hubspot/*transactions*.csv")
    inbound |= {row["ID de fiche d'informations"] for row in french if row["Source de la transaction"] == "Entrant"}
    counted = [row["return_id"] for row in tiny.returns if row["return_source"] == "hubspot_inbound_deal"]
    assert sorted(counted) == sorted(inbound)


def test_orders_in_euros_add_up_to_their_lines(tiny):
    latest: dict[tuple[str, str], str] = {}
    for row in tiny.rows("shop/commandes-*.csv", ";", "cp1252"):
        # The correction's file sorts after the quarters; its line replaces the unreadable one.
        if row["Type"] == "Vente" and row["Devise"] == "EUR" and row["Montant"] != "voir facture":
            latest[row["N° commande"], row["Ligne"]] = row["Montant"]
    amounts: Counter[str] = Counter()
    for (order, _), text in latest.items():
        amounts[order] += int(Decimal(text.replace("\u00a0", "").replace(",", ".")) * 100)
    revenue = {row["return_id"]: row["revenue"] for row in tiny.returns if row["return_source"] == "shop_orders"}
    assert amounts
    for order, cents in amounts.items():
        assert revenue[order] == f"{cents // 100}.{cents % 100:02}"


def test_refunds_and_orders_without_a_rate_are_no_returns(tiny):
    counted = {row["return_id"] for row in tiny.returns}
    assert not any(number.startswith("A") for number in counted)
    assert "C-SEK-1" not in counted


def test_the_sums_are_those_of_the_table(tiny):
    for source, sums in tiny.truth["returns"].items():
        rows = [row for row in tiny.returns if row["return_source"] == source]
        assert sums["counted"] == len(rows) == sum(sums["origins"].values())
        assert Decimal(sums["revenue"]) == sum((Decimal(row["revenue"] or 0) for row in rows), Decimal(0))


def test_only_orders_have_revenue(tiny):
    assert all(bool(row["revenue"]) == (row["kind"] == "order") for row in tiny.returns)


def test_every_file_s_records_are_counted(tiny):
    for kind, counts in tiny.truth["files"].items():
        folder, name = kind.split("/")
        paths = [path for path in (tiny.directory / folder).glob("*.csv") if path.stem[:-11] == name]
        assert len(paths) == counts["files"]
        if folder != "forms":  # messages over several lines
            assert sum(path.read_bytes().count(b"\n") - 1 for path in paths) == counts["records"]
