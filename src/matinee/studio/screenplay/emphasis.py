"""Runs of styled text to Fountain's signs and back ("Emphasis" in the syntax).

Signs do not reach over the end of a line; one between blanks is no emphasis; a backslash escapes.
"""

import re
from typing import NamedTuple

_SIGNS = {"Bold": "**", "Italic": "*", "Underline": "_"}
_ESCAPED = re.compile(r"([*_])")
_TOKEN = re.compile(r"\\(?P<escaped>[*_\\])|(?P<sign>\*{1,3}|_)")
_WANTED = {"***": ("Bold", "Italic"), "**": ("Bold",), "*": ("Italic",), "_": ("Underline",)}


class Run(NamedTuple):
    """A stretch of text in one style; ``styles`` are FDX's words, sorted."""

    text: str
    styles: frozenset[str]


def escaped(text: str) -> str:
    """A text whose own stars and underscores are meant as such."""
    if "*" not in text and "_" not in text:
        return text
    return _ESCAPED.sub(r"\\\1", text)


def marked(text: str, styles: frozenset[str]) -> str:
    """One run with its signs, outside of the blanks at its ends and on each line anew."""
    signs = [_SIGNS[style] for style in ("Underline", "Bold", "Italic") if style in styles]
    if not signs or not text.strip():
        return escaped(text)
    opening, closing = "".join(signs), "".join(reversed(signs))
    return "\n".join(_around(line, opening, closing) for line in text.split("\n"))


def _around(line: str, opening: str, closing: str) -> str:
    bare = line.strip()
    if not bare:
        return line
    start = line.index(bare)
    return f"{line[:start]}{opening}{escaped(bare)}{closing}{line[start + len(bare) :]}"


def runs(text: str) -> tuple[Run, ...]:
    """The runs of a marked text; signs without a partner on their line are text."""
    found: list[Run] = []
    lines = text.split("\n")
    for number, line in enumerate(lines):
        end = "\n" if number + 1 < len(lines) else ""
        found.extend(_runs_of(line, end))
    return _joined(found)


def _runs_of(line: str, end: str) -> list[Run]:
    if "*" not in line and "_" not in line and "\\" not in line:
        return [Run(line + end, frozenset())]
    tokens = list(_TOKEN.finditer(line))
    partners = _partners(line, tokens)
    styles: set[str] = set()
    found: list[Run] = []
    place = 0
    for token in tokens:
        found.append(Run(line[place : token.start()], frozenset(styles)))
        place = token.end()
        if token["escaped"]:
            found.append(Run(token["escaped"], frozenset(styles)))
        elif token.start() in partners:
            styles ^= set(_WANTED[token["sign"]])
        else:
            found.append(Run(token.group(), frozenset(styles)))
    return [*found, Run(line[place:] + end, frozenset(styles))]


def _partners(line: str, tokens: list[re.Match[str]]) -> set[int]:
    """Where a sign opens or closes: no blank after the first, none before the second."""
    paired: set[int] = set()
    open_: dict[str, int] = {}
    for token in tokens:
        sign = token["sign"]
        if not sign:
            continue
        before = line[token.start() - 1 : token.start()] or " "
        after = line[token.end() : token.end() + 1] or " "
        if sign in open_ and not before.isspace():
            paired |= {open_.pop(sign), token.start()}
        elif not after.isspace():
            open_[sign] = token.start()
    return paired


def _joined(found: list[Run]) -> tuple[Run, ...]:
    joined: list[Run] = []
    for run in found:
        if not run.text:
            continue
        if joined and joined[-1].styles == run.styles:
            joined[-1] = Run(joined[-1].text + run.text, run.styles)
        else:
            joined.append(run)
    return tuple(joined)
