"""Words are compared alike, whoever writes them and whichever engine compares."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.landing.words import nearest_words, normalise_word, normalise_word_sql


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("  E-Mail ", "e-mail"),
        ("Fermé gagné", "ferme gagne"),
        ("Activité - Date d\u2019ajout", "activite - date d'ajout"),
        ("\ufeffRecord ID", "record id"),
        ("Montant\u00a0 \u202f(EUR)\t", "montant (eur)"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_case_accents_blanks_and_apostrophes_make_no_difference(written: str, word: str) -> None:
    assert normalise_word(written) == word


@settings(derandomize=True, deadline=None, database=None, max_examples=300)
@given(st.text(st.characters(codec="utf-8", max_codepoint=0x4FF) | st.sampled_from("’ʼ\ufeff\u202f İßẞœ"), max_size=12))
def test_python_and_sql_give_the_same_word(text: str) -> None:
    if "\0" in text:
        return
    row = duckdb.execute(f"select {normalise_word_sql('word')} from (select ?::varchar as word)", [text]).fetchone()
    assert row == (normalise_word(text),)


def test_the_nearest_words_come_first_and_as_they_were_written() -> None:
    assert nearest_words("E-mail adress", ["Phone", "E-Mail Address", "Name"]) == ["E-Mail Address"]
