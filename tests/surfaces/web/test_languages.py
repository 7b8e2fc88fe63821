from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from matinee.surfaces.web.languages import Languages, Tongue, accepted_languages
from matinee.surfaces.web.messages import TEMPLATE, collect


def test_the_template_of_messages_is_fresh() -> None:
    remedy = "run python -m matinee.surfaces.web.messages"
    assert TEMPLATE.read_bytes() == collect(), remedy


def test_sentences_of_the_home_page_are_among_the_messages() -> None:
    template = collect().decode()
    assert 'msgid "Because you watched {title}"' in template
    assert 'msgid "Who is watching?"' in template


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("pt-BR,pt;q=0.9,en;q=0.8", ["pt-BR", "pt", "en"]),
        ("en;q=0.2, de", ["de", "en"]),
        ("*, fr;q=0", []),
        ("de;q=x", []),
        ("", []),
    ],
)
def test_what_a_browser_asks_for_is_read_in_its_order(header: str, wanted: list[str]) -> None:
    assert accepted_languages(header) == wanted


def test_a_language_is_found_by_its_base() -> None:
    languages = Languages({"en": Tongue("en"), "pt": Tongue("pt"), "zh-Hant": Tongue("zh-Hant")})
    assert languages.choose(["pt-BR"]).tag == "pt"
    assert languages.choose(["zh"]).tag == "zh-Hant"
    assert languages.choose(["xx", "yy"]).tag == "en"


def test_quantities_are_written_in_the_language() -> None:
    at = datetime(2026, 10, 3, tzinfo=UTC)
    english, german, arabic = Tongue("en"), Tongue("de"), Tongue("ar")
    assert english.duration(108) == "1h 48m"
    assert english.duration(45) == "45m"
    assert (english.date(at), german.date(at)) == ("Oct 3, 2026", "03.10.2026")
    assert (english.number(1234.5), german.number(1234.5)) == ("1,234.5", "1.234,5")
    assert german.percent(0.25) == "25\xa0%"
    assert english.seconds(timedelta(seconds=2.34)) == "2.3 sec"
    assert (english.direction, arabic.direction) == ("ltr", "rtl")
    assert german.name_of("fr") == "Französisch"


def test_a_language_that_babel_does_not_know_is_written_like_its_base() -> None:
    assert Tongue("ar-XB").direction == "rtl"
    assert Tongue("xx-YY").duration(60) == "1h"
