"""What is told at length: parts weigh, refusals and ages hold; a plot asks for nothing else."""

import numpy as np
from numpy.typing import NDArray

from matinee.discover.understanding.answering import Reader
from matinee.discover.understanding.mood_evidence import MoodEvidence
from matinee.discover.understanding.names import NameBook
from matinee.discover.understanding.reading import read
from matinee.discover.understanding.weighing import recalled, told_wish, weighed
from matinee.discover.understanding.wishes import Terms, Wish
from matinee.discover.understanding.word_postings import WordPostings
from matinee.vocabulary.places import Territory

NL = Territory("NL")
PLOT = (
    "a lonely clerk steals envelopes then drives through rain towards some deserted motel "
    "whose shy owner stuffs owls"
)


def _reader(book: NameBook) -> Reader:
    return Reader(book, MoodEvidence.of(book.holdings), WordPostings.of(book.holdings))


def _everyone(book: NameBook) -> NDArray[np.bool_]:
    return np.ones(len(book.holdings.shelf), np.bool_)


def _weighed(book: NameBook, wish: Wish, *fitting: str) -> list[str]:
    shelf = book.holdings.shelf
    words = np.zeros(len(shelf), np.float32)
    for name in fitting:
        words[shelf.names.index(name)] = 1
    prior = np.zeros(len(book.holdings.directory), np.float32)
    found = weighed(_reader(book), wish, words, visible=_everyone(book), prior=prior, territory=NL)
    assert found.weighed
    return [shelf.names[row] for row in found.rows.tolist()]


def _recalled(book: NameBook, wish: Wish, *likely: str) -> list[str]:
    shelf, holdings = book.holdings.shelf, book.holdings
    scores = np.full(len(holdings.directory), -9, np.float32)
    for place, name in enumerate(likely):
        scores[holdings.entry_of[shelf.names.index(name)]] = -place
    scores[holdings.entry_of[shelf.names.index("No Facts")]] = -np.inf
    found = recalled(_reader(book), wish, scores, visible=_everyone(book), territory=NL)
    assert found.by_plot
    return [shelf.names[row] for row in found.rows.tolist()]


def test_a_title_that_meets_more_of_what_was_said_comes_before_one_that_meets_less(
    book: NameBook,
) -> None:
    wish = read("thrillers and comedies by Alfred Hitchcock", book)
    shown = _weighed(book, wish)
    assert shown[0] == "Vertigo"
    assert max(shown.index("Psycho"), shown.index("Playtime")) < shown.index("Fargo")
    assert len(shown) == len(book.holdings.shelf)


def test_words_that_fit_bring_a_title_before_one_that_meets_the_parts(book: NameBook) -> None:
    assert _weighed(book, read("a thriller", book), "Playtime")[0] == "Playtime"


def test_what_is_refused_stays_refused_however_well_its_words_fit(book: NameBook) -> None:
    wish = read("a comedy, but nothing by Alfred Hitchcock", book)
    assert "Psycho" not in _weighed(book, wish, "Psycho")


def test_a_sentence_is_a_plot_when_many_of_its_words_are_left_over(book: NameBook) -> None:
    assert told_wish("a thriller", read("a thriller", book)) is None
    told = told_wish(PLOT, read(PLOT, book))
    assert told == Wish(text=PLOT)


def test_a_plot_keeps_only_what_is_refused(book: NameBook) -> None:
    sentence = f"{PLOT}, not by Alfred Hitchcock"
    told = told_wish(sentence, read(sentence, book))
    assert told is not None
    assert told.without != Terms()
    assert _recalled(book, told, "Psycho", "Fargo")[0] == "Fargo"


def test_what_nothing_is_known_of_is_never_recalled(book: NameBook) -> None:
    shown = _recalled(book, Wish(text=PLOT), "Psycho", "Fargo")
    assert shown[:2] == ["Psycho", "Fargo"]
    assert "No Facts" not in shown
