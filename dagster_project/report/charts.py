"""What the charts of the report have in common: palette, theme, and Altair's data without pandas.

Holds looks only. Must not hold what a chart shows (`sections/`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from dagster_project.report.section import Key

# Okabe and Ito's colours, which the colour-blind can tell apart; each stands out on white as on near-black.
BLUE, ORANGE, GREEN, VERMILION, SKY, PURPLE = "#0072b2", "#e69f00", "#009e73", "#d55e00", "#56b4e9", "#cc79a7"
GREY = "#8b919c"

# Colours of text, axes and grid come from the page's style sheet: they change with light and dark.
THEME: dict[str, Any] = {
    "background": None,
    "font": "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
    "padding": 2,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titlePadding": 10,
        "labelLimit": 150,
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
    },
    "text": {"fontSize": 12},
    "line": {"strokeWidth": 2.5},
}


def data(rows: Sequence[Mapping[str, Any]]) -> alt.InlineData:
    """Rows as the data of a chart."""
    return alt.InlineData(values=[dict(row) for row in rows])


def coloured(field: str, keys: Sequence[Key]) -> alt.Color:
    """The colour of each value of `field`, as the legend on the page has it."""
    scale = alt.Scale(domain=[key.label for key in keys], range=[key.colour for key in keys])
    return alt.Color(field, scale=scale, legend=None)


def dashed(field: str, keys: Sequence[Key]) -> alt.StrokeDash:
    """Whether the line of each value of `field` is dashed, as the legend on the page has it."""
    dashes = [[5, 3] if key.form == "dashes" else [1, 0] for key in keys]
    return alt.StrokeDash(field, scale=alt.Scale(domain=[key.label for key in keys], range=dashes), legend=None)


def spec(chart: Any, height: int) -> dict[str, Any]:
    """The Vega-Lite spec of a chart as wide as its place on the page."""
    made: dict[str, Any] = chart.properties(width="container", height=height).to_dict()
    made.pop("config", None)
    made["autosize"] = {"type": "fit-x", "contains": "padding"}
    cleaned: dict[str, Any] = _on_one_line(made)
    return cleaned


def _on_one_line(value: Any) -> Any:
    """The value without line breaks in its texts: Vega turns some into expressions, which a break would cut in two."""
    if isinstance(value, str):
        return " ".join(value.splitlines())
    if isinstance(value, dict):
        return {key: _on_one_line(each) for key, each in value.items()}
    return [_on_one_line(each) for each in value] if isinstance(value, list) else value
