"""Splice descriptors (ANSI/SCTE 35 2023, section 10), each described once for both ways."""

from collections.abc import Callable

from matinee.ads.scte35.bits import Bits, Record, counted, reserved, times

CUEI = 0x43554549
_SUB_SEGMENTS = frozenset({0x30, 0x32, 0x34, 0x36, 0x38, 0x3A, 0x44, 0x46})
"""Segmentation types that may carry sub-segment numbers (10.3.3.1, table 23)."""


def _avail(bits: Bits, record: Record) -> None:
    """10.3.1."""
    bits.number(record, "provider_avail_id", 32)


def _dtmf(bits: Bits, record: Record) -> None:
    """10.3.2."""
    bits.number(record, "preroll", 8)
    count = counted(bits, record, "dtmf_chars", 3)
    reserved(bits, record, "reserved", 5)
    bits.octets(record, "dtmf_chars", count)


def _segmentation(bits: Bits, record: Record) -> None:
    """10.3.3."""
    bits.number(record, "segmentation_event_id", 32)
    cancelled = bits.number(record, "segmentation_event_cancel_indicator", 1)
    bits.number(record, "segmentation_event_id_compliance_indicator", 1, 1)
    reserved(bits, record, "reserved", 6)
    if cancelled:
        return
    program = bits.number(record, "program_segmentation_flag", 1, 1)
    lasting = bits.number(record, "segmentation_duration_flag", 1)
    free = bits.number(record, "delivery_not_restricted_flag", 1, 1)
    if free:
        reserved(bits, record, "flags_reserved", 5)
    else:
        bits.number(record, "web_delivery_allowed_flag", 1)
        bits.number(record, "no_regional_blackout_flag", 1)
        bits.number(record, "archive_allowed_flag", 1)
        bits.number(record, "device_restrictions", 2)
    if not program:
        _components(bits, record)
    if lasting:
        bits.number(record, "segmentation_duration", 40)
    _upid(bits, record)
    kind = bits.number(record, "segmentation_type_id", 8)
    bits.number(record, "segment_num", 8)
    bits.number(record, "segments_expected", 8)
    if kind in _SUB_SEGMENTS and bits.follows(record, "sub_segment_num"):
        bits.number(record, "sub_segment_num", 8)
        bits.number(record, "sub_segments_expected", 8)


def _components(bits: Bits, record: Record) -> None:
    for part in times(bits, record, "components", 8):
        bits.number(part, "component_tag", 8)
        reserved(bits, part, "reserved", 7)
        bits.number(part, "pts_offset", 33)


def _upid(bits: Bits, record: Record) -> None:
    bits.number(record, "segmentation_upid_type", 8)
    length = counted(bits, record, "segmentation_upid", 8)
    bits.octets(record, "segmentation_upid", length)


def _time(bits: Bits, record: Record) -> None:
    """10.3.4: TAI seconds and nanoseconds, and the offset to UTC."""
    bits.number(record, "tai_seconds", 48)
    bits.number(record, "tai_ns", 32)
    bits.number(record, "utc_offset", 16)


def _audio(bits: Bits, record: Record) -> None:
    """10.3.5."""
    for track in times(bits, record, "tracks", 4, spare=4):
        bits.number(track, "component_tag", 8)
        bits.number(track, "iso_code", 24)
        bits.number(track, "bit_stream_mode", 3)
        bits.number(track, "num_channels", 4)
        bits.number(track, "full_srvc_audio", 1)


DESCRIPTORS: dict[int, Callable[[Bits, Record], None]] = {
    0x00: _avail,  # avail
    0x01: _dtmf,  # dtmf
    0x02: _segmentation,  # segmentation
    0x03: _time,  # time
    0x04: _audio,  # audio
}
"""By tag, under the identifier CUEI; any other descriptor is kept as its bytes."""
