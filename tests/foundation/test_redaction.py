from __future__ import annotations

import pytest

from matinee.foundation.redaction import HIDDEN, printable, secret_address, without_secrets


def test_what_is_not_secret_in_an_address_stays_readable() -> None:
    shown = without_secrets("postgresql://ada:pass@db.example:5432/matinee?sslmode=require")
    assert shown == f"postgresql://ada:{HIDDEN}@db.example:5432/matinee?sslmode=require"


@pytest.mark.parametrize(
    "sentence",
    [
        "could not reach postgresql://ada:open-sesame@db.example/matinee, trying again",
        "could not reach postgresql://ada:open-sesame/with#signs@db.example/matinee",
        "GET https://files.example/film?X-Amz-Signature=open-sesame&part=2 failed",
    ],
)
def test_a_secret_within_a_sentence_is_hidden(sentence: str) -> None:
    assert "open-sesame" not in without_secrets(sentence)


def test_a_secret_that_is_no_address_is_hidden_whole() -> None:
    assert secret_address("open-sesame") == HIDDEN


def test_characters_that_steer_a_terminal_are_written_out() -> None:
    assert printable("a\x1b[31m\r\n\x9b\u202eb") == r"a\x1b[31m\r\n\x9b\u202eb"


def test_letters_of_every_script_stay() -> None:
    assert printable("Amélie · 千と千尋 · שלום") == "Amélie · 千と千尋 · שלום"
