"""What a DASH player meets of a stitched session: its films, its words, and what it is billed."""

from __future__ import annotations

import io
from typing import Any

import av
import pytest
from lxml import etree
from tests.ads.sessions.cinema import Cinema

from matinee.ads.sessions.dash import NAMESPACE

_IN = f"{{{NAMESPACE}}}"


async def the_same_film_is_given_as_dash(cinema: Cinema, session: dict[str, Any]) -> None:
    """All films of its periods are there and as long as it says; to read it bills nothing."""
    billed = await cinema.impressions()
    root = etree.fromstring(await cinema.get(session["dash"]))
    periods = root.findall(f"{_IN}Period")
    assert [each.get("id") for each in periods] == [
        "ad-0-0", "ad-0-1", "film-1", "ad-1-0", "film-2",
    ]  # fmt: skip
    for period in periods:
        said = float(period.get("duration", "").removeprefix("PT").removesuffix("S"))
        for track in period.iter(f"{_IN}SegmentTemplate"):
            film = await _film(cinema, track)
            assert film == pytest.approx(said, abs=0.1)
    words = [each.text or "" for each in root.iter(f"{_IN}BaseURL")]
    before, after = [(await cinema.get(each)).decode() for each in words]
    assert "00:00:01.000" in before
    assert "Before." in before
    assert "After." in after
    assert "00:00:06.000" not in after, "its times begin with the period"
    assert await cinema.impressions() == billed
    [call, *_] = [
        each.get("messageData", "")
        for each in root.iter(f"{_IN}Event")
        if each.get("messageData", "").endswith("/impression")
    ]
    for _ in range(2):
        answer = await cinema.client.get(call)
        assert answer.status_code == 204
    assert await cinema.impressions() == billed + 1
    guided = await cinema.begin()
    assert guided["dash"] is None
    answer = await cinema.client.get(guided["address"].replace("m3u8", "mpd"))
    assert (answer.status_code, answer.json()["code"]) == (409, "not_stitched")


async def _film(cinema: Cinema, track: etree._Element) -> float:  # pyright: ignore[reportPrivateUsage]
    """How long a track is in its period, by its own frames."""
    data = await cinema.get(track.get("initialization", ""))
    first = int(track.get("startNumber", ""))
    for number, _ in enumerate(track.iter(f"{_IN}S")):
        data += await cinema.get(
            track.get("media", "").replace("$Number%05d$", f"{first + number:05d}")
        )
    with av.open(io.BytesIO(data), "r") as container:
        [stream] = container.streams
        times = [
            float(packet.pts * packet.time_base)
            for packet in container.demux(stream)
            if packet.pts is not None
        ]
    offset = int(track.get("presentationTimeOffset", "")) / int(track.get("timescale", ""))
    assert min(times) == pytest.approx(offset, abs=0.1)
    return max(times) - min(times)
