"""What the units of an experiment did, as questions to Daft: what ``watching`` says in SQL."""

from importlib import import_module
from typing import Any

from matinee.audience.lake.viewings import arm_of, between, filtered
from matinee.audience.watching.model import Exposure

SPANS = ("during", "before")


def exposed(frame: Any, exposure: Exposure, people: Any) -> Any:
    """Each unit that events of the experiment name: when first, in which arm, and whether in two.

    ``people`` has ``profile_id`` and ``unit``.
    """
    daft = import_module("daft")
    told = between(frame, exposure.since, exposure.until, timed=False)
    told = told.select(
        "profile_id",
        told["at"].cast(daft.DataType.int64()).alias("first"),
        arm_of(told, exposure.experiment).alias("arm"),
    )
    told = told.where(told["arm"].not_null()).join(people, on="profile_id")
    found = told.groupby("unit").agg(
        told["first"].min(), told["arm"].min().alias("arm"), told["arm"].max().alias("other")
    )
    return found.select("unit", "first", "arm", (found["arm"] != found["other"]).alias("mixed"))


def done(viewed: Any, exposure: Exposure, people: Any, units: Any) -> Any:
    """Sums of what each unit watched within the window before its first exposure and after it.

    A column for each span and measure (``during_hours``, …); units without viewing are left out.
    """
    daft = import_module("daft")
    whole = daft.DataType.int64()
    window = round(exposure.window.total_seconds() * 1e6)
    both = viewed.select("profile_id", "at", "hours", "played", "finished")
    both = both.join(people, on="profile_id").join(units, on="unit")
    both = both.where(both["at"] >= both["first"] - window)
    both = both.where(both["at"] < both["first"] + window)
    later = both["at"] >= both["first"]
    parts = {}
    for span, there in zip(SPANS, (later, ~later), strict=True):
        day = (both["at"] // 86_400_000_000).cast(whole)
        parts |= {
            f"{span}_hours": filtered(there, both["hours"]).fill_null(0.0),
            f"{span}_plays": (there & both["played"]).cast(whole),
            f"{span}_finishes": (there & both["finished"]).cast(whole),
            f"{span}_days": filtered(there & (both["hours"] > 0), day),
        }
    both = both.with_columns(parts)
    return both.groupby("unit").agg(
        *(
            both[name].count_distinct() if name.endswith("_days") else both[name].sum()
            for name in parts
        )
    )
