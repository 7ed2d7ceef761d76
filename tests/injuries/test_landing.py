"""Injuries between the delivered files and staging."""

import pytest
from injury import Injury, landed, noted
from played import Played

_A_DELIVERY = "(select min(_delivery_id) from landed)"

INJURIES = [
    landed(
        "a return is lost from a landed file", "returns", "from landed where _key <> (select min(_key) from landed)"
    ),
    landed(
        "a return stands twice in a landed file", "returns", "from landed union all (from landed order by _key limit 1)"
    ),
    landed(
        "an outflow is lost from a landed file", "outflows", "from landed where _key <> (select min(_key) from landed)"
    ),
    landed(
        "an outflow stands twice in a landed file",
        "outflows",
        "from landed union all (from landed order by _key limit 1)",
    ),
    landed(
        "an order line is lost from a landed file",
        "order_lines",
        "from landed where _key <> (select max(_key) from landed)",
    ),
    landed(
        "a contact is lost from a landed file", "contacts", "from landed where _key <> (select max(_key) from landed)"
    ),
    landed(
        "a deal stands twice in a landed file", "deals", "from landed union all (from landed order by _key limit 1)"
    ),
    landed("a landed file is not read", "returns", f"from landed where _delivery_id <> {_A_DELIVERY}"),
    landed(
        "a stale manifest has an older landing of the same file read too",
        "returns",
        f"from landed union all from landed where _delivery_id = {_A_DELIVERY}",
    ),
    landed(
        "a landing that no manifest names is read too",
        "engagements",
        "from landed union all (select * replace ('unknown' as _delivery_id) from landed order by _key limit 3)",
    ),
    landed(
        "a file's rows are read as those of another one",
        "returns",
        f"select * replace (case when _delivery_id = {_A_DELIVERY} then 'another' else _delivery_id end "
        "as _delivery_id) from landed",
    ),
    landed(
        "a return source is renamed on the way",
        "returns",
        "select * replace (case _return_source when 'web_form' then 'webform' else _return_source end "
        "as _return_source) from landed",
    ),
    landed(
        "returns of one source are read as another's",
        "returns",
        "select * replace ('web_form' as _return_source) from landed",
    ),
    landed(
        "returns lose their source",
        "returns",
        "select * replace (nullif(_return_source, 'web_form') as _return_source) from landed",
    ),
    landed(
        "the clock of a source is read an hour late, over midnight of a month's end",
        "returns",
        "select * replace (returned_at + interval 7 hour as returned_at) from landed",
    ),
    landed(
        "a source's dates are read month first",
        "returns",
        "select * replace (case when day(returned_at) <= 12 then make_timestamp(year(returned_at), day(returned_at), "
        "month(returned_at), 12, 0, 0) else returned_at end as returned_at) from landed",
    ),
    noted("a rejected record is not counted", "deliveries", "update landing.deliveries set rejected = 0"),
    noted("footers are counted as landed", "deliveries", "update landing.deliveries set footer = footer + 1"),
    noted(
        "`when` drops records that nobody counts",
        "deliveries",
        "update landing.deliveries set not_selected = 0 where contract = 'phone_log'",
    ),
    noted("a delivery is forgotten", "deliveries", "delete from landing.deliveries where contract = 'web_forms'"),
    noted(
        "a withdrawn delivery is read all the same",
        "deliveries",
        "update landing.deliveries set is_withdrawn = true where contract = 'web_forms'",
    ),
    noted("a tally is a record short", "tallies", "update landing.tallies set delivered = delivered - 1"),
    noted(
        "a tally puts a record into another month",
        "tallies",
        "update landing.tallies set month = month + interval 1 month where return_source = 'web_form'",
    ),
    noted("the list of rejected records is lost", "left_records", "delete from landing.left_records"),
    noted(
        "a source is no longer declared",
        "return_sources",
        "delete from landing.return_sources where return_source = 'phone_log'",
    ),
    noted(
        "exports of a source stop coming",
        "sightings",
        "delete from landing.sightings where contract = 'web_forms' and exported_at > timestamp '2024-09-01'",
    ),
    noted(
        "a file cannot be read",
        "problems",
        "insert into landing.problems values ('phone/appels.csv', 'unreadable', 'line 3 is not utf-8')",
    ),
]


@pytest.mark.parametrize("injury", INJURIES, ids=str)
def test_an_injury_of_landing_is_caught(injury: Injury, patient: Played) -> None:
    injury.deed(patient)
    assert patient.failed_laws(), "no law sees it"
