from __future__ import annotations

from datetime import date, time

import pypdfium2
import pytest
from tests.studio.schedule.boards import shooting, strip

from matinee.errors import Invalid
from matinee.studio.floor.model import (
    CastReport,
    DayReport,
    KeptReport,
    LateMeal,
    MealReport,
    SceneReport,
    Shot,
    late_meals,
)
from matinee.studio.floor.report_paper import report_pdf
from matinee.studio.schedule.working_day import MealsPack

_PACK = MealsPack("Six hours", date(2020, 1, 1), penalties=(25, 35, 50))


def test_a_meal_is_late_for_whoever_waited_longer_than_the_pack_allows() -> None:
    report = DayReport(
        call=time(7),
        wrap=time(19, 40),
        cast=(
            CastReport("1", time(7), time(19, 40)),
            CastReport("2", time(8), time(13, 30)),
            CastReport("3", time(7)),
        ),
        meals=(MealReport(time(13, 20), time(14)),),
    )
    # The first had it twenty minutes late, and was then needed for less than six hours.
    assert late_meals(report, _PACK) == (LateMeal("1", 20, 25),)
    assert late_meals(report, None) == ()
    assert report.minutes == 760


def test_a_night_goes_on_after_midnight() -> None:
    report = DayReport(
        call=time(17),
        wrap=time(5),
        cast=(CastReport("1", time(18), time(4, 30)),),
        meals=(MealReport(time(23), time(23, 30)),),
    )
    assert report.minutes == 720
    assert late_meals(report, _PACK) == ()
    later = DayReport(call=time(17), cast=report.cast, meals=(MealReport(time(0, 45), time(1)),))
    assert late_meals(later, _PACK) == (LateMeal("1", 45, 60),)


def test_whoever_comes_after_midnight_has_meals_by_the_own_hours() -> None:
    pack = MealsPack("Six hours", date(2020, 1, 1), every=360, penalties=(25, 35, 50))
    meal = MealReport(time(5), time(5, 30))
    report = DayReport(call=time(18), cast=(CastReport("1", time(0, 30), time(8)),), meals=(meal,))
    assert late_meals(report, pack) == ()
    late = DayReport(call=time(18), cast=(CastReport("1", time(22, 30), time(8)),), meals=(meal,))
    assert [one.late for one in late_meals(late, pack)] == [30]


def test_a_report_holds_what_a_day_can_hold() -> None:
    assert DayReport(scenes=(SceneReport("a", Shot.PART, 3, 4),)).eighths == 3
    with pytest.raises(Invalid):
        DayReport(scenes=(SceneReport("a", Shot.WHOLE, -1),))
    with pytest.raises(Invalid):
        DayReport(cast=(CastReport("1"), CastReport("1")))
    with pytest.raises(Invalid) as twice:
        DayReport(scenes=(SceneReport("a", Shot.WHOLE), SceneReport("a", Shot.PART)))
    assert twice.value.field == "scenes"


def test_a_scene_that_is_shot_again_counts_once_to_date() -> None:
    first = DayReport(scenes=(SceneReport("a", Shot.WHOLE), SceneReport("b", Shot.WHOLE)))
    again = DayReport(scenes=(SceneReport("b", Shot.WHOLE), SceneReport("c", Shot.WHOLE)))
    before = KeptReport(date(2026, 1, 1), first, 1, "Ines")
    script = shooting(strip("a"), strip("b"), strip("c"))
    today = KeptReport(date(2026, 1, 2), again, 1, "Ines")
    pdf = report_pdf("Night", script, today, day=1, days=2, before=[before])
    with pypdfium2.PdfDocument(pdf) as document:
        text = " ".join(document[0].get_textpage().get_text_bounded().split())
    assert "Scenes 2 2 3 3" in text
