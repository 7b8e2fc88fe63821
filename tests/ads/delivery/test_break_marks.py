from datetime import UTC, datetime, timedelta

import m3u8

from matinee.ads.delivery.break_marks import date_ranges, table
from matinee.ads.model import TitleBreak
from matinee.ads.scte35.section import from_text

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
BREAKS = (
    TitleBreak("pre", timedelta(0), timedelta(seconds=30), 2),
    TitleBreak("mid", timedelta(minutes=10, milliseconds=125), timedelta(seconds=60), 4),
)


def test_a_playlist_with_the_marks_is_read_with_both_breaks() -> None:
    playlist = (
        "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:6\n"
        "#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00.000Z\n"
        f"{date_ranges(BREAKS, epoch=EPOCH)}#EXTINF:6.0,\na.m4s\n#EXT-X-ENDLIST\n"
    )
    ranges = m3u8.loads(playlist).segments[0].dateranges
    assert [each.id for each in ranges] == ["pre", "mid"]
    assert ranges[1].start_date == "2026-01-01T00:10:00.125Z"
    assert ranges[1].planned_duration == 60


def test_the_marks_lead_out_for_the_length_of_the_break_and_back_after_it() -> None:
    playlist = date_ranges(BREAKS[1:], epoch=EPOCH)
    out, back = (
        from_text(playlist.partition(f"{name}=")[2].split(",")[0].strip())
        for name in ("SCTE35-OUT", "SCTE35-IN")
    )
    assert out["command"]["out_of_network_indicator"] == 1
    assert out["command"]["pts_time"] == round(600.125 * 90_000)
    assert out["command"]["duration"] == 60 * 90_000
    assert back["command"]["out_of_network_indicator"] == 0
    assert back["command"]["pts_time"] == round(660.125 * 90_000)


def test_the_table_has_a_row_for_each_break() -> None:
    rows = table(BREAKS).splitlines()
    assert rows[0].startswith("id,at,duration,slots")
    assert rows[2].startswith("mid,600.125,60.000,4")
