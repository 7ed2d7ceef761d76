"""Markov and Shapley in the marts: counted steps read, credit written.

Adds rows to `attribution_summary` and makes `attribution_channels` and `attribution_stages`, with their comments. Holds
queries and tables. Must not divide (`statistics/channel_credit.py`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import duckdb
import numpy as np

from dagster_project.statistics.channel_credit import (
    BILLION,
    NOBODY,
    ChannelCredit,
    Conversions,
    divide,
    divide_by_stage,
)
from dagster_project.statistics.markov import Steps
from dagster_project.statistics.shapley import Place
from dagster_project.tables import marts_being_built, write_table
from dagster_project.workspace import Workspace

Kind = tuple[str, str]
"""Conversion type and scope."""

_GRAINS = {
    "attribution_channels": "One row per model (markov, markov_2, markov_3, shapley), scope, lookback, conversion type "
    "and channel: credit with its interval.",
    "attribution_stages": "One row per scope, lookback, conversion type, channel and stage of the path: the ordered "
    "Shapley value.",
}
_KEYS = {
    "scope": ("varchar not null", "person or account: whose touches make the path."),
    "lookback_days": ("integer not null", "Days that a touch counts back from the conversion."),
    "conversion_type": ("varchar not null", "return, opportunity (deal created), won_deal or order."),
    "channel": ("varchar not null", "Channel; (none) where no outflow explains the conversion."),
}
_TABLES = {
    "attribution_channels": {
        "model": ("varchar not null", "markov (order 1), markov_2, markov_3 or shapley."),
        **_KEYS,
        "conversions": ("decimal(28, 9) not null", "Credited conversions; exactly all of them over the channels."),
        "revenue": ("decimal(28, 2)", "Credited revenue; null unless the setting revenue_from names the type."),
        "share": ("decimal(18, 9) not null", "Credited conversions as a share of all, (none) among them."),
        "share_low": ("decimal(18, 9)", "Lower 95 % limit of share, by resampling groups of units; null if too few."),
        "share_high": ("decimal(18, 9)", "Upper 95 % limit of share."),
        "removal_effect": ("decimal(18, 9)", "Markov: share of conversions lost without the channel; else null."),
        "same_paths_as": ("varchar", "Channel that cannot be told apart: nearly every path with one has both."),
        "note": ("varchar", "What the data cannot tell, in words; null if nothing."),
    },
    "attribution_stages": {
        **_KEYS,
        "stage": ("integer not null", "Place on the path, channels that follow themselves counted once; 0 for (none)."),
        "conversions": ("decimal(28, 9) not null", "Credited conversions; over the stages the Shapley value."),
    },
}

_STEPS = """
select conversion_type, scope, group_number, coalesce(before_1, 0), coalesce(before_2, 0), coalesce(before_3, 0),
    next_number, steps
from warehouse.intermediate.int_channel_steps__counted
order by all
"""
_PLACES = """
select conversion_type, scope, channel_number, stage, channels, places, sum(conversions), sum(revenue)
from warehouse.intermediate.int_channel_places__counted
group by all order by all
"""
_GROUPS = """
select conversion_type, scope, group_number, channel_number,
    cast(sum(cast(conversions as decimal(28, 12)) / (channels * places)) as double)
from warehouse.intermediate.int_channel_places__counted
group by all order by all
"""
_TOGETHER = """
with sets as (
    select conversion_type, scope, first_set, second_set, third_set, channel_number,
        round(sum(conversions / places)) as paths
    from warehouse.intermediate.int_channel_places__counted
    where channel_number > 0
    group by all
)
select one.conversion_type, one.scope, one.channel_number, other.channel_number, cast(sum(one.paths) as bigint)
from sets as one
inner join sets as other using (conversion_type, scope, first_set, second_set, third_set)
group by all order by all
"""
_CHANNELS = "select distinct channel_number, channel from marts.intermediate.int_outflow_kinds__numbered"
_REMOVE = "delete from marts.attribution_summary where month_basis is null and lookback_days = ?"
_ADD = """
insert into marts.attribution_summary by name
select model, scope, lookback_days, conversion_type, channel, conversions, revenue
from marts.attribution_channels
"""


def write_channel_credit(workspace: Workspace) -> None:
    """Divide the conversions of the marts just built by Markov and Shapley, and write what each channel has.

    Raises:
        AmorceError: the files cannot be opened, or a table that is read is missing.
    """
    with marts_being_built(workspace, "Markov and Shapley credit cannot be worked out") as con:
        write_channel_credit_by(con)


def write_channel_credit_by(con: duckdb.DuckDBPyConnection) -> None:
    """The same on an open connection with the catalogs `warehouse` and `marts`."""
    (lookback,) = con.execute("select lookback_days from marts.run_info").fetchall()[0]
    names = {number: name for number, name in con.execute(_CHANNELS).fetchall() if number is not None}
    names[NOBODY] = "(none)"
    counted = _read(con)
    divided = {kind: divide(conversions) for kind, conversions in counted.items()}
    staged = {kind: divide_by_stage(conversions) for kind, conversions in counted.items()}
    write_table(
        con,
        "marts.attribution_channels",
        _GRAINS["attribution_channels"],
        _TABLES["attribution_channels"],
        [_row(kind, lookback, credit, names) for kind, given in divided.items() for credit in given],
    )
    write_table(
        con,
        "marts.attribution_stages",
        _GRAINS["attribution_stages"],
        _TABLES["attribution_stages"],
        [
            [kind[1], lookback, kind[0], names[channel], stage, _conversions(amount)]
            for kind, stages in staged.items()
            for (channel, stage), amount in sorted(stages.items())
        ],
    )
    con.execute(_REMOVE, [lookback])
    con.execute(_ADD)


def _read(con: duckdb.DuckDBPyConnection) -> dict[Kind, Conversions]:
    steps = _by_kind(con, _STEPS)
    places = _by_kind(con, _PLACES)
    groups = _by_kind(con, _GROUPS)
    together = _by_kind(con, _TOGETHER)
    return {
        kind: _conversions_of(steps.get(kind, []), rows, groups[kind], together.get(kind, []))
        for kind, rows in places.items()
    }


def _by_kind(con: duckdb.DuckDBPyConnection, query: str) -> dict[Kind, list[tuple[Any, ...]]]:
    found: dict[Kind, list[tuple[Any, ...]]] = defaultdict(list)
    for conversion_type, scope, *row in con.execute(query).fetchall():
        found[conversion_type, scope].append(tuple(row))
    return found


def _conversions_of(
    steps: Sequence[tuple[Any, ...]],
    places: Sequence[tuple[Any, ...]],
    groups: Sequence[tuple[Any, ...]],
    together: Sequence[tuple[Any, ...]],
) -> Conversions:
    numbers = sorted({row[0] for row in groups} | {row[0] for row in steps})
    names = sorted({row[1:5] for row in steps})
    channels = sorted({row[1] for row in groups})
    group_steps = np.zeros((len(numbers), len(names)))
    at_step = {name: i for i, name in enumerate(names)}
    at_group = {number: i for i, number in enumerate(numbers)}
    for row in steps:
        group_steps[at_group[row[0]], at_step[row[1:5]]] += row[5]
    group_shapley = np.zeros((len(numbers), len(channels)))
    for group, channel, value in groups:
        group_shapley[at_group[group], channels.index(channel)] += value
    before = np.array([name[:3] for name in names], dtype=np.int64).reshape(-1, 3)
    following = np.array([name[3] for name in names], dtype=np.int64)
    return Conversions(
        steps=Steps(before, following, group_steps.sum(axis=0)),
        group_steps=group_steps,
        places=[_place(row, row[4]) for row in places],
        cents=[_place(row, int(row[5] * 100)) for row in places if row[5] is not None],
        channels=np.array(channels, dtype=np.int64),
        group_shapley=group_shapley,
        together={(one, other): paths for one, other, paths in together},
    )


def _place(row: tuple[Any, ...], amount: int) -> Place:
    channel, stage, channels, places = row[:4]
    return Place(channel, stage, channels, places, amount)


def _row(kind: Kind, lookback: int, credit: ChannelCredit, names: Mapping[int, str]) -> list[object]:
    shares = [None if each is None else f"{each:.9f}" for each in (credit.share, credit.low, credit.high)]
    same = None if credit.same_as is None else names[credit.same_as]
    note = None if same is None else f"Nearly every path with {same} has both: no model of paths can tell them apart."
    effect = None if credit.removal_effect is None else f"{credit.removal_effect:.9f}"
    revenue = None if credit.cents is None else Decimal(credit.cents) / 100
    keys = [credit.model, kind[1], lookback, kind[0], names[credit.channel]]
    return [*keys, _conversions(credit.billionths), revenue, *shares, effect, same, note]


def _conversions(billionths: int) -> Decimal:
    return Decimal(billionths) / BILLION
