"""Splice commands (ANSI/SCTE 35 2023, section 9.7), each described once for both ways."""

from collections.abc import Callable

from matinee.ads.scte35.bits import Bits, Record, reserved, times

_PTS = 33


def splice_time(bits: Bits, record: Record) -> None:
    """9.8.1: a presentation time, or none given; alone it is the time_signal of 9.7.4."""
    if bits.number(record, "time_specified_flag", 1, int("pts_time" in record)):
        reserved(bits, record, "time_reserved", 6)
        bits.number(record, "pts_time", _PTS)
    else:
        reserved(bits, record, "time_reserved", 7)


def break_duration(bits: Bits, record: Record) -> None:
    """9.8.2, in ticks of 90 kHz."""
    bits.number(record, "auto_return", 1)
    reserved(bits, record, "duration_reserved", 6)
    bits.number(record, "duration", _PTS)


def _nothing(_bits: Bits, _record: Record) -> None:
    """9.7.1 and 9.7.5: a command without a body."""


def _splice_insert(bits: Bits, record: Record) -> None:
    """9.7.3."""
    bits.number(record, "splice_event_id", 32)
    cancelled = bits.number(record, "splice_event_cancel_indicator", 1)
    reserved(bits, record, "reserved", 7)
    if cancelled:
        return
    bits.number(record, "out_of_network_indicator", 1)
    program = bits.number(record, "program_splice_flag", 1, 1)
    lasting = bits.number(record, "duration_flag", 1)
    immediate = bits.number(record, "splice_immediate_flag", 1)
    bits.number(record, "event_id_compliance_flag", 1, 1)
    reserved(bits, record, "flags_reserved", 3)
    if program and not immediate:
        splice_time(bits, record)
    if not program:
        for part in times(bits, record, "components", 8):
            bits.number(part, "component_tag", 8)
            if not immediate:
                splice_time(bits, part)
    if lasting:
        break_duration(bits, record)
    _program(bits, record)


def _program(bits: Bits, record: Record) -> None:
    bits.number(record, "unique_program_id", 16)
    bits.number(record, "avail_num", 8)
    bits.number(record, "avails_expected", 8)


def _splice_schedule(bits: Bits, record: Record) -> None:
    """9.7.2."""
    for event in times(bits, record, "events", 8):
        bits.number(event, "splice_event_id", 32)
        cancelled = bits.number(event, "splice_event_cancel_indicator", 1)
        bits.number(event, "event_id_compliance_flag", 1, 1)
        reserved(bits, event, "reserved", 6)
        if not cancelled:
            _scheduled(bits, event)


def _scheduled(bits: Bits, event: Record) -> None:
    bits.number(event, "out_of_network_indicator", 1)
    program = bits.number(event, "program_splice_flag", 1, 1)
    lasting = bits.number(event, "duration_flag", 1)
    reserved(bits, event, "flags_reserved", 5)
    if program:
        bits.number(event, "utc_splice_time", 32)
    else:
        for part in times(bits, event, "components", 8):
            bits.number(part, "component_tag", 8)
            bits.number(part, "utc_splice_time", 32)
    if lasting:
        break_duration(bits, event)
    _program(bits, event)


COMMANDS: dict[int, Callable[[Bits, Record], None]] = {
    0x00: _nothing,  # splice_null
    0x04: _splice_schedule,  # splice_schedule
    0x05: _splice_insert,  # splice_insert
    0x06: splice_time,  # time_signal
    0x07: _nothing,  # bandwidth_reservation
}
"""By splice_command_type; any other command is kept as its bytes."""
