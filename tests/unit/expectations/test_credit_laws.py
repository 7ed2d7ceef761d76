"""Law 5 is broken on purpose; each injury must be found under its conversion type, scope and model."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from dagster_project.workspace import Workspace
from expectations.laws import fill_law_results
from tests.unit.expectations.conftest import differences, open_both

# what happened, the SQL that does it, and (law, source, period, difference) that must be found
INJURIES = [
    (
        "an inner join drops the paths of a return",
        "delete from marts.attribution_touchpoints where conversion_key = '6' and scope = 'person'",
        ("credit_conversions", "return", "person", 1),
    ),
    (
        "a refund has a path",
        "insert into marts.attribution_touchpoints by name select * replace ('101' as conversion_key) "
        "from marts.attribution_touchpoints where conversion_key = '102' and scope = 'account'",
        ("credit_conversions", "order", "account without conversion", -1),
    ),
    (
        "a path of one touchpoint stands twice while another is lost",
        "insert into marts.attribution_touchpoints from marts.attribution_touchpoints "
        "where conversion_key = '102' and scope = 'person'; "
        "delete from marts.attribution_touchpoints where conversion_key = '100' and scope = 'person'",
        ("credit_conversions", "order", "person without conversion", -1),
    ),
    (
        "a model rounds a billionth away",
        "update marts.attribution_touchpoints set credit_linear = 0.499999999 "
        "where conversion_key = '100' and position = 2 and scope = 'person'",
        ("credit_sums", "order", "person linear", 1),
    ),
    (
        "one conversion has too much and another too little",
        "update marts.attribution_touchpoints set credit_last = case conversion_key when '1' then 0.9 else 1.1 end "
        "where conversion_key in ('1', '2') and scope = 'account'",
        ("credit_sums", "return", "account last", 2),
    ),
    (
        "a cent of revenue is lost to rounding",
        "update marts.attribution_touchpoints set revenue_time_decay = 4.99 "
        "where conversion_key = '100' and position = 1 and scope = 'account'",
        ("credit_revenue", "order", "account time_decay", 1),
    ),
    (
        "an order's revenue changes after it was credited",
        "update marts.fct_orders set amount_reporting = 20.02 where order_key = '102'",
        ("credit_revenue", "order", "person first", 1),
    ),
    (
        "the type that revenue_from does not name has revenue",
        "update marts.attribution_touchpoints set revenue_first = 1 where conversion_key = '1' and scope = 'person'",
        ("credit_revenue", "return", "person first", 1),
    ),
    (
        "the summary forgets what no outflow explains",
        "delete from marts.attribution_summary where channel = '(none)'",
        ("credit_summary", "return", "person linear sent", 2),
    ),
    (
        "the summary files a conversion under the month of its outflow on the wrong basis",
        "update marts.attribution_summary set month = date '2025-03-01' "
        "where model = 'last' and conversion_type = 'order' and scope = 'person' and month_basis = 'converted'",
        ("credit_summary", "order", "person converted 2025-04 all models", 1),
    ),
    (
        "the summary loses revenue",
        "update marts.attribution_summary set revenue = 20 where revenue = 20.01 "
        "and model = 'linear' and scope = 'account' and month_basis = 'converted'",
        ("credit_summary", "order", "account linear converted revenue", Decimal("0.01")),
    ),
    (
        "a return that nobody addressed has a touchpoint",
        "update marts.attribution_touchpoints set channel = 'email' where conversion_key = '3' and scope = 'person'",
        ("credit_origins", "person", "credit without touch", -1),
    ),
    (
        "the only return of a person who was addressed has none",
        "update marts.fct_returns set contact_key = '3' where return_key = '1'; "
        "update marts.attribution_touchpoints set channel = '(none)' where conversion_key = '1' and scope = 'person'",
        ("credit_origins", "person", "touch without credit", -1),
    ),
]


@pytest.mark.parametrize(("sql", "found"), [row[1:] for row in INJURIES], ids=[row[0] for row in INJURIES])
def test_an_injury_breaks_its_law(
    injure: Callable[[str], None], workspace: Workspace, sql: str, found: tuple[str, str, str, int | Decimal]
) -> None:
    injure(sql)
    with open_both(workspace) as con:
        fill_law_results(con)
        assert (*found[:3], Decimal(found[3])) in differences(con)
