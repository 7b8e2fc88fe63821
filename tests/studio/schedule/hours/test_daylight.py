from __future__ import annotations

from datetime import date

import pytest

from matinee.studio.schedule.hours.daylight import SunDay, sun_day
from matinee.studio.schedule.working_day import Place, clock_words

LONDON = Place(51.5074, -0.1278, "Europe/London")
AUCKLAND = Place(-36.8485, 174.7633, "Pacific/Auckland")
HONOLULU = Place(21.3069, -157.8583, "Pacific/Honolulu")
TROMSO = Place(69.6492, 18.9553, "Europe/Oslo")
# Sunrise, sunset, dusk and the next dawn in minutes since midnight, as astral 3.2 has them.


@pytest.mark.parametrize(
    ("place", "day", "expected"),
    [
        (LONDON, "2026-01-01", (486.5, 961.8, 1002.5, 1885.8)),
        (LONDON, "2026-03-14", (377.3, 1083.0, 1116.9, 1781.2)),
        (LONDON, "2026-03-23", (356.8, 1098.3, 1132.4, 1760.5)),
        (LONDON, "2026-04-01", (396.3, 1173.4, 1208.1, 1799.4)),
        (LONDON, "2026-06-12", (283.6, 1277.5, 1325.7, 1675.2)),
        (LONDON, "2026-06-21", (283.5, 1281.2, 1329.9, 1675.0)),
        (LONDON, "2026-09-28", (416.5, 1124.9, 1158.7, 1824.2)),
        (LONDON, "2026-10-07", (431.2, 1104.6, 1138.5, 1838.8)),
        (LONDON, "2026-10-25", (401.9, 1006.4, 1041.5, 1808.4)),
        (LONDON, "2026-12-27", (486.3, 956.9, 997.9, 1885.5)),
        (AUCKLAND, "2026-01-01", (365.3, 1243.1, 1274.3, 1774.9)),
        (AUCKLAND, "2026-03-14", (438.2, 1181.6, 1208.1, 1852.7)),
        (AUCKLAND, "2026-03-23", (446.3, 1168.3, 1194.7, 1860.8)),
        (AUCKLAND, "2026-04-01", (454.2, 1155.1, 1181.4, 1868.7)),
        (AUCKLAND, "2026-06-12", (450.8, 1030.5, 1060.0, 1861.8)),
        (AUCKLAND, "2026-06-21", (453.9, 1031.4, 1060.9, 1864.6)),
        (AUCKLAND, "2026-09-28", (422.4, 1161.8, 1188.2, 1834.5)),
        (AUCKLAND, "2026-10-07", (409.0, 1169.4, 1196.2, 1820.9)),
        (AUCKLAND, "2026-10-25", (384.5, 1186.2, 1213.8, 1795.6)),
        (AUCKLAND, "2026-12-27", (361.6, 1241.9, 1273.2, 1770.9)),
        (HONOLULU, "2026-01-01", (429.4, 1081.1, 1105.7, 1845.1)),
        (HONOLULU, "2026-03-14", (400.8, 1120.4, 1143.1, 1817.3)),
        (HONOLULU, "2026-03-23", (392.6, 1123.4, 1146.0, 1809.1)),
        (HONOLULU, "2026-04-01", (384.4, 1126.2, 1148.9, 1800.8)),
        (HONOLULU, "2026-06-12", (349.2, 1153.7, 1179.0, 1764.0)),
        (HONOLULU, "2026-06-21", (350.6, 1156.1, 1181.4, 1765.5)),
        (HONOLULU, "2026-09-28", (382.1, 1101.5, 1124.1, 1799.7)),
        (HONOLULU, "2026-10-07", (384.7, 1093.3, 1116.0, 1802.3)),
        (HONOLULU, "2026-10-25", (391.4, 1079.1, 1102.3, 1808.7)),
        (HONOLULU, "2026-12-27", (427.5, 1077.9, 1102.6, 1843.2)),
    ],
)
def test_the_sun_rises_and_sets_as_another_program_has_it(
    place: Place, day: str, expected: tuple[float, float, float, float]
) -> None:
    sun = sun_day(place, date.fromisoformat(day))
    for found, there in zip((*sun.light, *sun.dark), expected, strict=True):
        assert abs(found - there) < 1.1, (clock_words(found), there)


def test_beyond_the_polar_circle_the_sun_may_not_rise_or_not_set() -> None:
    assert sun_day(TROMSO, date(2026, 12, 24)).light == (0, 0)
    assert sun_day(TROMSO, date(2026, 6, 21)) == SunDay((0, 24 * 60), (0, 0))
