"""A sentence that tells a plot: its likelihood orders what the conditions leave."""

import numpy as np
from numpy.typing import NDArray

from matinee.discover.understanding.answering import Answered, Reader, answered
from matinee.discover.understanding.mood_evidence import MoodEvidence
from matinee.discover.understanding.names import NameBook
from matinee.discover.understanding.reading import read
from matinee.discover.understanding.word_postings import WordPostings
from matinee.vocabulary.places import Territory

PLOT = (
    "a lonely clerk steals envelopes then drives through rain towards some deserted motel "
    "whose shy owner stuffs owls"
)


def _answered(book: NameBook, sentence: str, plot: NDArray[np.float32] | None) -> Answered:
    holdings = book.holdings
    reader = Reader(book, MoodEvidence.of(holdings), WordPostings.of(holdings))
    return answered(
        reader,
        read(sentence, book),
        visible=np.ones(len(holdings.shelf), np.bool_),
        prior=np.zeros(len(holdings.directory), np.float32),
        territory=Territory("NL"),
        plot=plot,
    )


def _likely(book: NameBook, *names: str) -> NDArray[np.float32]:
    """A score for each entry: the names in this order, every other one far below; one unknown."""
    holdings = book.holdings
    plot = np.full(len(holdings.directory), -9, np.float32)
    for place, name in enumerate(names):
        plot[holdings.entry_of[holdings.shelf.names.index(name)]] = -place
    plot[holdings.entry_of[holdings.shelf.names.index("No Facts")]] = -np.inf
    return plot


def _names(book: NameBook, found: Answered) -> list[str]:
    return [book.holdings.shelf.names[row] for row in found.rows.tolist()]


def test_a_plot_is_answered_by_its_likelihood_where_no_keyword_has_its_words(
    book: NameBook,
) -> None:
    found = _answered(book, PLOT, _likely(book, "Psycho", "Fargo"))
    assert found.by_plot
    assert not found.missed_text
    assert _names(book, found)[:2] == ["Psycho", "Fargo"]


def test_what_nothing_is_known_of_is_never_recalled(book: NameBook) -> None:
    assert "No Facts" not in _names(book, _answered(book, PLOT, _likely(book, "Psycho")))


def test_a_plot_keeps_to_the_conditions_beside_it(book: NameBook) -> None:
    found = _answered(book, f"{PLOT}, in French", _likely(book, "Psycho", "Traffic"))
    assert _names(book, found)[0] == "Traffic"
    assert set(_names(book, found)) == {"Playtime", "Mon Oncle", "Traffic"}


def test_likeness_is_asked_for_before_a_plot(book: NameBook) -> None:
    found = _answered(book, "something like Vertigo", _likely(book, "Fargo"))
    assert not found.by_plot
