"""HubSpot's history of stages: when each deal entered and left every stage, as it stands at the market's end."""

from dagster_project.simulation.clock import DAY
from dagster_project.simulation.exports.context import Context, minute_texts_of
from dagster_project.simulation.exports.hubspot_deals import ENGLISH_STAGES
from dagster_project.simulation.files import WITH_BYTE_ORDER_MARK
from dagster_project.simulation.periods import snapshots
from dagster_project.simulation.trade import OPEN

HEADER = ["Record ID", "Deal Stage", "Date entered stage", "Date left stage"]


def write_stages(context: Context) -> None:
    """Write one export of all entries so far."""
    (period,) = snapshots(context.clock, 1)
    deals, entered = context.world.deals, context.world.customers.progress.entered
    days, end = context.clock.day_texts("%Y-%m-%d"), context.clock.days * DAY
    lines = []
    for deal, number in enumerate(deals.number.tolist()):
        moments = [moment for moment in entered[deal].tolist() if moment < end]
        closed = [] if deals.outcome[deal] == OPEN else [int(deals.closed[deal])]
        texts = [*minute_texts_of(days, [*moments, *closed]), ""]
        lines.extend(
            WITH_BYTE_ORDER_MARK.line([str(number), ENGLISH_STAGES[stage], texts[stage], texts[stage + 1]])
            for stage in range(len(moments))
        )
    context.files.append(f"hubspot/hubspot-stages-{period.label}.csv", WITH_BYTE_ORDER_MARK, HEADER, lines)
