"""Pictures lie by character and script day, beside what the script has somebody wear."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

from matinee.studio.analysis import analyse
from matinee.studio.boards.days import Worn, side_by_side
from matinee.studio.boards.linking import Linkable
from matinee.studio.boards.model import Link, LinkKind
from matinee.studio.breakdown.model import Breakdown
from matinee.studio.scene_rows import scene_rows
from matinee.studio.story.continuity import Presence

TEXT = "INT. MILL - DAY\n\nANN waits.\n\nANN\nSo.\n\nBO\nNo.\n\nEXT. SHORE - NIGHT\n\nBO\nHm.\n"
ROW = scene_rows(analyse(TEXT.encode(), name="a.fountain").structure, Breakdown((), ()))[0]


def _link(kind: LinkKind, name: str) -> Linkable:
    return Linkable(Link(kind, name), name, 0)


def _present(person: str, day: str, *wears: str, makeup: tuple[str, ...] = ()) -> Presence:
    return Presence(person, replace(ROW, day=day), True, wears, (), makeup, ())


def test_a_picture_lies_where_its_character_and_its_day_meet() -> None:
    linkable = [
        *(_link(LinkKind.DAY, day) for day in ("D1", "N1")),
        *(_link(LinkKind.CHARACTER, name) for name in ("ANN", "BO", "CY")),
    ]
    coat, both, shore, nowhere = (uuid4() for _ in range(4))
    state: dict[UUID, dict[str, object]] = {
        coat: {"link character ANN": True, "link day D1": True},
        both: {"link character ANN": True, "link character BO": True, "link day N1": True},
        shore: {"link day N1": True, "link character CY": False},
        nowhere: {"link character ANN": True, "link day N1": False},
    }
    told = [
        _present("ANN", "D1", "grey coat", makeup=("bruise",)),
        _present("ANN", "D1", "grey coat", "gloves"),
        _present("BO", "D1", "hat"),
        _present("BO", "N1"),
    ]
    table = side_by_side(linkable, state, list(state), told)
    assert table.days == ("D1", "N1")
    assert dict(table.rows) == {
        "ANN": (
            Worn((coat,), True, ("grey coat", "bruise", "gloves")),
            Worn((both,), False, ()),
        ),
        "BO": (Worn((), True, ("hat",)), Worn((both,), True, ())),
        "": (Worn(()), Worn((shore,))),
    }


def test_a_board_without_characters_has_one_row() -> None:
    table = side_by_side([_link(LinkKind.DAY, "D1")], {}, [], [])
    assert table.rows == (("", (Worn(()),)),)
