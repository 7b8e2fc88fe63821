from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.discover.small_catalogue import title_of

from matinee.discover.conversation.changing import TitleFacts
from matinee.discover.conversation.dialogue import MOST_SHOWN, MOST_TURNS, Dialogue, MoveKind
from matinee.discover.conversation.moves import move_of
from matinee.discover.conversation.turning import step
from matinee.discover.conversation.writing import dialogue_document, read_dialogue
from matinee.discover.understanding.names import NameBook
from matinee.discover.understanding.reading import read
from matinee.discover.understanding.wishes import Named, wish_json

SHOWN = (
    TitleFacts(
        str(title_of("Psycho")), "Psycho", 1960, 109, (Named("Alfred Hitchcock", ("h",), True),)
    ),
    TitleFacts(str(title_of("Vertigo")), "Vertigo", 1958, 128),
    TitleFacts(str(title_of("The Birds")), "The Birds", 1963, 119),
)


def spoken(book: NameBook, *turns: str, shown: Sequence[TitleFacts] = SHOWN) -> Dialogue:
    dialogue = Dialogue()
    for said in turns:
        made = step(dialogue, said, lambda words: read(words, book), shown)
        if made.restarts:
            dialogue = Dialogue()
        elif made.undoes:
            dialogue = dialogue.undone()
        else:
            ids = tuple(one.id for one in shown)
            dialogue = dialogue.taking(replace(made.turn, shown=ids))
    return dialogue


@pytest.mark.parametrize(
    ("turns", "wish"),
    [
        (("a thriller", "in French"), {"genres": ["Thriller"], "languages": ["fr"]}),
        (("a thriller", "actually a comedy"), {"genres": ["Comedy"]}),
        (("a comedy from the sixties", "from the seventies"),
         {"genres": ["Comedy"], "years": [1970, 1979]}),
        (("a French comedy", "it doesn't have to be French"), {"genres": ["Comedy"]}),
        (("a comedy under 90 minutes", "any length"), {"genres": ["Comedy"]}),
        (("a comedy", "something newer"), {"genres": ["Comedy"], "years": [1961, None]}),
        (("a comedy", "older"), {"genres": ["Comedy"], "years": [None, 1959]}),
        (("a comedy", "shorter please"), {"genres": ["Comedy"], "minutes": [None, 118]}),
        (("a comedy", "no French films"), {"genres": ["Comedy"], "without": {"countries": ["FR"]}}),
        (("no horror", "a horror film"), {"genres": ["Horror"]}),
        (("a funny thriller", "not funny"),
         {"genres": ["Thriller"], "without": {"moods": ["funny"]}}),
        (("a comedy", "in French", "undo"), {"genres": ["Comedy"]}),
        (("a comedy", "start over"), {}),
        (("a thriller", "the second one", "more like that"), {"like": ["Vertigo"]}),
        (("a thriller", "the first one", "something else by the same director"),
         {"directors": ["Alfred Hitchcock"]}),
        (("with Cary Grant", "something else with him"), {"people": ["Cary Grant"]}),
        (("a comedy", "funnier"), {"genres": ["Comedy"], "moods": ["funny"]}),
        (("a comedy", "in French", "anything else"), {"genres": ["Comedy"]}),
    ],
)  # fmt: skip
def test_turns_lead_to_a_wish(book: NameBook, turns: tuple[str, ...], wish: object) -> None:
    assert wish_json(spoken(book, *turns).wish) == wish


def test_not_that_one_is_not_shown_again(book: NameBook) -> None:
    dialogue = spoken(book, "a thriller", "not the second one")
    assert dialogue.rejected == (str(title_of("Vertigo")),)
    again = spoken(book, "a thriller", "the third one", "I've seen that")
    assert again.rejected == (str(title_of("The Birds")),)


@pytest.mark.parametrize(
    ("said", "kind", "place"),
    [
        ("the second one", MoveKind.PICK, 1),
        ("number three", MoveKind.PICK, 2),
        ("why this one?", MoveKind.WHY, -1),
        ("Why the first one?", MoveKind.WHY, 0),
        ("not that one", MoveKind.REJECT, -1),
        ("I've already seen the third one", MoveKind.REJECT, 2),
        ("go back", MoveKind.UNDO, -1),
        ("forget everything", MoveKind.RESTART, -1),
        ("a film about the first man on the moon", MoveKind.REFINE, -1),
        ("not French", MoveKind.REFINE, -1),
        ("why we fight", MoveKind.REFINE, -1),
    ],
)
def test_a_turn_is_told_by_its_words(said: str, kind: MoveKind, place: int) -> None:
    move = move_of(said)
    assert (move.kind, move.place) == (kind, place)


def test_a_conversation_is_bounded(book: NameBook) -> None:
    many = tuple(replace(SHOWN[0], id=str(number)) for number in range(100))
    dialogue = spoken(book, *(["a comedy"] * (MOST_TURNS + 5)), shown=many)
    assert len(dialogue.turns) == MOST_TURNS
    assert all(len(turn.shown) == MOST_SHOWN for turn in dialogue.turns)


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            ["a French comedy", "like Psycho", "newer", "no horror", "the second one", "undo",
             "not that one", "by Hitchcock", "any genre", "more like that", "wider", "start over",
             "for my kids", "instead a western", "older", "forget the years", "😀", "why?"]
        ),
        max_size=8,
    )
)  # fmt: skip
def test_a_dialogue_is_stored_and_read_as_it_was(book: NameBook, turns: list[str]) -> None:
    dialogue = spoken(book, *turns)
    assert read_dialogue(dialogue_document(dialogue)) == dialogue


def test_a_document_of_another_version_or_shape_is_an_empty_dialogue() -> None:
    assert read_dialogue({"version": 0, "turns": []}) == Dialogue()
    assert read_dialogue({"version": 1, "turns": [{"said": "a"}]}) == Dialogue()
