"""The page of the built-in contracts says what the contracts say now."""

from dagster_project.contracts_page import PAGE, page
from dagster_project.resources import builtin_contracts_dir


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(builtin_contracts_dir()), "run `make pages`"


def test_the_page_names_what_a_contract_fills_from_which_headers() -> None:
    written = page(builtin_contracts_dir())
    assert "| [mailchimp_opens](#mailchimp_opens) | mailchimp | engagements |  | English |" in written
    assert "| `Timestamp`, `Horodatage` | occurred_at of engagements | yes |" in written
    assert "Headers: B (code that reads real exports): Timestamp, Email." in written
