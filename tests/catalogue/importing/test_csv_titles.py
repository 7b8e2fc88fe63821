"""Titles from CSV."""

import pytest
from tests.catalogue.conftest import WriteLines

from matinee.catalogue.model import TitleRecord
from matinee.catalogue.service import CatalogueService
from matinee.errors import Invalid
from matinee.vocabulary.ids import TitleId

HEADER = "name,kind,year,imdb,genres,maturity,windows,synopsis_short,directors,cast"
EMMA = (
    'Emma,film,1996,tt0116191,Comedy|Drama,US=MPA PG|GB=BBFC U,"PT=2026-01-01/2026-06-01|*=/",'
    '"She said ""yes"",\nthen no.",Douglas McGrath,Gwyneth Paltrow=Emma Woodhouse|Toni Collette'
)


async def test_a_row_becomes_a_title_with_lists_windows_and_credits(
    catalogue: CatalogueService, write_lines: WriteLines
) -> None:
    report = await catalogue.import_titles(write_lines(HEADER, EMMA, name="titles.csv"))
    shelf = await catalogue.shelf()
    title = await catalogue.title(TitleId(shelf.ids[0]))
    assert report.rejected == 0
    assert (title.name, title.year, title.genres) == ("Emma", 1996, ("Comedy", "Drama"))
    assert [(held.territory, held.rating.age) for held in title.maturity] == [("GB", 0), ("US", 8)]
    assert [held.territory for held in title.windows] == ["*", "PT"]
    assert title.texts[0].synopsis_short == 'She said "yes",\nthen no.'
    assert [(held.person.name, held.character) for held in title.credits] == [
        ("Gwyneth Paltrow", "Emma Woodhouse"),
        ("Toni Collette", ""),
        ("Douglas McGrath", ""),
    ]


@pytest.mark.parametrize(
    ("header", "complaint"),
    [
        ("title,year", "the column name is missing; unknown columns: 'title'"),
        ("name;year", "unknown columns: 'name;year'"),
        ("name,year,name", "columns that come twice: name"),
        ("year", "the column name is missing"),
        ("", "the column name is missing"),
        ("name\rx,year", "is not CSV"),
    ],
)
async def test_a_wrong_header_is_refused_before_anything_is_written(
    catalogue: CatalogueService, write_lines: WriteLines, header: str, complaint: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await catalogue.import_titles(write_lines(header, "Emma,1996", name="titles.csv"))
    assert complaint in refused.value.sentence
    assert "name, kind, year" in refused.value.remedy
    assert len(await catalogue.shelf()) == 0


async def test_a_broken_line_in_the_middle_is_rejected_with_its_number(
    catalogue: CatalogueService, write_lines: WriteLines
) -> None:
    report = await catalogue.import_titles(
        write_lines(
            "name,year,windows",
            "Before,1999,",
            "Too,many,cells,here",
            "Strange,ninety,",
            'Stray "quote,1999,',
            '"Never closed,1999,',
            '"Quoted, and good",2000,',
            "No equals,2001,PT",
            b"Not \xff UTF-8,2002,",
            "",
            "After,2003,",
            name="titles.csv",
        )
    )
    assert sorted((await catalogue.shelf()).names) == ["After", "Before", "Quoted, and good"]
    assert [(one.line, one.field) for one in report.rejects] == [
        (3, ""),
        (4, "year"),
        (5, ""),
        (6, ""),
        (8, "windows"),
        (9, ""),
    ]


async def test_a_mark_of_byte_order_and_dos_line_ends_do_no_harm(
    catalogue: CatalogueService, write_lines: WriteLines
) -> None:
    path = write_lines(b"\xef\xbb\xbfname,year\r", b"Emma,1996\r", name="titles.csv")
    await catalogue.import_titles(path)
    assert (await catalogue.shelf()).names == ("Emma",)


async def test_csv_and_json_lines_of_one_title_are_the_same(
    catalogue: CatalogueService, write_lines: WriteLines
) -> None:
    await catalogue.import_titles(write_lines("name,year,imdb", "Emma,1996,116191", name="a.csv"))
    before = await catalogue.contents()
    record = TitleRecord(name="Emma", year=1996, external_ids={"imdb": "tt0116191"})
    await catalogue.put_titles([record], source="a.csv")
    assert await catalogue.contents() == before
