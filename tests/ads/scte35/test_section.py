import base64
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.ads.scte35.bits import Record
from matinee.ads.scte35.section import crc32, decode, encode, from_text
from matinee.errors import Invalid

INSERT: Record = {
    "splice_command_type": 5,
    "command": {
        "splice_event_id": 7,
        "out_of_network_indicator": 1,
        "duration_flag": 1,
        "pts_time": 900_000,
        "auto_return": 1,
        "duration": 30 * 90_000,
        "unique_program_id": 1,
        "avail_num": 1,
        "avails_expected": 2,
    },
}


def test_an_avail_written_is_the_avail_read() -> None:
    read = decode(encode(INSERT))
    assert read["splice_command_type"] == 5
    assert {name: read["command"][name] for name in INSERT["command"]} == INSERT["command"]


def test_a_segmentation_keeps_its_upid_and_duration() -> None:
    descriptor = {
        "splice_descriptor_tag": 2,
        "segmentation_event_id": 9,
        "segmentation_duration_flag": 1,
        "segmentation_duration": 60 * 90_000,
        "segmentation_upid_type": 8,
        "segmentation_upid": b"12345678",
        "segmentation_type_id": 0x34,
        "segment_num": 1,
        "segments_expected": 1,
        "sub_segment_num": 1,
        "sub_segments_expected": 2,
    }
    section = {"splice_command_type": 6, "command": {"pts_time": 1}, "descriptors": [descriptor]}
    read = decode(encode(section))["descriptors"][0]
    assert {name: read[name] for name in descriptor} == descriptor


def test_an_audio_descriptor_and_a_schedule_come_back() -> None:
    track = {
        "component_tag": 1,
        "iso_code": int.from_bytes(b"eng"),
        "bit_stream_mode": 0,
        "num_channels": 2,
        "full_srvc_audio": 1,
    }
    event = {"splice_event_id": 3, "utc_splice_time": 1_000_000_000, "out_of_network_indicator": 1}
    section = {
        "splice_command_type": 4,
        "command": {"events": [event, {"splice_event_id": 4, "splice_event_cancel_indicator": 1}]},
        "descriptors": [{"splice_descriptor_tag": 4, "tracks": [track]}],
    }
    read = decode(encode(section))
    assert read["command"]["events"][0]["utc_splice_time"] == 1_000_000_000
    assert read["command"]["events"][1]["splice_event_id"] == 4
    assert read["descriptors"][0]["tracks"] == [track]
    # 10.3.5: the identifier, a count of 4 bits, 4 reserved ones, then each track.
    assert bytes.fromhex("040a435545491f01656e6705") in encode(section)


def test_what_is_written_is_left_as_it_was() -> None:
    section: Record = {"splice_command_type": 5, "command": {"splice_event_id": 1, "reserved": 127}}
    before = json.dumps(section)
    encode(section)
    assert json.dumps(section) == before


def test_what_is_private_or_encrypted_is_kept_as_it_is() -> None:
    private: Record = {"splice_command_type": 0xFF, "command": {"octets": b"ABCDxyz"}}
    private["descriptors"] = [{"splice_descriptor_tag": 0x99, "octets": b"ABCD\x01"}]
    assert encode(decode(encode(private))) == encode(private)
    secret = {"encrypted_packet": 1, "encryption_algorithm": 2, "encrypted": b"\x00" * 12}
    assert decode(encode(secret))["encrypted"] == b"\x00" * 12


def test_the_check_sum_is_that_of_the_catalogue_of_check_sums() -> None:
    assert crc32(b"123456789") == 0x0376E6E7


def test_one_wrong_bit_is_found() -> None:
    data = bytearray(encode(INSERT))
    data[20] ^= 1
    with pytest.raises(Invalid) as error:
        decode(bytes(data))
    assert error.value.field == "CRC_32"


@pytest.mark.parametrize(
    ("section", "field"),
    [
        ({"splice_command_type": 5, "command": {"splice_event_id": 1 << 32}}, "splice_event_id"),
        ({"splice_command_type": 6, "command": {"pts_time": "now"}}, "pts_time"),
        ({"tier": -1}, "tier"),
        ({"wrong_crc": "text"}, "wrong_crc"),
        ({"splice_command_type": 255, "command": {"octets": "text"}}, "octets"),
        ({"splice_command_type": 255, "command": {"octets": bytes(4096)}}, "length"),
    ],
)
def test_what_does_not_fit_its_field_is_refused_by_name(section: Record, field: str) -> None:
    with pytest.raises(Invalid) as error:
        encode(section)
    assert error.value.field == field


def test_descriptors_that_run_into_the_check_sum_are_refused() -> None:
    inner = encode({"splice_command_type": 0})[3:-6] + (3).to_bytes(2)
    data = bytes([0xFC, 0x30, len(inner) + 4]) + inner
    with pytest.raises(Invalid) as error:
        decode(data + crc32(data).to_bytes(4))
    assert error.value.field == "descriptor_loop_length"


@pytest.mark.parametrize("text", ["", "no!", "0xZZ", "FC", "/DAR", "A" * 40_000])
def test_text_that_is_no_section_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        from_text(text)


@given(st.binary(max_size=80))
@settings(max_examples=300)
def test_any_bytes_are_read_and_written_again_or_refused(inner: bytes) -> None:
    data = bytes([0xFC, 0x30, len(inner) + 4]) + inner
    data += crc32(data).to_bytes(4)
    try:
        read = decode(data)
    except Invalid:
        return
    assert encode(read) == data


def test_the_vectors_are_written_again_byte_for_byte(shared_data: Path) -> None:
    file = shared_data / "ads" / "scte35" / "vectors_scte35-go_decoded_by_threefive.json"
    vectors = json.loads(file.read_text())
    assert len(vectors) == 22
    for vector in vectors:
        text = vector["in"]
        raw = bytes.fromhex(text.removeprefix("0x")) if text[:2] in ("0x", "FC") else None
        read = from_text(text, check_crc=False)
        assert encode(read) == (raw or base64.b64decode(text))
        if "command" in vector:
            assert (
                read["splice_command_type"] == vector["json"]["info_section"]["splice_command_type"]
            )
