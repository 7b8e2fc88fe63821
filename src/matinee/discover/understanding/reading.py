"""A grammar for what people say of films: stretches with a meaning, chosen, then read in order.

Every word may belong to several readings; the best cover of the sentence is chosen (weighted
interval scheduling), then a walk from left to right gives each its polarity and its place in the
wish. What is left over is text for the search. There is no language model here.
"""

from collections.abc import Iterable, Sequence

from matinee.discover.understanding import kinds
from matinee.discover.understanding.absent import absent
from matinee.discover.understanding.asked_by_capitals import titles_by_capitals
from matinee.discover.understanding.asked_titles import (
    asked_title,
    slipped_head,
    titles_behind_verbs,
    titles_put_on,
)
from matinee.discover.understanding.clear_names import clear_titles
from matinee.discover.understanding.company_lists import company_lists
from matinee.discover.understanding.comparisons import (
    compared_cues,
    favourites,
    in_the_manner,
    pointing_back,
    recalled,
)
from matinee.discover.understanding.conditions import refused_if
from matinee.discover.understanding.couples import couples
from matinee.discover.understanding.foreign_words import languages_in
from matinee.discover.understanding.framed_likes import framed_likes, might_be_theirs
from matinee.discover.understanding.framed_titles import (
    joined_titles,
    originals,
    quoted_titles,
    refused_afterwards,
    slipped_titles,
    titles_refused_behind,
    wanted_titles,
    whole_clauses,
)
from matinee.discover.understanding.heard import FILM_WORDS, Heard
from matinee.discover.understanding.indifferent import indifferent
from matinee.discover.understanding.joined_names import with_joined_names
from matinee.discover.understanding.lexicons.company import BY_VERB, KIDS, WATCHING
from matinee.discover.understanding.likeness import (
    leading_title,
    likenesses,
    styled,
)
from matinee.discover.understanding.misspelled import mended
from matinee.discover.understanding.names import NameBook
from matinee.discover.understanding.people import People
from matinee.discover.understanding.phrases import phrases_in
from matinee.discover.understanding.quantities import quantities
from matinee.discover.understanding.refusals import kept_out, refused_titles
from matinee.discover.understanding.refused_behind import not_by_them, refused_behind
from matinee.discover.understanding.refused_versions import refused_versions
from matinee.discover.understanding.slipped_people import slipped_people
from matinee.discover.understanding.small_heads import heads_in_small_letters
from matinee.discover.understanding.spans import Span, best_cover
from matinee.discover.understanding.titles_and_makers import titles_beside
from matinee.discover.understanding.tokens import Token, tokens_of
from matinee.discover.understanding.told_by_titles import makers, times
from matinee.discover.understanding.walking import Walk
from matinee.discover.understanding.whole_titles import whole_title
from matinee.discover.understanding.wishes import Wish

_HELD_BACK = frozenset(
    {kinds.GENRE, kinds.MOOD, kinds.NATION, kinds.COUNTRY, kinds.ORDER, kinds.OLD}
    | {kinds.OCCASION, kinds.TITLE, kinds.COMPANION}
)
_CALLING = frozenset({kinds.LIKE_CUE, kinds.MEETS})
_REFUSALS = frozenset({"nothing", "not", "no", "without", "never", "isnt", "arent"})
_ENDING_STORIES = frozenset({"but", "like", "without", "starring"})
_ASKING = frozenset({"can", "could", "do", "is", "might", "would", "will", "are", "should"})
_REFUSED = "refused"


def read(sentence: str, book: NameBook) -> Wish:
    """What a member wishes for by a sentence of any length; an empty wish for no words."""
    tokens = with_joined_names(tokens_of(sentence))
    if not tokens:
        return Wish()
    heard = _heard(tokens, book)
    tokens, phrases = heard.tokens, heard.phrases
    counted = list(quantities(tokens))
    spoken = list(languages_in(tokens))
    meant = [*phrases, *counted, *spoken]
    title = whole_title(heard, meant)
    if title is not None:
        return title
    cues = [span for span in phrases if span.kind in _CALLING]
    pointing = pointing_back(heard)
    likes = list(likenesses(heard, [*cues, *compared_cues(tokens, phrases)]))
    likes += recalled(heard, pointing)
    names = clear_titles(heard)
    wanted = list(wanted_titles(heard, names))
    others = [span for span in phrases if span.kind not in _CALLING]
    told = _told(tokens, [*others, *counted], [*likes, *wanted])
    named = People(heard)
    people = [*named.spans(), *couples(heard, named), *slipped_people(heard)]
    candidates = [*others, *counted, *spoken, *likes, *people, *makers(heard)]
    candidates += [*refused_behind(heard, [*phrases, *people]), *wanted]
    candidates += [*framed_likes(heard, names), *might_be_theirs(heard, people)]
    candidates += [*originals(heard, names), *slipped_titles(heard, names)]
    candidates += [*quoted_titles(heard, names), *joined_titles(heard, names)]
    candidates += [*refused_afterwards(heard, names), *whole_clauses(heard, names)]
    candidates += [*not_by_them(heard, [*people, *likes])]
    candidates += titles_refused_behind(heard, names, seen=not pointing)
    candidates += [*refused_titles(heard, seen=not pointing), *times(heard), *leading_title(heard)]
    candidates += [*styled(heard), *in_the_manner(heard), *favourites(heard), *pointing]
    candidates += [*kept_out(heard), *titles_by_capitals(heard, meant)]
    candidates += [*_kids_genres(tokens, phrases), *_watching(tokens)]
    candidates += [*asked_title(heard, meant), *titles_behind_verbs(heard, meant)]
    candidates += [*titles_put_on(heard, meant), *slipped_head(heard, meant)]
    candidates += heads_in_small_letters(heard, meant)
    candidates += indifferent(heard, [*phrases, *spoken])
    candidates += [*company_lists(heard), *refused_versions(heard)]
    candidates += [*absent(heard), *refused_if(heard, [*phrases, *people])]
    likened = [span for span in candidates if span.kind == kinds.LIKE]
    candidates += titles_beside(heard, candidates, likened)
    kept = [span for span in candidates if not _silenced(span, told)]
    return Walk(tokens, told).over(best_cover(kept, len(tokens)))


def _heard(tokens: Sequence[Token], book: NameBook) -> Heard:
    """The sentence, heard again where a word of it had to be mended."""
    heard = Heard(tokens, list(phrases_in(tokens)), book)
    words = mended(heard)
    return heard if words is tokens else Heard(words, list(phrases_in(words)), book)


def _kids_genres(tokens: Sequence[Token], phrases: Sequence[Span]) -> list[Span]:
    """``kids`` before a genre, as in ``a kids comedy``: who watches, not what it is about."""
    genres = {span.start for span in phrases if span.kind == kinds.GENRE}
    return [
        Span(place, place + 1, kinds.COMPANION, (KIDS, token.word), 9.0)
        for place, token in enumerate(tokens[:-1])
        if token.word in {"kids", "childrens", "kid"}
        and (place + 1 in genres or tokens[place + 1].word in FILM_WORDS)
    ]


def _watching(tokens: Sequence[Token]) -> list[Span]:
    """``kids are bored``, ``gran's over``: whoever is there, by the verb behind them."""
    return [
        Span(place, place + 1, kinds.COMPANION, (name, token.word), 9.0)
        for place, token in enumerate(tokens)
        for name, words in BY_VERB.items()
        for said in words
        if (token.word == said and place + 1 < len(tokens) and tokens[place + 1].word in WATCHING)
        or (token.word == f"{said}s" and token.written[-2:] in {"'s", "’s"})
    ]


def _told(tokens: Sequence[Token], spans: Sequence[Span], likes: Sequence[Span]) -> list[str]:
    """For each word the cue of the story that it belongs to, empty for none.

    A story ends with its clause: what follows a comma may say something of the film again.
    """
    told = [""] * len(tokens)
    measured = _places(span for span in spans if span.kind in {kinds.YEARS, kinds.MINUTES})
    taken = _places(likes)
    occasions = {span.start for span in spans if span.kind == kinds.OCCASION}
    for span in spans:
        if span.kind not in {kinds.ABOUT, kinds.WHERE}:
            continue
        if span.kind == kinds.ABOUT and (span.start in measured or span.start in taken):
            continue
        if span.kind == kinds.WHERE and not span.start and _asks(tokens, span.end):
            continue
        refused = span.start > 0 and tokens[span.start - 1].word in _REFUSALS
        place = span.end
        while place < len(tokens) and place not in taken and not tokens[place].after_break:
            if span.kind == kinds.ABOUT and tokens[place].word in _ENDING_STORIES:
                break
            if tokens[place].word == "for" and not occasions.isdisjoint(
                (place, place + 1, place + 2)
            ):
                break
            told[place] = _REFUSED if refused else str(span.value)
            place += 1
    return told


def _asks(tokens: Sequence[Token], place: int) -> bool:
    """Whether ``where`` asks for a film: ``where can I find …``."""
    return place < len(tokens) and tokens[place].word in _ASKING


def _places(spans: Iterable[Span]) -> set[int]:
    return {place for span in spans for place in range(span.start, span.end)}


def _silenced(span: Span, told: Sequence[str]) -> bool:
    """Whether a reading stands inside a story, where its words only tell it."""
    cue = told[span.start]
    if span.kind in {kinds.TEXT, kinds.FILLER} or cue in {"", _REFUSED}:
        return False
    return span.kind in _HELD_BACK or (cue.startswith("set") and span.kind == kinds.YEARS)
