from __future__ import annotations

import pytest

from matinee.errors import Invalid
from matinee.vocabulary.places import Language, Territory


@pytest.mark.parametrize(("written", "meant"), [("pt", "PT"), (" us ", "US"), ("*", "*")])
def test_a_territory_is_read_in_any_case(written: str, meant: str) -> None:
    assert Territory(written) == meant


@pytest.mark.parametrize("written", ["", "PRT", "1A", "P T", "ＰＴ"])
def test_what_is_no_territory_is_refused_by_field(written: str) -> None:
    with pytest.raises(Invalid) as refusal:
        Territory(written)
    assert refusal.value.field == "territory"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("EN", "en"), ("pt_br", "pt-BR"), ("ZH-hant-tw", "zh-Hant-TW"), ("es-419", "es-419")],
)
def test_a_language_is_read_in_any_case(written: str, meant: str) -> None:
    assert Language(written) == meant


def test_a_language_knows_its_base() -> None:
    assert Language("pt-BR").base == "pt"


@pytest.mark.parametrize("written", ["", "e", "english please", "en-", "-en", "en--US"])
def test_what_is_no_language_is_refused_by_field(written: str) -> None:
    with pytest.raises(Invalid) as refusal:
        Language(written)
    assert refusal.value.field == "language"
