"""The report in a real browser: it draws, asks for nothing, runs nothing but its own, and fits a phone."""

from pathlib import Path

import pytest
from conftest import Open
from report_marts import make_marts, poison

from dagster_project.report.write import write_report

PAYLOADS = {
    "script": "</script><script>window.owned = 1; alert(1)</script>",
    "image": "<img src=x onerror=\"window.owned = 1\"><a href='javascript:alert(1)'>",
    "attribute": "\"' onmouseover='window.owned = 1' autofocus onfocus=alert(1) x=\"",
    "template": "{{ 7 * 7 }}{% raw %}<!-- <script> ]]> \u2028 &lt;b&gt; ${alert(1)}",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the chart library is kept between the reports of this module."""
    return tmp_path_factory.mktemp("library")


@pytest.fixture
def report(tmp_path: Path, library: Path) -> Path:
    return write_report(make_marts(tmp_path / "marts.duckdb"), tmp_path / "report.html", "Acme", library)


def test_every_chart_is_drawn_and_nothing_is_logged_or_requested(report: Path, visit: Open) -> None:
    seen = visit(report)
    charts = seen.page.locator(".chart").count()
    assert charts >= 8
    assert seen.page.locator(".chart svg").count() == charts
    marks = seen.page.locator(".chart").evaluate_all(
        "charts => charts.map(chart => chart.querySelectorAll('.mark-rect path, .mark-line path').length)"
    )
    assert all(count > 0 for count in marks)
    assert seen.logged == []
    assert seen.requested == [report.as_uri()]


def test_each_chart_has_a_table_behind_it(report: Path, visit: Open) -> None:
    seen = visit(report)
    sections = seen.page.locator("section:has(.chart)")
    assert sections.count() >= 5
    for place in range(sections.count()):
        table = sections.nth(place).locator("details table").first
        assert not table.is_visible()
        sections.nth(place).locator("summary").first.click()
        assert table.is_visible()
        assert table.locator("tbody tr").count() > 0


@pytest.mark.parametrize("name", PAYLOADS)
def test_hostile_text_in_any_column_stays_text(name: str, tmp_path: Path, library: Path, visit: Open) -> None:
    payload = PAYLOADS[name]
    marts = make_marts(tmp_path / "marts.duckdb")
    poison(marts, payload)
    report = write_report(marts, tmp_path / "report.html", f"Acme {payload}", library)
    seen = visit(report)
    seen.page.locator("summary").evaluate_all("all => all.forEach(one => one.click())")
    seen.page.locator(".chart .mark-rect path").first.hover(force=True)
    assert seen.page.evaluate("window.owned") is None
    assert seen.dialogs == []
    assert seen.logged == []
    assert seen.requested == [report.as_uri()]
    assert seen.page.locator("img, [onerror], [onmouseover], [onfocus], [href^='javascript:']").count() == 0
    assert payload.strip() in str(seen.page.title())
    told = seen.page.locator("main").evaluate("main => main.textContent")
    assert str(told).count(payload) > 10
    assert "49" not in seen.page.title()


def test_a_script_that_is_not_the_pages_own_does_not_run(report: Path, visit: Open) -> None:
    seen = visit(report)
    with seen.page.expect_event("requestfailed") as refused:
        seen.page.evaluate(
            "() => { const one = document.createElement('script'); one.textContent = 'window.owned = 1';"
            " document.body.append(one); const image = new Image(); image.src = 'https://example.org/x.png'; }"
        )
    assert refused.value.failure == "csp"
    assert seen.page.evaluate("window.owned") is None
    assert any("script" in text and "Content Security Policy" in text for text in seen.logged)


def test_empty_marts_say_why_there_is_nothing_to_show(tmp_path: Path, library: Path, visit: Open) -> None:
    marts = make_marts(tmp_path / "marts.duckdb", is_empty=True)
    seen = visit(write_report(marts, tmp_path / "report.html", "Acme", library))
    assert seen.page.locator(".chart").count() == 0
    reasons = seen.page.locator("main .empty").all_inner_texts()
    assert len(reasons) == 14
    assert all(reason.endswith(".") for reason in reasons)
    assert seen.logged == []


@pytest.mark.parametrize("width", [320, 390, 768, 1400])
def test_no_width_needs_scrolling_sideways(width: int, report: Path, visit: Open) -> None:
    seen = visit(report, width=width)
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    widest = seen.page.locator(".chart svg").evaluate_all(
        "all => Math.max(...all.map(one => one.getBoundingClientRect().right))"
    )
    assert widest <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_in_light_and_dark(scheme: str, report: Path, visit: Open) -> None:
    seen = visit(report, scheme=scheme)
    contrasts = seen.page.evaluate(
        """() => {
          const style = getComputedStyle(document.documentElement);
          const luminance = (name) => {
            const hex = style.getPropertyValue(name).trim().slice(1);
            const parts = [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
              .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
          };
          const contrast = (one, other) => {
            const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
            return (high + 0.05) / (low + 0.05);
          };
          const inks = ['--ink', '--soft', '--accent', '--holds', '--fails', '--open'];
          return inks.flatMap((ink) => ['--page', '--paper'].map((ground) => contrast(ink, ground)));
        }"""
    )
    assert min(contrasts) >= 4.5
    drawn = seen.page.locator(".chart svg .role-axis-label text").first.evaluate("text => getComputedStyle(text).fill")
    wanted = seen.page.locator(".kicker").evaluate("text => getComputedStyle(text).color")
    assert drawn == wanted


def test_without_scripts_the_tables_remain(report: Path, visit: Open) -> None:
    seen = visit(report, has_scripts=False)
    assert "the tables hold the same figures" in seen.page.locator("noscript").inner_text()
    assert seen.page.locator("details table").count() >= 8
