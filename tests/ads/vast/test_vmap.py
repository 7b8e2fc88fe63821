from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from matinee.ads.vast.answer import answer
from matinee.ads.vast.safe_xml import canonical, parse
from matinee.ads.vast.vmap import (
    NAMESPACE,
    NAMESPACES,
    AdBreak,
    AdSource,
    BreakTime,
    VastAdData,
    Vmap,
    read_vmap,
    write_vmap,
)
from matinee.errors import Invalid

READ = {
    "correct-vmap.xml": 3,
    "correct-vmap-with-extension.xml": 1,
    "eyevinn-emptyVmap.xml": 1,
    "eyevinn-testVmap.xml": 1,
}
REFUSED = {"incorrect-vmap.xml", "parsing-example.xml", "eyevinn-testVast.xml"}
SOURCE = "<v:AdSource><v:AdTagURI>https://a.example</v:AdTagURI></v:AdSource>"


def test_the_samples_are_read_or_refused_as_they_should_be(shared_data: Path) -> None:
    samples = {file.name: file.read_bytes() for file in (shared_data / "ads" / "vmap").iterdir()}
    assert set(samples) == READ.keys() | REFUSED
    for name, breaks in READ.items():
        vmap = read_vmap(samples[name])
        assert len(vmap.ad_break) == breaks
        assert canonical(parse(write_vmap(vmap))) == canonical(parse(samples[name]))
    for name in REFUSED:
        with pytest.raises(Invalid):
            read_vmap(samples[name])


def vmap(attributes: str = 'timeOffset="start" breakType="linear"', inside: str = SOURCE) -> bytes:
    return (
        f'<v:VMAP xmlns:v="{NAMESPACE}" version="1.0"><v:AdBreak {attributes}>{inside}'
        "</v:AdBreak></v:VMAP>"
    ).encode()


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("namespace", sorted(NAMESPACES))
def test_every_namespace_of_the_field_is_read_and_written_again(namespace: str, slash: str) -> None:
    data = vmap().replace(NAMESPACE.encode(), (namespace + slash).encode())
    read = read_vmap(data)
    assert len(read.ad_break) == 1
    assert canonical(parse(write_vmap(read))) == canonical(parse(data))


@pytest.mark.parametrize(
    "other", ["", "urn:other", "http://www.iab.com/VAST", f"{NAMESPACE}//", f"{NAMESPACE}.1"]
)
def test_another_namespace_is_refused_by_its_name(other: str) -> None:
    data = vmap().replace(b"v:", b"").replace(b'xmlns:v="', b'xmlns="')
    data = data.replace(NAMESPACE.encode(), other.encode())
    with pytest.raises(Invalid, match=f"{other or 'none'} is no namespace of VMAP"):
        read_vmap(data)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("start", BreakTime(word="start")),
        ("end", BreakTime(word="end")),
        ("#3", BreakTime(position=3)),
        ("12.5%", BreakTime(percent=Decimal("12.5"))),
        ("00:10:23.125", BreakTime(time=timedelta(minutes=10, seconds=23, milliseconds=125))),
    ],
)
def test_the_time_of_a_break_is_read_and_written(text: str, time: BreakTime) -> None:
    assert read_vmap(vmap(f'timeOffset="{text}" breakType="linear,display"')).ad_break[0].at == time
    assert str(time) == text


@pytest.mark.parametrize(
    "data",
    [
        vmap('timeOffset="soon" breakType="linear"'),
        vmap('timeOffset="101%" breakType="linear"'),
        vmap('timeOffset="#0" breakType="linear"'),
        vmap('timeOffset="start" breakType="loud"'),
        vmap('timeOffset="start"'),
        vmap(inside="<v:AdSource/>"),
        vmap(inside="<v:AdSource><v:VASTAdData/></v:AdSource>"),
        vmap(inside=SOURCE.replace("</v:AdSource>", "<v:CustomAdData/></v:AdSource>")),
        vmap(
            inside='<v:TrackingEvents><v:Tracking event="start">https://a</v:Tracking>'
            "</v:TrackingEvents>"
        ),
        vmap().replace(b'version="1.0"', b'version="2.0"'),
    ],
)
def test_a_break_that_breaks_the_rules_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        read_vmap(data)


def test_a_vmap_of_ours_holds_its_vast_and_is_read_again() -> None:
    source = AdSource(id="1", vast_ad_data=VastAdData(vast=answer([], no_ad="https://a.example/e")))
    made = Vmap(
        "1.0", ad_break=(AdBreak("start", "linear", ad_source=source),),
        namespace=NAMESPACE, prefix="vmap",
    )  # fmt: skip
    read = read_vmap(write_vmap(made))
    inside = read.ad_break[0].ad_source
    assert inside is not None
    assert inside.vast_ad_data is not None
    assert inside.vast_ad_data.vast is not None
    assert inside.vast_ad_data.vast.error[0].value == "https://a.example/e"
