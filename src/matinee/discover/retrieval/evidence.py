"""Why a title answers a description: from what is written of it, and nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matinee.catalogue.model import TitleWords
from matinee.discover.texts.text_index import terms_of
from matinee.discover.words.empty_words import EMPTY_WORDS
from matinee.discover.words.folding import words_of
from matinee.vocabulary.wording import Wording

_MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Told:
    """The words of a description, by their stems."""

    words: Mapping[str, str]

    @classmethod
    def of(cls, description: str) -> "Told":
        """Words that say something, each as it is first written."""
        found: dict[str, str] = {}
        for word in words_of(description):
            if word not in EMPTY_WORDS:
                for term in terms_of(word):
                    found.setdefault(term, word)
        return cls(found)

    def shared(self, texts: Iterable[str]) -> list[str]:
        """Those of the words that stand in ``texts``, in the order of the description."""
        stems = {term for text in texts for term in terms_of(text)}
        return [word for term, word in self.words.items() if term in stems]

    def has_all(self, text: str) -> bool:
        """Whether every word of a short text is among them."""
        terms = terms_of(text)
        return bool(terms) and all(term in self.words for term in terms)


def reason_of(told: Told, words: TitleWords, genres: Sequence[str]) -> Wording:
    """The strongest of: somebody who is named, the name, its theme, its story, its meaning."""
    person = next((one.name for one in words.people if told.has_all(one.name)), None)
    if person is not None:
        return Wording("With {name}.", {"name": person})
    name = told.shared(words.names[:1])
    if name and told.has_all(words.names[0]):
        return Wording("Its name is what you wrote.")
    themes = [theme for theme in (*genres, *words.keywords) if told.has_all(theme)]
    story = told.shared(words.synopses)
    if len(story) > 1 or (story and not themes and not name):
        return Wording("Its description has {words}.", {"words": _quoted(story)})
    if themes:
        return Wording("It is filed under {words}.", {"words": _quoted(themes)})
    if name:
        return Wording("Its name has {words}.", {"words": _quoted(name)})
    return Wording("Its description is close in meaning to yours.")


def reason_of_likeness(
    like: TitleWords, like_genres: Sequence[str], words: TitleWords, genres: Sequence[str]
) -> Wording:
    """What two titles have in common: people first, then themes, then their stories."""
    people = {person.id for person in like.people}
    person = next((one.name for one in words.people if one.id in people), None)
    if person is not None:
        return Wording("Like {title}, with {name}.", {"title": like.names[0], "name": person})
    themes = [
        theme for theme in (*words.keywords, *genres) if theme in (*like.keywords, *like_genres)
    ]
    if themes:
        shared = {"title": like.names[0], "words": _quoted(themes)}
        return Wording("Like {title}: {words}.", shared)
    return Wording("Its description is close to that of {title}.", {"title": like.names[0]})


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in dict.fromkeys(words[:_MOST_WORDS]))
