"""The page: sections put into one HTML file that needs no network and runs no script but its own.

Holds rendering and its safety. Every text is escaped by Jinja; data of charts are JSON in which no `<` is left, so
that nothing in it can end the script element; and the page's own policy names its two scripts by their hash: another
one would not run, and nothing can be fetched or sent.
"""

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dagster_project.errors import AmorceError
from dagster_project.report.charts import THEME
from dagster_project.report.section import Section

LARGEST = 5_000_000  # bytes: it has to fit into a mail
_TEMPLATE = Path(__file__).with_name("template")


@dataclass(frozen=True)
class Heading:
    """What stands above the sections."""

    name: str
    as_of: str
    run_id: str
    version: str


def render_page(heading: Heading, sections: Sequence[Section], library: str) -> str:
    """The report as HTML.

    Args:
        library: the JavaScript that draws the charts.

    Raises:
        AmorceError: the page would be larger than 5 MB, or the library could end its own script element.
    """
    if "</script" in library.lower() or "<!--" in library:
        raise AmorceError("The chart library cannot stand in a page.", "Install the locked version of vl-convert.")
    bootstrap = (_TEMPLATE / "report.js").read_text(encoding="utf-8")
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["json"] = script_json
    environment.filters["tidy"] = tidy
    page = environment.get_template("report.html.j2").render(
        heading=heading,
        sections=sections,
        theme=THEME,
        style=Markup((_TEMPLATE / "report.css").read_text(encoding="utf-8")),  # noqa: S704  # a file of this package
        scripts=[Markup(library), Markup(bootstrap)],  # noqa: S704  # of vl-convert and of this package
        policy=_policy([library, bootstrap]),
    )
    if len(page.encode("utf-8")) > LARGEST:
        raise AmorceError(
            f"The report would have {len(page.encode('utf-8')) / 1e6:.1f} MB; {LARGEST / 1e6:.0f} MB fit into a mail.",
            "This is a defect of Amorce: a section writes out too many rows.",
        )
    return page


def tidy(text: str) -> str:
    """The text with its percent signs kept on the line of their number."""
    return re.sub(r"(?<=\d) %", "\u00a0%", text)


def script_json(value: Any) -> Markup:
    """JSON that may stand inside a script element, whatever the strings in it say."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=str)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704  # no character is left that HTML gives a meaning to


def _policy(scripts: Sequence[str]) -> str:
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    return f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
