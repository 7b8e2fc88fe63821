"""A stitched film as a DASH manifest: valid by the standard's schema, each film in its period."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from matinee.ads.model import TitleBreak
from matinee.ads.sessions.dash import NAMESPACE, manifest
from matinee.ads.sessions.model import Joined, SessionAd, SessionPod, WatchSession, Way
from matinee.ads.sessions.stitched import join
from matinee.ads.viewers import Viewer
from matinee.media.model import Conditioned, FilmId, Listed, Programme, Stream, Subtitles, Track
from matinee.media.packaging.renditions import Rendition
from matinee.vocabulary.ids import HouseholdId, TitleId

IN = f"{{{NAMESPACE}}}"
_XLINK = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
  targetNamespace="http://www.w3.org/1999/xlink">
  <xs:attribute name="href" type="xs:anyURI"/><xs:attribute name="actuate" type="xs:string"/>
  <xs:attribute name="type" type="xs:string"/><xs:attribute name="show" type="xs:string"/>
</xs:schema>"""
"""The attributes of XLink that the schema of DASH takes from W3C's, whose own is not fetched."""
SIZES = (Rendition("360p", 640, 360, 900_000), Rendition("180p", 320, 180, 300_000))


class _XLink(etree.Resolver):
    def resolve(self, system_url: str | None, public_id: str | None, context: Any) -> Any:
        return self.resolve_string(_XLINK, context) if "xlink" in (system_url or "") else None


def programme(lengths: list[float], *, sound: bool = True, texts: bool = True) -> Programme:
    def track(name: str, shift: float) -> tuple[Listed, ...]:
        own = [*lengths]
        own[0] += shift
        own[-1] -= shift
        return tuple(
            Listed(f"{name}-{number:05d}.m4s", each, f"{name}-head.mp4")
            for number, each in enumerate(own)
        )

    return Programme(
        tuple(Stream(each, each.bits, "avc1.64001f,mp4a.40.2") for each in SIZES),
        {each.name: track(each.name, 0.0) for each in SIZES},
        track("sound", 0.01) if sound else (),
        (Subtitles("en", "text-en.m3u8"),) if texts else (),
        24000 / 1001,
        -20.0,
    )


def ad(number: int, seconds: float = 3.0, *, sound: bool = True) -> SessionAd:
    tracks = tuple(Track(each.name, (seconds - 1.0, 1.0)) for each in SIZES)
    film = Conditioned(seconds, None, tracks, Track("sound", (seconds,)) if sound else None)
    return SessionAd(UUID(int=number), f"Ad {number}", f"token-{number}", "", film)


def session(*at: float) -> WatchSession:
    breaks = tuple(
        TitleBreak(f"b{place}", timedelta(seconds=each), timedelta(seconds=30), 2)
        for place, each in enumerate(at)
    )
    viewer = Viewer(HouseholdId(UUID(int=1)), "PT", "pt", kids=False)
    return WatchSession(
        UUID(int=7), viewer, TitleId(UUID(int=2)), FilmId(UUID(int=3)), Way.STITCHED, "", 0,
        breaks, "ladder", datetime(2026, 3, 4, tzinfo=UTC),
    )  # fmt: skip


def read(
    film: Programme, pods: list[SessionPod], *at: float
) -> tuple[etree._Element, tuple[Joined, ...]]:  # pyright: ignore[reportPrivateUsage]
    own = session(*at)
    joined = join(own, pods, film.pictures["360p"])
    return etree.fromstring(manifest(own, film, joined, "/v1/films/x/").encode()), joined


def seconds(written: str | None) -> float:
    return float((written or "").removeprefix("PT").removesuffix("S"))


@pytest.mark.parametrize("sound", [True, False])
def test_the_manifest_is_valid_by_the_schema_of_the_standard(
    shared_data: Path, *, sound: bool
) -> None:
    parser = etree.XMLParser()
    parser.resolvers.add(_XLink())
    path = shared_data / "ads" / "dash" / "DASH-MPD.xsd"
    schema = etree.XMLSchema(etree.parse(path, parser))
    pods = [
        SessionPod((ad(1, sound=sound), ad(2, sound=sound))),
        SessionPod(),
        SessionPod((ad(3),)),
    ]
    made, _ = read(programme([4.0, 6.0, 5.0], sound=sound, texts=sound), pods, 0.0, 4.0, 10.0)
    assert schema.validate(made), schema.error_log
    broken = etree.fromstring(etree.tostring(made).replace(b"<Period", b"<Periods", 1)
                              .replace(b"</Period>", b"</Periods>", 1))  # fmt: skip
    assert not schema.validate(broken)


def test_each_ad_is_a_period_and_the_film_goes_on_after_it_where_it_stood() -> None:
    pods = [SessionPod((ad(1), ad(2))), SessionPod((ad(3),))]
    made, _ = read(programme([4.0, 6.0, 5.0]), pods, 0.0, 10.2)
    periods = made.findall(f"{IN}Period")
    assert [each.get("id") for each in periods] == [
        "ad-0-0",
        "ad-0-1",
        "film-1",
        "ad-1-0",
        "film-2",
    ]
    assert [seconds(each.get("start")) for each in periods] == [0.0, 3.0, 6.0, 16.0, 19.0]
    assert seconds(made.get("mediaPresentationDuration")) == 24.0
    *_, last = periods
    [picture, *_] = last.iter(f"{IN}SegmentTemplate")
    assert picture.get("startNumber") == "2"
    assert picture.get("presentationTimeOffset") == "10000000"
    [words] = [each.text for each in last.iter(f"{IN}BaseURL")]
    assert words == f"/v1/watch/{UUID(int=7)}/words-en.2.vtt"


def test_beacons_are_events_of_the_ads_alone_and_each_is_there_once() -> None:
    made, _ = read(programme([4.0, 6.0]), [SessionPod((ad(1), ad(2)))], 4.0)
    told = [each.get("messageData") or "" for each in made.iter(f"{IN}Event")]
    assert len(told) == len(set(told)) == 12
    assert {re.sub("-[12]/", "/", each) for each in told} == {
        f"/v1/ads/beacons/token/{event}"
        for event in (
            "impression", "start", "firstQuartile", "midpoint", "thirdQuartile", "complete",
        )
    }  # fmt: skip
    for period in made.findall(f"{IN}Period"):
        assert (period.find(f"{IN}EventStream") is not None) == period.get("id", "").startswith(
            "ad"
        )


@given(
    lengths=st.lists(st.floats(0.5, 10).map(lambda each: round(each, 3)), min_size=1, max_size=12),
    at=st.lists(st.floats(0, 130), max_size=4).map(sorted),
    empty=st.booleans(),
)
def test_periods_follow_on_one_another_and_every_segment_is_in_one(
    lengths: list[float], at: list[float], *, empty: bool
) -> None:
    film = programme(lengths)
    pods = [SessionPod(() if empty and place == 1 else (ad(place),)) for place in range(len(at))]
    made, joined = read(film, pods, *at)
    ends = 0.0
    numbers = list[int]()
    for period in made.findall(f"{IN}Period"):
        assert seconds(period.get("start")) == pytest.approx(ends, abs=1e-5)
        ends = seconds(period.get("start")) + seconds(period.get("duration"))
        picture = next(period.iter(f"{IN}SegmentTemplate"))
        length = sum(int(each.get("d", "")) for each in picture.iter(f"{IN}S")) / 1e6
        assert length == pytest.approx(seconds(period.get("duration")), abs=1e-3)
        if period.get("id", "").startswith("film"):
            first = int(picture.get("startNumber", ""))
            numbers += [first + place for place, _ in enumerate(picture.iter(f"{IN}S"))]
    assert numbers == list(range(len(lengths)))
    assert ends == pytest.approx(sum(lengths) + sum(each.pod.seconds for each in joined), abs=1e-3)
    assert seconds(made.get("mediaPresentationDuration")) == pytest.approx(ends, abs=1e-5)
