"""Whatever the catalogue, the member, the history and the models: the rules of the page hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.home.scenery import ALWAYS, NOW, Did, GivenModels, film, member, series, title_id

from matinee.audience.model import EventKind, Member
from matinee.catalogue.model import (
    KIDS_AGE,
    AvailabilityWindow,
    Shelf,
    ShelvedTitle,
    TitleKind,
)
from matinee.home.layout.composition import titles_of
from matinee.home.layout.groundwork import Groundwork
from matinee.home.layout.planning import Plan, Situation, plan_page, plan_similar, situation_of
from matinee.home.model import HomeSettings, RowKind
from matinee.home.words.reasons import explain
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import EVERYWHERE, Language, Territory
from matinee.vocabulary.window import Window

GENRES = ("Drama", "Comedy", "Western", "Horror")
DAY = timedelta(days=1)
PORTUGAL = Territory("PT")
WINDOWS = (
    ALWAYS,
    (AvailabilityWindow(EVERYWHERE, Window(NOW - DAY, NOW + DAY)),),
    (AvailabilityWindow(EVERYWHERE, Window(NOW - 2 * DAY, NOW - DAY)),),
    (AvailabilityWindow(EVERYWHERE, Window(NOW + DAY, None)),),
    (AvailabilityWindow(PORTUGAL, Window(NOW - DAY, None)),),
    (),
)
PORTUGUESE, ENGLISH = Language("pt"), Language("en")
EVENTS = (
    EventKind.FINISH,
    EventKind.PLAY,
    EventKind.PROGRESS,
    EventKind.THUMB,
    EventKind.LIST,
)
SETTINGS = HomeSettings(row_size=6, shortest_row=3, full_rows=5, most_rows=9)


@dataclass(frozen=True)
class Evening:
    titles: tuple[ShelvedTitle, ...]
    models: GivenModels | None
    viewer: Member

    def situation(self, settings: HomeSettings = SETTINGS) -> Situation:
        ground = Groundwork.of(Shelf.build(self.titles), self.models)
        return situation_of(ground, self.viewer, NOW, settings)

    def plan(self, settings: HomeSettings = SETTINGS) -> Plan:
        return plan_page(self.situation(settings), settings)


T = TypeVar("T")


@dataclass(frozen=True)
class Dice:
    """Facts are thrown from one drawn seed, which is far quicker than drawing each of them."""

    random: np.random.Generator

    def one(self, choices: Sequence[T]) -> T:
        return choices[int(self.random.integers(len(choices)))]


@st.composite
def evenings(draw: st.DrawFn) -> Evening:
    dice = Dice(np.random.default_rng(draw(st.integers(0, 10_000))))
    titles = (
        *(_film(dice, number) for number in range(draw(st.integers(0, 40)))),
        *(
            part
            for number in range(draw(st.integers(0, 2)))
            for part in series(f"Show {number}", "Drama", seasons=(2, 1))
        ),
    )
    ids = (*(title.id for title in titles), title_id("never on the shelf"))
    viewer = member(
        *(_event(dice, ids) for _ in range(draw(st.integers(0, 25)))),
        kids=draw(st.booleans()),
        maturity_limit=draw(st.sampled_from((None, 6, 12))),
        languages=draw(st.sampled_from(((), (PORTUGUESE,)))),
        territory=draw(st.sampled_from((EVERYWHERE, PORTUGAL))),
    )
    return Evening(titles, _models(dice, ids) if draw(st.booleans()) else None, viewer)


def _film(dice: Dice, number: int) -> ShelvedTitle:
    return film(
        f"Film {number}",
        *{dice.one(GENRES) for _ in range(dice.one((0, 1, 2)))},
        year=dice.one((None, 1950, 2000, 2025)),
        age=dice.one((None, 0, 0, 6, 12, 18)),
        minutes=dice.one((None, 100)),
        windows=dice.one((*WINDOWS, ALWAYS, ALWAYS)),
        audio=dice.one(((ENGLISH,), (PORTUGUESE,), (ENGLISH, PORTUGUESE), ())),
    )


def _event(dice: Dice, ids: Sequence[UUID]) -> Did:
    return Did(
        kind=dice.one(EVENTS),
        title=TitleId(dice.one(ids)),
        at=float(dice.random.integers(1, 1000)),
        seconds=dice.one((float("nan"), 0.0, 1200.0, 5990.0)),
        value=dice.one((-1.0, 0.0, 1.0)),
    )


def _models(dice: Dice, ids: Sequence[UUID]) -> GivenModels:
    known = tuple(identifier for identifier in ids if dice.one((0, 1, 1, 1)))
    levels = dice.random.integers(-1, 4, (len(known), len(known))).astype(np.float32)
    return GivenModels(known, levels, dice.random.integers(0, 4, len(known)).astype(np.float32))


@given(evenings())
def test_no_title_stands_twice_on_a_page(evening: Evening) -> None:
    titles = titles_of(evening.plan().rows).tolist()
    assert len(titles) == len(set(titles))


@given(evenings())
def test_maturity_kids_window_and_language_rules_always_hold(evening: Evening) -> None:
    plan = evening.plan()
    by_id = {title.id: title for title in evening.titles}
    profile = evening.viewer.profile
    ids = plan.situation.ground.shelf.ids
    for row in titles_of(plan.rows).tolist():
        title = by_id[ids[row]]
        assert title.kind in {TitleKind.FILM, TitleKind.SERIES}
        age = title.ages.get(EVERYWHERE)
        limits = [
            limit
            for limit in (profile.maturity_limit, KIDS_AGE if profile.kids else None)
            if limit is not None
        ]
        assert all(age is not None and age <= limit for limit in limits)
        own = [entry for entry in title.windows if entry.territory == profile.territory]
        governing = own or [entry for entry in title.windows if entry.territory == EVERYWHERE]
        assert any(entry.window.contains(NOW) for entry in governing)
        spoken = {language.base for language in title.audio}
        assert not profile.languages or spoken & {word.base for word in profile.languages}


@given(evenings())
def test_what_is_finished_or_refused_is_not_offered_again(evening: Evening) -> None:
    plan = evening.plan()
    shelf, history = plan.situation.ground.shelf, evening.viewer.history
    films = {title.id for title in evening.titles if title.kind is TitleKind.FILM}
    offered = {shelf.ids[row] for row in titles_of(plan.rows).tolist()}
    assert not offered & history.watched & films
    assert not offered & history.hidden


@given(evenings())
def test_a_title_that_was_begun_stands_in_continue_watching_alone(evening: Evening) -> None:
    plan = evening.plan()
    shelf, history = plan.situation.ground.shelf, evening.viewer.history
    begun = {entry.title_id for entry in history.watching}
    for row in plan.rows:
        if row.kind is not RowKind.CONTINUE:
            assert not begun & {shelf.ids[title] for title in row.titles.tolist()}


@given(evenings())
def test_continue_watching_has_the_newest_first(evening: Evening) -> None:
    plan = evening.plan()
    at = {entry.title: entry.at for entry in plan.situation.standing.continuing}
    for row in plan.rows:
        if row.kind is RowKind.CONTINUE:
            times = [at[title] for title in row.titles.tolist()]
            assert times == sorted(times, reverse=True)


@given(evenings())
def test_a_row_is_long_enough_or_left_out(evening: Evening) -> None:
    plan = evening.plan()
    assert len(plan.rows) <= SETTINGS.most_rows
    for row in plan.rows:
        least = 1 if row.kind is RowKind.CONTINUE else SETTINGS.shortest_row
        assert least <= row.titles.size <= SETTINGS.row_size


@given(evenings())
def test_the_same_evening_makes_the_same_page(evening: Evening) -> None:
    shuffled = replace(evening, titles=tuple(reversed(evening.titles)))
    first, second = evening.plan(), shuffled.plan()
    assert [(row.kind, row.subject, row.titles.tolist()) for row in first.rows] == [
        (row.kind, row.subject, row.titles.tolist()) for row in second.rows
    ]


@given(evenings())
def test_every_row_and_every_title_has_a_reason(evening: Evening) -> None:
    plan = evening.plan()
    keys = [explain(plan, row).key for row in plan.rows]
    assert len(keys) == len(set(keys))
    for row in plan.rows:
        explained = explain(plan, row)
        assert explained.heading.text()
        assert len(explained.reasons) == row.titles.size
        assert all(reason.text() for reason in explained.reasons)


@given(evenings())
def test_no_reason_names_a_title_that_the_member_may_not_see(evening: Evening) -> None:
    plan = evening.plan()
    situation = plan.situation
    names = {
        name
        for name, may in zip(situation.ground.shelf.names, situation.watchable, strict=True)
        if not may
    }
    for row in plan.rows:
        explained = explain(plan, row)
        for words in (explained.heading, *explained.reasons):
            assert not names & {words.arguments.get("title"), words.arguments.get("episode")}


@given(evenings())
def test_what_stands_beside_a_title_follows_the_same_rules(evening: Evening) -> None:
    situation = evening.situation()
    for title in np.flatnonzero(situation.lawful & situation.ground.shelf.top_level).tolist():
        alike, _ = plan_similar(situation, title, SETTINGS)
        assert title not in alike.titles
        assert situation.fresh[alike.titles].all()
        assert len(set(alike.titles.tolist())) == alike.titles.size <= SETTINGS.row_size
