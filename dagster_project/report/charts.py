"""What the charts of the report have in common: palette, theme, and Altair's data without pandas.

Holds looks only. Must not hold what a chart shows (`sections/`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

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
        "labelLimit": 130,
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
    },
    "legend": {
        "orient": "top",
        "title": None,
        "labelFontSize": 12,
        "labelLimit": 240,
        "symbolType": "square",
        "columns": 3,
        "padding": 0,
        "offset": 12,
    },
    "text": {"fontSize": 12},
    "line": {"strokeWidth": 2.5},
}


def data(rows: Sequence[Mapping[str, Any]]) -> alt.InlineData:
    """Rows as the data of a chart."""
    return alt.InlineData(values=[dict(row) for row in rows])


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
