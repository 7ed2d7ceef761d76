"""A contract as it reads files that hold real dates: their ISO forms are understood beside those that it declares.

Holds this one change of a contract. Text cells keep being read as declared.
"""

from typing import TypeVar

from ..contract_model import ColumnRule, Contract, Feed, Moment

_Rule = TypeVar("_Rule", ColumnRule, Moment)

# What the readers of workbooks and Parquet write; none of them can be taken for another.
TYPED_DATES = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S.%f",
    "%Y-%m-%d",
    "%Y-%m-%dT%H:%M:%S.%fZ",
)


def with_typed_dates(contract: Contract) -> Contract:
    """The contract, its format and every column that declares dates of its own reading real dates as well."""
    update: dict[str, object] = {
        "format": contract.format.model_copy(update={"dates": _completed(contract.format.dates)}),
        "feeds": {name: _feed(feed) for name, feed in contract.feeds.items()},
    }
    if contract.exported_at.dates is not None:
        dates = _completed(contract.exported_at.dates)
        update["exported_at"] = contract.exported_at.model_copy(update={"dates": dates})
    return contract.model_copy(update=update)


def _feed(feed: Feed) -> Feed:
    update: dict[str, object] = {"columns": {name: _dated(rule) for name, rule in feed.columns.items()}}
    if feed.version_at is not None:
        update["version_at"] = _dated(feed.version_at)
    return feed.model_copy(update=update)


def _dated(rule: _Rule) -> _Rule:
    return rule if rule.dates is None else rule.model_copy(update={"dates": _completed(rule.dates)})


def _completed(dates: tuple[str, ...]) -> tuple[str, ...]:
    return (*dates, *(form for form in TYPED_DATES if form not in dates))
