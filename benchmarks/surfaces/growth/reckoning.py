"""From costs that were measured to machines and money. Pure; what it assumes is in a file."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_DAY, _MONTH_DAYS, _GIB = 86_400, 30.4, 2**30
_HOURS_A_MONTH = 24 * _MONTH_DAYS


@dataclass(frozen=True)
class Step:
    """One figure of a scenario, and how it comes about."""

    name: str
    value: float
    unit: str
    made_of: str


@dataclass(frozen=True)
class Costs:
    """Measured costs by name, each at the largest size that was measured, with its exponent.

    ``further`` are those of a larger house, by which costs are carried on as far as it goes.
    """

    figures: Mapping[str, Any]
    further: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def at(self, name: str, size: float) -> float:
        """The cost at ``size``: the last measured one, carried on by the fitted exponent.

        A cost that fell as the house grew is held where it was, rather than promised to fall on.
        Sizes within what was measured take the last measured cost of that size or above. Where a
        larger house was measured, its growth from here on takes the place of the exponent's.
        """
        sizes = self.sizes(name)
        within = [each for each in sizes if each >= size]
        if within:
            return float(self.figures[f"{name}_at_{within[0]}"])
        last = sizes[-1]
        return float(self.figures[f"{name}_at_{last}"]) * self._growth(name, last, size)

    def _growth(self, name: str, last: int, size: float) -> float:
        """By how much a cost grows from the largest size measured here to ``size``; 1 at least."""
        larger = Costs(self.further)
        if larger.sizes(name)[-1:] > [last]:
            return max(1.0, larger.at(name, size) / larger.at(name, last))
        return max(1.0, (size / last) ** float(self.figures[f"{name}_exponent"]))

    def sizes(self, name: str) -> list[int]:
        """At which sizes a cost was measured."""
        start = f"{name}_at_"
        return sorted(int(key.removeprefix(start)) for key in self.figures if key.startswith(start))

    def grown(self, name: str, *, titles: float, members: float, events: float) -> float:
        """A cost of serving at a size of all three: the largest, multiplied by each one's growth.

        The last measurement (of events) stands on the largest catalogue and membership.
        """
        largest = self.at(f"{name}_by_events", events)
        for kind, size in (("titles", titles), ("members", members)):
            last = self.sizes(f"{name}_by_{kind}")[-1]
            largest *= self._growth(f"{name}_by_{kind}", last, size) if size > last else 1.0
        return largest


def reckoned(
    costs: Costs, film: Mapping[str, Any], assumed: Mapping[str, Any], number: int
) -> list[Step]:
    """One scenario: what is asked, what it takes, and what it costs a month."""
    figures, scene = costs.figures, assumed["scenarios"][number]
    habits, machine, prices = assumed["habits"], assumed["machine"], assumed["prices"]
    members, titles = float(scene["members"]), float(scene["titles"])
    a_day = members * habits["events_per_member_day"]
    log = a_day * habits["log_days"]
    size = {"titles": titles, "members": members, "events": log}
    peak = habits["peak_to_mean"] / _DAY
    pages, events = members * habits["pages_per_member_day"] * peak, a_day * peak
    page = {who: costs.grown(f"page_{who}_us", **size) for who in ("server", "database")}
    event = {who: costs.grown(f"event_{who}_us", **size) for who in ("server", "database")}
    cores = {
        who: (pages * page[who] + events * event[who]) / 1e6 / habits["utilisation"] for who in page
    }
    memory = costs.at("server_mib_by_titles", titles) / 1024
    a_machine = max(1, min(machine["cores"], math.floor(machine["memory_gib"] / memory)))
    servers = max(2, math.ceil(cores["server"] / a_machine))
    databases = max(1, math.ceil(cores["database"] / machine["cores"]))
    stored = (
        titles * figures["bytes_per_title"]
        + members * figures["bytes_per_member"]
        + log * figures["bytes_per_event"]
    ) / _GIB
    lake = a_day * habits["lake_days"] * figures["lake_bytes_per_event"] / _GIB
    training = costs.at("training_us_per_event", log) * log / 1e6 / 3600
    moving = costs.at("lake_us_per_event", log) * a_day / 1e6 / 3600
    minutes = titles * habits["new_titles_per_year"] * habits["film_minutes_per_title"] / 12
    a_minute = (film["full_processor_seconds"] + film["packaging_processor_seconds"]) / (
        film["film_seconds"] / 60
    )
    films = minutes * a_minute / 3600
    batch = (training * habits["trainings_per_day"] + moving) * _MONTH_DAYS + films
    money = {
        "machines": (servers + databases) * machine["euro_per_hour"] * _HOURS_A_MONTH,
        "batch": batch * prices["euro_per_core_hour"],
        "storage": stored * prices["euro_per_gib_month_database"]
        + lake * prices["euro_per_gib_month_objects"],
    }
    total = sum(money.values())
    return [
        Step("pages at the peak", pages, "1/s", "members x pages a day x peak (assumed)"),
        Step("events at the peak", events, "1/s", "members x events a day x peak (assumed)"),
        Step("a page, server", page["server"] / 1e3, "ms", "`page_server_us_by_*`"),
        Step("a page, database", page["database"] / 1e3, "ms", "`page_database_us_by_*`"),
        Step("an event, server", event["server"], "µs", "`event_server_us_by_*`"),
        Step("an event, database", event["database"], "µs", "`event_database_us_by_*`"),
        Step("a server's memory", memory, "GiB", "`server_mib_by_titles`"),
        Step("cores for servers", cores["server"], "", "pages and events x cost / utilisation"),
        Step(
            "machines for servers", servers, "", "cores, or memory where that is less; 2 at least"
        ),
        Step("cores for the database", cores["database"], "", "pages and events x cost"),
        Step("machines for the database", databases, "", "cores / cores of a machine"),
        Step("database", stored, "GiB", "`bytes_per_title`, `_member`, `_event` x what is kept"),
        Step("lake", lake, "GiB", "`lake_bytes_per_event` x days kept"),
        Step("one training", training, "core hours", "`training_us_per_event` x log"),
        Step("films", minutes, "minutes a month", "new titles x minutes (assumed)"),
        Step("a minute of film", a_minute, "core s", "`film-analysis`: full and packaging"),
        Step("machines", money["machines"], "€ a month", "machines x price (assumed)"),
        Step("batch work", money["batch"], "€ a month", "trainings, lake, films x price (assumed)"),
        Step("storage", money["storage"], "€ a month", "database and lake x price (assumed)"),
        Step("all", total, "€ a month", "the sum"),
        Step("a member", total / members * 100, "cents a month", "the sum / members"),
    ]
