"""A translation says every name and number of its source, and no other number."""

from __future__ import annotations

import pytest

from matinee.promote.synopses.carrying import Names, carried, names_in
from matinee.promote.synopses.number_words import figures, ideographic
from matinee.promote.words.model import Fault
from matinee.vocabulary.places import Language

SOURCE = "In 1987 Marta drives three trucks of salt from Lisbon to Portugal's border for 104 days."
NAMES = {"Marta": ("Marta",), "Lisbon": ("Lissabon", "Lisbonne")}
GERMAN = (
    "1987 fährt Martas Kolonne mit drei Lastwagen voll Salz 104 Tage von Lissabon bis Portugal."
)


def found(translation: str, language: str, names: Names) -> set[tuple[Fault, str]]:
    (checked,) = carried(SOURCE, translation, Language(language), names)
    return {(one.fault, one.text) for one in checked.findings}


def test_a_true_translation_passes() -> None:
    assert found(GERMAN, "de", NAMES) == set()


@pytest.mark.parametrize(
    ("changed", "finding"),
    [
        (("Martas", "Annas"), (Fault.NAME_LOST, "Marta")),
        (("Lissabon", "Lisbon"), (Fault.NAME_LOST, "Lisbon")),
        (("Portugal", "Spanien"), (Fault.NAME_LOST, "Portugal")),
        (("drei", "vier"), (Fault.NUMBER_LOST, "three")),
        (("104", "140"), (Fault.NUMBER_LOST, "104")),
        (("104", "140"), (Fault.NUMBER_ADDED, "140")),
        (("1987", ""), (Fault.NUMBER_LOST, "1987")),
    ],
)
def test_what_is_lost_or_added_is_named(
    changed: tuple[str, str], finding: tuple[Fault, str]
) -> None:
    assert finding in found(GERMAN.replace(*changed), "de", NAMES)


def test_other_scripts_are_read_by_the_glossary_and_their_own_figures() -> None:
    arabic = "في عام ١٩٨٧ تقود مارتا ثلاث شاحنات من لشبونة إلى حدود البرتغال ١٠٤ أيام."
    japanese = (
        "1987年、マルタは塩を積んだ三台のトラックでリスボンからポルトガルの国境へ百四日走る。"
    )
    assert found(arabic, "ar", {"Marta": ("مارتا",), "Lisbon": ("لشبونة",)}) == set()
    assert found(japanese, "ja", {"Marta": ("マルタ",), "Lisbon": ("リスボン",)}) == set()
    assert (Fault.NAME_LOST, "Marta") in found(japanese, "ja", {"Marta": ("Marta",)})


def test_what_is_left_in_english_is_no_translation() -> None:
    assert Fault.UNTRANSLATED in {fault for fault, _ in found(SOURCE, "ja", {})}
    assert Fault.UNTRANSLATED in {fault for fault, _ in found(SOURCE, "de", {})}


def test_a_country_may_stand_as_it_is_called_in_the_language() -> None:
    names = names_in("Marta leaves Germany.", Language("fr"), {})
    assert names["Germany"] == ("Germany", "Allemagne")


def test_numbers_are_read_with_the_separators_of_every_language() -> None:
    meant = {found.group(): set(values) for found, values in figures("1.200, 2,5 and ١٬٠٠٠")}
    assert meant == {"1.200": {1200}, "2,5": {25, 2.5}, "١٬٠٠٠": {1000}}
    assert ideographic("二十三人と一九八七年") == {23, 1987}
