"""HubSpot's records of the companies that marketing does not address: one contact each, and an old deal of some.

Appended to the files that `hubspot_people` and `hubspot_deals` begin.
"""

from dataclasses import replace

from dagster_project.simulation import names
from dagster_project.simulation.clock import DAY
from dagster_project.simulation.exports import hubspot_deals, hubspot_people
from dagster_project.simulation.exports.context import Context
from dagster_project.simulation.exports.market_list import company_name
from dagster_project.simulation.files import WITH_BYTE_ORDER_MARK
from dagster_project.simulation.market import plain
from dagster_project.simulation.periods import Period, months, snapshots
from dagster_project.simulation.recorded import SeenDeal


def write_beyond(context: Context) -> None:
    """Append the companies and contacts to each snapshot, and the deals to theirs."""
    for period in snapshots(context.clock, context.scale.people_snapshots):
        _write_people(context, period)
    for number, period in enumerate(months(context.clock, 3)):
        _write_deals(context, period, is_french=hubspot_deals.is_french(number))


def _write_people(context: Context, period: Period) -> None:
    beyond, days = context.world.customers.beyond, context.clock.day_texts("%Y-%m-%d")
    companies, contacts = [], []
    for place, day in enumerate(beyond.crm_day.tolist()):
        if day > period.last:
            continue
        number, domain = str(beyond.number[place]), beyond.domain[place]
        first = names.FIRST_NAMES[place % len(names.FIRST_NAMES)]
        last = names.LAST_NAMES[place % len(names.LAST_NAMES)]
        email = f"{plain(first)}.{plain(last)}@{domain}"
        _report(context, number, domain, email, period)
        companies.append(
            WITH_BYTE_ORDER_MARK.line(
                [
                    number,
                    company_name(domain),
                    f"https://www.{domain}/",
                    hubspot_people.OWNER,
                    names.INDUSTRIES[int(beyond.industry[place])],
                    names.REGIONS[int(beyond.region[place])],
                    str(beyond.employees[place]),
                    f"{days[day]} 08:30",
                ]
            )
        )
        job = names.JOBS[place % len(names.JOBS)]
        contacts.append(
            WITH_BYTE_ORDER_MARK.line(
                [number, first, last, email, "", "", "lead", f"{days[day]} 08:45", job, company_name(domain), number,
                 "", "Non-marketing contact"]
            )
        )  # fmt: skip
    for kind, header, lines in (
        ("companies", hubspot_people.COMPANY_HEADER, companies),
        ("contacts", hubspot_people.CONTACT_HEADER, contacts),
    ):
        context.files.append(f"hubspot/hubspot-{kind}-{period.label}.csv", WITH_BYTE_ORDER_MARK, header, lines)


def _report(context: Context, number: str, domain: str, email: str, period: Period) -> None:
    recorded = context.recorded
    company, contact = recorded.account_id("hubspot", number), recorded.contact_id("hubspot", number)
    recorded.account_rows[(company, recorded.domain(domain))] = None
    recorded.saw_person((contact, recorded.email(email)))
    recorded.saw_contact_account(contact, period.exported, company)


def _write_deals(context: Context, period: Period, *, is_french: bool) -> None:
    beyond, recorded = context.world.customers.beyond, context.recorded
    lines = []
    for index, (place, created) in enumerate(
        zip(beyond.deals.contact.tolist(), beyond.deals.created.tolist(), strict=True)
    ):
        if created // DAY > period.last:
            continue
        cells = hubspot_deals.cells_on(context, (beyond.deals, beyond.progress), index, period)
        number = str(beyond.number[place])
        company, contact = recorded.account_id("hubspot", number), recorded.contact_id("hubspot", number)
        won_at = context.clock.instant(cells.closes) if cells.stage == hubspot_deals.WON_STAGE else None
        recorded.saw_deal(cells.number, period.exported, SeenDeal(contact, company, won_at))
        cells = replace(cells, company=number, contacts=number)
        lines.append(hubspot_deals.line(context, cells, is_french=is_french))
    context.files.append(
        hubspot_deals.path(period, is_french=is_french),
        WITH_BYTE_ORDER_MARK,
        hubspot_deals.header(is_french=is_french),
        lines,
    )
