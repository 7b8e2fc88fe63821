"""The daily production report in PDF."""

from collections.abc import Sequence
from datetime import time

from matinee.studio.floor.model import (
    DayReport,
    KeptReport,
    SceneReport,
    Shot,
    late_meals,
)
from matinee.studio.schedule.hours.estimate import estimate
from matinee.studio.schedule.model import ShootingScript
from matinee.studio.schedule.paper import Paper
from matinee.studio.schedule.working_day import length_words, pack_on
from matinee.studio.screenplay.pagination import written

_WORDS = {Shot.WHOLE: "Shot", Shot.PART: "Part", Shot.NOT: "Not shot"}


def report_pdf(
    name: str,
    script: ShootingScript,
    kept: KeptReport,
    *,
    day: int,
    days: int,
    before: Sequence[KeptReport],
) -> bytes:
    """The report of a day (from 0) of ``days``; ``before`` are the reports of earlier dates."""
    report = kept.report
    paper = Paper(name, f"Daily production report, day {day + 1} of {days}", kept.day)
    paper.lines(_times(report))
    paper.table(
        ("Scene", "Set", "Pages", "Shot", "State", "Set-ups", "Planned"),
        [_scene_row(script, one) for one in report.scenes],
        (16, 66, 18, 18, 22, 20, 20),
    )
    paper.table(
        ("", "Today", "Before", "To date", "Of"),
        _totals(script, report, before),
        (52, 32, 32, 32, 32),
    )
    pack = None if script.rules.hours is None else pack_on(script.rules.hours.meals, kept.day)
    late = late_meals(report, pack)
    costs: dict[str, list[str]] = {}
    for one in late:
        costs.setdefault(one.number, []).append(f"{one.late} min late: {one.penalty}")
    paper.table(
        ("No.", "Cast", "In", "Out", "Meal penalties"),
        [
            (
                one.number,
                script.cast[one.number].name if one.number in script.cast else "–",
                _clock(one.arrived),
                _clock(one.left),
                "; ".join(costs.get(one.number, ())),
            )
            for one in report.cast
        ],
        (14, 66, 22, 22, 56),
    )
    if late and pack is not None:
        total = sum(one.penalty for one in late)
        paper.lines([f"Meal penalties by the pack {pack.name}: {total:,} in all."])
    paper.lines(["Remarks", *(report.notes or "None.").splitlines()])
    paper.lines([f"Written by {kept.author}, revision {kept.revision}."])
    return paper.pdf()


def _times(report: DayReport) -> list[str]:
    length = "" if report.minutes is None else f", {length_words(report.minutes)}"
    meals = ", ".join(f"{_clock(one.began)} to {_clock(one.ended)}" for one in report.meals)
    return [
        f"Call {_clock(report.call)}, first shot {_clock(report.first_shot)}, "
        f"wrap {_clock(report.wrap)}{length}.",
        f"Meals: {meals or 'none written down'}.",
    ]


def _scene_row(script: ShootingScript, one: SceneReport) -> tuple[str, ...]:
    strip = script.strips.get(one.strip)
    if strip is None:
        return (one.strip, "–", "–", written(one.eighths), _WORDS[one.shot], str(one.setups), "–")
    hours = script.rules.hours
    return (
        strip.scene,
        strip.set_name,
        written(strip.eighths),
        written(one.eighths),
        _WORDS[one.shot],
        str(one.setups),
        "–" if hours is None else str(estimate(strip, hours).setups),
    )


def _totals(
    script: ShootingScript, report: DayReport, before: Sequence[KeptReport]
) -> list[tuple[str, ...]]:
    scenes = [strip for strip in script.strips.values() if not strip.banner]
    # A scene that was shot again on another day is one scene.
    whole = _whole([report])
    earlier = _whole([kept.report for kept in before])
    pages = sum(kept.report.eighths for kept in before)
    setups = sum(kept.report.setups for kept in before)
    length = sum(strip.eighths for strip in scenes)
    return [
        (
            "Scenes",
            str(len(whole)),
            str(len(earlier)),
            str(len(whole | earlier)),
            str(len(scenes)),
        ),
        (
            "Pages",
            written(report.eighths),
            written(pages),
            written(report.eighths + pages),
            written(length),
        ),
        ("Set-ups", str(report.setups), str(setups), str(report.setups + setups), ""),
    ]


def _whole(reports: Sequence[DayReport]) -> frozenset[str]:
    return frozenset(
        one.strip for report in reports for one in report.scenes if one.shot is Shot.WHOLE
    )


def _clock(at: time | None) -> str:
    return "–" if at is None else f"{at:%H:%M}"
