"""The splice information section (ANSI/SCTE 35 2023, section 9.6), from and to bytes.

What this codec knows is read into named fields; what it does not know (private commands and
descriptors, encrypted parts, a known descriptor with bytes that its description does not make
again) is kept as bytes, so that every section which is read is written again byte for byte.
"""

import base64
import binascii
from collections.abc import Callable

from matinee.ads.scte35.bits import Bits, Reader, Record, Writer
from matinee.ads.scte35.commands import COMMANDS
from matinee.ads.scte35.descriptors import CUEI, DESCRIPTORS
from matinee.errors import Invalid

TABLE_ID = 0xFC
_LONGEST = 4096
_UNKNOWN_LENGTH = 0xFFF
_AFTER_LENGTH = 3
_CRC = 4
_HEAD = (
    ("section_syntax_indicator", 1, 0),
    ("private_indicator", 1, 0),
    ("sap_type", 2, 3),
)
_BODY = (
    ("protocol_version", 8, 0),
    ("encrypted_packet", 1, 0),
    ("encryption_algorithm", 6, 0),
    ("pts_adjustment", 33, 0),
    ("cw_index", 8, 0xFF),
    ("tier", 12, 0xFFF),
)


def from_text(text: str, *, check_crc: bool = True) -> Record:
    """Read base64 or hexadecimal (with or without 0x), as manifests and logs carry sections."""
    plain = text.strip()
    if len(plain) > 4 * _LONGEST:
        raise Invalid("A section has at most 4,096 bytes.", field="section")
    try:
        if plain[:2].lower() == "0x" or plain[:2].upper() == "FC":
            data = bytes.fromhex(plain.removeprefix("0x").removeprefix("0X"))
        else:
            data = base64.b64decode(plain, validate=True)
    except (ValueError, binascii.Error) as error:
        raise Invalid("This is neither base64 nor hexadecimal.", field="section") from error
    return decode(data, check_crc=check_crc)


def decode(data: bytes, *, check_crc: bool = True) -> Record:
    """Read one section; a wrong CRC_32 that is not to be checked is kept, and written again.

    Whoever changes such a record takes ``wrong_crc`` out of it first.

    Raises:
        Invalid: naming the field at which it ends or does not fit; a wrong CRC_32 as well.
    """
    if len(data) > _LONGEST:
        raise Invalid("A section has at most 4,096 bytes.", field="section")
    record: Record = {}
    reader = Reader(data)
    if reader.number({}, "table_id", 8) != TABLE_ID:
        raise Invalid("A splice information section begins with 0xFC.", field="table_id")
    for name, width, _ in _HEAD:
        reader.number(record, name, width)
    length = reader.number({}, "section_length", 12)
    if length != len(data) - _AFTER_LENGTH:
        raise Invalid("The section is not as long as it says.", field="section_length")
    fits = crc32(data) == 0
    if check_crc and not fits:
        raise Invalid("The CRC_32 does not fit the section.", field="CRC_32")
    for name, width, _ in _BODY:
        reader.number(record, name, width)
    if not fits:
        record["wrong_crc"] = data[-_CRC:]
    if record["encrypted_packet"]:
        # The command's length stays in the clear (9.6.1); encryption begins with its type.
        reader.number(record, "splice_command_length", 12)
        reader.octets(record, "encrypted", reader.octets_left - _CRC)
        return record
    _read_command(reader, record)
    _read_rest(reader, record)
    return record


def encode(record: Record) -> bytes:
    """Write one section, with its lengths and its CRC_32."""
    body = Writer()
    for name, width, default in _BODY:
        body.number(record, name, width, default)
    if record.get("encrypted_packet"):
        body.number(record, "splice_command_length", 12, _UNKNOWN_LENGTH)
        body.octets(record, "encrypted", 0)
    else:
        _write_command(body, record)
        loop = b"".join(_descriptor(each) for each in record.get("descriptors", ()))
        body.number({"length": len(loop)}, "length", 16)
        body.octets({"descriptors": loop}, "descriptors", 0)
        body.octets(record, "stuffing", 0)
    inner = body.data()
    head = Writer()
    head.number({"table_id": TABLE_ID}, "table_id", 8)
    for name, width, default in _HEAD:
        head.number(record, name, width, default)
    head.number({"section_length": len(inner) + _CRC}, "section_length", 12)
    whole = head.data() + inner
    if len(whole) + _CRC > _LONGEST:
        raise Invalid("A section has at most 4,096 bytes.", field="section")
    tail = Writer()
    tail.octets({"wrong_crc": crc32(whole).to_bytes(_CRC)} | record, "wrong_crc", _CRC)
    return whole + tail.data()


def _read_command(reader: Reader, record: Record) -> None:
    length = reader.number({}, "splice_command_length", 12)
    kind = reader.number(record, "splice_command_type", 8)
    command: Record = {}
    record["command"] = command
    if length == _UNKNOWN_LENGTH:
        # Allowed for what was made before 2011: the command itself says where it ends.
        record["command_length_unspecified"] = True
        if kind not in COMMANDS:
            raise Invalid("A private command must say its length.", field="splice_command_length")
        COMMANDS[kind](reader, command)
        return
    data = reader.octets({}, "command", length)
    read = _read_known(COMMANDS[kind], data) if kind in COMMANDS else None
    command.update(read if read is not None else {"octets": data})


def _read_rest(reader: Reader, record: Record) -> None:
    loop = reader.number({}, "descriptor_loop_length", 16)
    if loop + _CRC > reader.octets_left:
        raise Invalid("The descriptors run into the CRC_32.", field="descriptor_loop_length")
    record["descriptors"] = _read_descriptors(reader.octets({}, "descriptors", loop))
    if reader.octets_left > _CRC:
        reader.octets(record, "stuffing", reader.octets_left - _CRC)


def _write_command(body: Writer, record: Record) -> None:
    command: Record = record.get("command", {})
    kind: int = record.get("splice_command_type", 0)
    inner = Writer()
    if "octets" in command or kind not in COMMANDS:
        inner.octets(command, "octets", 0)
    else:
        COMMANDS[kind](inner, command)
    data = inner.data()
    unspecified = record.get("command_length_unspecified", False)
    body.number({"length": _UNKNOWN_LENGTH if unspecified else len(data)}, "length", 12)
    body.number({"splice_command_type": kind}, "splice_command_type", 8)
    body.octets({"command": data}, "command", 0)


def _read_descriptors(loop: bytes) -> list[Record]:
    found: list[Record] = []
    reader = Reader(loop)
    while reader.octets_left:
        descriptor: Record = {}
        tag = reader.number(descriptor, "splice_descriptor_tag", 8)
        length = reader.number({}, "descriptor_length", 8)
        data = reader.octets({}, "descriptor", length)
        known = DESCRIPTORS.get(tag) if data[:4] == CUEI.to_bytes(4) else None
        read = _read_known(known, data[4:]) if known else None
        descriptor.update(read if read is not None else {"octets": data})
        found.append(descriptor)
    return found


def _descriptor(descriptor: Record) -> bytes:
    tag: int = descriptor.get("splice_descriptor_tag", 0)
    inner = Writer()
    if "octets" in descriptor or tag not in DESCRIPTORS:
        inner.octets(descriptor, "octets", 0)
    else:
        inner.number({"identifier": CUEI}, "identifier", 32)
        DESCRIPTORS[tag](inner, descriptor)
    data = inner.data()
    head = Writer()
    head.number({"splice_descriptor_tag": tag}, "splice_descriptor_tag", 8)
    head.number({"descriptor_length": len(data)}, "descriptor_length", 8)
    return head.data() + data


def _read_known(describe: Callable[[Bits, Record], None], data: bytes) -> Record | None:
    """The fields of ``data``, or None where they would not be written again as they are."""
    record: Record = {}
    reader = Reader(data)
    try:
        describe(reader, record)
    except Invalid:
        return None
    if reader.octets_left:
        return None
    writer = Writer()
    describe(writer, record)
    return record if writer.data() == data else None


def _crc_table() -> tuple[int, ...]:
    table: list[int] = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = (value << 1 ^ 0x04C11DB7 if value & 1 << 31 else value << 1) & 0xFFFFFFFF
        table.append(value)
    return tuple(table)


_TABLE = _crc_table()


def crc32(data: bytes) -> int:
    """CRC-32/MPEG-2 (ISO/IEC 13818-1, annex A); 0 over a section with its right CRC_32."""
    value = 0xFFFFFFFF
    for byte in data:
        value = (value << 8 & 0xFFFFFFFF) ^ _TABLE[value >> 24 ^ byte]
    return value
