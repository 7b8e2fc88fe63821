import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matinee.clearance.provenance.certificates import make_development
from matinee.clearance.provenance.credentials import sign
from matinee.clearance.provenance.media import picture_data
from matinee.clearance.provenance.model import Making, MediaType, ProvenanceSettings, Standing
from matinee.clearance.provenance.reading import Trust, read
from matinee.clearance.provenance.service import Provenance
from matinee.errors import Invalid

PLACES = 100
LIMIT = 10**7


def carrier(content: bytes, kind: MediaType) -> tuple[int, int]:
    """Where the chunk, segment or box begins and ends that carries the manifest."""
    if kind is MediaType.PNG:
        start = content.index(b"caBX") - 4
        return start, start + 12 + int.from_bytes(content[start : start + 4], "big")
    if kind is MediaType.JPEG:
        start = content.index(b"\xff\xeb")
        return start, start + 2 + int.from_bytes(content[start + 2 : start + 4], "big")
    start = content.index(b"uuid") - 4
    return start, start + int.from_bytes(content[start : start + 4], "big")


def flipped(content: bytes, place: int, bit: int) -> bytes:
    changed = bytearray(content)
    changed[place] ^= 1 << bit
    return bytes(changed)


def tampered_at_places(provenance: Provenance, content: bytes, kind: MediaType) -> list[Standing]:
    chance = random.Random(0)
    data = picture_data(content, kind)
    start = content.index(data)
    places = chance.sample(range(start, start + len(data)), PLACES)
    return [
        provenance.read(flipped(content, place, chance.randrange(8)), kind).standing
        for place in places
    ]


def test_one_flipped_bit_of_the_picture_is_tampering_wherever_it_is(
    provenance: Provenance, making: Making, kind: MediaType, draw: Callable[[int], bytes]
) -> None:
    signed = provenance.sign(draw(1), making)

    assert set(tampered_at_places(provenance, signed, kind)) == {Standing.TAMPERED}


def test_one_flipped_bit_of_a_real_film_is_tampering_wherever_it_is(
    provenance: Provenance, making: Making, shared_data: Path
) -> None:
    clip = shared_data / "clips" / "shortAd.mp4"
    if not clip.exists():
        pytest.skip("the clips are not among the shared data")
    signed = provenance.sign(clip.read_bytes(), making)

    assert provenance.read(signed, "video/mp4").standing is Standing.VALID
    assert set(tampered_at_places(provenance, signed, MediaType.MP4)) == {Standing.TAMPERED}


def test_the_part_that_was_changed_is_named(
    provenance: Provenance, making: Making, picture: bytes
) -> None:
    signed = provenance.sign(picture, making)
    data = picture_data(signed, MediaType.PNG)
    ninth = signed.index(data) + 9 * len(data) // 17

    story = provenance.read(flipped(signed, ninth, 0), "image/png")

    assert story.sentence.endswith("Of the picture's 16 parts, these differ: 9.")


def test_a_file_stripped_of_its_metadata_has_no_credentials(
    provenance: Provenance, making: Making, kind: MediaType, draw: Callable[[int], bytes]
) -> None:
    signed = provenance.sign(draw(1), making)
    start, end = carrier(signed, kind)

    assert provenance.read(signed[:start] + signed[end:], kind).standing is Standing.NONE
    assert provenance.read(draw(1), kind).standing is Standing.NONE


def test_a_manifest_swapped_from_another_file_is_said_to_be_so(
    provenance: Provenance, making: Making, kind: MediaType, draw: Callable[[int], bytes]
) -> None:
    one, other = provenance.sign(draw(1), making), provenance.sign(draw(5), making)
    start, end = carrier(one, kind)
    begin, stop = carrier(other, kind)

    swapped = one[:start] + other[begin:stop] + one[end:]

    assert provenance.read(swapped, kind).standing is Standing.OTHER_FILE


def test_a_certificate_that_ends_seconds_after_signing_is_reported_as_ended(
    making: Making, kind: MediaType, draw: Callable[[int], bytes]
) -> None:
    now = datetime.now(UTC)
    identity, root = make_development(now, life=timedelta(seconds=2))
    signed = sign(draw(1), making, identity, now)

    before = read(signed, kind, Trust(root), limit=LIMIT)
    # A certificate is good through the whole of its last second.
    while datetime.now(UTC) <= identity.expires + timedelta(seconds=1):
        time.sleep(0.2)
    after = read(signed, kind, Trust(root), limit=LIMIT)
    changed = read(
        flipped(signed, signed.rindex(draw(1)[-60:-40]), 0), kind, Trust(root), limit=LIMIT
    )

    assert before.standing is Standing.VALID
    assert after.standing is Standing.EXPIRED
    assert changed.standing is Standing.TAMPERED


def test_without_the_trust_anchor_the_signer_is_a_stranger(
    provenance: Provenance, making: Making, kind: MediaType, draw: Callable[[int], bytes]
) -> None:
    signed = provenance.sign(draw(1), making)
    strange_root = make_development(datetime.now(UTC))[1]

    assert provenance.read(signed, kind, Trust()).standing is Standing.UNTRUSTED
    assert provenance.read(signed, kind, Trust(strange_root)).standing is Standing.UNTRUSTED
    assert provenance.read(signed, kind).standing is Standing.VALID


def test_a_changed_file_of_a_stranger_is_tampered_first(
    provenance: Provenance, making: Making, picture: bytes
) -> None:
    signed = provenance.sign(picture, making)
    changed = flipped(signed, signed.index(b"IDAT") + 40, 3)

    assert provenance.read(changed, "image/png", Trust()).standing is Standing.TAMPERED


def test_what_a_manifest_says_cannot_be_changed(
    provenance: Provenance, making: Making, picture: bytes
) -> None:
    signed = provenance.sign(picture, making)

    lie = signed.replace(b"trainedAlgorithmicMedia", b"digitalCaptureXXXXXXXXX")

    assert provenance.read(lie, "image/png").standing is Standing.TAMPERED


def test_credentials_that_are_damaged_are_never_valid(
    provenance: Provenance, making: Making, kind: MediaType, draw: Callable[[int], bytes]
) -> None:
    signed = provenance.sign(draw(1), making)
    start, end = carrier(signed, kind)
    chance = random.Random(1)
    found = {
        provenance.read(flipped(signed, place, chance.randrange(8)), kind).standing
        for place in chance.sample(range(start, end), PLACES)
    }

    # What pads the manifest to its size is not signed, and says nothing.
    assert Standing.TAMPERED in found
    assert not found & {Standing.EXPIRED}


def test_the_file_decides_what_it_is_and_not_the_sender(
    provenance: Provenance, making: Making, picture: bytes
) -> None:
    story = provenance.read(provenance.sign(picture, making), "video/mp4")

    assert (story.standing, story.media_type) == (Standing.VALID, "image/png")


def test_a_file_over_the_limit_is_refused(tmp_path: Path, picture: bytes) -> None:
    small = Provenance(tmp_path, ProvenanceSettings(read_limit_bytes=100))

    with pytest.raises(Invalid, match="larger than 100 bytes"):
        small.read(picture, "image/png")


@pytest.mark.parametrize("content", [b"", b"\xff", b"<svg/>", b"%PDF-1.7", bytes(1000)])
def test_what_is_no_picture_is_unreadable(provenance: Provenance, content: bytes) -> None:
    assert provenance.read(content, "image/png").standing is Standing.UNREADABLE


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_mangled_file_is_never_believed_and_never_breaks_the_reader(
    provenance: Provenance,
    making: Making,
    kind: MediaType,
    draw: Callable[[int], bytes],
    data: st.DataObject,
) -> None:
    signed = provenance.sign(draw(1), making)
    cut = data.draw(st.integers(8, len(signed) - 1))
    junk = data.draw(st.binary(max_size=64))
    keeps_tail = data.draw(st.booleans())

    mangled = signed[:cut] + junk + (signed[cut + len(junk) + 1 :] if keeps_tail else b"")

    assert provenance.read(mangled, kind).standing in set(Standing) - {Standing.EXPIRED}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"\0\0\0\x18ftyp"]),
    rest=st.binary(max_size=400),
)
def test_junk_that_begins_like_a_picture_has_no_story(
    provenance: Provenance, start: bytes, rest: bytes
) -> None:
    story = provenance.read(start + rest, "image/png")

    assert story.standing in {Standing.NONE, Standing.UNREADABLE, Standing.TAMPERED}
    assert not story.actions
