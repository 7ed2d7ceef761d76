"""HubSpot's history of stages: when each deal entered and left every stage, as it stands at the market's end."""

from dagster_project.simulation.clock import DAY
from dagster_project.simulation.customers.dealing import Progress
from dagster_project.simulation.exports.context import Context, minute_texts_of
from dagster_project.simulation.exports.hubspot_deals import ENGLISH_STAGES
from dagster_project.simulation.files import WITH_BYTE_ORDER_MARK
from dagster_project.simulation.periods import snapshots
from dagster_project.simulation.trade import OPEN, Deals

HEADER = ["Record ID", "Deal Stage", "Date entered stage", "Date left stage"]


def write_stages(context: Context) -> None:
    """Write one export of all entries so far."""
    (period,) = snapshots(context.clock, 1)
    world = context.world
    lines = _lines(context, world.deals, world.customers.progress)
    lines += _lines(context, world.customers.beyond.deals, world.customers.beyond.progress)
    context.files.append(f"hubspot/hubspot-stages-{period.label}.csv", WITH_BYTE_ORDER_MARK, HEADER, lines)


def _lines(context: Context, deals: Deals, progress: Progress) -> list[str]:
    days, end = context.clock.day_texts("%Y-%m-%d"), context.clock.days * DAY
    lines: list[str] = []
    for deal, number in enumerate(deals.number.tolist()):
        moments = [moment for moment in progress.entered[deal].tolist() if moment < end]
        closed = [] if deals.outcome[deal] == OPEN else [int(deals.closed[deal])]
        texts = [*minute_texts_of(days, [*moments, *closed]), ""]
        lines.extend(
            WITH_BYTE_ORDER_MARK.line([str(number), ENGLISH_STAGES[stage], texts[stage], texts[stage + 1]])
            for stage in range(len(moments))
        )
    return lines
