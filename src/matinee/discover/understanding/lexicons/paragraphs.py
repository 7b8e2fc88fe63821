"""Lexicons as text files: a paragraph to an entry, its ``[name]`` and lines ``column: words``."""

from collections.abc import Iterator, Mapping
from importlib.resources import files


def paragraphs(file: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every entry of a file that lies beside this one: its name, and its lines by their column."""
    text = files("matinee.discover.understanding.lexicons").joinpath(file).read_text("utf-8")
    for paragraph in text.split("\n[")[1:]:
        name, _, rest = paragraph.partition("]")
        lines: dict[str, str] = {}
        for line in rest.replace("\n    ", " ").splitlines():
            column, _, words = line.partition(": ")
            lines[column] = words
        yield name, lines
