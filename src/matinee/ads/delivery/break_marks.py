"""The breaks of a title for other systems: VMAP, HLS date ranges with SCTE 35, and a table.

A break in a film on demand is placed on a clock that begins with the film: each date range starts
``at`` after ``epoch``, which is to be the playlist's EXT-X-PROGRAM-DATE-TIME (RFC 8216bis, section
4.4.5.1). The section in it is a splice_insert (ANSI/SCTE 35 2023, 9.7.3), out of the film and,
after the break, back.
"""

import csv
import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode

from matinee.ads.breaks.beside import Placement
from matinee.ads.model import TitleBreak
from matinee.ads.scte35.section import encode
from matinee.ads.vast.scalars import write_time
from matinee.ads.vast.vmap import NAMESPACE, AdBreak, AdSource, AdTagUri, Vmap, write_vmap

_TICKS = 90_000
_WRAPS = 1 << 33
_SPLICE_INSERT = 0x05


def date_ranges(breaks: Sequence[TitleBreak], *, epoch: datetime) -> str:
    """One EXT-X-DATERANGE a break, with what leads out and what leads back in."""
    return "".join(
        f'#EXT-X-DATERANGE:ID="{each.id}",CLASS="matinee.break",'
        f'START-DATE="{_written(epoch + each.at)}",'
        f"PLANNED-DURATION={each.duration.total_seconds():.3f},"
        f"SCTE35-OUT=0x{_splice(number, each, out=True)},"
        f"SCTE35-IN=0x{_splice(number, each, out=False)}\n"
        for number, each in enumerate(breaks, 1)
    )


def vmap_of(
    breaks: Sequence[TitleBreak],
    address: str,
    *,
    version: str,
    beside: Sequence[Placement] = (),
) -> bytes:
    """Each break with the address of its answer, a VAST of ``version`` below ``address``.

    ``beside`` them are pictures over the film, which VMAP calls nonlinear.
    """
    found = [(each, "linear") for each in breaks]
    found += [(each.asked(), "nonlinear") for each in beside]
    found.sort(key=lambda each: each[0].at)
    made = tuple(_ad_break(each, kind, address, version) for each, kind in found)
    return write_vmap(Vmap("1.0", ad_break=made, namespace=NAMESPACE, prefix="vmap"))


def table(breaks: Sequence[TitleBreak]) -> str:
    """The same as comma-separated values; times in seconds, floors in millionths."""
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(["id", "at", "duration", "slots", "floor", "moods", "without_categories"])
    for each in breaks:
        rows.writerow(
            [
                each.id,
                f"{each.at.total_seconds():.3f}",
                f"{each.duration.total_seconds():.3f}",
                each.slots,
                each.floor,
                " ".join(each.moods),
                " ".join(sorted(each.without_categories)),
            ]
        )
    return file.getvalue()


def _ad_break(each: TitleBreak, kind: str, address: str, version: str) -> AdBreak:
    asked = urlencode({"break": each.id, "version": version})
    return AdBreak(
        "start" if not each.at else write_time(each.at),
        kind,
        break_id=each.id,
        ad_source=AdSource(
            id=each.id,
            allow_multiple_ads=True,
            follow_redirects=True,
            ad_tag_uri=AdTagUri(f"{address}?{asked}", template_type="vast3"),
        ),
    )


def _splice(number: int, each: TitleBreak, *, out: bool) -> str:
    at = each.at if out else each.at + each.duration
    command = {
        "splice_event_id": number,
        "out_of_network_indicator": int(out),
        "duration_flag": int(out),
        "pts_time": _ticks(at) % _WRAPS,
        "unique_program_id": 1,
    }
    if out:
        command |= {"auto_return": 1, "duration": _ticks(each.duration)}
    return encode({"splice_command_type": _SPLICE_INSERT, "command": command}).hex().upper()


def _ticks(time: timedelta) -> int:
    return round(time.total_seconds() * _TICKS)


def _written(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
