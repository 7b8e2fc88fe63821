"""The desk of localisation over HTTP: what is owed, the names, and what a translation lost."""

from __future__ import annotations

import httpx

from matinee.assembly.house import House
from matinee.catalogue.model import TextRecord, TitleRecord
from matinee.promote.synopses.model import TextKind, TextState
from matinee.vocabulary.ids import TitleId

_RECORD = TitleRecord(
    name="The Salt Road",
    texts=(
        TextRecord(language="en", synopsis_short="Marta drives three trucks across the desert."),
    ),
)


async def test_a_translation_is_written_beside_its_source_and_its_names_are_decided(
    house: House, client: httpx.AsyncClient
) -> None:
    client.headers["Accept"] = "text/html"
    await house.catalogue.put_titles([_RECORD], source="test")
    title = TitleId((await house.catalogue.shelf()).ids[0])
    english = await house.synopses.write(title, TextKind.SHORT, "Marta drives trucks.", by="Ada")
    await house.synopses.decide(english.id, TextState.APPROVED, by="Ada")
    longer = await house.synopses.write(title, TextKind.LONG, "Marta drives.", by="Ada")
    queue = (await client.get("/desk/localisation?language=ar")).text
    assert "Marta drives trucks." in queue
    assert "Missing" in queue

    sheet = f"/desk/localisation/ar/{english.id}"
    empty = (await client.get(sheet)).text
    assert 'lang="ar" dir="rtl"' in empty
    written = await client.post(sheet, data={"text": "مارتا تقود الشاحنات."})
    assert written.status_code == 303
    lost = (await client.get(sheet)).text
    assert "this name of the English text does not stand here" in lost
    (translation,) = [each for each in await house.synopses.texts(title) if each.draft.translates]
    assert "No language model is configured" in lost
    asked = {"text": str(translation.id)}
    assert (await client.post(f"{sheet}/back", data=asked)).status_code == 503
    verdict = {"text": str(translation.id), "state": "approved"}
    refused = await client.post(f"{sheet}/decide", data=verdict)
    assert refused.status_code == 409
    assert "This has no source: Marta." in refused.text
    await client.post(f"{sheet}/names", data={"term": "Marta", "forms": "مارتا; مرتا"})
    assert "Every name and number is there" in (await client.get(sheet)).text
    for other in (f"/desk/localisation/de/{english.id}", f"/desk/localisation/ar/{longer.id}"):
        assert (await client.post(f"{other}/decide", data=verdict)).status_code == 404
    own = {"text": str(english.id), "state": "rejected"}
    assert (await client.post(f"{sheet}/decide", data=own)).status_code == 404
    assert (await client.post(f"{sheet}/decide", data=verdict)).status_code == 303
    assert [each.draft.language for each in await house.synopses.published(title)] == ["en", "ar"]
    assert (await client.post(f"{sheet}/undo")).status_code == 303
    assert len(await house.synopses.published(title)) == 1

    long = await client.post(sheet, data={"text": "塩" * 31})
    assert long.status_code == 422
    assert "room of 62 letters" in long.text
    assert (await client.get("/desk/localisation?language=xx")).status_code == 422
