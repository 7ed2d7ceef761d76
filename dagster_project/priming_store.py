"""The table `priming_lags`, and what follows from its fits: weekly flows read from the marts being built, verdicts.

Holds the query and the tables with their comments. Must not judge (`statistics/priming/`).
"""

from datetime import date, timedelta

from dagster_project.advice_store import write_advice, write_plan
from dagster_project.claims_store import read_benchmarks
from dagster_project.fitted_parameters import write_parameters
from dagster_project.halo_store import write_halo
from dagster_project.priming_money import read_money
from dagster_project.resources import reference_seeds_dir
from dagster_project.statistics.priming.flows import Flow
from dagster_project.statistics.priming.kernels import LAG_NAMES
from dagster_project.statistics.priming.persistence import AGE_NAMES, by_age
from dagster_project.statistics.priming.reasons import reason_of
from dagster_project.statistics.priming.segments import Judged, judge_segments, lay_out
from dagster_project.statistics.priming.stop_reasons import Answers
from dagster_project.statistics.priming.stopped import Series, all_series, all_stops
from dagster_project.stops_store import write_stops
from dagster_project.tables import NUMBER, marts_being_built, rounded, write_table
from dagster_project.workspace import Workspace

LAGS = "marts.priming_lags"

_LAG_WORDS = {
    "onset_weeks": ("onset", "Weeks until a tenth of an outflow's returns have come"),
    "half_weeks": ("half", "Weeks until half of them have come"),
    "steady_weeks": ("steady", "Weeks until 95 % of them have come; so long sending has to last to see it all"),
    "peak_weeks": ("peak", "Week in which most of them come"),
    "mean_lag_weeks": ("mean_lag", "Mean weeks that they take"),
}
_GRAIN = "One row per segment: how long outflows take to bring returns, how many, and whether that can be told at all."
_COLUMNS = {
    "segment_type": ("varchar not null", "all, channel, channel_by_region, targeting, region or campaign."),
    "segment": (
        "varchar not null",
        "The channel, targeting or region, or the key of the campaign; all for the whole market.",
    ),
    **{
        name: (NUMBER, text)
        for lag, (stem, meaning) in _LAG_WORDS.items()
        for name, text in (
            (lag, f"{meaning}; null unless an effect is shown and its delay can be told."),
            (f"{stem}_low", f"Lower 90 % limit of {lag}."),
            (f"{stem}_high", f"Upper 90 % limit of {lag}."),
        )
    },
    "benchmark_weeks": (NUMBER, "What the books say of the onset; no computation uses it."),
    "returns_per_1000": (
        NUMBER,
        "Returns that 1,000 outflows bring sooner or later, referrals that follow included; null where nothing may be "
        "claimed.",
    ),
    "returns_per_1000_low": (NUMBER, "Lower 90 % limit of returns_per_1000."),
    "returns_per_1000_high": (NUMBER, "Upper 90 % limit of returns_per_1000."),
    "p_value": (NUMBER, "Of the test for an effect, calibrated by simulation; null where it may not be asked."),
    "q_value": (NUMBER, "The same among all segments, by Benjamini and Hochberg."),
    "has_effect": ("boolean", "Whether outflows bring returns; null where that cannot be told."),
    "verdict": (
        "varchar not null",
        "primes: the onset is two weeks or more; immediate: less; no_effect: none worth having; cannot_tell.",
    ),
    "cause": ("varchar", "Why it cannot be told; null otherwise."),
    "reason": ("varchar not null", "The verdict in words, and what would settle it."),
    "weeks_observed": ("integer not null", "Weeks of returns and outflows; the first 26 only feed the kernel."),
    "returns_per_week": (NUMBER, "Mean returns per week."),
    "outflows_per_week": (NUMBER, "Mean outflows per week."),
    "forecast_error": (
        NUMBER,
        "Root mean square error of the last 26 weeks, foretold from those before, in units of counting noise.",
    ),
    "forecast_error_without": (NUMBER, "The same if the outflows are left out."),
}
_FLOWS = """
select flow, region, channel, targeting, source, week_starts_on, items
from marts.priming_weeks
order by flow, region, channel, targeting, source, week_starts_on
"""
_CAMPAIGNS = """
select channel, 'none', campaign_key, sent_in_week_of, cast(items as double)
from marts.campaign_weeks
where flow = 'outflow'
order by channel, campaign_key, sent_in_week_of
"""
_ANSWERS = """
select week_starts_on, cast(sum(returns_observed) as bigint), cast(sum(answered_within_7_days) as bigint)
from marts.answer_weeks
group by week_starts_on
order by week_starts_on
"""
_RUN = "select cast(as_of as date), time_zone, lookback_days from marts.run_info"


def write_priming(workspace: Workspace) -> list[Judged]:
    """Fit every segment on the marts just built and write both tables into them; returns what was judged.

    Raises:
        AmorceError: the marts cannot be opened, or `priming_weeks` is missing.
    """
    with marts_being_built(workspace, "The priming lags cannot be fitted") as con:
        flows = [Flow(*row) for row in con.execute(_FLOWS).fetchall()]
        campaigns = [Flow("outflow", "none", *row) for row in con.execute(_CAMPAIGNS).fetchall()]
        answers = con.execute(_ANSWERS).fetchall()
        money = read_money(con, workspace.settings.margin_share)
        (run,) = con.execute(_RUN).fetchall()
        ends_on = _last_monday(run[0])
        judged = judge_segments(lay_out(flows, run[1], ends_on, campaigns))
        benchmark = read_benchmarks(reference_seeds_dir() / "benchmarks.csv")["priming_time"].value
        write_table(con, LAGS, _GRAIN, _COLUMNS, [_row(each, benchmark) for each in judged])
        write_parameters(con, [row for each in judged for row in (*_kernel_rows(each), *_age_rows(each))])
        series = all_series(judged)
        write_stops(con, all_stops(series), money, _numbered(answers, series))
        write_advice(con, series, money, ends_on, run[2])
        write_plan(con, series)
        write_halo(con, judged, ends_on)
    return judged


def _numbered(answers: list[tuple[date, int, int]], series: list[Series]) -> list[Answers]:
    """Weeks of answers by the number of the week in the series."""
    if not series:
        return []
    first = series[0].weekly.first_monday
    return [Answers((monday - first).days // 7, returns, answered) for monday, returns, answered in answers]


def _last_monday(as_of: date) -> date:
    """The Monday of the last week that is over."""
    return as_of - timedelta(days=as_of.weekday() + 7)


def _row(judged: Judged, benchmark: float | None) -> list[object]:
    finding, judgement = judged.finding, judged.judgement
    lags: list[float | None] = [None for _ in range(3 * len(LAG_NAMES))]
    if judgement.are_lags_known and finding.shape is not None:
        each = zip(finding.shape.lags, finding.shape.low, finding.shape.high, strict=True)
        lags = [float(limit) for triple in each for limit in triple]
    effect, forecast = finding.effect if judged.q_value is not None else None, finding.forecast
    effects = (effect.value, effect.low, effect.high) if effect else (None, None, None)
    tested = finding.evidence.p_value if finding.evidence and judged.q_value is not None else None
    errors = (forecast.with_effect, forecast.without_effect) if forecast else (None, None)
    return [
        judged.segment.segment_type,
        judged.segment.segment,
        *map(rounded, [*lags, benchmark, *effects, tested, judged.q_value]),
        judgement.has_effect,
        judgement.verdict,
        judgement.cause,
        reason_of(judged),
        finding.weeks,
        *map(rounded, [finding.returns_per_week, finding.sends_per_week, *errors]),
    ]


def _kernel_rows(judged: Judged) -> list[list[object]]:
    shape = judged.finding.shape
    if not judged.judgement.are_lags_known or shape is None:
        return []
    segment = [judged.segment.segment_type, judged.segment.segment]
    return [
        ["priming_lags", *segment, f"kernel_{lag:02}", *map(rounded, map(float, values)), judged.finding.weeks]
        for lag, values in enumerate(zip(shape.kernel, shape.kernel_low, shape.kernel_high, strict=True))
    ]


def _age_rows(judged: Judged) -> list[list[object]]:
    found = by_age(judged)
    if found is None:
        return []
    segment = [judged.segment.segment_type, judged.segment.segment]
    return [
        ["persistence", *segment, parameter, *map(rounded, (each.value, each.low, each.high)), judged.finding.weeks]
        for parameter, each in zip(AGE_NAMES, found.by_age, strict=True)
        if each is not None
    ]
