"""What is owed in a language, from the approved English text to the member. The film is made up."""

from __future__ import annotations

import pytest

from matinee.assembly.house import House
from matinee.catalogue.model import TextRecord, TitleRecord
from matinee.errors import Conflict, Invalid
from matinee.promote.localisation.model import Owed, Standing
from matinee.promote.synopses.model import TextKind, TextState
from matinee.surfaces.web.promote.telling import TITLE_PAGE, told
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Language

GERMAN = Language("de")
RECORD = TitleRecord(
    name="The Salt Road",
    year=1987,
    texts=(
        TextRecord(language="en", synopsis_short="Marta drives three trucks across the desert."),
    ),
)


async def test_a_translation_is_owed_checked_approved_shown_and_outdated(house: House) -> None:
    await house.catalogue.put_titles([RECORD], source="test")
    title = TitleId((await house.catalogue.shelf()).ids[0])
    desk, localisation = house.synopses, house.localisation
    english = await desk.write(title, TextKind.LONG, "Marta drives three trucks.", by="Ada")
    with pytest.raises(Conflict, match="approved English"):
        await localisation.translate(english.id, GERMAN, "Marta fährt.", by="Ben")
    await desk.decide(english.id, TextState.APPROVED, by="Ada")
    assert await localisation.queue(GERMAN) == (Owed(english.id, Standing.MISSING),)
    with pytest.raises(Invalid, match="translated into xx"):
        await localisation.queue(Language("xx"))

    lost = await localisation.translate(english.id, GERMAN, "Sie fährt vier Laster.", by="Ben")
    assert [one.text for one in lost.sentences[0].findings] == ["Marta", "three"]
    with pytest.raises(Conflict, match="Marta, three"):
        await desk.decide(lost.id, TextState.APPROVED, by="Cem")
    german = await localisation.translate(
        english.id, GERMAN, "Marta fährt drei Laster.", by="Ben", follows=lost.id
    )
    sheet = await localisation.sheet(english.id, GERMAN)
    assert (sheet.standing, sheet.translation) == (Standing.TO_DECIDE, german)
    assert sheet.names == {"Marta": ("Marta",)}
    await desk.decide(german.id, TextState.APPROVED, by="Cem")
    assert (await localisation.counts())[GERMAN] == {Standing.DONE: 1}
    known, published = await house.catalogue.title(title), await desk.published(title)
    assert told(known, published, GERMAN, TITLE_PAGE).synopsis == "Marta fährt drei Laster."

    newer = await desk.write(
        title, TextKind.LONG, "Marta drives trucks.", by="Ada", follows=english.id
    )
    await desk.decide(newer.id, TextState.APPROVED, by="Ada")
    assert await localisation.queue(GERMAN) == (Owed(newer.id, Standing.OUTDATED, german.id),)
    again = await localisation.translate(
        newer.id, GERMAN, "Marta fährt Lastwagen.", by="Ben", follows=german.id
    )
    await desk.decide(again.id, TextState.APPROVED, by="Cem")
    assert (await desk.text(german.id)).state is TextState.REPLACED
    assert await localisation.queue(GERMAN) == (Owed(newer.id, Standing.DONE, again.id),)

    await desk.glossary.put(title, GERMAN, "Marta", ["Martha"], by="Cem")
    with pytest.raises(Conflict, match="Marta"):
        await desk.decide(again.id, TextState.APPROVED, by="Cem")
    await desk.decide(newer.id, TextState.REJECTED, by="Ada")
    # A translation falls with its source.
    assert await desk.published(title) == ()
