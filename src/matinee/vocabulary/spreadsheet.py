"""Cells of a table that goes to a spreadsheet, some of which strangers have named."""

from typing import TypeVar

Cell = TypeVar("Cell")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: Cell) -> Cell | str:
    """The cell, where a spreadsheet would take its text for a formula with an apostrophe before it.

    Numbers stay numbers, also below nothing (OWASP, CSV injection).
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
