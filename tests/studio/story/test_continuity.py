"""What is told of a person's clothes, things and wounds, scene by scene."""

import csv
import io

import pytest

from matinee.studio.breakdown.tagger import Tagger
from matinee.studio.story.continuity import Presence, continuity_csv, continuity_of
from matinee.studio.whole import whole

PAGE = (
    "INT. HALL - DAY\n\nANN, in a red coat, lifts a lantern. BEN holds a rope.\n\nANN\nSo.\n\n"
    "BEN\nYes.\n\n"
    "INT. CELLAR - CONTINUOUS\n\nAnn waits. A scar on her cheek.\n\n"
    "INT. FLASHBACK HALL - DAY - FLASHBACK\n\nAnn dances.\n\n"
    "INT. HALL - NEXT DAY\n\nAnn sits down.\n"
)


@pytest.fixture(scope="module")
def told() -> dict[tuple[str, str], Presence]:
    """By person and scene."""
    page = whole(PAGE.encode(), Tagger(), name="a.fountain")
    found = continuity_of(page.analysis, page.rows, page.breakdown.elements)
    return {(one.person, one.row.number): one for one in found}


def test_a_thing_is_given_to_whoever_is_named_before_it(
    told: dict[tuple[str, str], Presence],
) -> None:
    ann, ben = told["ANN", "1"], told["BEN", "1"]
    assert (ann.wears, ann.carries) == (("red coat",), ("lantern",))
    assert (ben.wears, ben.carries) == ((), ("rope",))


def test_a_coat_is_kept_within_its_day_and_not_beyond(
    told: dict[tuple[str, str], Presence],
) -> None:
    kept = {number: [(k.name, k.since) for k in told["ANN", number].kept] for number in "1234"}
    assert kept == {"1": [], "2": [("red coat", "1")], "3": [], "4": []}


def test_a_wound_is_told_where_it_is_seen(told: dict[tuple[str, str], Presence]) -> None:
    assert told["ANN", "2"].makeup == ("scar",)


def test_the_table_has_a_row_for_each_presence(told: dict[tuple[str, str], Presence]) -> None:
    rows = list(csv.DictReader(io.StringIO(continuity_csv(list(told.values())))))
    assert [(row["person"], row["scene"]) for row in rows] == list(told)
    assert rows[0]["wears"] == "red coat"
