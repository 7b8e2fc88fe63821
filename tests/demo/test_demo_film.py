"""The demo's film says that nobody approves its pictures, also in a house from before."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from matinee.assembly.house import House
from matinee.catalogue.model import TitleRecord
from matinee.clearance.artwork.model import LikenessTerms
from matinee.clearance.record.shapes import NewPerformer
from matinee.vocabulary.ids import TitleId

BUNNY = TitleRecord(name="Big Buck Bunny", external_ids={"imdb": "tt1254207"})


async def test_a_demo_from_before_gets_its_terms_once_and_keeps_what_counsel_entered(
    house: House, tmp_path: Path
) -> None:
    await house.catalogue.put_titles([BUNNY], source="demo film")
    title = TitleId((await house.catalogue.shelf()).ids[0])
    film = tmp_path / "film.mp4"
    film.write_bytes(b"as if it were a film")
    await house.media.add(title, film, by_job=False)
    clearance = house.promotion.clearance
    assert await clearance.terms([title]) == {}

    assert await house.demo_film.bring() is None
    assert (await clearance.terms([title]))[title].approvers == ()

    ada = NewPerformer.model_validate({"name": "Ada Example", "date_of_birth": "1980-01-01"})
    performer = UUID((await house.record.add_performer(ada, by="Counsel")).key)
    await clearance.put_terms(title, LikenessTerms(approvers=(performer,)), by="Counsel")
    assert await house.demo_film.bring() is None
    assert (await clearance.terms([title]))[title].approvers == (performer,)
