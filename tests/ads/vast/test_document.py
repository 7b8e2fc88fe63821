from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from matinee.ads.vast.binding import kept_parts
from matinee.ads.vast.document import read_vast, write_vast
from matinee.ads.vast.elements import MarkedText, Text
from matinee.ads.vast.safe_xml import canonical, parse
from matinee.errors import Invalid

INLINE = """<VAST version="{version}"{namespace}>
  <Ad id="1"><InLine>
    <Impression id="a"><![CDATA[ https://ads.example/seen ]]></Impression>
    <AdSystem>Example</AdSystem><AdTitle>Soup &amp; bread</AdTitle>
    <Creatives><Creative adId="X1"><Linear skipoffset="00:00:05">
      <TrackingEvents><Tracking event="progress" offset="25%">https://ads.example/q</Tracking></TrackingEvents>
      <Duration>00:00:30.000</Duration>
      <MediaFiles>
        <MediaFile delivery="progressive" type="video/mp4" width="1920" height="1080" scalable="1" maker="x">https://ads.example/a.mp4</MediaFile>
      </MediaFiles>
    </Linear></Creative></Creatives>
    {extra}
  </InLine></Ad>
</VAST>"""
NAMESPACE = ' xmlns="http://www.iab.com/VAST"'


def document(version: str = "4.2", namespace: str = NAMESPACE, extra: str = "") -> bytes:
    return INLINE.format(version=version, namespace=namespace, extra=extra).encode()


def test_every_sample_is_written_again_as_it_was(shared_data: Path) -> None:
    samples = sorted((shared_data / "ads" / "vast").glob("*/*.xml"))
    assert len(samples) == 56
    for sample in samples:
        data = sample.read_bytes()
        assert canonical(parse(write_vast(read_vast(data)))) == canonical(parse(data)), sample.name


def test_what_is_read_has_its_types() -> None:
    inline = read_vast(document()).ad[0].inline
    assert inline is not None
    assert inline.impression == (
        MarkedText("https://ads.example/seen", id="a", kept=inline.impression[0].kept),
    )
    linear = inline.creatives.creative[0].linear
    assert linear is not None
    assert linear.duration is not None
    assert linear.media_files is not None
    assert linear.tracking_events is not None
    assert linear.duration.value == timedelta(seconds=30)
    assert linear.media_files.media_file[0].scalable is True
    offset = linear.tracking_events.tracking[0].offset
    assert offset is not None
    assert offset.of(timedelta(seconds=30)) == timedelta(seconds=7.5)


def test_spelling_and_foreign_attributes_are_kept() -> None:
    vast = read_vast(document())
    written = write_vast(vast)
    assert b"00:00:30.000" in written
    assert b'scalable="1"' in written
    assert list(kept_parts(vast)) == ["MediaFile/@maker"]


def test_a_changed_value_is_written_in_its_own_spelling() -> None:
    vast = read_vast(document())
    inline = vast.ad[0].inline
    assert inline is not None
    creative = inline.creatives.creative[0]
    linear = creative.linear
    assert linear is not None
    assert linear.duration is not None
    longer = replace(linear, duration=replace(linear.duration, value=timedelta(seconds=45)))
    creatives = replace(inline.creatives, creative=(replace(creative, linear=longer),))
    changed = replace(vast, ad=(replace(vast.ad[0], inline=replace(inline, creatives=creatives)),))
    assert b"<Duration>00:00:45</Duration>" in write_vast(changed)


def test_a_child_that_is_added_takes_its_place_in_the_order_of_the_standard() -> None:
    vast = read_vast(document())
    inline = vast.ad[0].inline
    assert inline is not None
    told = replace(inline, error=(Text("https://ads.example/e"),))
    written = write_vast(replace(vast, ad=(replace(vast.ad[0], inline=told),)))
    assert written.index(b"<AdSystem") < written.index(b"<Error") < written.index(b"<Impression")


@pytest.mark.parametrize(
    "extra",
    [
        '<Extensions><Extension type="x"><a:b xmlns:a="urn:a" c="1">d<e/>f</a:b></Extension>'
        "</Extensions>",
        "<Unheard><Of/></Unheard>",
        '<z:Unheard xmlns:z="urn:z">of</z:Unheard>',
        '<Unheard xmlns="">of</Unheard>',
        "<Extensions/>",
    ],
)
def test_what_is_not_known_is_kept(extra: str) -> None:
    data = document(extra=extra)
    assert canonical(parse(write_vast(read_vast(data)))) == canonical(parse(data))


@pytest.mark.parametrize("version", ["2.0", "2.0.1", "3.0", "4.0", "4.1", "4.2", "4.3"])
def test_every_version_is_read(version: str) -> None:
    assert read_vast(document(version, namespace="")).version == version


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "vast_100"),
        (b"<VAST", "vast_100"),
        (b'<VAST version="4.2">\x00</VAST>', "vast_100"),
        (b"<VAST version='4.2'>" + b" " * (1 << 20) + b"</VAST>", "vast_100"),
        (b"<VAST version='4.2'>" + b"<a>" * 100 + b"</a>" * 100 + b"</VAST>", "vast_100"),
        (b"<VAST version='4.2'>" + b"<a>" * 20_000 + b"</a>" * 20_000 + b"</VAST>", "vast_100"),
        (b"<html/>", "vast_101"),
        (b"<VAST/>", "vast_102"),
        (b'<VAST version="1.0"/>', "vast_102"),
        (b'<VAST version="4.2"><Ad/></VAST>', "vast_101"),
        (b'<VAST version="4.2"><Ad><InLine/></Ad></VAST>', "vast_101"),
        (b'<VAST version="4.2"><Ad><Wrapper/></Ad></VAST>', "vast_101"),
        (document().replace(b'width="1920"', b'width="wide"'), "vast_101"),
        (document().replace(b'width="1920"', b""), "vast_101"),
        (document().replace(b"00:00:30.000", b"half a minute"), "vast_101"),
        (document().replace(b"<Duration>00:00:30.000</Duration>", b""), "vast_101"),
        (document().replace(b"<AdSystem>", b"<AdTitle>two</AdTitle><AdSystem>"), "vast_101"),
        (document().replace(b"00:00:30.000", b"4" * 80 + b":00:15"), "vast_101"),
        (document(extra='<x:y xmlns:x="http2//no.address"/>'), "vast_101"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_its_code(data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as error:
        read_vast(data)
    assert error.value.code == code


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE VAST [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE VAST [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE VAST SYSTEM "http://127.0.0.1:1/vast.dtd">',
    ],
)
def test_a_document_type_is_never_accepted(doctype: str) -> None:
    with pytest.raises(Invalid) as error:
        read_vast(doctype.encode() + document())
    assert error.value.code == "vast_100"


def test_the_path_of_a_fault_is_named() -> None:
    with pytest.raises(Invalid) as error:
        read_vast(document().replace(b'width="1920"', b'width="wide"'))
    assert error.value.field == (
        "/VAST/Ad/InLine/Creatives/Creative/Linear/MediaFiles/MediaFile/@width"
    )
