from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from matinee.clearance.provenance.embedding import ContentCredentials
from matinee.clearance.provenance.model import Standing
from matinee.clearance.record.credentials import Sidecars, read_sidecar
from matinee.clearance.record.model import Story
from matinee.generation.model import Output

PARENTS = ("ab" * 32, "cd" * 32)


@pytest.fixture
def credentials(tmp_path: Path) -> ContentCredentials:
    return ContentCredentials.on(tmp_path / "keys")


def story(content: bytes, source_type: str, parents: tuple[str, ...] = ()) -> Story:
    made = Output(
        content=content,
        media_type="image/png",
        model="painter-1",
        source_type=source_type,
        parents=parents,
    )
    return Story(UUID(int=1), UUID(int=2), UUID(int=3), made, datetime.now(UTC))


def test_a_picture_carries_its_credentials_within(
    credentials: ContentCredentials, picture: bytes
) -> None:
    told = story(picture, "trainedAlgorithmicMedia", PARENTS)

    content = credentials.embed(told)
    found = credentials.provenance.read(content, "image/png")

    assert found.standing is Standing.VALID
    assert (found.permit, found.ledger_subject) == (str(told.permit), str(told.output))
    assert [step.name for step in found.actions] == ["c2pa.created"]
    assert [each.relationship for each in found.ingredients] == ["inputTo", "inputTo"]
    assert credentials.beside(content, told, 7) is None


def test_an_edited_picture_names_what_it_was_made_of(
    credentials: ContentCredentials, picture: bytes
) -> None:
    told = story(picture, "compositeWithTrainedAlgorithmicMedia", PARENTS)

    found = credentials.provenance.read(credentials.embed(told), "image/png")

    assert found.standing is Standing.VALID
    assert [step.name for step in found.actions] == ["c2pa.opened", "c2pa.edited"]
    assert [each.relationship for each in found.ingredients] == ["parentOf", "inputTo"]


def test_a_text_gets_a_signed_sidecar(credentials: ContentCredentials, tmp_path: Path) -> None:
    told = story(b"A harbour, at night.", "trainedAlgorithmicMedia")

    content = credentials.embed(told)
    sidecar = credentials.beside(content, told, 7)

    assert content == b"A harbour, at night."
    assert sidecar is not None
    key = Sidecars(tmp_path / "keys").key.public
    statement = read_sidecar(sidecar, content, key)
    assert statement is not None
    assert statement["ledger_index"] == 7
