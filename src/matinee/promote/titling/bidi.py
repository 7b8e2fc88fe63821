"""The order of letters in a line of mixed direction: Unicode's annex 9, for one paragraph.

Explicit embeddings, overrides and isolates have no place in a title and are refused; the marks
U+200E, U+200F and U+061C hold. Everything else is the annex's: W1 to W7, N0 to N2, I1, I2, L1, L2.
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from matinee.errors import Invalid

_EXPLICIT = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_STRONG = frozenset({"L", "R", "AL"})
_NEUTRAL = frozenset({"B", "S", "WS", "ON"})
_MARKS = {"\u200e": "L", "\u200f": "R", "\u061c": "AL"}
_CANONICAL = {"\u2329": "\u3008", "\u232a": "\u3009"}
_MOST_BRACKETS = 63


def levels_of(text: str, *, from_right: bool) -> list[int]:
    """The level of each letter of a paragraph: even runs from the left, odd from the right.

    Invalid for a text with explicit formatting.
    """
    base = int(from_right)
    classes = [_MARKS.get(letter) or unicodedata.bidirectional(letter) or "L" for letter in text]
    if not _EXPLICIT.isdisjoint(classes):
        raise Invalid(
            "The title holds signs that turn the direction of writing.",
            remedy="Leave out embeddings, overrides and isolates; the marks may stay.",
            code="explicit_direction",
        )
    kept = [place for place, each in enumerate(classes) if each != "BN"]
    letters = [text[place] for place in kept]
    original = [classes[place] for place in kept]
    resolved = _resolved(letters, original, "R" if base else "L")
    levels = [base] * len(text)
    for place, each in zip(kept, resolved, strict=True):
        if base:
            levels[place] = base + (each in {"L", "EN", "AN"})
        else:
            levels[place] = {"R": 1, "EN": 2, "AN": 2}.get(each, 0)
    for place, each in enumerate(
        classes
    ):  # What is not there to the rules goes with what it follows.
        if each == "BN":
            levels[place] = levels[place - 1] if place else base
    return levels


def visual_runs(levels: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of one level, from the left, each as the places where it begins and ends (L2)."""
    runs: list[tuple[int, int]] = []
    for place, level in enumerate(levels):
        if runs and levels[place - 1] == level:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    if not runs:
        return []
    for level in range(max(levels), 0, -1):
        at = 0
        while at < len(runs):
            end = at
            while end < len(runs) and levels[runs[end][0]] >= level:
                end += 1
            runs[at:end] = reversed(runs[at:end])
            at = end + 1
    return runs


def of_line(levels: Sequence[int], text: str, begin: int, end: int, *, base: int) -> list[int]:
    """The levels of a line cut out of a paragraph; the space at its end is the line's (L1)."""
    line = list(levels[begin:end])
    place = end - 1
    while place >= begin and unicodedata.bidirectional(text[place]) in {"WS", "BN", "S", "B"}:
        line[place - begin] = base
        place -= 1
    return line


def _resolved(letters: list[str], original: list[str], side: str) -> list[str]:
    """The classes after the weak, the paired and the neutral; ``side`` is the paragraph's."""
    classes = _weak(original, side)
    classes = _paired(letters, original, classes, side)
    place = 0
    while place < len(classes):
        if classes[place] not in _NEUTRAL:
            place += 1
            continue
        end = place
        while end < len(classes) and classes[end] in _NEUTRAL:
            end += 1
        before = _sided(classes[place - 1]) if place else side
        after = _sided(classes[end]) if end < len(classes) else side
        classes[place:end] = [before if before == after else side] * (end - place)
        place = end
    return classes


def _weak(original: list[str], side: str) -> list[str]:
    """W1 to W7."""
    classes = list(original)
    strong = side
    for place, each in enumerate(original):
        if each == "NSM":  # W1
            classes[place] = classes[place - 1] if place else side
        if classes[place] in _STRONG:
            strong = classes[place]
        elif classes[place] == "EN" and strong == "AL":  # W2
            classes[place] = "AN"
    classes = ["R" if each == "AL" else each for each in classes]  # W3
    for place in range(1, len(classes) - 1):  # W4
        before, each, after = classes[place - 1 : place + 2]
        if before == after and (
            (each in {"ES", "CS"} and before == "EN") or (each == "CS" and before == "AN")
        ):
            classes[place] = before
    _join_terminators(classes)
    classes = ["ON" if each in {"ES", "ET", "CS"} else each for each in classes]  # W6
    strong = side
    for place, each in enumerate(classes):  # W7
        if each in {"L", "R"}:
            strong = each
        elif each == "EN" and strong == "L":
            classes[place] = "L"
    return classes


def _join_terminators(classes: list[str]) -> None:
    """W5: signs such as a currency's beside European digits count as digits."""
    place = 0
    while place < len(classes):
        end = place
        while end < len(classes) and classes[end] == "ET":
            end += 1
        beside = {classes[place - 1] if place else "", classes[end] if end < len(classes) else ""}
        if end > place and "EN" in beside:
            classes[place:end] = ["EN"] * (end - place)
        place = max(end, place + 1)


def _paired(letters: list[str], original: list[str], classes: list[str], side: str) -> list[str]:
    """N0: both brackets of a pair take the direction of what they hold."""
    for opening, closing in _pairs(letters, classes):
        inside = {_sided(each) for each in classes[opening + 1 : closing]} & {"L", "R"}
        if not inside:
            continue
        turned = side
        if side not in inside:
            before = next(
                (_sided(each) for each in reversed(classes[:opening]) if _sided(each)), side
            )
            turned = before if before in inside else side
        for place in (opening, closing):
            classes[place] = turned
            after = place + 1
            while after < len(classes) and original[after] == "NSM":
                classes[after] = turned
                after += 1
    return classes


def _pairs(letters: list[str], classes: list[str]) -> list[tuple[int, int]]:
    """BD16: the brackets that belong together, by where they open."""
    opened: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    for place, letter in enumerate(letters):
        if classes[place] != "ON":
            continue
        closing = closing_of(letter)
        if closing:
            if len(opened) == _MOST_BRACKETS:
                return []
            opened.append((closing, place))
            continue
        sign = _CANONICAL.get(letter, letter)
        depth = next((n for n in range(len(opened) - 1, -1, -1) if opened[n][0] == sign), None)
        if depth is not None:
            found.append((opened[depth][1], place))
            del opened[depth:]
    return sorted(found)


@lru_cache(maxsize=4096)
def closing_of(letter: str) -> str:
    """The bracket that closes ``letter``; empty where that opens none.

    A mirrored opening sign is followed in Unicode by its closing one, at once or after one sign.
    """
    letter = _CANONICAL.get(letter, letter)
    if unicodedata.category(letter) != "Ps" or not unicodedata.mirrored(letter):
        return ""
    for step in (1, 2):
        after = chr(ord(letter) + step)
        if unicodedata.category(after) == "Pe" and unicodedata.mirrored(after):
            return after
    return ""


def _sided(each: str) -> str:
    """The direction that a class counts as for what is neutral; empty for none."""
    if each == "L":
        return "L"
    return "R" if each in {"R", "AL", "EN", "AN"} else ""
