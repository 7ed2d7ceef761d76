"""HubSpot's companies and contacts: a few snapshots of everything, each replacing the last.

Second records, merges, changed addresses and stages show up from one snapshot to the next.
"""

from dagster_project.simulation import names
from dagster_project.simulation.clock import Clock
from dagster_project.simulation.exports.context import Context, named
from dagster_project.simulation.files import WITH_BYTE_ORDER_MARK
from dagster_project.simulation.market import Market
from dagster_project.simulation.periods import Period, snapshots

OWNER = "Alex Vasseur"
COMPANY_HEADER = ["Record ID", "Company name", "Website URL", "Company owner", "Industry", "State/Region",
                  "Number of Employees", "Create Date"]  # fmt: skip
CONTACT_HEADER = ["Record ID", "First Name", "Last Name", "Email", "Additional email addresses", "Phone Number",
                  "Lifecycle Stage", "Create Date", "Job Title", "Associated Company", "Associated Company IDs",
                  "Merged contact IDs", "Marketing contact status"]  # fmt: skip


def write_people(context: Context) -> None:
    """Write companies and contacts."""
    for period in snapshots(context.clock, context.scale.people_snapshots):
        _write_companies(context, period)
        _write_contacts(context, period)


def _write_companies(context: Context, period: Period) -> None:
    market, codes = context.world.market, context.codes
    lines = []
    first_days = _first_days(market)
    for account, day in enumerate(first_days):
        if day > period.last:
            continue
        # Companies grow: their size is corrected from snapshot to snapshot.
        employees = int(market.employees[account]) + (period.last // 365) * (account % 3)
        context.recorded.account_rows[(codes.hubspot_account[account], codes.domain[account])] = None
        lines.append(
            WITH_BYTE_ORDER_MARK.line(
                [
                    str(market.account_id[account]),
                    market.account_name[account],
                    f"https://www.{market.domain[account]}/",
                    OWNER,
                    names.INDUSTRIES[int(market.industry[account])],
                    names.REGIONS[int(market.account_region[account])],
                    str(employees),
                    f"{_day_text(context.clock, day)} 08:30",
                ]
            )
        )
    context.files.append(f"hubspot/hubspot-companies-{period.label}.csv", WITH_BYTE_ORDER_MARK, COMPANY_HEADER, lines)


def _first_days(market: Market) -> list[int]:
    recorded = market.recorded_day.tolist()
    return [min(recorded[member] for member in group) for group in market.account_members]


def _write_contacts(context: Context, period: Period) -> None:
    market, codes = context.world.market, context.codes
    duplicate_days, merge_days = market.duplicate_day.tolist(), market.merge_day.tolist()
    lines = []
    for contact, day in enumerate(market.recorded_day.tolist()):
        if day > period.last:
            continue
        is_merged = merge_days[contact] <= period.last
        further = market.second_email[contact]
        # The second record holds the further address, or none; the merge brings it into the first record.
        listed = further if further and (is_merged or (contact % 5 < 2 and codes.duplicate[contact] < 0)) else ""
        account = _account_at(market, contact, period)
        old_id = str(market.hubspot_id[contact] + 1) if is_merged else ""
        main = (codes.hubspot[contact], codes.email[contact], codes.phone_name[contact])
        context.recorded.saw_person(named(*main))
        if listed:
            context.recorded.saw_person((codes.hubspot[contact], codes.second_email[contact]))
        if is_merged:
            context.recorded.merges[(codes.duplicate[contact], codes.hubspot[contact])] = None
        if account >= 0:
            company = codes.hubspot_account[account]
            context.recorded.saw_contact_account(codes.hubspot[contact], period.exported, company)
        lines.append(_contact_line(context, contact, period, (market.email[contact], listed), merged=old_id, copy=0))
        if duplicate_days[contact] <= period.last and not is_merged:
            context.recorded.saw_person(
                named(codes.duplicate[contact], codes.second_email[contact], codes.phone_name[contact])
            )
            if account >= 0:
                company = codes.hubspot_account[account]
                context.recorded.saw_contact_account(codes.duplicate[contact], period.exported, company)
            lines.append(_contact_line(context, contact, period, (further, ""), merged="", copy=1))
    context.files.append(f"hubspot/hubspot-contacts-{period.label}.csv", WITH_BYTE_ORDER_MARK, CONTACT_HEADER, lines)


def _contact_line(
    context: Context, contact: int, period: Period, addresses: tuple[str, str], *, merged: str, copy: int
) -> str:
    """A record with its address and further address; `copy` 1 is the second record of the same person."""
    market = context.world.market
    account = _account_at(market, contact, period)
    day = int(market.duplicate_day[contact]) if copy else int(market.recorded_day[contact])
    stage = ("subscriber", "lead", "opportunity", "customer")[min((contact + period.last // 200) % 7, 3)]
    return WITH_BYTE_ORDER_MARK.line(
        [
            str(market.hubspot_id[contact] + copy),
            market.first[contact],
            market.last[contact],
            *addresses,
            _international(market.phone[contact]),
            stage,
            f"{_day_text(context.clock, day)} 08:45",
            names.JOBS[contact % len(names.JOBS)],
            market.account_name[account] if account >= 0 else "",
            str(market.account_id[account]) if account >= 0 else "",
            merged,
            "Marketing contact" if int(market.listed_day[contact]) <= period.last else "Non-marketing contact",
        ]
    )


def _account_at(market: Market, contact: int, period: Period) -> int:
    """The company as the CRM has it: one contact in a hundred was filed under another one during the first year."""
    account, accounts = int(market.account[contact]), len(market.domain)
    is_misfiled = contact % 100 == 7 and period.last < 400 and not market.is_shared_mailbox[contact]
    return (account + 1) % accounts if account >= 0 and is_misfiled else account


def _international(phone: str) -> str:
    return f"+33 {phone[0]} {phone[1:3]} {phone[3:5]} {phone[5:7]} {phone[7:9]}" if phone else ""


def _day_text(clock: Clock, day: int) -> str:
    return clock.date_of(day).isoformat()
