"""A grammar for what people say of films: stretches with a meaning, chosen, then read in order.

Every word may belong to several readings; the best cover of the sentence is chosen (weighted
interval scheduling), then a walk from left to right gives each its polarity and its place in the
wish. What is left over is text for the search. There is no language model here.
"""

from collections.abc import Sequence

from matinee.discover.understanding.foreign_words import languages_in
from matinee.discover.understanding.lexicons.people_and_days import KIDS
from matinee.discover.understanding.linking import FILM_WORDS, Linking, leading_title, likenesses
from matinee.discover.understanding.names import NameBook
from matinee.discover.understanding.phrases import (
    ABOUT,
    COMPANION,
    COUNTRY,
    FILLER,
    GENRE,
    LIKE_CUE,
    MEETS,
    MOOD,
    NATION,
    OLD,
    ORDER,
    TEXT,
    WHERE,
    phrases_in,
)
from matinee.discover.understanding.quantities import YEARS, quantities
from matinee.discover.understanding.spans import Span, best_cover
from matinee.discover.understanding.tokens import Token, tokens_of
from matinee.discover.understanding.walking import Walk
from matinee.discover.understanding.whole_titles import whole_title
from matinee.discover.understanding.wishes import Wish

_HELD_BACK = frozenset({GENRE, MOOD, NATION, COUNTRY, ORDER, OLD})
_LEADING = frozenset({"nothing", "not", "no", "without", "never", "isnt", "arent"})


def read(sentence: str, book: NameBook) -> Wish:
    """What a member wishes for by a sentence of any length; an empty wish for no words."""
    tokens = tokens_of(sentence)
    if not tokens:
        return Wish()
    phrases = list(phrases_in(tokens))
    linking = Linking(tokens, phrases, book)
    counted = list(quantities(tokens))
    spoken = list(languages_in(tokens))
    title = whole_title(linking, [*phrases, *counted, *spoken])
    if title is not None:
        return title
    cues = [span for span in phrases if span.kind in {LIKE_CUE, MEETS}]
    likes = list(likenesses(linking, [*cues, *_as_cues(tokens)]))
    others = [span for span in phrases if span.kind not in {LIKE_CUE, MEETS}]
    told = _told(tokens, [*others, *counted], likes)
    candidates = [*others, *counted, *spoken, *likes]
    candidates += [*linking.people(), *linking.makers(), *linking.refused_titles(), *linking.times()]
    candidates += [*leading_title(linking), *_kids_genres(tokens, phrases)]
    kept = [span for span in candidates if not _silenced(span, told)]
    chosen = best_cover(kept, len(tokens))
    return Walk(tokens, told).over(chosen)


def _as_cues(tokens: Sequence[Token]) -> list[Span]:
    """The second word of ``as funny as``."""
    words = [token.word for token in tokens]
    return [
        Span(place, place + 1, LIKE_CUE, "as", 6.0)
        for place, word in enumerate(words)
        if word == "as" and place > 1 and "as" in words[max(0, place - 4) : place - 1]
    ]


def _kids_genres(tokens: Sequence[Token], phrases: Sequence[Span]) -> list[Span]:
    """``kids`` before a genre, as in ``a kids comedy``: who watches, not what it is about."""
    genres = {span.start for span in phrases if span.kind == GENRE}
    return [
        Span(place, place + 1, COMPANION, (KIDS, token.word), 9.0)
        for place, token in enumerate(tokens[:-1])
        if token.word in {"kids", "childrens", "kid"}
        and (place + 1 in genres or tokens[place + 1].word in FILM_WORDS)
    ]


def _told(tokens: Sequence[Token], spans: Sequence[Span], likes: Sequence[Span]) -> list[str]:
    """For each word the cue of the story that it belongs to, empty for none.

    ``about the wall`` ends with its clause; ``the one where …`` goes on to the end of the sentence.
    """
    told = [""] * len(tokens)
    numbered = {place for span in spans if span.kind in {YEARS, "minutes"}
                for place in range(span.start, span.end)}
    taken = {place for span in likes for place in range(span.start, span.end)}
    for span in spans:
        if span.kind not in {ABOUT, WHERE}:
            continue
        if span.kind == ABOUT and (span.start in numbered or span.start in taken):
            continue
        refused = span.start > 0 and tokens[span.start - 1].word in _LEADING
        place = span.end
        while place < len(tokens) and place not in taken and not tokens[place].after_break:
            if span.kind == ABOUT and tokens[place].word in {"but", "like", "without", "starring"}:
                break
            told[place] = "refused" if refused else str(span.value)
            place += 1
    return told


def _silenced(span: Span, told: Sequence[str]) -> bool:
    """Whether a reading stands inside a story, where its words only tell it."""
    if span.kind in {TEXT, FILLER}:
        return False
    cue = told[span.start]
    if cue in {"", "refused"}:
        return False
    if span.kind in _HELD_BACK:
        return True
    return cue.startswith("set") and span.kind == YEARS
