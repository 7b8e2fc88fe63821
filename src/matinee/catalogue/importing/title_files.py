"""Files of titles: JSON Lines or CSV, told apart by their first sign."""

from collections.abc import Iterator
from pathlib import Path

from matinee.catalogue.importing.csv_titles import csv_titles
from matinee.catalogue.importing.items import Item, json_lines, opened
from matinee.errors import Invalid

_LOOKED_AT = 4096


def titles_of(path: Path) -> Iterator[Item]:
    """The records of the file at ``path``."""
    with opened(path) as file:
        head = file.read(_LOOKED_AT).removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"["):
        raise Invalid(
            f"{path.name} is one JSON array.",
            remedy="Write JSON Lines: one object on each line, without brackets and commas around.",
        )
    return json_lines(path) if head.startswith(b"{") else csv_titles(path)
