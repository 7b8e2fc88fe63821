"""Which scene became which, and that no decision is lost on the way."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from matinee.studio.breakdown.model import Category
from matinee.studio.model import Decision, Told, Verdict
from matinee.studio.revisions.carrying import carried
from matinee.studio.revisions.matching import matched, texts_of
from matinee.studio.revisions.model import Fate, Revision
from matinee.studio.screenplay.fountain import read_fountain
from matinee.studio.screenplay.model import Script
from matinee.studio.screenplay.scenes import Scene, scenes_of

HOUSE = "INT. HOUSE - DAY\n\nAnn opens a drawer and takes out the silver watch. She winds it.\n\n"
ROAD = "EXT. ROAD - NIGHT\n\nA lorry passes. Its driver whistles an old march out of tune.\n\n"
MILL = "INT. MILL - DAY\n\nFlour hangs in the light. The miller counts sacks, then once more.\n\n"
SHORE = "EXT. SHORE - DAWN\n\nGulls quarrel over a crust. The tide takes it from all of them.\n\n"
WHOLE = HOUSE + ROAD + MILL + SHORE


def script(text: str) -> tuple[Script, tuple[Scene, ...]]:
    read = read_fountain(text)
    return read, scenes_of(read)


def revision(old: str, new: str) -> Revision:
    return matched(texts_of(*script(old)), texts_of(*script(new)))


def pairs(found: Revision) -> set[tuple[int, int]]:
    return {(match.old, match.new) for match in found.matches}


def fates(found: Revision, old: int) -> set[Fate]:
    return {fate for match in found.matches if match.old == old for fate in match.fates}


def test_what_did_not_change_has_no_fate() -> None:
    found = revision(WHOLE, WHOLE)
    assert pairs(found) == {(n, n) for n in range(4)}
    assert not any(match.fates for match in found.matches)


def test_a_scene_that_moved_is_found_where_it_is_now() -> None:
    found = revision(WHOLE, SHORE + HOUSE + ROAD + MILL)
    assert pairs(found) == {(0, 1), (1, 2), (2, 3), (3, 0)}
    assert [place for place in range(4) if Fate.MOVED in fates(found, place)] == [3]


def test_a_new_heading_is_a_renamed_scene() -> None:
    found = revision(WHOLE, WHOLE.replace("INT. MILL - DAY", "EXT. BAKERY - NIGHT"))
    assert fates(found, 2) == {Fate.RENAMED}


def test_new_words_are_a_rewritten_scene() -> None:
    found = revision(WHOLE, WHOLE.replace("counts sacks", "weighs sacks"))
    assert fates(found, 2) == {Fate.REWRITTEN}


def test_a_scene_rewritten_wholly_is_known_by_its_heading_and_its_neighbours() -> None:
    other = "INT. MILL - DAY\n\nNobody. Only wheels that turn by themselves beneath one lamp.\n\n"
    found = revision(WHOLE, HOUSE + ROAD + other + SHORE)
    assert (2, 2) in pairs(found)
    assert found.gone == found.fresh == ()


def test_a_heading_put_into_a_scene_splits_it() -> None:
    cut = WHOLE.replace("Its driver", "\n\nINT. CAB - NIGHT\n\nIts driver")
    found = revision(WHOLE, cut)
    assert {(1, 1), (1, 2)} <= pairs(found)
    assert Fate.SPLIT in fates(found, 1)


def test_a_heading_taken_out_merges_two_scenes() -> None:
    found = revision(WHOLE, WHOLE.replace("INT. MILL - DAY\n\n", ""))
    assert {(1, 1), (2, 1)} <= pairs(found)
    assert Fate.MERGED in fates(found, 2)


def test_what_is_gone_and_what_is_new_are_named() -> None:
    found = revision(WHOLE, HOUSE + ROAD + "INT. BANK - DAY\n\nA vault.\n\n" + SHORE)
    assert (found.gone, found.fresh) == ((2,), (2,))


def decision(scene: int, word: str, heading: str = "") -> Decision:
    told = Told(
        Verdict.CHANGE, scene, Category.PROPS, word, Category.DRESSING, word, head=word,
        end=1, heading=heading,
    )  # fmt: skip
    return Decision(uuid4(), UUID(int=1), told, datetime(2026, 1, 1, tzinfo=UTC), "Ada")


def carry(old: str, new: str, *decisions: Decision) -> tuple[Decision, ...]:
    read, scenes = script(new)
    return carried(decisions, revision(old, new), read, scenes, UUID(int=2), uuid4)


def test_a_decision_follows_its_scene_and_its_words() -> None:
    (after,) = carry(WHOLE, ROAD + MILL + HOUSE + SHORE, decision(0, "watch"))
    read, _ = script(ROAD + MILL + HOUSE + SHORE)
    assert after.told.scene == 2
    assert read.elements[after.told.paragraph].text[after.told.start : after.told.end] == "watch"
    assert after.carried_from is not None


@pytest.mark.parametrize(("word", "scene"), [("lorry", 1), ("march", 2)])
def test_of_a_split_scene_a_decision_goes_to_the_part_with_its_words(word: str, scene: int) -> None:
    cut = WHOLE.replace("Its driver", "\n\nINT. CAB - NIGHT\n\nIts driver")
    (after,) = carry(WHOLE, cut, decision(1, word))
    assert after.told.scene == scene


def test_a_decision_whose_words_were_cut_holds_for_the_scene() -> None:
    (after,) = carry(WHOLE, WHOLE.replace("the silver watch", "a letter"), decision(0, "watch"))
    assert (after.told.scene, after.told.end, after.resting) == (0, 0, False)


def test_a_decision_whose_scene_is_gone_rests_and_holds_again_when_it_returns() -> None:
    without = HOUSE + ROAD + SHORE
    (rests,) = carry(WHOLE, without, decision(2, "sacks", "INT. MILL - DAY"))
    assert rests.resting
    (back,) = carry(without, WHOLE, rests)
    assert (back.resting, back.told.scene) == (False, 2)
