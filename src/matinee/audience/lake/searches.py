"""What members searched for as questions to Daft: what the SQL of ``watching`` says.

The same rules by the same names (``audience/watching/repository``); a test holds the two against
each other. Each search looks ahead ten minutes: events are put in order from the newest on, so that
what follows a search stands before it.
"""

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from matinee.audience.lake.viewings import arm_of, between, filtered, micro
from matinee.audience.log.events import KIND_CODES, EventKind
from matinee.audience.watching.model import Period

_SEARCH, _PLAY = KIND_CODES[EventKind.SEARCH], KIND_CODES[EventKind.PLAY]
_LIST = KIND_CODES[EventKind.LIST]
_WITHIN = timedelta(minutes=10)
_WITHIN_MICROSECONDS = 10 * 60 * 1_000_000
_NO_CHOICE, _NOTHING_FOUND = -1, -2


def searches(
    frame: Any, period: Period, members: Any, *, recent: datetime, fewest: int, limit: int
) -> Any:
    """Sums by query of at least ``fewest`` members, columns as in the database."""
    daft = import_module("daft")
    seen = _seen(frame, period, members)
    chosen = (seen["kind"] == _SEARCH) & seen["title_id"].not_null() & (seen["query"] != "")
    listed = ((seen["kind"] == _LIST) & (seen["value"] > 0)).fill_null(False)
    asked = _asked(_followed(seen, chosen | (seen["kind"] == _PLAY) | listed), period)
    late, number = asked["at"] >= micro(recent), daft.DataType.int64()
    led_on = (asked["then_at"] - asked["at"] <= _WITHIN_MICROSECONDS).fill_null(False)
    told = asked.select(
        asked["query"]
        .regexp_replace("^ +| +$", "")
        .regexp_replace(r"\s+", " ")
        .lower()
        .alias("query"),
        "profile_id",
        (asked["value"] == 0).fill_null(False).cast(number).alias("empty"),
        led_on.cast(number).alias("led_on"),
        late.cast(number).alias("recent"),
        filtered(late, asked["profile_id"]).alias("recent_member"),
    )
    summed = told.groupby("query").agg(
        told["profile_id"].count().alias("times"),
        told["profile_id"].count_distinct().alias("members"),
        told["empty"].sum(),
        told["led_on"].sum(),
        told["recent"].sum(),
        told["recent_member"].count_distinct().alias("recent_members"),
    )
    summed = summed.where(summed["members"] >= fewest)
    return summed.sort(["times", "query"], desc=[True, False]).limit(limit)


def search_places(frame: Any, period: Period, members: Any) -> Any:
    """How often a choice stood at which place: ``arm`` in JSON's letters, ``place``, ``times``."""
    daft = import_module("daft")
    seen = _seen(frame, period, members)
    choice = (seen["kind"] == _SEARCH) & seen["title_id"].not_null() & seen["position"].not_null()
    choices = seen.where(choice)
    first = choices.groupby("profile_id", "at").agg(choices["position"].min().alias("stood"))
    asked = _asked(_followed(seen, choice), period)
    turns = daft.Window().partition_by("profile_id").order_by("at", "id")
    asked = asked.with_column("next", asked["at"].lead(1).over(turns))
    found = asked.join(
        first.select("profile_id", first["at"].alias("then_at"), "stood"),
        on=["profile_id", "then_at"],
        how="left",
    )
    soon = (found["then_at"] - found["at"] <= _WITHIN_MICROSECONDS).fill_null(False)
    own = (found["then_at"] <= found["next"]).fill_null(True)
    place = (
        daft.functions.when(soon & own, found["stood"].cast(daft.DataType.int64()))
        .when((found["value"] == 0).fill_null(False), daft.lit(_NOTHING_FOUND))
        .otherwise(daft.lit(_NO_CHOICE))
    )
    placed = found.select("profile_id", place.alias("place"))
    placed = placed.join(_labelled(frame, period), on="profile_id", how="left")
    placed = placed.select(placed["arm"].fill_null("").alias("arm"), "place")
    return placed.groupby("arm", "place").agg(placed["place"].count().alias("times"))


def _seen(frame: Any, period: Period, members: Any) -> Any:
    """Searches, and what may follow them, of those who were not erased; ``at`` in microseconds."""
    daft = import_module("daft")
    seen = between(frame, period.since, period.until + _WITHIN, timed=False)
    seen = seen.where(seen["kind"].is_in([_SEARCH, _PLAY, _LIST]))
    seen = seen.select(
        "id",
        "profile_id",
        "title_id",
        "kind",
        seen["at"].cast(daft.DataType.int64()).alias("at"),
        "value",
        "position",
        seen["query"].fill_null("").alias("query"),
    )
    return seen.join(members.select("profile_id"), on="profile_id")


def _followed(seen: Any, follows: Any) -> Any:
    """With ``then_at``: when the first event after each, of those that ``follows`` names, was."""
    daft = import_module("daft")
    told = seen.with_column("follows", follows)
    told = told.with_column("then", filtered(told["follows"], told["at"]))
    # From the newest on; of one instant those that follow come last, since none follows itself.
    ahead = (
        daft.Window()
        .partition_by("profile_id")
        .order_by("at", "follows", desc=[True, False])
        .rows_between(daft.Window.unbounded_preceding, daft.Window.current_row)
    )
    return told.with_column("then_at", told["then"].min().over(ahead))


def _asked(seen: Any, period: Period) -> Any:
    """Searches themselves, rather than what was chosen of what they found."""
    asked = seen.where((seen["kind"] == _SEARCH) & seen["title_id"].is_null())
    return asked.where((asked["query"] != "") & (asked["at"] < micro(period.until)))


def _labelled(frame: Any, period: Period) -> Any:
    """The members who were seen in one arm alone."""
    told = between(frame, period.since, period.until, timed=False)
    told = told.select("profile_id", arm_of(told, period.experiment).alias("arm"))
    told = told.where(told["arm"].not_null())
    arms = told.groupby("profile_id").agg(
        told["arm"].min().alias("arm"), told["arm"].max().alias("last")
    )
    return arms.where(arms["arm"] == arms["last"]).select("profile_id", "arm")


def most_watched(frame: Any, members: Any, *, limit: int) -> Any:
    """The titles most often begun or finished, and how often: ``title_id`` and ``times``."""
    ran = frame.where(frame["kind"].is_in([KIND_CODES[EventKind.FINISH], _PLAY]))
    ran = ran.where(ran["title_id"].not_null()).select("profile_id", "title_id")
    ran = ran.join(members.select("profile_id"), on="profile_id")
    counted = ran.groupby("title_id").agg(ran["profile_id"].count().alias("times"))
    return counted.sort(["times", "title_id"], desc=[True, False]).limit(limit)
