"""Phrases that mean something wherever they stand, found by their first word."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from matinee.discover.understanding.lexicons.genres import GENRES, WITH_COUNTRY, WITH_MOOD
from matinee.discover.understanding.lexicons.moods import COMPARED, MOODS
from matinee.discover.understanding.lexicons.nations import adjectives, countries
from matinee.discover.understanding.lexicons.people_and_days import COMPANY, OCCASIONS
from matinee.discover.understanding.spans import Span
from matinee.discover.understanding.tokens import Token
from matinee.discover.understanding.wishes import Order
from matinee.discover.words.folding import words_of

GENRE, MOOD, NATION, COUNTRY = "genre", "mood", "nation", "country"
COMPANION, OCCASION, ORDER, TEXT, FILLER = "company", "occasion", "order", "text", "filler"
REFUSING, ENDING, ABOUT, WHERE, LENGTH, OLD = "refusing", "ending", "about", "where", "length", "old"
LESS = "less"
PERSON_CUE, LIKE_CUE, MEETS = "person cue", "like cue", "meets"
BY, WITH = "by", "with"

Phrase = tuple[tuple[str, ...], str, Any, float]

_FILM_WORDS = ("film", "movie", "picture", "flick", "feature", "title", "show", "series", "watch")
_FIXED_TEXTS = (
    "black and white",
    "film noir",
    "neo noir",
    "martial arts",
    "true story",
    "true stories",
    "coming of age",
    "time travel",
    "road movie",
    "silent film",
    "silent films",
    "silent movie",
    "silent movies",
    "in colour",
    "in color",
    "science teacher",
    "space opera",
    "cold war",
    "world war",
    "civil war",
    "second world war",
    "first world war",
    "world war 2",
    "world war 1",
    "world war ii",
    "vietnam war",
    "love triangle",
    "new wave",
    "pre war",
    "post war",
    "postwar",
    "new hollywood",
    "true crime",
    "high school",
    "christmas tree",
)
_REFUSING = {
    "plain": (
        "no", "without", "nothing", "never", "avoid", "avoiding", "except", "except for", "minus",
        "excluding", "exclude", "other than", "anything but", "free of", "skip", "leave out",
        "dont want", "do not want", "i dont want", "dont want any", "i hate", "i dislike", "hate",
        "i cant stand", "cant stand", "i dont like", "dont like", "i do not like", "not with",
        "without any", "no more", "nothing too", "none of", "nothing with", "sick of", "tired of",
        "had enough of", "not in the mood for", "doesnt have", "does not have", "doesnt involve",
        "not feel like", "dont feel like", "allergic to", "anything except", "but no", "apart from",
        "with no", "lacking", "minus the", "hold the", "not interested in", "instead of",
        "rather than", "not featuring", "not starring", "not involving", "i dont feel like", "zero",
        "bored of", "steer clear of", "dont show me", "aside from", "besides", "not about",
    ),
    "adjective": (
        "not", "isnt", "is not", "thats not", "that isnt", "arent", "not too", "not very", "not so",
        "not overly", "isnt too", "wont be", "isnt very", "not really", "not at all", "not a",
        "not an", "not any", "not the", "isnt a", "isnt an", "neither", "nor", "arent too", "wasnt",
        "non", "not as", "doesnt get", "not particularly", "isnt so", "wont", "not be",
        "not another", "not excessively", "not that",
    ),
    "less": ("less", "not as", "less of"),
}
_ENDING = ("but", "though", "however", "yet", "although", "just", "only", "instead", "ideally",
           "preferably", "maybe", "perhaps", "please")
_ABOUT = ("about", "set in", "set on", "set at", "takes place in", "taking place in", "based on",
          "dealing with", "deals with", "featuring a", "featuring an", "involving", "on the subject of",
          "revolving around", "centred on", "centered on", "focused on", "concerning", "set during",
          "takes place on", "tells the story of", "the story of", "story of", "set aboard",
          "set around", "set against", "inspired by", "that deals with", "taking place on")
_WHERE = ("where", "in which", "the one where", "the one with", "the one about", "that one where",
          "that one with", "that one about", "the one in which", "one where")
_LENGTHS = {
    "short": (None, 90), "shortish": (None, 90), "quick watch": (None, 90),
    "something quick": (None, 90), "not too long": (None, 120), "not very long": (None, 120),
    "not that long": (None, 120), "not so long": (None, 120), "isnt too long": (None, 120),
    "not overly long": (None, 120), "isnt long": (None, 120), "not long": (None, 120),
    "arent too long": (None, 120), "not super long": (None, 120), "nothing too long": (None, 120),
    "nothing long": (None, 120), "feature length": (None, None), "wont take all night": (None, 120),
}
_ORDERS = {
    Order.NEWEST: ("newest", "latest", "most recent", "newest first", "new releases", "brand new"),
    Order.OLDEST: ("oldest", "earliest", "oldest first", "the first film", "first ever"),
    Order.LONGEST: ("longest",),
    Order.SHORTEST: ("shortest",),
    Order.POPULAR: ("most popular", "popular", "most watched", "most viewed", "everyone is watching",
                    "biggest", "best known", "most famous", "famous", "trending", "well known",
                    "popular right now", "everybody is watching", "top"),
}
_LIKE = (
    "like", "something like", "anything like", "films like", "movies like", "film like",
    "movie like", "similar to", "more like", "in the style of", "in the vein of", "in the spirit of",
    "reminiscent of", "if you liked", "if i liked", "if i loved", "i loved", "i love", "i liked",
    "we loved", "we liked", "i really liked", "i really loved", "we just finished", "just finished",
    "i just finished", "just watched", "we just watched", "i just watched", "i enjoyed",
    "we enjoyed", "for fans of", "fans of", "a fan of", "along the lines of", "akin to",
    "close to", "resembling", "comparable to", "much like", "same vibe as", "the same vibe as",
    "vibes of", "in the mould of", "a la", "reminds me of", "remind me of", "such as",
    "the feel of", "like in", "as good as", "just saw", "i just saw", "we just saw",
    "the new", "people who liked", "people who loved", "a cross between", "a mix of", "mix of",
    "cross between", "if you like", "if you love", "if you enjoyed", "if i enjoyed", "enjoyed",
    "loved", "adored", "i adored", "finished watching", "spiritual successor to", "sort of like",
    "kind of like", "feels like", "same as", "the style of", "the spirit of", "after watching",
    "recommend after", "what to watch after", "the vibe of", "a bit like", "like the film",
    "like the movie", "rewatched", "i have just seen", "ive just seen", "we have just seen",
)
_MEETS = ("meets", "crossed with", "mixed with", "x", "by way of")
_PERSON_CUES = {
    BY: ("by", "directed by", "made by", "from director", "by director", "the director", "director",
         "a film by", "filmmaker", "direction by", "from the director", "helmed by"),
    WITH: ("with", "starring", "featuring", "stars", "played by", "acted by", "with both", "has",
           "written by", "and starring", "costarring", "co starring", "scripted by", "actor",
           "actress", "both", "in which there is", "having"),
}
_FILLERS = (
    "a", "an", "the", "some", "something", "anything", "any", "somebody", "i", "we", "me", "us",
    "you", "your", "my", "our", "want", "wants", "to", "see", "watch", "watching", "show", "find",
    "give", "recommend", "suggest", "please", "need", "needs", "looking", "for", "can", "could",
    "would", "should", "do", "does", "have", "has", "had", "got", "get", "is", "are", "was", "be",
    "there", "what", "which", "that", "this", "these", "those", "and", "or", "of", "from", "in",
    "with", "by", "on", "at", "to", "it", "its", "im", "id", "ive", "were", "weve", "thats",
    "tonight", "today", "tomorrow", "now", "one", "ones", "good", "great", "nice", "decent", "best",
    "really", "very", "quite", "rather", "bit", "little", "mood", "fancy", "feel", "feeling", "like",
    "say", "so", "too", "then", "also", "both", "who", "will", "keep", "more", "most", "much",
    "longer", "shorter", "older", "newer", "classic", "old", "long", "new", "am", "not",
    "let", "lets", "put", "play", "out", "up", "surprise", "as", "kind", "sort", "type", "style",
    "made", "set", "story", "stories", "hi", "hello", "hey", "thanks", "thank", "maybe", "perhaps",
    "ideally", "preferably", "just", "only", "but", "though", "still", "about", "suitable", "ok",
    "okay", "appropriate", "fine", "safe", "visiting", "coming", "over", "here", "hour", "original",
    "evening", "night", "movies", "movie", "film", "films", "flick", "flicks", "feature", "features",
    "picture", "pictures", "title", "titles", "shows", "watchable", "else", "than", "how", "when",
    "if", "being", "been", "bring", "loves", "love", "loved", "liked", "likes", "enjoy", "enjoys",
    "must", "want", "wanted", "id", "em", "their", "his", "her", "he", "she", "they", "them",
    "spoken", "language", "dubbed", "era", "period", "years", "time", "because", "since", "while",
    "all", "everyone", "everybody", "every", "own", "same", "starring", "directed", "director",
    "actor", "actress", "recent", "lets", "wed", "youve", "theres", "whats", "finished", "rated",
    "everything", "a couple of", "couple of", "together", "bits", "parts", "stuff", "moments",
    "make", "makes", "people", "person", "someone", "cinema", "production", "productions", "flavour",
)


def _kept(words: str) -> tuple[str, ...]:
    return words_of(words)


@lru_cache(maxsize=1)
def phrase_book() -> dict[str, tuple[Phrase, ...]]:
    """All phrases by their first word."""
    book: defaultdict[str, list[Phrase]] = defaultdict(list)

    def add(said: str, kind: str, value: Any, weight: float) -> None:
        words = _kept(said)
        if words:
            book[words[0]].append((words, kind, value, weight * len(words)))

    _add_subjects(add)
    _add_cues(add)
    return {first: tuple(phrases) for first, phrases in book.items()}


def _add_subjects(add: Any) -> None:
    for said, genres in GENRES.items():
        add(said, GENRE, (genres, (), ()), 10.0)
        add(f"{said}s", GENRE, (genres, (), ()), 10.0)
    for said, (genres, country) in WITH_COUNTRY.items():
        add(said, GENRE, (genres, (), (country,)), 10.5)
        add(f"{said}s", GENRE, (genres, (), (country,)), 10.5)
    for said, (genres, moods) in WITH_MOOD.items():
        add(said, GENRE, (genres, moods, ()), 10.5)
    for mood in MOODS:
        for said in mood.said:
            add(said, MOOD, mood.name, 10.0)
    for said, mood_name in COMPARED.items():
        add(said, MOOD, mood_name, 10.0)
    for said, value in adjectives().items():
        add(said, NATION, value, 10.0)
    for said, code in countries().items():
        add(said, COUNTRY, code, 9.9)
    for name, phrases in COMPANY.items():
        for said in phrases:
            add(said, COMPANION, (name, said), 10.2)
            if said.startswith("my "):
                add(f"{said}s", COMPANION, (name, said), 10.2)
    for name, phrases in OCCASIONS.items():
        for said in phrases:
            add(said, OCCASION, name, 10.2)
    for order, phrases in _ORDERS.items():
        for said in phrases:
            add(said, ORDER, order, 10.0)
    for said in _FIXED_TEXTS:
        add(said, TEXT, said, 10.1)


def _add_cues(add: Any) -> None:
    for manner, phrases in _REFUSING.items():
        for said in phrases:
            add(said, LESS if manner == "less" else REFUSING, manner, 9.0)
    for said in _ENDING:
        add(said, ENDING, said, 5.0)
    for said in _ABOUT:
        add(said, ABOUT, said, 8.0)
    for said in _WHERE:
        add(said, WHERE, said, 8.0)
    for said, bounds in _LENGTHS.items():
        add(said, LENGTH, bounds, 10.3)
    for said in ("old", "classic", "vintage"):
        add(said, OLD, said, 3.0)
    for said in _LIKE:
        add(said, LIKE_CUE, said, 6.0)
    for said in _MEETS:
        add(said, MEETS, said, 6.0)
    for role, phrases in _PERSON_CUES.items():
        for said in phrases:
            add(said, PERSON_CUE, role, 6.0)
    for said in _FILLERS:
        add(said, FILLER, said, 1.0)


def phrases_in(tokens: Sequence[Token]) -> Iterator[Span]:
    """Every phrase of the book that stands in the sentence."""
    book = phrase_book()
    words = [token.word for token in tokens]
    for start, word in enumerate(words):
        for phrase, kind, value, weight in book.get(word, ()):
            end = start + len(phrase)
            if word == "us" and kind == NATION and not tokens[start].written.isupper():
                continue
            if len(phrase) == 1 or tuple(words[start:end]) == phrase:
                yield Span(start, end, kind, value, weight)
