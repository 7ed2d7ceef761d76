"""What `on_drift: reject_row` makes of a record that a change of the header touches: it is rejected.

Judged by contract and file alone, so that the same bytes always land the same rows; which header came before is of no
account here (`drift` tells of that).
"""

from .feed_model import Fault, FeedPlan, PlanContext
from .matching import match_header
from .words import normalise_word

UNKNOWN_REASON = "stands in a column that the contract does not know"
DIFFERING_REASON = "differs from another column of this name"
RETYPED_REASON = "cannot be read as the contract says"


def reject_drift(plan: FeedPlan, context: PlanContext) -> None:
    """Add the faults of drift: values in unknown columns, columns of one name that disagree, values not read."""
    cells, contract = context.cells, context.contract
    known = {normalise_word(name) for name in contract.other_columns}
    for name in dict.fromkeys(match_header(cells.header, contract).unused):
        if normalise_word(name) not in known:
            filled = " or ".join(f"{cell} is not null" for cell in cells.texts((name,), context.nulls()))
            text = cells.texts((name,), context.nulls())[0]
            plan.faults.append(Fault(f"({filled})", name, UNKNOWN_REASON, text))
    for label, condition in plan.differing.items():
        if len(cells.positions((label,))) > 1:
            plan.faults.append(Fault(condition, label, DIFFERING_REASON, cells.texts((label,), context.nulls())[0]))
    for column, condition in plan.doubtful.items():
        label = cells.label(plan.feed.columns[column].all_headers)
        plan.faults.append(Fault(condition, label, RETYPED_REASON, f"{column}__text"))
