"""Viewings, visits and the holdout as questions to Daft: what the SQL of ``watching`` says.

The same rules by the same names (``audience/watching/repository``), and lengths of the same
precision: a test holds the two against each other.
"""

import json
import re
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from matinee.audience.log.events import BASIS_CODES, KIND_CODES, EventKind, TimeBasis
from matinee.audience.watching.model import HOLDOUT, Origin, Period
from matinee.vocabulary.ids import uuid7_floor

_PLAY, _FINISH = KIND_CODES[EventKind.PLAY], KIND_CODES[EventKind.FINISH]
_RAN = [_FINISH, _PLAY, KIND_CODES[EventKind.PROGRESS]]
_SEEN = [_PLAY, KIND_CODES[EventKind.IMPRESSION], KIND_CODES[EventKind.SEARCH]]
_ID_LAG = timedelta(days=1)
_APART_MICROSECONDS = 30 * 60 * 1_000_000
_FILM = ("profile_id", "title_id")


def viewings(frame: Any, period: Period, *, since: datetime) -> Any:
    """From a play to the next of the same title, with hours and origin, of what ran from ``since``.

    ``at`` and ``until`` are microseconds since 1970.
    """
    daft = import_module("daft")
    ran = between(frame, since, period.until).where(frame["kind"].is_in(_RAN))
    ran = ran.where(ran["title_id"].not_null())
    play = ran["kind"] == _PLAY
    ran = ran.select(
        *_FILM,
        "id",
        ran["at"].cast(daft.DataType.int64()).alias("at"),
        ran["kind"],
        ran["seconds"],
        ran["device"],
        arm_of(ran, period.experiment).alias("arm"),
        play.alias("play"),
        (~play).alias("follows"),
        *(ran[name].fill_null("").alias(name) for name in ("row", "surface", "query")),
        ran["recommendation_id"].not_null().alias("recommended"),
    )
    so_far = (
        daft.Window()
        .partition_by(*_FILM)
        .order_by("at", "follows", "id")
        .rows_between(daft.Window.unbounded_preceding, daft.Window.current_row)
    )
    turns = ran.with_column("turn", ran["play"].cast(daft.DataType.int64()).sum().over(so_far))
    return _viewings(daft, turns)


def _viewings(daft: Any, ran: Any) -> Any:
    play, row, real = ran["play"], ran["row"], daft.DataType.float32()
    searched = (
        (ran["surface"] == Origin.SEARCH.value)
        | (row == Origin.SEARCH.value)
        | row.startswith("search:")
        | (ran["query"] != "")
    )
    told = ran.select(
        *_FILM, "turn", "at", "device", "arm",
        filtered(~play, ran["seconds"]).alias("high"),
        filtered(play | (ran["turn"] == 0), ran["seconds"]).alias("low"),
        (ran["kind"] == _FINISH).alias("finish"),
        filtered(play & (row != ""), row).alias("row"),
        (play & searched).alias("searched"),
        (play & ran["recommended"] & ~row.is_in(["", "list"])).alias("recommended"),
    )  # fmt: skip
    each = told.groupby(*_FILM, "turn").agg(
        told["at"].min().alias("begins"),
        told["at"].max().alias("ends"),
        *(told[name].max() for name in ("high", "device", "arm", "row")),
        told["low"].min(),
        *(told[name].bool_or() for name in ("finish", "searched", "recommended")),
    )
    moved = (each["high"].fill_null(0.0) - each["low"].fill_null(0.0)).cast(real)
    clock = ((each["ends"] - each["begins"]).cast(daft.DataType.float64()) / 1e6).cast(real)
    ran_for = daft.functions.when(moved < clock, moved).otherwise(clock)
    ran_for = daft.functions.when(ran_for > 0.0, ran_for).otherwise(daft.lit(0.0).cast(real))
    return each.select(
        *_FILM,
        each["begins"].alias("at"),
        (ran_for.cast(daft.DataType.float64()) / 3600).alias("hours"),
        (each["turn"] > 0).alias("played"),
        each["finish"].alias("finished"),
        "device",
        "arm",
        daft.functions.when(
            each["row"].fill_null("") == Origin.CONTINUE.value, daft.lit(Origin.CONTINUE.value)
        )
        .when(each["searched"], daft.lit(Origin.SEARCH.value))
        .when(each["recommended"], daft.lit(Origin.ROW.value))
        .otherwise(daft.lit(Origin.DIRECT.value))
        .alias("origin"),
        daft.functions.split_part(each["row"], ":", 1).alias("row_kind"),
    )


def traced(viewed: Any, period: Period, members: Any) -> Any:
    """The viewings of a period with what brought each in the first place, and where it was seen.

    ``members`` has ``profile_id`` and ``territory`` of all who are asked about.
    """
    daft = import_module("daft")
    chosen_here = (viewed["origin"] != Origin.CONTINUE.value).cast(daft.DataType.int64())
    before = (
        daft.Window()
        .partition_by(*_FILM)
        .order_by("at")
        .rows_between(daft.Window.unbounded_preceding, daft.Window.current_row)
    )
    chosen = viewed.with_column("choice", chosen_here.sum().over(before))
    first = (
        daft.Window()
        .partition_by(*_FILM, "choice")
        .order_by("at")
        .rows_between(daft.Window.unbounded_preceding, daft.Window.current_row)
    )
    found = chosen.with_columns(
        {
            "first_origin": chosen["origin"].first_value().over(first),
            "first_row": chosen["row_kind"].first_value().over(first),
        }
    )
    known = found["choice"] > 0
    found = found.with_columns(
        {
            "source": daft.functions.when(known, found["first_origin"]).otherwise(
                daft.lit(Origin.DIRECT.value)
            ),
            "source_row": filtered(known, found["first_row"]),
        }
    )
    found = found.where(found["at"] >= micro(period.since))
    return _asked(found, period).join(members, on="profile_id")


def brought(asked: Any) -> Any:
    """Sums of viewings by day, territory, device, arm, title, origin and source."""
    daft = import_module("daft")
    day = (asked["at"] // 86_400_000_000).cast(daft.DataType.int32()).alias("day")
    words = [asked[name].fill_null("").alias(name) for name in ("device", "arm")]
    parts = ("day", "territory", "device", "arm", "title_id", "origin", "source")
    split = asked.select(day, *words, "territory", "title_id", "origin", "source", "hours")
    return split.groupby(*parts).agg(
        split["hours"].count().alias("viewings"), split["hours"].sum().alias("hours")
    )


def contributed(asked: Any) -> tuple[Any, Any, Any]:
    """Sums over members: of all hours, of each source's, and of each kind of row's.

    Columns as in the database: members, hours, squares and products; ``source`` and ``row``.
    """
    whole = asked.groupby("profile_id").agg(asked["hours"].sum().alias("whole"))
    rows = asked.where((asked["source"] == Origin.ROW.value) & asked["source_row"].not_null())
    return (
        _moments(whole.with_column("hours", whole["whole"]), ()),
        _moments(_shared(asked, "source").join(whole, on="profile_id"), ("source",)),
        _moments(_shared(rows, "source_row").join(whole, on="profile_id"), ("source_row",)),
    )


def _shared(asked: Any, by: str) -> Any:
    return asked.groupby("profile_id", by).agg(asked["hours"].sum().alias("hours"))


def _moments(shares: Any, by: tuple[str, ...]) -> Any:
    daft = import_module("daft")
    hours = shares["hours"]
    told = shares.with_columns(
        {
            "some": (hours > 0).cast(daft.DataType.int64()),
            "squares": hours * hours,
            "products": hours * shares["whole"],
        }
    )
    sums = [
        told["some"].sum().alias("members"),
        *(told[name].sum().alias(name) for name in ("hours", "squares", "products")),
    ]
    return told.groupby(*by).agg(*sums) if by else told.agg(*sums)


def visits(frame: Any, period: Period, members: Any) -> Any:
    """When each visit began, and when its first play was (null without one), in microseconds."""
    daft = import_module("daft")
    seen = between(frame, period.since, period.until).where(frame["kind"].is_in(_SEEN))
    seen = seen.with_columns(
        {
            "at": seen["at"].cast(daft.DataType.int64()),
            "arm": arm_of(seen, period.experiment),
        }
    )
    seen = _asked(seen, period).join(members, on="profile_id").select("profile_id", "at", "kind")
    in_order = daft.Window().partition_by("profile_id").order_by("at")
    seen = seen.with_column("apart", seen["at"] - seen["at"].lag(1).over(in_order))
    begins = (seen["apart"].is_null() | (seen["apart"] > _APART_MICROSECONDS)).cast(
        daft.DataType.int64()
    )
    so_far = in_order.rows_between(daft.Window.unbounded_preceding, daft.Window.current_row)
    seen = seen.with_column("begins", begins)
    seen = seen.with_columns(
        {
            "visit": seen["begins"].sum().over(so_far),
            "play": filtered(seen["kind"] == _PLAY, seen["at"]),
        }
    )
    return seen.groupby("profile_id", "visit").agg(
        seen["at"].min().alias("begun"), seen["play"].min().alias("played")
    )


def labelled(frame: Any, *, since: datetime, until: datetime) -> Any:
    """Each member's arms of the holdout, with when each was first and last told."""
    daft = import_module("daft")
    told = frame.where(frame["day"] <= until.date()).where(frame["at"] < until)
    told = told.where(told["id"] >= str(uuid7_floor(since)))
    told = told.select(
        "profile_id", told["at"].cast(daft.DataType.int64()), arm_of(told, HOLDOUT).alias("arm")
    )
    told = told.where(told["arm"].not_null())
    return told.groupby("profile_id", "arm").agg(
        told["at"].min().alias("first"), told["at"].max().alias("last")
    )


def hours_from(viewed: Any, labels: Any) -> Any:
    """Hours of each member of ``labels`` (``profile_id``, ``first``) from their ``first`` on."""
    both = viewed.select("profile_id", "at", "hours").join(labels, on="profile_id")
    both = both.where(both["at"] >= both["first"])
    return both.groupby("profile_id").agg(both["hours"].sum().alias("hours"))


def between(frame: Any, since: datetime, until: datetime, *, timed: bool = True) -> Any:
    """Events from ``since`` to before ``until``; if ``timed``, none that are only ranked."""
    # By day as well: whole partitions stay unread.
    found = frame.where(frame["day"] >= since.date()).where(frame["day"] <= until.date())
    found = found.where(frame["at"] >= since).where(frame["at"] < until)
    found = found.where(frame["id"] >= str(uuid7_floor(since - _ID_LAG)))
    return found.where(frame["time_basis"] != BASIS_CODES[TimeBasis.RANK]) if timed else found


def filtered(condition: Any, value: Any) -> Any:
    """As SQL's FILTER: null where the condition does not hold."""
    daft = import_module("daft")
    return daft.functions.when(condition, value).otherwise(daft.lit(None))


def _asked(found: Any, period: Period) -> Any:
    if period.device is not None:
        found = found.where(found["device"] == period.device)
    if period.arm is not None:
        found = found.where(found["arm"] == letters_of(period.arm))
    return found


def micro(instant: datetime) -> int:
    """Microseconds since 1970."""
    return round(instant.timestamp() * 1e6)


def letters_of(arm: str) -> str:
    """An arm as it stands between quotation marks in the log's JSON."""
    return json.dumps(arm, ensure_ascii=False)[1:-1]


def arm_of(frame: Any, experiment: str | None) -> Any:
    """The arm of an experiment, in the letters of JSON; null for none.

    A quotation mark within a name or an arm is escaped there, so no arm is taken for a name.
    """
    daft = import_module("daft")
    if experiment is None:
        return daft.lit(None).cast(daft.DataType.string())
    name = re.escape(json.dumps(experiment, ensure_ascii=False))
    return frame["arms"].regexp_extract(rf'[{{ ]{name}: "((?:[^"\\]|\\.)*)"', 1)
