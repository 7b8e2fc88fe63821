"""Wishes and dialogues as documents that are stored, and back; what does not fit is dropped."""

from dataclasses import fields
from typing import Any

from matinee.discover.conversation.dialogue import MOST_TURNS, Dialogue, MoveKind, Turn
from matinee.discover.understanding.wishes import Named, Order, Terms, Wish
from matinee.errors import Invalid
from matinee.vocabulary.places import Language

VERSION = 3


def dialogue_document(dialogue: Dialogue) -> dict[str, Any]:
    """The dialogue as JSON."""
    turns = [
        {
            "said": turn.said,
            "move": turn.move,
            "wish": wish_document(turn.wish),
            "shown": list(turn.shown),
            "rejected": list(turn.rejected),
            "picked": turn.picked,
            "talk": turn.talk,
        }
        for turn in dialogue.turns
    ]
    return {"version": VERSION, "turns": turns}


def read_dialogue(document: dict[str, Any]) -> Dialogue:
    """The dialogue of a document; an empty one where it was written by another version."""
    if document.get("version") != VERSION:
        return Dialogue()
    try:
        turns = tuple(
            Turn(
                said=str(turn["said"]),
                move=MoveKind(turn["move"]),
                wish=read_wish(turn["wish"]),
                shown=tuple(map(str, turn["shown"])),
                rejected=tuple(map(str, turn["rejected"])),
                picked=int(turn["picked"]),
                talk=bool(turn["talk"]),
            )
            for turn in document["turns"]
        )
    except (KeyError, TypeError, ValueError, Invalid):
        return Dialogue()
    return Dialogue(turns[-MOST_TURNS:])


def wish_document(wish: Wish) -> dict[str, Any]:
    """The wish with the ids of what is named in it."""
    document = {name: _plain(value) for name, value in wish.parts() if name != "without"}
    document["without"] = {name: _plain(value) for name, value in wish.without.parts()}
    return document


def read_wish(document: dict[str, Any]) -> Wish:
    """The wish of a document."""
    values = {
        one.name: _typed(one.name, document[one.name])
        for one in fields(Wish)
        if one.name != "without" and one.name in document
    }
    refused = {
        one.name: _typed(one.name, document["without"][one.name])
        for one in fields(Terms)
        if one.name in document["without"]
    }
    return Wish(**values, without=Terms(**refused))


def _plain(value: Any) -> Any:
    if isinstance(value, Named):
        return {"name": value.name, "keys": list(value.keys), "person": value.person}
    if isinstance(value, tuple):
        parts: tuple[Any, ...] = value
        return [_plain(part) for part in parts]
    return value


def _typed(name: str, value: Any) -> Any:
    match name:
        case "titles" | "people" | "directors" | "like":
            return tuple(
                Named(one["name"], tuple(one["keys"]), bool(one["person"])) for one in value
            )
        case "languages" | "subtitles":
            return tuple(map(Language, value))
        case "years" | "minutes":
            low, high = value
            return low, high
        case "order":
            return None if value is None else Order(value)
        case "age" | "text":
            return value
        case _:
            return tuple(map(str, value))
