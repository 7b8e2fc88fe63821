"""A translation is shown to the model alone, comes back in English, and is held to its source."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest

from matinee.assembly.house import House
from matinee.catalogue.model import TextRecord, TitleRecord
from matinee.errors import Invalid, Unavailable
from matinee.generation.model import NameMatch
from matinee.generation.service import TextRequest
from matinee.promote.synopses.model import TextId, TextKind, TextState, Written
from matinee.promote.synopses.service import SynopsisService
from matinee.surfaces.web.build import STATIC
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Language

GERMAN = Language("de")


class Mirror:
    """Answers what it is given to answer, and keeps what it was asked."""

    writes = True

    def __init__(self, answer: str) -> None:
        self.answer = answer
        self.asked: list[TextRequest] = []

    async def uncleared(self, text: str) -> Sequence[NameMatch]:
        at = text.find("Wüste")
        return [NameMatch("Wüste", "title", at, at + 5)] if at >= 0 else []

    async def write(self, request: TextRequest, *, by: str) -> Written:
        self.asked.append(request)
        return Written(self.answer, "mirror 1", uuid4())

    async def fallen(self, outputs: Sequence[UUID]) -> frozenset[UUID]:
        return frozenset()


@pytest.fixture
async def translation(house: House) -> tuple[TextId, TextId]:
    """A translation, and the text that it is of."""
    record = TitleRecord(name="The Salt Road", year=1987, texts=(TextRecord(language="en"),))
    await house.catalogue.put_titles([record], source="test")
    title = TitleId((await house.catalogue.shelf()).ids[0])
    source = await house.synopses.write(
        title, TextKind.LONG, "Marta drives three trucks across the desert.", by="Ada"
    )
    await house.synopses.decide(source.id, TextState.APPROVED, by="Ada", reason="Made up.")
    await house.synopses.glossary.put(title, GERMAN, "Marta", ["Martha"], by="Cem")
    text = "Martha fährt drei Laster durch die Wüste."
    return (await house.localisation.translate(source.id, GERMAN, text, by="Ben")).id, source.id


def _desk(house: House, model: Mirror) -> SynopsisService:
    lexicon = STATIC / "lexicon.tsv"
    return SynopsisService(house.database, house.catalogue, house.media, model, lexicon)


async def test_what_came_back_is_held_to_the_source_and_no_name_is_told(
    house: House, translation: tuple[TextId, TextId]
) -> None:
    text, source = translation
    model = Mirror("NAME1 drives three trucks across the NAME2.")
    agreeing = await _desk(house, model).said_back(text, of=source, by="Cem")
    assert model.asked[0].prompt == "NAME1 fährt drei Laster durch die NAME2."
    assert agreeing.text == "Marta drives three trucks across the Wüste."

    model.answer = "NAME1 sells four trucks."
    parting = await _desk(house, model).said_back(text, of=source, by="Cem")
    assert not parting.agrees
    assert {"four", "sells"} <= {one.text for each in parting.added for one in each.findings}
    assert {"three", "desert"} <= {one.text for each in parting.lost for one in each.findings}

    model.answer = "NAME7 drives three trucks."
    with pytest.raises(Invalid, match="not in the sources"):
        await _desk(house, model).said_back(text, of=source, by="Cem")


async def test_without_a_model_nothing_comes_back_and_what_is_no_translation_is_refused(
    house: House, translation: tuple[TextId, TextId]
) -> None:
    text, source = translation
    with pytest.raises(Unavailable, match="No language model"):
        await house.synopses.said_back(text, of=source, by="Cem")
    for wrong, of in ((source, source), (text, text)):
        with pytest.raises(Invalid, match="no translation"):
            await house.synopses.said_back(wrong, of=of, by="Cem")
