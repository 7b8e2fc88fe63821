"""A sentence as words: folded for comparing, as they were written, and where a clause breaks."""

import re
import unicodedata
from dataclasses import dataclass, replace

from matinee.discover.understanding.lexicons.listing import listed
from matinee.discover.words.folding import words_of

MOST_TOKENS = 80
"""Words of a sentence that are read; what comes after them is left to the search for words."""

_CHUNK = re.compile(r"\S+")
_BREAK = re.compile(r"[,;:!?)(]|\.(?=$)|\.\.+$| - |–|—")
_MARK = re.compile(r"[<>≤≥]=?")
_MARKS = {"<": "under", ">": "over", "≤": "under", "≥": "over"}
_GLUED = re.compile(
    r"(?<=\d)(?=(?:m|min|mins|minutes|h|hr|hrs|hours|yo|yrs?|year|h\d\d(?:m|mins?)?)\b)"
    r"|(?<=\dh)(?=\d\d(?:m|min|mins)?\b)",
    re.IGNORECASE,
)
_WITHOUT = re.compile(r"(?<!\w)w/(?:o|out)(?!\w)", re.IGNORECASE)
_WITH = re.compile(r"(?<!\w)w/(?=\s|\w)", re.IGNORECASE)
_CLOCK = re.compile(r"(?<![\d:])([0-4]):([0-5]\d)(?![\d:])")
_RANGE = re.compile(
    r"(?<=\d) ?[-–] ?(?=\d{1,3} ?-?(?:min|mins|minutes|h|hr|hrs|hours)\b)", re.IGNORECASE
)
_QUOTES = frozenset('"“”«»„')
_HALVES = re.compile(r"(?<=\d)[.,]5(?=[ -]?(?:h|hr|hrs|hours?)\b)", re.IGNORECASE)
_NUMBERED = re.compile(r"\b(no)\.\s*(?=\d)", re.IGNORECASE)
"""``No. 5``, which ends no clause as ``no.`` does elsewhere."""
_SHORTENED = frozenset({"mr", "mrs", "ms", "dr", "st", "vs", "jr", "sr", "vol", "pt"})
"""Words behind which a full stop ends no clause."""
_RESPELLED = {
    "nite": "night",
    "nites": "nights",
    "tonite": "tonight",
    "pls": "please",
    "plz": "please",
}
_UNITS = listed(
    "zero, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, "
    "fourteen, fifteen, sixteen, seventeen, eighteen, nineteen"
)
_NUMBERS = {word: str(number) for number, word in enumerate(_UNITS)}
_TENS = {
    word: 10 * number
    for number, word in enumerate(
        listed("twenty, thirty, forty, fifty, sixty, seventy, eighty, ninety"), start=2
    )
}


@dataclass(frozen=True, slots=True)
class Token:
    """A word. ``plain`` has its number in digits; ``after_break`` that a new clause begins.

    ``joined`` says that only a hyphen parts it from the word before, ``quoted`` that it stands in
    quotation marks.
    """

    word: str
    plain: str
    written: str
    capital: bool
    after_break: bool
    joined: bool = False
    quoted: bool = False


def seen(sentence: str) -> str:
    """The sentence without control characters and halves of characters, which nobody means."""
    return "".join(
        " " if unicodedata.category(letter) in {"Cc", "Cs"} else letter for letter in sentence
    )


def tokens_of(sentence: str) -> list[Token]:
    """The first :data:`MOST_TOKENS` words of a sentence."""
    found: list[Token] = []
    breaks = quoted = False
    sentence = _NUMBERED.sub(r"\1 ", sentence)
    spaced = _HALVES.sub(" and a half ", _MARK.sub(_spelled, sentence))
    spaced = _CLOCK.sub(r"\1h\2", _RANGE.sub(" to ", spaced))
    spaced = _WITH.sub("with ", _WITHOUT.sub("without", _GLUED.sub(" ", spaced)))
    for match in _CHUNK.finditer(spaced):
        chunk = match.group()
        words = words_of(chunk)
        if chunk[0] in "([–—-" or not words:
            breaks = True
        parts = _written(chunk, words)
        opening = chunk.lstrip("([")[:1]
        quoted = quoted or opening in _QUOTES
        for place, word in enumerate(words):
            shown = parts[place]
            found.append(
                Token(
                    word=_RESPELLED.get(word, word),
                    plain=_NUMBERS.get(word) or str(_TENS.get(word, "")) or word,
                    written=shown,
                    capital=shown[:1].isupper() or shown[:1].isdigit(),
                    after_break=breaks and place == 0,
                    joined=place > 0 and "-" in chunk,
                    quoted=quoted,
                )
            )
            breaks = False
        quoted = quoted and chunk.rstrip(".,;:!?)")[-1:] not in _QUOTES
        breaks = breaks or _ends_clause(chunk, words)
        if len(found) >= MOST_TOKENS:
            break
    return _counted(found[:MOST_TOKENS])


def _spelled(match: re.Match[str]) -> str:
    return f" {_MARKS[match.group()[0]]} "


def _written(chunk: str, words: tuple[str, ...]) -> list[str]:
    shown = chunk.strip('.,;:!?()[]"“”«»…<>')
    if len(words) == 1:
        return [shown or chunk]
    parts = [part for part in re.split(r"[\W_]+", shown.replace("'", "").replace("’", "")) if part]
    if len(parts) != len(words):
        return list(words)
    if shown[-2:] in {"'s", "’s"} and parts[-1].endswith("s"):
        parts[-1] = f"{parts[-1][:-1]}'s"
    return parts


def _ends_clause(chunk: str, words: tuple[str, ...]) -> bool:
    last = chunk.rstrip("\"'”»")[-1:]
    if last == ".":
        return bool(words) and len(words[-1]) > 1 and words[-1] not in _SHORTENED
    return last in ",;:!?)…–—" and bool(last)


def _hundreds(tokens: list[Token]) -> list[Token]:
    """``a hundred`` and ``one hundred and ten`` minutes: one number."""
    found: list[Token] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        following = tokens[place + 1] if place + 1 < len(tokens) else token
        if following.word != "hundred" or token.word not in {"a", "one", "two"}:
            found.append(token)
            place += 1
            continue
        number, end = 200 if token.word == "two" else 100, place + 2
        rest = end + (end < len(tokens) and tokens[end].word == "and")
        if rest < len(tokens) and tokens[rest].plain.isdigit() and int(tokens[rest].plain) < 100:
            number, end = number + int(tokens[rest].plain), rest + 1
            if end < len(tokens) and number % 10 == 0 and tokens[end].word in _NUMBERS:
                number, end = number + int(tokens[end].plain), end + 1
        if end < len(tokens) and tokens[end].word.startswith("min"):
            said = tokens[place:end]
            word = " ".join(one.word for one in said)
            written = " ".join(one.written for one in said)
            found.append(replace(token, word=word, plain=str(number), written=written))
        else:
            found += tokens[place:end]
        place = end
    return found


def _counted(tokens: list[Token]) -> list[Token]:
    """``twenty five`` is 25; ``nineteen sixty`` stays two words."""
    joined: list[Token] = []
    for token in _hundreds(tokens):
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.word in _TENS
            and token.word in _NUMBERS
            and 0 < int(token.plain) < 10
            and not token.after_break
        ):
            joined[-1] = replace(
                before,
                word=f"{before.word} {token.word}",
                plain=str(int(before.plain) + int(token.plain)),
                written=f"{before.written} {token.written}",
            )
        else:
            joined.append(token)
    return joined
