"""What has no source is refused, with the word; what has one passes. The film is made up."""

from __future__ import annotations

import pytest

from matinee.promote.words.checking import Checker
from matinee.promote.words.evidence import Evidence, gathered
from matinee.promote.words.lexicon import lexicon
from matinee.promote.words.model import Fault, Known, Source, SourceKind
from matinee.surfaces.web.build import STATIC

KNOWN = Known(
    name="The Salt Road",
    year=1987,
    minutes=104,
    genres=("Adventure", "Drama"),
    credits=(
        ("Ines Calder", "director", ""),
        ("Piotr Wolan", "writer", ""),
        ("Hanna Reed", "actor", "Marta"),
        ("Tom Oyelaran", "actor", "the smuggler"),
    ),
    countries=("Portugal",),
    languages=("Portuguese",),
    texts=(
        Source(
            SourceKind.TEXT,
            "synopsis",
            "Marta, a young doctor, drives three trucks of salt across the desert to a village "
            "near Tangier. A smuggler steals the maps, and the soldiers chase the convoy for nine "
            "days. She never trusts the smuggler.",
        ),
    ),
)


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(lexicon(STATIC / "lexicon.tsv"))


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return gathered(KNOWN)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ines Calder directs Hanna Reed in this 1987 adventure.",
        "It takes 104 minutes to tell.",
        "A young physician drives three lorries of salt across the desert.",
        "The convoy is chased by the soldiers for 9 days.",
        "The smuggler steals the maps.",
        "Written by Piotr Wolan, it came out in 1987.",
    ],
)
def test_what_the_sources_say_passes(checker: Checker, evidence: Evidence, sentence: str) -> None:
    assert checker.check(sentence, evidence).findings == ()


@pytest.mark.parametrize(
    ("sentence", "fault", "word"),
    [
        ("Marta drives salt to a village near Cairo.", Fault.NAME, "Cairo"),
        ("Piotr Wolan directs Hanna Reed.", Fault.ROLE, "Wolan"),
        ("Marta drives five trucks of salt across the desert.", Fault.NUMBER, "five"),
        ("It was released in 1978.", Fault.NUMBER, "1978"),
        ("A horror film by Ines Calder.", Fault.GENRE, "horror"),
        ("Marta drives trucks of gold across the desert.", Fault.WORD, "gold"),
        ("The smuggler never steals the maps.", Fault.DENIAL, "never"),
        ("The convoy chases the soldiers for nine days.", Fault.DEED, "chases"),
    ],
)
def test_what_has_no_source_is_refused_with_the_word(
    checker: Checker, evidence: Evidence, sentence: str, fault: Fault, word: str
) -> None:
    findings = checker.check(sentence, evidence).findings
    assert (fault, word) in {(finding.fault, finding.text) for finding in findings}
    assert all(sentence[one.start : one.end] == one.text for one in findings)


@pytest.fixture(scope="module")
def other_evidence() -> Evidence:
    return gathered(
        Known(
            name="Two Rivers",
            credits=(("Alexander Brenn", "director", ""),),
            countries=("Canada",),
            texts=(Source(SourceKind.TEXT, "synopsis", "Alexander repairs the old boat."),),
        )
    )


def test_nobody_is_let_through_by_the_first_letters_of_another_name(
    checker: Checker, other_evidence: Evidence
) -> None:
    sentence = "Alexandra repairs the old boat."
    findings = checker.check(sentence, other_evidence).findings
    assert (Fault.NAME, "Alexandra") in {(one.fault, one.text) for one in findings}


def test_a_people_is_known_by_its_country(checker: Checker, other_evidence: Evidence) -> None:
    assert checker.check("It is a Canadian film.", other_evidence).passed


def test_a_sentence_is_shown_with_the_sources_that_bear_it_out(
    checker: Checker, evidence: Evidence
) -> None:
    checked = checker.check("Hanna Reed crosses the desert.", evidence)
    assert {source.label for source in checked.sources} >= {"actor", "synopsis"}


def test_each_sentence_of_a_text_is_judged_by_itself(checker: Checker, evidence: Evidence) -> None:
    text = "The smuggler steals the maps. The smuggler steals the jewels."
    assert [each.passed for each in checker.check_text(text, evidence)] == [True, False]


def test_a_slight_verb_is_held_to_who_did_it_where_it_is_known_the_other_way_round(
    checker: Checker,
) -> None:
    told = "Clarence shows George a lamp. The guard follows the painter. Ada meets Ben."
    known = gathered(Known("The Lamp", texts=(Source(SourceKind.TEXT, "synopsis", told),)))
    assert checker.check("Clarence shows George a lamp.", known).findings == ()
    assert checker.check("Ben meets Ada.", known).findings == ()
    turned = checker.check("The painter follows the guard.", known)
    assert [(one.fault, one.text) for one in turned.findings] == [(Fault.DEED, "follows")]
