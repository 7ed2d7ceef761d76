"""`python -m dagster_project.simulation.customers.pictures DIR`: a picture of each world of customers, for the guide.

Each shows the section of `truth.json` that its scenario is about, of a market four times the size of the samples. The
same bytes on every run. Weeks of sends and returns say nothing here; those pictures stand in `simulation.pictures`.
"""

import argparse
import json
import re
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from dagster_project.simulation.customers.scenarios import COVERAGE, DEALS, PRICES, SERVICE, TROUGH
from dagster_project.simulation.scales import SCALES
from dagster_project.simulation.simulate import simulate

Rows = list[dict[str, Any]]
_SCALE, _SEED = replace(SCALES["demo"], contacts=6_000), 7
_BLUE, _LIGHT, _ORANGE, _GREY = "#0072b2", "#56b4e9", "#e69f00", "#8b919c"
_WIDTH, _HEIGHT = 560, 170
_NUMBERS = re.compile(r"-?\d+\.\d{2,}")
_AXIS = {"domain": False, "ticks": False, "labelColor": "#444", "titleColor": "#444", "gridColor": "#e6e8eb"}
_WEEKS_SHOWN = 16


def trough(truth: dict[str, Any]) -> dict[str, Any]:
    """Lines: the share still there by week and onboarding received; dashed, what average customers are drawn with."""
    rows: Rows = []
    for kind, hazard in truth["trough"]["hazard_by_week"].items():
        if hazard["at_risk"][0]:
            there = drawn = 1.0
            for week in range(_WEEKS_SHOWN):
                rows.append({"week": week, "kind": kind, "share": there, "as": "came out"})
                rows.append({"week": week, "kind": kind, "share": drawn, "as": "average customer"})
                there *= 1 - hazard["lost"][week] / max(hazard["at_risk"][week], 1)
                drawn *= 1 - hazard["expected"][week]
    colours = {"domain": ["none", "cheap", "trained"], "range": [_GREY, _LIGHT, _BLUE]}
    return {
        "data": {"values": rows},
        "mark": {"type": "line", "aria": False},
        "encoding": {
            "x": {"field": "week", "type": "quantitative", "title": "weeks since sign-up", "axis": {"grid": False}},
            "y": {"field": "share", "type": "quantitative", "title": "still there", "axis": {"format": "%"}},
            "color": {"field": "kind", "scale": colours, "legend": {"title": "onboarding received"}},
            "strokeDash": {"field": "as", "legend": {"title": None}, "sort": ["came out", "average customer"]},
        },
    }


def service(truth: dict[str, Any]) -> dict[str, Any]:
    """Bars: the share of customers who order again within a year, by size and by the answers in a quarter."""
    rows = [
        {"size": f"{size} companies", "answers": band, "share": counts["stayed"] / max(counts["active"], 1)}
        for size, bands in truth["service"]["quarters"].items()
        for band, counts in bands.items()
        if band != "none"
    ]
    axis = ("share", "order again within a year")
    return _bars(rows, "size", axis, "answers", {"fast": _BLUE, "slow": _ORANGE})


def deals(truth: dict[str, Any]) -> dict[str, Any]:
    """Bars: the share that passes each stage, of deals with and without a compelling event, whenever it is noted."""
    rows = [
        {
            "stage": stage.replace("_", " "),
            "deals": kind.replace("_", " a compelling ", 1),
            "share": counts["passed"] / max(counts["entered"] - counts["open"], 1),
        }
        for kind, stages in truth["deals"]["stages"].items()
        for stage, counts in stages.items()
        if counts["entered"]
    ]
    colours = {"without a compelling event": _GREY, "with a compelling event": _BLUE}
    slip = truth["deals"]["slip"]
    late = round(100 * slip["won_late"] / max(slip["won"], 1))
    title = f"{late} % of the won deals are late, half of these by more than {slip['median_days_of_the_late']} days"
    return {**_bars(rows, "stage", ("share", "pass the stage"), "deals", colours), "title": title}


def coverage(truth: dict[str, Any]) -> dict[str, Any]:
    """Bars: the companies of each part at the market's end, and the look-alikes among the uncovered ones."""
    parts = list(truth["coverage"]["parts"].values())[-1]
    rows = [{"part": part.replace("_", " "), "companies": counts["companies"]} for part, counts in parts.items()]
    rows.append({"part": "look-alikes not covered", "companies": _look_alikes(truth)})
    return {
        "data": {"values": rows},
        "mark": {"type": "bar", "color": _BLUE, "aria": False},
        "encoding": {
            "x": {"field": "companies", "type": "quantitative", "title": "companies"},
            "y": {"field": "part", "type": "nominal", "sort": [row["part"] for row in rows], "title": None},
        },
    }


def _look_alikes(truth: dict[str, Any]) -> int:
    return int(truth["coverage"]["look_alikes"]["uncovered_look_alikes"])


def prices(truth: dict[str, Any]) -> dict[str, Any]:
    """Bars: what each change of revenue from quarter to quarter consists of."""
    groups = {"price": ("price",), "volume": ("volume",), "mix": ("mix",), "currency": ("fx",),
              "products come and gone": ("new", "returning", "dropped")}  # fmt: skip
    rows = [
        {"quarter": quarter, "part": name, "euros": sum(parts[part] for part in members) / 1000}
        for quarter, parts in truth["price_volume"].items()
        for name, members in groups.items()
    ]
    colours = dict(zip(groups, (_ORANGE, _BLUE, _LIGHT, "#cc79a7", _GREY), strict=True))
    share = truth["top_20_share"]["net"]["share"]
    return {
        "title": f"the largest 20 % of customers make {100 * share:.0f} % of revenue",
        "data": {"values": rows},
        "mark": {"type": "bar", "aria": False},
        "encoding": {
            "x": {"field": "quarter", "type": "ordinal", "title": None, "axis": {"labelAngle": -40}},
            "y": {"field": "euros", "type": "quantitative", "title": "change, thousand euros"},
            "color": _colour("part", colours),
        },
    }


def _bars(rows: Rows, x: str, y: tuple[str, str], group: str, colours: dict[str, str]) -> dict[str, Any]:
    order = list(dict.fromkeys(row[x] for row in rows))
    return {
        "data": {"values": rows},
        "mark": {"type": "bar", "aria": False},
        "encoding": {
            "x": {"field": x, "type": "nominal", "title": None, "sort": order, "axis": {"labelAngle": 0}},
            "xOffset": {"field": group, "sort": list(colours)},
            "y": {"field": y[0], "type": "quantitative", "title": y[1], "axis": {"format": "%"}},
            "color": _colour(group, colours),
        },
    }


def _colour(field: str, colours: dict[str, str]) -> dict[str, Any]:
    scale = {"domain": list(colours), "range": list(colours.values())}
    return {"field": field, "scale": scale, "legend": {"title": None, "orient": "bottom"}}


_AREAS: tuple[tuple[tuple[Any, ...], Callable[[dict[str, Any]], dict[str, Any]]], ...] = (
    (TROUGH, trough),
    (SERVICE, service),
    (DEALS, deals),
    (COVERAGE, coverage),
    (PRICES, prices),
)


def svg(spec: dict[str, Any]) -> str:
    """A chart as SVG with whole tenths, so that it stays small and the same."""
    import vl_convert  # noqa: PLC0415  # 80 MB of shared library, needed for drawing only

    frame = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "white",
        "width": _WIDTH,
        "height": _HEIGHT,
        "config": {
            "view": {"stroke": None},
            "axis": _AXIS,
            "font": "sans-serif",
            "title": {"fontWeight": "normal", "fontSize": 11, "color": "#444", "anchor": "start"},
        },
    }
    return _NUMBERS.sub(lambda found: f"{float(found.group()):.1f}", vl_convert.vegalite_to_svg({**frame, **spec}))


def draw(directory: Path) -> list[Path]:
    """Write `<scenario>.svg` for every world of customers."""
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    for scenarios, chart in _AREAS:
        for scenario in scenarios:
            with tempfile.TemporaryDirectory() as aside:
                simulate(Path(aside), _SCALE, _SEED, scenario=scenario.name)
                truth = json.loads((Path(aside) / "truth" / "truth.json").read_text(encoding="utf-8"))
            path = directory / f"{scenario.name}.svg"
            path.write_text(svg(chart(truth["customers"])) + "\n", encoding="utf-8")
            written.append(path)
    return written


def main() -> None:
    """Draw all pictures into the folder that the command line names."""
    parser = argparse.ArgumentParser(description="A picture of each simulated world of customers.")
    parser.add_argument("directory", type=Path)
    for path in draw(parser.parse_args().directory):
        print(f"{path} {path.stat().st_size / 1000:.1f} kB")


if __name__ == "__main__":
    main()
