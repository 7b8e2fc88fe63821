"""Texts from the proposal to the member: checked, decided on, taken back. The film is made up."""

from __future__ import annotations

import pytest

from matinee.assembly.house import House
from matinee.catalogue.model import CreditRecord, TextRecord, TitleRecord
from matinee.errors import Conflict, Invalid
from matinee.promote.synopses.model import Origin, TextKind, TextState, width
from matinee.promote.tastes.model import Taste
from matinee.promote.tastes.service import standing_out
from matinee.promote.words.model import Fault
from matinee.surfaces.web.promote.telling import HERO, TITLE_PAGE, appeal_to, told
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Language

SYNOPSIS = (
    "Marta, a young doctor, drives three trucks of salt across the desert to a village. "
    "A smuggler steals the maps, and the soldiers chase the convoy for nine days."
)
RECORD = TitleRecord(
    name="The Salt Road",
    year=1987,
    runtime_minutes=104,
    genres=("Adventure", "Drama"),
    credits=(CreditRecord(name="Ines Calder", role="director"),),
    texts=(
        TextRecord(language="en", synopsis_short=SYNOPSIS, tagline="Salt is heavier than gold."),
        TextRecord(language="de", synopsis_short="Eine Ärztin fährt Salz durch die Wüste."),
    ),
)


@pytest.fixture
async def title(house: House) -> TitleId:
    await house.catalogue.put_titles([RECORD], source="test")
    return TitleId((await house.catalogue.shelf()).ids[0])


async def test_a_text_is_checked_decided_on_taken_back_and_shown(
    house: House, title: TitleId
) -> None:
    desk = house.synopses
    false = await desk.write(
        title, TextKind.MEDIUM, "A young doctor drives four trucks to Oslo.", by="Ada"
    )
    (sentence,) = false.sentences
    assert {(one.fault, one.text) for one in sentence.findings} == {
        (Fault.NUMBER, "four"),
        (Fault.NAME, "Oslo"),
    }
    with pytest.raises(Conflict, match="four, Oslo"):
        await desk.decide(false.id, TextState.APPROVED, by="Ben")
    assert await desk.published(title) == ()

    true = await desk.write(
        title,
        TextKind.MEDIUM,
        "A young doctor drives three trucks of salt.",
        by="Ada",
        follows=false.id,
    )
    assert (true.faults, true.draft.origin, true.draft.writer) == (0, Origin.PERSON, "Ada")
    assert (await desk.text(false.id)).state is TextState.REPLACED
    await desk.decide(true.id, TextState.APPROVED, by="Ben")
    assert [each.id for each in await desk.published(title)] == [true.id]

    newer = await desk.write(
        title, TextKind.MEDIUM, "Marta drives salt across the desert.", by="Ada", follows=true.id
    )
    await desk.decide(newer.id, TextState.APPROVED, by="Ben")
    assert [each.id for each in await desk.published(title)] == [newer.id]
    assert await desk.undo(title) == newer.id
    assert [each.id for each in await desk.published(title)] == [true.id]
    assert await desk.undo(title) == true.id
    assert await desk.published(title) == ()
    assert await desk.undo(title) is None


async def test_notes_are_a_source_and_who_vouches_says_why(house: House, title: TitleId) -> None:
    desk = house.synopses
    text = await desk.write(title, TextKind.SHORT, "Marta once sold oranges.", by="Ada")
    assert {one.text for one in text.sentences[0].findings} == {"sold", "oranges"}
    await desk.decide(text.id, TextState.APPROVED, by="Ben", reason="The director told us.")
    assert (await desk.verdicts(title))[0].reason == "The director told us."
    await desk.undo(title)
    await desk.sources.put_notes(title, "Before the war Marta sold oranges.", by="Ada")
    await desk.decide(text.id, TextState.APPROVED, by="Ben")
    assert (await desk.text(text.id)).faults == 0


async def test_the_procedure_takes_one_text_of_each_kind_from_the_sources(
    house: House, title: TitleId
) -> None:
    written = {each.draft.kind: each for each in await house.synopses.extract(title)}
    assert written[TextKind.LONG].draft.text == SYNOPSIS
    assert written[TextKind.MEDIUM].draft.text in SYNOPSIS
    assert written[TextKind.SHORT].draft.text == "A 1987 adventure drama film by Ines Calder."
    assert written[TextKind.TAGLINE].draft.text == "Salt is heavier than gold."
    assert {each.faults for each in written.values()} == {0}
    assert {each.draft.origin for each in written.values()} == {Origin.PROCEDURE}
    assert await house.synopses.extract(title) == ()


async def test_a_member_reads_approved_words_in_their_language_before_others(
    house: House, title: TitleId
) -> None:
    known = await house.catalogue.title(title)
    text = await house.synopses.write(title, TextKind.LONG, "Marta drives trucks.", by="Ada")
    english, german, french = Language("en-GB"), Language("de"), Language("fr")
    assert told(known, (), english, TITLE_PAGE).tagline == "Salt is heavier than gold."
    assert told(known, [text], english, TITLE_PAGE).synopsis == "Marta drives trucks."
    assert told(known, [text], german, TITLE_PAGE).synopsis.startswith("Eine Ärztin")
    assert told(known, [text], french, TITLE_PAGE).synopsis == "Marta drives trucks."
    # There is no room for the long one there.
    assert told(known, [text], english, HERO).synopsis == SYNOPSIS


async def test_an_appeal_is_written_to_a_taste_group_checked_and_shown_to_it_alone(
    house: House, title: TitleId
) -> None:
    desk, known = house.synopses, await house.catalogue.title(title)
    extracted = {each.draft.taste: each for each in await desk.extract(title)}
    action, drama = extracted[Taste.ACTION], extracted[Taste.DRAMA]
    # Soldiers and a chase stand in a sentence; that it is a drama stands in the facts alone.
    assert action.draft.text == SYNOPSIS.partition("village. ")[2]
    assert drama.draft.text == "A 1987 drama film by Ines Calder."
    assert Taste.ROMANCE not in extracted
    assert (action.draft.origin, action.faults) == (Origin.PROCEDURE, 0)
    assert action.draft.writer == "words of the taste group"
    false = await desk.write(
        title, TextKind.APPEAL, "Marta marries.", by="Ada", taste=Taste.ROMANCE
    )
    with pytest.raises(Conflict, match="marries"):
        await desk.decide(false.id, TextState.APPROVED, by="Ben")
    with pytest.raises(Invalid, match="one taste group"):
        await desk.write(title, TextKind.APPEAL, "Marta drives.", by="Ada")
    with pytest.raises(Invalid, match="not a version"):
        await desk.write(
            title,
            TextKind.APPEAL,
            "Marta drives.",
            by="Ada",
            taste=Taste.DRAMA,
            follows=action.id,
        )
    english = Language("en")
    assert appeal_to([Taste.ACTION], await desk.published(title), english) is None
    await desk.decide(action.id, TextState.APPROVED, by="Ben")
    published = await desk.published(title)
    assert appeal_to([Taste.DRAMA, Taste.ACTION], published, english) == action.draft
    assert appeal_to([Taste.DRAMA], published, english) is None
    assert appeal_to([Taste.ACTION], published, Language("de")) is None
    # It takes no room of a synopsis.
    assert told(known, published, english, TITLE_PAGE).variants == ()

    carried = await house.localisation.translate(
        action.id,
        Language("de"),
        "Ein Schmuggler stiehlt Karten, Soldaten jagen neun Tage.",
        by="Cem",
    )
    assert carried.draft.taste is Taste.ACTION


def test_a_taste_group_is_what_somebody_watches_more_of_than_there_is() -> None:
    usual = {"Drama": 0.6, "Action": 0.2}
    watched = [["Drama", "Action"]] * 3 + [["Drama"]]
    assert standing_out(watched, usual) == (Taste.ACTION, Taste.DRAMA)
    assert standing_out(watched[:2], usual) == ()
    assert standing_out([*watched, *[["Comedy"]] * 9], usual) == (Taste.COMEDY, Taste.DRAMA)
    assert standing_out([], usual) == ()


async def test_a_text_has_room_for_so_many_letters_and_wide_ones_count_twice(
    house: House, title: TitleId
) -> None:
    with pytest.raises(Invalid, match="room for 60"):
        await house.synopses.write(title, TextKind.SHORT, "x" * 61, by="Ada")
    assert (width("塩の道"), width("Año"), width("e\u0301t")) == (6, 3, 2)
