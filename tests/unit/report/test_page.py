"""The page: what is escaped, what its policy allows, how large it may be."""

import json
import re

import pytest

from dagster_project.errors import AmorceError
from dagster_project.report.page import Heading, render_page, script_json, tidy
from dagster_project.report.section import Figure, Section
from dagster_project.report.tables import Column, make_table

HEADING = Heading("Acme", "2026-01-31", "run-1", "1.0.0")


def page(*sections: Section, library: str = "void 0;") -> str:
    return render_page(HEADING, sections, library)


def test_json_in_a_script_element_has_no_character_that_html_knows() -> None:
    value = {"</script><script>": "<!-- & \u2028 ' \" é"}
    written = str(script_json(value))
    assert not set("<>&\u2028") & set(written)
    assert json.loads(written) == value


def test_a_number_that_json_does_not_know_is_an_error() -> None:
    with pytest.raises(ValueError, match="JSON"):
        script_json({"share": float("nan")})


def test_text_of_every_part_is_escaped() -> None:
    hostile = "<b onclick=x>&"
    table = make_table(hostile, [Column(hostile)], [[hostile]])
    figure = Figure(hostile, hostile, {"title": hostile})
    shown = page(Section("s", hostile, [hostile], [figure], [table], [hostile], hostile))
    assert "<b onclick" not in shown
    assert shown.count("&lt;b onclick=x&gt;&amp;") >= 9


def test_the_policy_allows_the_pages_two_scripts_and_nothing_from_elsewhere() -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page())
    assert policy is not None
    assert "default-src &#39;none&#39;" in policy[1]
    assert policy[1].count("sha256-") == 2
    assert "unsafe-eval" not in policy[1]
    assert "http" not in policy[1]


def test_the_hash_of_a_script_is_that_of_its_bytes() -> None:
    # printf 'void 0;' | openssl dgst -sha256 -binary | base64
    assert "sha256-T1YEXClWF9CUhD2vRqC2ZkctVhPSMrn+MCIkJI7U02I=" in page()


def test_a_library_that_could_end_its_own_element_is_refused() -> None:
    with pytest.raises(AmorceError, match="chart library"):
        page(library="x = '</SCRIPT >'")


def test_a_page_that_does_not_fit_into_a_mail_is_refused() -> None:
    with pytest.raises(AmorceError, match=r"5\.0 MB|6\.0 MB"):
        page(library=" " * 6_000_000)


def test_a_percent_sign_stays_with_its_number() -> None:
    assert tidy("20 % of 5 %; 100 percent") == "20\u00a0% of 5\u00a0%; 100 percent"
