"""`python -m dagster_project.simulation.pictures DIR`: a picture of each world of outflows, for `docs/simulator.md`.

Above, what each channel sent by week, each on a scale of its own; below, returns by cause. Read from `truth/weeks.csv`
of a market at the size of the samples. The same bytes on every run, few of them.
"""

import argparse
import csv
import re
import tempfile
from pathlib import Path
from typing import Any

from dagster_project.simulation.effects import CHANNELS
from dagster_project.simulation.outflow_scenarios import OUTFLOW_SCENARIOS
from dagster_project.simulation.simulate import simulate

SCALE, SEED = "demo", 7
_CHANNEL_LABELS = {"email": "e-mail", "newsletter": "newsletter", "phone": "calls", "letter": "letters"}
# Okabe and Ito's colours, which the colour-blind can tell apart.
_CAUSES = {
    "baseline": ("by itself", "#c3c9d1"),
    "personal": ("addressed person", "#0072b2"),
    "colleague": ("colleague", "#56b4e9"),
    "halo": ("halo", "#e69f00"),
    "referral": ("referral", "#cc79a7"),
    "reorder": ("re-order", "#8b919c"),
}
_WEEKS_OF_SENDS, _WEEKS_OF_RETURNS = 2, 4  # single weeks are too restless at this size, and the files too large
_WIDTH, _STRIP, _HEIGHT = 620, 22, 130
_NUMBERS = re.compile(r"-?\d+\.\d+")
_LONG_PATHS = re.compile(r' d="[^"]{200,}"')
_AXIS = {"domain": False, "ticks": False, "labelColor": "#444", "titleColor": "#444", "gridColor": "#e6e8eb"}


def picture(weeks: list[dict[str, str]]) -> str:
    """The SVG of a market whose `weeks.csv` holds these rows."""
    import vl_convert  # noqa: PLC0415  # 80 MB of shared library, needed for drawing only

    sent = [name for name in CHANNELS if any(int(row[f"sent_{name}"]) for row in weeks)]
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "white",
        "spacing": 4,
        "config": {"view": {"stroke": None}, "axis": _AXIS, "font": "sans-serif"},
        "vconcat": [*(_strip(name, weeks) for name in sent), _returns(weeks)],
    }
    svg = _LONG_PATHS.sub(_in_whole_pixels, vl_convert.vegalite_to_svg(spec))
    return _NUMBERS.sub(lambda found: f"{float(found.group()):.1f}", svg)


def _in_whole_pixels(path: re.Match[str]) -> str:
    return _NUMBERS.sub(lambda found: f"{float(found.group()):.0f}", path.group())


def _blocks(weeks: list[dict[str, str]], size: int) -> list[list[dict[str, str]]]:
    return [weeks[start : start + size] for start in range(0, len(weeks), size)]


def _mark(weeks: list[dict[str, str]], look: dict[str, Any]) -> dict[str, Any]:
    """An area, or bars where there are too few weeks to make one."""
    kind: dict[str, Any] = {"type": "area"} if len(weeks) > 2 * _WEEKS_OF_RETURNS else {"type": "bar", "size": 40}
    return {"aria": False, **kind, **look}


def _strip(channel: str, weeks: list[dict[str, str]]) -> dict[str, Any]:
    rows = [
        {"week": block[0]["week"], "sent": sum(int(row[f"sent_{channel}"]) for row in block)}
        for block in _blocks(weeks, _WEEKS_OF_SENDS)
    ]
    title = {"title": _CHANNEL_LABELS[channel], "titleAngle": 0, "titleAlign": "right", "titleBaseline": "middle"}
    return {
        "data": {"values": rows},
        "width": _WIDTH,
        "height": _STRIP,
        "mark": _mark(weeks, {"interpolate": "step-after", "color": "#444"}),
        "encoding": {
            "x": {"field": "week", "type": "temporal", "axis": None},
            "y": {"field": "sent", "type": "quantitative", "axis": {**title, "labels": False, "grid": False}},
        },
    }


def _returns(weeks: list[dict[str, str]]) -> dict[str, Any]:
    rows = []
    for block in _blocks(weeks, _WEEKS_OF_RETURNS):
        for number, (cause, (label, _)) in enumerate(_CAUSES.items()):
            columns = [name for name in block[0] if name.split("_")[0] == cause]
            count = sum(int(row[name]) for row in block for name in columns)
            rows.append({"week": block[0]["week"], "cause": label, "n": number, "returns": count / len(block)})
    colours = {"domain": [label for label, _ in _CAUSES.values()], "range": [hue for _, hue in _CAUSES.values()]}
    return {
        "data": {"values": rows},
        "width": _WIDTH,
        "height": _HEIGHT,
        "mark": _mark(weeks, {}),
        "encoding": {
            "x": {"field": "week", "type": "temporal", "title": None, "axis": {"grid": False}},
            "y": {"field": "returns", "type": "quantitative", "title": "returns per week"},
            "color": {"field": "cause", "scale": colours, "legend": {"title": None, "orient": "bottom"}},
            "order": {"field": "n"},
        },
    }


def draw(directory: Path) -> list[Path]:
    """Write `<scenario>.svg` for every world of outflows."""
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    for name in ("everyday", *(scenario.name for scenario in OUTFLOW_SCENARIOS)):
        with tempfile.TemporaryDirectory() as aside:
            simulate(Path(aside), SCALE, SEED, scenario=name)
            with (Path(aside) / "truth" / "weeks.csv").open(encoding="utf-8", newline="") as file:
                svg = picture(list(csv.DictReader(file)))
        path = directory / f"{name}.svg"
        path.write_text(svg + "\n", encoding="utf-8")
        written.append(path)
    return written


def main() -> None:
    """Draw all pictures into the folder that the command line names."""
    parser = argparse.ArgumentParser(description="A picture of each simulated world of outflows.")
    parser.add_argument("directory", type=Path)
    for path in draw(parser.parse_args().directory):
        print(f"{path} {path.stat().st_size / 1000:.1f} kB")


if __name__ == "__main__":
    main()
