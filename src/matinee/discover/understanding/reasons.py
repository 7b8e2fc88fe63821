"""Why a title answers a wish: from its facts alone, the strongest reason first."""

from collections.abc import Sequence

from matinee.catalogue.model import TitleWords
from matinee.discover.retrieval.evidence import Told, reason_of
from matinee.discover.understanding.answering import Reader
from matinee.discover.understanding.wishes import Wish
from matinee.discover.understanding.word_postings import stem, telling_words
from matinee.discover.words.folding import words_of
from matinee.vocabulary.wording import Wording

_MOST = 3


def reason_for(reader: Reader, wish: Wish, row: int, told: str = "") -> Wording:
    """The person, the words, the likeness, the mood's evidence, or the facts that were asked.

    ``told`` is what was told at length, if anything was: whatever of it is written of the title.
    """
    holdings = reader.book.holdings
    entry = int(holdings.entry_of[row])
    words = holdings.directory.words[entry]
    people = {str(person.id): person for person in words.people}
    for name in wish.directors:
        if any(key in people for key in name.keys):
            return Wording("Directed by {name}.", {"name": name.name})
    for name in wish.people:
        if any(key in people for key in name.keys):
            return Wording("With {name}.", {"name": name.name})
    if told:
        return reason_of(Told.of(told), words, _genres(reader, words))
    filed = _filed(wish, words)
    if filed:
        return Wording("It is filed under {words}.", {"words": _quoted(filed)})
    return _likeness(reader, wish, words) or _mood(reader, wish, entry) or _facts(reader, wish, row)


def _filed(wish: Wish, words: TitleWords) -> list[str]:
    asked = set(map(stem, telling_words(wish.text)))
    return [
        keyword for keyword in words.keywords if asked & {stem(word) for word in words_of(keyword)}
    ]


def _likeness(reader: Reader, wish: Wish, words: TitleWords) -> Wording | None:
    for name in wish.like:
        entry = reader.book.entry(name)
        if entry is None or name.person:
            continue
        other = reader.book.holdings.directory.words[entry]
        ids = {person.id for person in other.people}
        person = next((one.name for one in words.people if one.id in ids), None)
        if person is not None:
            return Wording("Like {title}, with {name}.", {"title": name.name, "name": person})
        shared = [keyword for keyword in words.keywords if keyword in other.keywords]
        if shared:
            said = {"title": name.name, "words": _quoted(shared)}
            return Wording("Like {title}: {words}.", said)
        genres = [one for one in _genres(reader, words) if one in _genres(reader, other)]
        if genres:
            said = {"title": name.name, "words": ", ".join(genres[:_MOST])}
            return Wording("Like {title}: {words}.", said)
    return None


def _mood(reader: Reader, wish: Wish, entry: int) -> Wording | None:
    signs = reader.moods.signs(reader.book.holdings, entry, wish.moods)
    if not signs:
        return None
    return Wording("Its keywords speak for the mood: {words}.", {"words": _quoted(signs)})


def _facts(reader: Reader, wish: Wish, row: int) -> Wording:
    shelf = reader.book.holdings.shelf
    year, minutes = int(shelf.years[row]), int(shelf.runtimes[row])
    words = reader.book.holdings.directory.words[int(reader.book.holdings.entry_of[row])]
    genres = ", ".join(_genres(reader, words)[:_MOST])
    if not genres or not year:
        return Wording("It meets everything that you asked for.")
    said = {"genres": genres, "year": str(year), "minutes": str(minutes)}
    if minutes and wish.minutes != (None, None):
        return Wording("{genres}, {year}, {minutes} minutes.", said)
    return Wording("{genres}, {year}.", said)


def _genres(reader: Reader, words: TitleWords) -> list[str]:
    shelf = reader.book.holdings.shelf
    row = shelf.index.get(words.id)
    if row is None:
        return []
    codes = shelf.genre_of.indices[shelf.genre_of.indptr[row] : shelf.genre_of.indptr[row + 1]]
    return [shelf.genres[code] for code in codes]


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in dict.fromkeys(words[:_MOST]))
