"""The page that describes files of titles, held against what is read."""

import re

from tests.catalogue.conftest import WriteLines
from tests.conftest import REPOSITORY

from matinee.catalogue.importing.csv_titles import COLUMNS
from matinee.catalogue.importing.record import (
    AssetRecord,
    CreditRecord,
    MaturityRecord,
    TextRecord,
    TitleRecord,
    WindowRecord,
    field_names,
)
from matinee.catalogue.service import CatalogueService

PAGE = (REPOSITORY / "docs" / "reference" / "titles-format.md").read_text(encoding="utf-8")
LINES, CSV = PAGE.split("## CSV")


def test_every_field_of_a_record_is_described() -> None:
    records = (
        TitleRecord,
        WindowRecord,
        MaturityRecord,
        TextRecord,
        CreditRecord,
        AssetRecord,
    )
    fields = {name for record in records for name in field_names(record)}
    assert sorted(name for name in fields if f"`{name}`" not in LINES) == []


def test_every_column_is_described() -> None:
    assert [column for column in COLUMNS if f"`{column}`" not in CSV] == []


async def test_the_example_on_the_page_is_taken_in(
    catalogue: CatalogueService, write_lines: WriteLines
) -> None:
    example = re.search(r"```json\n(.*?)\n```", PAGE, re.DOTALL)
    assert example is not None
    report = await catalogue.import_titles(write_lines(example[1]))
    assert (report.made, report.rejected) == (1, 0)
