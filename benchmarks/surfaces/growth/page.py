"""``docs/reference/growth.md``: costs as measured, and machines and money calculated from them."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.surfaces.growth.reckoning import Costs, reckoned

ASSUMPTIONS = Path(__file__).with_name("assumptions.toml")
_SERIES = (
    ("page_server_us_by_titles", "a page: server", "titles"),
    ("page_database_us_by_titles", "a page: database", "titles"),
    ("page_server_us_by_members", "a page: server", "members"),
    ("page_database_us_by_members", "a page: database", "members"),
    ("page_server_us_by_events", "a page: server", "events"),
    ("page_database_us_by_events", "a page: database", "events"),
    ("page_server_us_by_history", "a page: server", "events of its member"),
    ("page_database_us_by_history", "a page: database", "events of its member"),
    ("event_server_us_by_members", "an event: server", "members"),
    ("event_database_us_by_members", "an event: database", "members"),
    ("event_server_us_by_events", "an event: server", "events"),
    ("event_database_us_by_events", "an event: database", "events"),
    ("import_us_per_title", "a title taken in", "titles"),
    ("import_us_per_member", "a member taken in", "members"),
    ("import_us_per_event", "an event in bulk", "events"),
    ("lake_us_per_event", "an event into the lake", "events"),
    ("training_us_per_event", "an event in one training", "events"),
)
_HEAD = """# Growth: what it costs as the house grows

Written by `python -m benchmarks --results` from `benchmarks/results/growth.json`,
`growth-million.json` and `film-analysis.json`, and from what
`benchmarks/surfaces/growth/assumptions.toml` assumes: edit that file and write the page again.
**Measured** are costs in processor time up to the sizes in the first two tables; **fitted** is the
exponent of each (cost = scale x size ^ exponent); everything beyond those sizes is **calculated**:
the last cost of the first table, multiplied by what it grew by in the second as far as that goes,
and from there on by the exponent, where that is above nothing, and held otherwise. Habits, machines
and prices are **assumed**.
"""
_LIMITS = """
## What this does not say
- No size beyond the first two tables was run. Three sizes give an exponent, and no error of it but
  the spread beside it.
- More than one machine for the database is not something Matinee does today, but for replicas that
  read: where the table has more, it says how much work there is, and not that it can be spread.
- A training on one machine that takes longer than a day does not keep up: the table says hours, and
  not who does it.
- Pictures, subtitles and the delivery of films (which a CDN does) are not in it, nor people, nor
  networks.
- Members of the measured log have {measured:,} events each; what is calculated assumes {assumed:,}.
  What a page costs more for its own member's history is measured on some members and stands in the
  first table; it is not in what is calculated.
- The linear models knew {items} titles throughout; their training grows with the cube of that.
"""


def write_growth(results: Path, page: Path) -> Path:
    """Write ``page`` from the kept results of both growths and of ``film-analysis``."""
    kept = [
        json.loads((results / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("growth", "growth-million", "film-analysis")
    ]
    page.write_text(growth_page(*kept), encoding="utf-8")
    return page


def growth_page(
    growth: Mapping[str, Any], million: Mapping[str, Any], film: Mapping[str, Any]
) -> str:
    """The page, from three kept results."""
    assumed = tomllib.loads(ASSUMPTIONS.read_text(encoding="utf-8"))
    figures = growth["figures"]
    costs = Costs(figures, million["figures"])
    lines = [_HEAD, "## Measured and fitted", *_measured(growth)]
    lines += ["", "## The same in a larger house", *_measured(million)]
    every = [reckoned(costs, film["figures"], assumed, n) for n in range(len(assumed["scenarios"]))]
    heads = [
        f"{scene['members']:,} members, {scene['titles']:,} titles"
        for scene in assumed["scenarios"]
    ]
    lines += [
        "",
        "## Calculated",
        f"| | {' | '.join(heads)} | unit | made of |",
        f"|---|{'---:|' * len(heads)}---|---|",
    ]
    for steps in zip(*every, strict=True):
        values = " | ".join(_number(step.value) for step in steps)
        lines.append(f"| {steps[0].name} | {values} | {steps[0].unit} | {steps[0].made_of} |")
    lines += ["", "## Assumed"]
    for part in ("habits", "machine", "prices"):
        lines += [f"- `{key}` = {value}" for key, value in assumed[part].items()]
    events, members = (costs.sizes(f"page_server_us_by_{of}")[-1] for of in ("events", "members"))
    habits = assumed["habits"]
    lines.append(
        _LIMITS.format(
            items=figures["items_of_linear_models"],
            measured=events // members,
            assumed=habits["events_per_member_day"] * habits["log_days"],
        )
    )
    return "\n".join(lines).rstrip() + "\n"


def _measured(kept: Mapping[str, Any]) -> list[str]:
    """A table of each cost at its first and last size."""
    figures, machine = kept["figures"], kept["machine"]
    lines = [
        f"Microseconds of processor for one; measured in {kept['seconds']:.0f} s on "
        f"{machine['cores']} cores of {machine['processor']}, load {machine['load_before']} before "
        f"(`python -m benchmarks {kept['name']}`).",
        "",
        "| what | as these grow | from | to | at first | at last | exponent | between neighbours |",
        "|---|---|---:|---:|---:|---:|---:|---|",
    ]
    for name, what, grows in _SERIES:
        if sizes := Costs(figures).sizes(name):
            low, high = figures[f"{name}_exponent_low"], figures[f"{name}_exponent_high"]
            lines.append(
                f"| {what} | {grows} | {sizes[0]:,} | {sizes[-1]:,} "
                f"| {figures[f'{name}_at_{sizes[0]}']:,} | {figures[f'{name}_at_{sizes[-1]}']:,} "
                f"| {figures[f'{name}_exponent']} | {low} to {high} |"
            )
    return lines


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
