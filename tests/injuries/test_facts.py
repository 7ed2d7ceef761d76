"""Injuries of facts, dimensions, ledgers and origins."""

import pytest
from injury import Injury, first, model, otherwise, twice, without
from played import Played, instead

INJURIES = [
    model("an inner join drops returns without a person", "fct_returns", without("contact_key is null")),
    model("an inner join drops returns without a company", "int_returns__unioned", without("account_key is null")),
    model("a return is doubled", "fct_returns", twice("return_key = (select min(return_key) from injured)")),
    model(
        "one return is dropped while another is doubled",
        "fct_returns",
        lambda sql: (
            f"with injured as (\n{sql}\n) from injured "
            "where return_key <> (select min(return_key) from injured where source = 'web_form') union all "
            "(from injured where source = 'web_form' order by return_key desc limit 1)"
        ),
    ),
    model(
        "a return's key is altered",
        "fct_returns",
        otherwise(f"case when {first('return_key')} then 'x' else return_key end as return_key"),
    ),
    model("returns change their source", "fct_returns", otherwise("'web_form' as source")),
    model(
        "returns move by seven hours, over midnight",
        "fct_returns",
        otherwise("returned_at + interval 7 hour as returned_at"),
    ),
    model("returns move by a minute", "fct_returns", otherwise("returned_at + interval 1 minute as returned_at")),
    model("returns are somebody else's", "fct_returns", otherwise("max(contact_key) over () as contact_key")),
    model("the filter that keeps refunds out is deleted", "int_returns__unioned", instead("and kind = 'order'", "")),
    model(
        "a return has no origin",
        "fct_returns",
        otherwise(f"case when not {first('return_key')} then origin end as origin"),
    ),
    model(
        "a return has an origin that does not exist",
        "fct_returns",
        otherwise("case origin when 'direct' then 'email' else origin end as origin"),
    ),
    model(
        "direct returns are called untargeted",
        "fct_returns",
        otherwise("case origin when 'direct' then 'untargeted' else origin end as origin"),
    ),
    model(
        "untargeted returns are called direct",
        "fct_returns",
        otherwise("case origin when 'untargeted' then 'direct' else origin end as origin"),
    ),
    model("an outflow is dropped", "fct_outflows", without(first("outflow_key"))),
    model("an outflow is doubled", "fct_outflows", twice("outflow_key = (select min(outflow_key) from injured)")),
    model("an outflow is sent an hour later", "fct_outflows", otherwise("sent_at + interval 1 hour as sent_at")),
    model("an engagement is dropped", "fct_engagements", without(first("engagement_key"))),
    model(
        "a deal linked to three companies is three deals",
        "fct_deals",
        lambda sql: (
            f"with injured as (\n{sql}\n) select injured.* from injured cross join range(3) as companies (number) "
            "where number = 0 or deal_key = (select min(deal_key) from injured)"
        ),
    ),
    model("a deal is dropped", "fct_deals", without(first("deal_key"))),
    model("a deal is won for another amount", "fct_deals", otherwise("amount + 1 as amount")),
    model("an order line is dropped", "fct_order_lines", without(first("order_line_key"))),
    model("order lines of refunds are dropped", "fct_order_lines", without("kind = 'refund'")),
    model("an order that only lines name is dropped", "int_orders__unioned", without(first("order_key"))),
    model("an order is a cent dearer", "fct_orders", otherwise("amount + 0.01 as amount")),
    model("an order's revenue is a cent less", "fct_orders", otherwise("amount_reporting - 0.01 as amount_reporting")),
    model("an order line is a cent dearer", "fct_order_lines", otherwise("amount + 0.01 as amount")),
    model("a ticket is dropped", "fct_tickets", without(first("ticket_key"))),
    model("a cost is doubled", "fct_costs", twice("cost_key = (select min(cost_key) from injured)")),
    model("a cost is a cent more", "fct_costs", otherwise("amount + 0.01 as amount")),
    model(
        "a campaign is missing from its dimension",
        "dim_campaigns",
        without(first("campaign_key", "campaign_key is not null")),
    ),
    model("a channel is missing from its dimension", "dim_channels", without("channel = 'email'")),
    model("a return source is missing from its dimension", "dim_return_sources", without("source = 'web_form'")),
    model("a product is missing from its dimension", "dim_products", without(first("product_key"))),
    model("a link of a deal to a company leads nowhere", "bridge_deal_accounts", otherwise("'x' as account_key")),
    model("the ledger of returns loses a month", "return_ledger", without("month = date '2024-06-01'")),
    model("the ledger counts a return more", "return_ledger", otherwise("counted + 1 as counted")),
    model(
        "the ledger calls duplicates superseded",
        "return_ledger",
        otherwise("superseded + duplicates as superseded", "0 as duplicates"),
    ),
    model("the ledger hides its difference", "return_ledger", otherwise("rejected + 1 as rejected")),
    model("the ledger of deliveries loses one", "delivery_ledger", without(first("delivery_id"))),
    model("the ledger of deliveries counts a record less", "delivery_ledger", otherwise("records - 1 as records")),
    model("the ledger of sources counts a row more", "source_ledger", otherwise("current_rows + 1 as current_rows")),
    model("a sighting is not published", "sightings", without(first("delivery_id"))),
    model("a rejected record is not published", "rejected_records", without(first("row_number"))),
]


@pytest.mark.parametrize("injury", INJURIES, ids=str)
def test_an_injury_of_facts_is_caught(injury: Injury, patient: Played) -> None:
    injury.deed(patient)
    assert patient.failed_laws(), "no law sees it"
