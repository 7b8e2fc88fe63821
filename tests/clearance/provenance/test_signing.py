from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from matinee.clearance.provenance.certificates import (
    ANCHOR_FOLDER,
    DEVELOPMENT,
    IDENTITY_FILE,
    make_development,
)
from matinee.clearance.provenance.model import Making, MediaType, Parent, Standing
from matinee.clearance.provenance.service import Provenance
from matinee.errors import Conflict, Invalid


def test_a_signed_file_tells_its_whole_story(
    provenance: Provenance, making: Making, kind: MediaType, draw: Callable[[int], bytes]
) -> None:
    story = provenance.read(provenance.sign(draw(1), making), kind)

    assert story.standing is Standing.VALID
    assert story.media_type == kind
    assert (story.title, story.made_with) == ("The harbour at night", "Matinee")
    assert [step.name for step in story.actions] == ["c2pa.created"]
    assert story.source_type == "trainedAlgorithmicMedia"
    assert story.source_words == "made by a trained model"
    assert story.permit == "00000000-0000-0000-0000-000000000001"
    assert (story.ledger_subject, story.model) == ("output-3", "painter-1")
    assert {use for _, use in story.training} == {"notAllowed"}
    assert len(story.training) == 4


def test_an_edit_opens_its_parent_before_it_edits(
    provenance: Provenance, making: Making, kind: MediaType, draw: Callable[[int], bytes]
) -> None:
    plate = provenance.sign(draw(1), replace(making, source_type="digitalCapture"))
    parent = Parent("Take 4", sha256(plate).hexdigest(), plate, kind)
    edit = replace(making, source_type="compositeWithTrainedAlgorithmicMedia", parent=parent)

    story = provenance.read(provenance.sign(draw(2), edit), kind)

    assert story.standing is Standing.VALID
    assert [step.name for step in story.actions] == ["c2pa.opened", "c2pa.edited"]
    assert story.source_type == "compositeWithTrainedAlgorithmicMedia"
    [ingredient] = story.ingredients
    assert (ingredient.title, ingredient.relationship) == ("Take 4", "parentOf")
    assert ingredient.has_credentials


def test_a_parent_that_was_tampered_with_is_said_to_be_so(
    provenance: Provenance, making: Making, picture: bytes
) -> None:
    plate = bytearray(provenance.sign(picture, making))
    plate[plate.index(b"IDAT") + 50] ^= 1
    parent = Parent("Take 4", sha256(plate).hexdigest(), bytes(plate))

    story = provenance.read(provenance.sign(picture, replace(making, parent=parent)), "image/png")

    [ingredient] = story.ingredients
    assert "assertion.dataHash.mismatch" in ingredient.faults


def test_a_parent_may_be_named_by_its_hash_alone(
    provenance: Provenance, making: Making, picture: bytes
) -> None:
    edit = replace(making, parent=Parent("Take 4", sha256(b"plate").hexdigest()))

    story = provenance.read(provenance.sign(picture, edit), "image/png")

    assert story.standing is Standing.VALID
    assert [step.name for step in story.actions] == ["c2pa.opened", "c2pa.edited"]
    assert [each.has_credentials for each in story.ingredients] == [False]


@pytest.mark.parametrize(
    ("retired", "instead"),
    [
        ("minorHumanEdits", "humanEdits"),
        ("digitalArt", "digitalCreation"),
        ("http://cv.iptc.org/newscodes/digitalsourcetype/softwareImage", "digitalCreation"),
    ],
)
def test_a_retired_source_type_is_refused_with_what_to_say(
    provenance: Provenance, making: Making, picture: bytes, retired: str, instead: str
) -> None:
    with pytest.raises(Invalid, match=f"retired.*{instead}"):
        provenance.sign(picture, replace(making, source_type=retired))


def test_an_unknown_source_type_is_refused(
    provenance: Provenance, making: Making, picture: bytes
) -> None:
    with pytest.raises(Invalid, match="no digital source type"):
        provenance.sign(picture, replace(making, source_type="magic"))


@pytest.mark.parametrize("content", [b"", b"text", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xd9"])
def test_what_cannot_carry_credentials_is_refused(
    provenance: Provenance, making: Making, content: bytes
) -> None:
    with pytest.raises(Invalid):
        provenance.sign(content, making)


def test_the_development_certificate_says_what_it_is(
    provenance: Provenance, making: Making, picture: bytes
) -> None:
    story = provenance.read(provenance.sign(picture, making), "image/png")

    assert DEVELOPMENT in (story.signer or "")
    assert story.development
    assert provenance.identity.development


def test_the_key_is_the_owners_alone_and_kept(provenance: Provenance) -> None:
    first = provenance.identity
    path = provenance.keys_folder / IDENTITY_FILE

    assert path.stat().st_mode & 0o777 == 0o600
    assert Provenance(provenance.keys_folder).identity == first
    assert len(list((provenance.keys_folder / ANCHOR_FOLDER).iterdir())) == 1
    assert first.key.decode() not in repr(first)


def test_a_key_that_others_can_read_is_refused(provenance: Provenance) -> None:
    assert provenance.identity.development
    (provenance.keys_folder / IDENTITY_FILE).chmod(0o644)

    with pytest.raises(Conflict, match="Others can read"):
        _ = Provenance(provenance.keys_folder).identity


def test_an_identity_whose_key_is_anothers_is_refused(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    one, other = make_development(now)[0], make_development(now)[0]
    path = tmp_path / IDENTITY_FILE
    path.write_bytes(one.key + other.chain)
    path.chmod(0o600)

    with pytest.raises(Conflict, match="not the first certificate's"):
        _ = Provenance(tmp_path).identity


def test_nothing_is_signed_once_the_certificate_has_ended(
    provenance: Provenance, making: Making, picture: bytes
) -> None:
    assert provenance.identity
    provenance.clock = lambda: datetime.now(UTC) + timedelta(days=900)

    with pytest.raises(Conflict, match="has ended"):
        provenance.sign(picture, making)
