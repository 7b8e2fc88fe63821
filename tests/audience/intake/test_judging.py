from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest
from tests.audience.reports import batch, reported

from matinee.audience.intake.batch_columns import turn
from matinee.audience.intake.judging import judge
from matinee.audience.intake.reported import decode
from matinee.audience.model import AudienceSettings, Refusal
from matinee.vocabulary.ids import uuid7

NOW = datetime.now(UTC)


def written(at: datetime) -> str:
    return at.isoformat()


BAD: list[tuple[str, dict[str, Any]]] = [
    ("id", {"id": str(uuid4())}),
    ("id", {"id": "one"}),
    ("id", {"id": None}),
    ("id", {"id": 12}),
    ("id", {"id": str(uuid7(NOW)).replace("-", "")}),
    ("id", {"id": "{" + str(uuid7(NOW))[:34] + "}"}),
    ("id", {"id": str(uuid7(NOW))[:35] + "é"}),
    ("id", {"id": str(uuid7(NOW))[:34] + " 0"}),
    ("id", {"id": str(UUID(int=uuid7(NOW).int & ~(0xC << 60)))}),
    ("id", {"id": str(uuid7(NOW + timedelta(minutes=90)))}),
    ("id", {"id": str(uuid7(NOW - timedelta(days=401)))}),
    ("id", {"id": str(uuid7(datetime(9999, 1, 1, tzinfo=UTC)))}),
    ("profile_id", {"profile_id": "me"}),
    ("profile_id", {"profile_id": None}),
    ("title_id", {"title_id": "Casablanca"}),
    ("title_id", {"title_id": None}),
    ("title_id", {"title_id": None, "kind": "impression"}),
    ("recommendation_id", {"recommendation_id": "r1"}),
    ("kind", {"kind": "rate"}),
    ("kind", {"kind": ""}),
    ("kind", {"kind": None}),
    ("at", {"at": written(NOW + timedelta(minutes=90))}),
    ("at", {"at": written(NOW - timedelta(days=401))}),
    ("at", {"at": "0001-01-01T00:00:00+10:00"}),
    ("at", {"at": "9999-12-31T23:59:59-10:00"}),
    ("at", {"at": written(NOW.replace(tzinfo=None))}),
    ("at", {"at": "yesterday"}),
    ("at", {"at": 1_700_000_000}),
    ("at", {"at": None}),
    ("seconds", {"seconds": -1}),
    ("seconds", {"seconds": 1e8}),
    ("probability", {"probability": 0}),
    ("probability", {"probability": 1.01}),
    ("probability", {"probability": -0.5}),
    ("probability", {"probability": 1e-300}),
    ("position", {"position": -1}),
    ("position", {"position": 40_000}),
    ("position", {"position": 10**40}),
    ("position", {"position": 1.5}),
    ("value", {"value": "up"}),
    ("value", {"kind": "thumb"}),
    ("value", {"kind": "thumb", "value": 2}),
    ("value", {"kind": "list"}),
    ("value", {"kind": "list", "value": -1}),
    ("device", {"device": "d" * 65}),
    ("surface", {"surface": "s" * 65}),
    ("row", {"row": "r" * 129}),
    ("query", {"query": "q" * 501}),
    ("device", {"device": "t\x00v"}),
    ("surface", {"surface": "ho\nme"}),
    ("row", {"row": "\x7f"}),
    ("query", {"query": "rain\x85"}),
    ("arms", {"arms": {"order": "\x01"}}),
    ("arms", {"arms": {"or\x00der": "a"}}),
    ("arms", {"arms": {"order": 1}}),
    ("arms", {"arms": {str(arm): "a" for arm in range(17)}}),
    ("arms", {"arms": {"order": "a" * 65}}),
    ("arms", {"arms": ["a"]}),
]


def refusals(*events: object, now: datetime | None = None) -> list[Refusal]:
    """Why events are refused, by the rules that need no database."""
    read = decode(batch(*events), most=1000)
    now = now or datetime.now(UTC)
    columns = turn(read.events, received_at=now)
    judgement = judge(columns, now=now, settings=AudienceSettings())
    nothing = np.zeros(len(read.events), np.bool_)
    return [*read.refused, *judgement.refusals(read.places, but=nothing)]


@pytest.mark.parametrize(("field", "wrong"), BAD)
def test_a_bad_event_is_refused_by_its_index_and_field(field: str, wrong: dict[str, Any]) -> None:
    (refusal,) = refusals(reported(), reported(**wrong))
    assert (refusal.index, refusal.field) == (1, field)
    assert refusal.reason


@pytest.mark.parametrize("event", [1, "play", None, [], True])
def test_what_is_no_event_is_refused_by_its_index(event: object) -> None:
    (refusal,) = refusals(reported(), event)
    assert (refusal.index, refusal.field) == (1, "event")


GOOD: list[dict[str, Any]] = [
    {"at": written(NOW + timedelta(minutes=9)), "id": str(uuid7(NOW + timedelta(minutes=9)))},
    {"id": str(uuid7(NOW)).upper()},
    {"kind": "search", "title_id": None, "query": "films with rain"},
    {"kind": "ad_start", "title_id": None},
    {"kind": "thumb", "value": -1},
    {"kind": "thumb", "value": 0},
    {"kind": "list", "value": 1},
    {"probability": 1},
    {"probability": 1e-6},
    {"seconds": 0},
    {"position": 0},
    {"query": "“Ça va?” 🎬 雨"},
    {"arms": {"quote": 'a\\n"b"'}},
    {"arms": {}},
    {"device": ""},
    {"from_a_newer_client": {"anything": [1]}},
]


@pytest.mark.parametrize("fields", GOOD)
def test_an_event_within_the_rules_is_accepted(fields: dict[str, Any]) -> None:
    assert refusals(reported(**fields)) == []


def test_of_several_faults_the_first_is_told() -> None:
    (refusal,) = refusals(reported(kind="stare", title_id="Casablanca"))
    assert refusal.field == "title_id"


def test_what_is_kept_follows_the_clock_of_the_service() -> None:
    (refusal,) = refusals(reported(), now=NOW + timedelta(days=401))
    assert refusal == Refusal(0, "at", "longer ago than the 400 days that are kept")
