from __future__ import annotations

import json

from tests.home.scenery import NOW, Did, film, member, models_of, series, title_id

from matinee.audience.model import EventKind, Member
from matinee.catalogue.model import Shelf
from matinee.home.layout.groundwork import Groundwork
from matinee.home.layout.planning import Plan, plan_page, situation_of
from matinee.home.model import HomeSettings
from matinee.home.rendering import Speech, page_json, page_of
from matinee.home.routes import MemberPage
from matinee.vocabulary.ids import RecommendationId, uuid7

SHELF = Shelf.build(
    [
        *(film(f'The "{number}" {{braces}}', "Drama", "Comedy") for number in range(60)),
        *series("Harbour", "Drama", seasons=(2,)),
    ]
)
SETTINGS = HomeSettings(row_size=8)
RECOMMENDATION = RecommendationId(uuid7(NOW, bytes(10)))
VIEWER = member(
    Did(EventKind.FINISH, title_id('The "1" {braces}'), 5),
    Did(EventKind.PROGRESS, title_id('The "2" {braces}'), 6, seconds=1500),
    Did(EventKind.FINISH, title_id("Harbour 1x1"), 7),
)


def plan_for(viewer: Member) -> Plan:
    ground = Groundwork.of(SHELF, models_of(SHELF.ids))
    return plan_page(situation_of(ground, viewer, NOW, SETTINGS), SETTINGS)


def test_the_json_says_what_the_page_says() -> None:
    plan = plan_for(VIEWER)
    page = page_of(plan, RECOMMENDATION)
    body = MemberPage.model_validate_json(page_json(plan, RECOMMENDATION, Speech()))
    assert (body.profile_id, body.recommendation_id) == (page.profile_id, RECOMMENDATION)
    assert (body.model, body.welcome, body.at) == ("given", None, NOW)
    assert [(row.row, row.kind, row.heading) for row in body.rows] == [
        (row.key, row.kind, row.heading.text()) for row in page.rows
    ]
    for said, meant in zip(body.rows, page.rows, strict=True):
        assert [
            (item.title.id, item.position, item.reason, item.probability) for item in said.items
        ] == [
            (item.title_id, item.position, item.reason.text(), item.probability)
            for item in meant.items
        ]


def test_continue_watching_says_what_plays_and_how_much_was_seen() -> None:
    body = MemberPage.model_validate_json(page_json(plan_for(VIEWER), RECOMMENDATION, Speech()))
    going_on = body.rows[0]
    assert [(item.resume, item.progress) for item in going_on.items] == [
        (title_id("Harbour 1x2"), 0.0),
        (title_id('The "2" {braces}'), 0.25),
    ]


def test_an_impression_finds_all_that_it_must_carry() -> None:
    page = json.loads(page_json(plan_for(VIEWER), RECOMMENDATION, Speech()))
    for row in page["rows"]:
        assert row["recommendation_id"] == str(RECOMMENDATION)
        assert row["row"]
        assert [item["position"] for item in row["items"]] == list(range(len(row["items"])))
        assert {item["probability"] for item in row["items"]} == {1.0}


def test_a_card_is_the_one_that_the_catalogue_prepared() -> None:
    page = json.loads(page_json(plan_for(VIEWER), RECOMMENDATION, Speech()))
    for row in page["rows"]:
        for item in row["items"]:
            prepared = SHELF.cards[SHELF.index[title_id(item["title"]["name"])]]
            assert item["title"] == json.loads(prepared)


def test_sentences_come_in_the_language_asked_for_and_titles_as_they_are() -> None:
    portuguese = {"Because you watched {title}": "Porque viste {title}"}

    def translate(message: str, locale: str) -> str:
        return portuguese.get(message, message) if locale == "pt" else message

    plan = plan_for(VIEWER)
    asked = json.loads(page_json(plan, RECOMMENDATION, Speech("pt", translate)))
    headings = [row["heading"] for row in asked["rows"]]
    assert 'Porque viste The "1" {braces}' in headings


def test_a_page_without_rows_is_still_a_page() -> None:
    ground = Groundwork.of(Shelf.build([]), None)
    plan = plan_page(situation_of(ground, member(), NOW, SETTINGS), SETTINGS)
    body = MemberPage.model_validate_json(page_json(plan, RECOMMENDATION, Speech()))
    assert body.rows == ()
    assert body.model is None
