"""What a person decided outweighs what the tagger finds, and teaches it."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from matinee.studio.breakdown.model import Category, Found, Method
from matinee.studio.deciding import decided, lessons_of
from matinee.studio.model import Decision, Element, Told, Verdict

DRAFT = UUID(int=1)


def found(name: str, category: Category = Category.DRESSING) -> Found:
    return Found(
        0, category, name, 1, 0, 5, 3, implied=False, confidence=0.7, why="a list knows it",
        method=Method.LEXICON, head=name,
    )  # fmt: skip


def said(verdict: Verdict, name: str, category: Category, was: Category | None) -> Decision:
    told = Told(
        verdict, 0, category, name, was, name if was else "", head=name, method=Method.LEXICON
    )
    return Decision(uuid4(), DRAFT, told, datetime(2026, 1, 1, tzinfo=UTC), "Ada")


def standing(elements: tuple[Element, ...]) -> set[tuple[str, Category, bool]]:
    return {(each.found.name, each.found.category, each.decided) for each in elements}


def test_a_changed_element_is_what_the_person_said() -> None:
    change = said(Verdict.CHANGE, "kettle", Category.PROPS, Category.DRESSING)
    assert standing(decided(DRAFT, [found("kettle")], [change])) == {
        ("kettle", Category.PROPS, True)
    }


def test_what_was_accepted_stays_when_the_tagger_no_longer_finds_it() -> None:
    accept = said(Verdict.ACCEPT, "kettle", Category.DRESSING, Category.DRESSING)
    assert standing(decided(DRAFT, [], [accept])) == {("kettle", Category.DRESSING, True)}


def test_what_was_refused_stays_away_until_it_is_added() -> None:
    refuse = said(Verdict.REFUSE, "kettle", Category.DRESSING, Category.DRESSING)
    assert decided(DRAFT, [found("kettle")], [refuse]) == ()
    add = said(Verdict.ADD, "kettle", Category.DRESSING, None)
    assert standing(decided(DRAFT, [found("kettle")], [refuse, add])) == {
        ("kettle", Category.DRESSING, True)
    }


def test_an_element_keeps_its_id_however_often_it_is_tagged() -> None:
    once, again = (decided(DRAFT, [found("kettle")], []) for _ in range(2))
    assert once[0].id == again[0].id


def test_a_decision_is_one_vote_and_its_carried_copy_says_where_it_stands_now() -> None:
    change = said(Verdict.CHANGE, "kettle", Category.PROPS, Category.DRESSING)
    there = replace(change.told, scene=4)
    copy = Decision(uuid4(), UUID(int=2), there, change.at, "Ada", carried_from=change.id)
    for draft, scene in ((DRAFT, 0), (UUID(int=2), 4), (UUID(int=3), None)):
        (vote,) = lessons_of([change, copy], draft)
        assert (vote.head, vote.category, vote.scene) == ("kettle", Category.PROPS, scene)
        assert vote.was is Category.DRESSING


def test_what_is_said_of_people_teaches_no_word() -> None:
    assert lessons_of([said(Verdict.ADD, "ann", Category.CAST, None)], DRAFT) == ()


def test_refusing_a_service_teaches_and_putting_something_there_does_not() -> None:
    refuse = said(Verdict.REFUSE, "tutor", Category.LABOR, Category.LABOR)
    (vote,) = lessons_of([refuse], DRAFT)
    assert (vote.head, vote.category, vote.was) == ("tutor", None, Category.LABOR)
    added = said(Verdict.ADD, "diver", Category.LABOR, None)
    changed = said(Verdict.CHANGE, "kettle", Category.STUNTS, Category.PROPS)
    assert lessons_of([added, changed], DRAFT) == ()
