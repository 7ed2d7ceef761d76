"""Mailchimp: three audience files per export, and a campaign report that counts recipients without naming them."""

from collections import defaultdict

import numpy as np

from dagster_project.simulation.clock import DAY
from dagster_project.simulation.exports.context import Context
from dagster_project.simulation.files import PLAIN
from dagster_project.simulation.periods import snapshots

AUDIENCE_HEADER = ["Email Address", "First Name", "Last Name", "MEMBER_RATING", "OPTIN_TIME", "LAST_CHANGED", "LEID",
                   "EUID", "TAGS"]  # fmt: skip
CAMPAIGN_HEADER = ["Title", "Subject", "List", "Send Date", "Send Weekday", "Total Recipients",
                   "Successful Deliveries", "Unique Opens", "Open Rate", "Unsubscribes", "Unique Id"]  # fmt: skip


def write_audience(context: Context) -> None:
    """Write who is subscribed, unsubscribed or cleaned on each day of export."""
    market, codes = context.world.market, context.codes
    days = context.clock.day_texts("%Y-%m-%d")
    for period in snapshots(context.clock, min(context.scale.people_snapshots, 3)):
        parts: dict[str, list[str]] = defaultdict(list)
        for contact in np.flatnonzero(market.is_subscriber & (market.listed_day <= period.last)).tolist():
            euid = f"e{int(market.hubspot_id[contact]):x}"
            code = context.recorded.contact_id("mailchimp", euid)
            context.recorded.saw_person((code, codes.email[contact]))
            left = int(market.unsubscribed_day[contact])
            opted_in = f"{days[max(int(market.listed_day[contact]), 0)]} 10:00:00"
            fields = [market.email[contact], market.first[contact], market.last[contact], "2", opted_in]
            if left > period.last:
                parts["subscribed"].append(PLAIN.line([*fields, opted_in, str(contact + 1), euid, ""]))
            else:
                part = "cleaned" if contact % 4 == 0 else "unsubscribed"
                changed = f"{days[left]} 11:00:00"
                parts[part].append(PLAIN.line([*fields, changed, str(contact + 1), euid, "", changed]))
        for part, time_column in (("subscribed", ""), ("unsubscribed", "UNSUB_TIME"), ("cleaned", "CLEAN_TIME")):
            header = [*AUDIENCE_HEADER, *([time_column] if time_column else [])]
            path = f"mailchimp/{part}_members_export_{period.label}.csv"
            context.files.append(path, PLAIN, header, parts[part])


def count_recipients(context: Context) -> None:
    """Add this shard's recipients of each issue to the totals."""
    newsletters = context.world.touches["newsletter"]
    counts = np.bincount(newsletters.campaign, minlength=len(newsletters.campaigns))
    for issue, count in enumerate(counts.tolist()):
        context.totals[f"issue {issue}"] = context.totals.get(f"issue {issue}", 0) + count


def write_campaigns(context: Context, issue_days: list[int]) -> None:
    """Write the campaign reports of the whole market; call once, after the last shard."""
    for period in snapshots(context.clock, context.scale.people_snapshots):
        lines = []
        for issue, day in enumerate(issue_days):
            if day > period.last:
                continue
            recipients = context.totals.get(f"issue {issue}", 0)
            # Opens trickle in: each report of an issue shows a few more than the last one.
            opens = round(recipients * min(0.2 + (period.last - day) / 20_000, 0.3))
            moment = day * DAY + 18 * 3600 + 30 * 60
            lines.append(
                PLAIN.line(
                    [
                        f"Newsletter {issue + 1}",
                        f"Nos nouvelles, n° {issue + 1}",
                        "Clients et prospects",
                        context.clock.text(moment, "%b %d, %Y %I:%M %p").replace("PM", "pm"),
                        context.clock.text(moment, "%A"),
                        str(recipients),
                        str(recipients),
                        str(opens),
                        f"{100 * opens / recipients:.2f}%" if recipients else "0.00%",
                        "0",
                        f"mc{issue + 1:04}",
                    ]
                )
            )
        context.files.append(f"mailchimp/campaigns-{period.label}.csv", PLAIN, CAMPAIGN_HEADER, lines)
    context.totals["audience outflows"] = len(issue_days)
