"""Injuries of staging: rows lost, doubled, altered or put under a wrong status."""

import pytest
from injury import Injury, first, model, of_first, otherwise, twice, without
from played import Played

INJURIES = [
    model("staging drops a return", "stg_returns", without(first("row_key"))),
    model("staging doubles a return", "stg_returns", twice("row_key = (select min(row_key) from injured)")),
    model("staging keeps current rows only", "stg_returns", without("row_status <> 'current'")),
    model("staging drops what is quarantined", "stg_returns", without("row_status = 'quarantined'")),
    model("staging drops an outflow", "stg_outflows", without(first("row_key"))),
    model("staging doubles an outflow", "stg_outflows", twice("row_key = (select min(row_key) from injured)")),
    model("staging drops an order line", "stg_order_lines", without(first("row_key"))),
    model("staging drops the contacts of a contract", "stg_contacts", without("contract = 'brevo_contacts'")),
    model("staging doubles an account", "stg_accounts", twice("row_key = (select min(row_key) from injured)")),
    model("staging drops the costs of a month", "stg_costs", without(first("row_key"))),
    model("staging drops a ticket", "stg_tickets", without(first("row_key"))),
    model("staging drops a merge", "stg_merges", without(first("row_key"))),
    model(
        "a repeat is taken for a new return",
        "stg_returns",
        otherwise("case row_status when 'duplicate' then 'current' else row_status end as row_status"),
    ),
    model(
        "an older version is taken for a new return",
        "stg_returns",
        otherwise("case row_status when 'superseded' then 'current' else row_status end as row_status"),
    ),
    model(
        "repeats are taken for older versions",
        "stg_returns",
        otherwise("case row_status when 'duplicate' then 'superseded' else row_status end as row_status"),
    ),
    model(
        "an older version is taken for a repeat",
        "stg_deals",
        otherwise("case row_status when 'superseded' then 'duplicate' else row_status end as row_status"),
    ),
    model(
        "what makes no sense is counted",
        "stg_returns",
        otherwise("case row_status when 'quarantined' then 'current' else row_status end as row_status"),
    ),
    model(
        "good returns are quarantined",
        "stg_returns",
        otherwise(of_first("row_key", "'quarantined'", "row_status", "row_status = 'current'")),
    ),
    model(
        "returns move by seven hours, over midnight",
        "stg_returns",
        otherwise("returned_at + interval 7 hour as returned_at"),
    ),
    model("outflows move by a day", "stg_outflows", otherwise("sent_at + interval 1 day as sent_at")),
    model("a line costs a cent more", "stg_order_lines", otherwise("amount + 0.01 as amount")),
    model("an outflow is read as somebody else's", "stg_outflows", otherwise("max(email_key) over () as email_key")),
    model("a return is read as somebody else's", "stg_returns", otherwise("max(email_key) over () as email_key")),
    model("a source is renamed", "stg_returns", otherwise("'webform' as return_source")),
    model("a contract is renamed", "stg_engagements", otherwise("'mail' as contract")),
    model("a deal's status is lost", "stg_deals", otherwise("cast(null as varchar) as status")),
    model(
        "what a mail was for is lost",
        "stg_outflows",
        otherwise("cast(null as varchar) as purpose"),
    ),
]


@pytest.mark.parametrize("injury", INJURIES, ids=str)
def test_an_injury_of_staging_is_caught(injury: Injury, patient: Played) -> None:
    injury.deed(patient)
    assert patient.failed_laws(), "no law sees it"
