"""Sign an asset: what made it, from what, by which permit (C2PA 2.2, CAWG training and mining)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import matinee
from matinee.clearance.provenance import toolkit
from matinee.clearance.provenance.certificates import Identity
from matinee.clearance.provenance.media import part_hashes, picture_data, recognise
from matinee.clearance.provenance.model import Making, MediaType, Parent, SourceType, source_type
from matinee.errors import Conflict, Invalid

PERMIT = "app.matinee.permit"
PICTURE = "app.matinee.picture"
TRAINING = "cawg.training-mining"
_USES = (
    "cawg.data_mining",
    "cawg.ai_inference",
    "cawg.ai_training",
    "cawg.ai_generative_training",
)
_BY_MODEL = frozenset({SourceType.TRAINED, SourceType.EDITED_BY_MODEL, SourceType.MIX})


def sign(content: bytes, making: Making, identity: Identity, now: datetime) -> bytes:
    """The bytes with credentials within; Invalid where the format has no place for them."""
    if identity.expires <= now:
        raise Conflict(
            "The certificate that signs content has ended.",
            remedy="Put a new one into the keys folder; a development one is made again "
            "when content-signing.pem is taken away.",
            code="certificate_expired",
        )
    media_type = recognise(content)
    if media_type is None:
        raise Invalid(
            "Credentials go into PNG, JPEG and MP4 only.",
            remedy="Give anything else a sidecar.",
            field="content",
        )
    manifest = _manifest(content, media_type, making)
    carried: list[tuple[dict[str, Any], str, bytes]] = []
    named: list[dict[str, Any]] = []
    for each, relationship in _ingredients(making):
        facts = _facts(each, relationship)
        if each.content is None:
            named.append(facts)
        else:
            carried.append((facts, each.media_type or media_type, each.content))
    manifest["ingredients"] = named
    try:
        return toolkit.sign(content, media_type, manifest, identity, carried=carried)
    except toolkit.Unreadable as error:
        raise Invalid(
            f"The {media_type} cannot be signed: {error}",
            remedy="Open it in a program that repairs it, and save it again.",
            field="content",
        ) from error


def _manifest(content: bytes, media_type: MediaType, making: Making) -> dict[str, Any]:
    data = picture_data(content, media_type)
    assertions: list[dict[str, Any]] = [
        {
            "label": "c2pa.actions.v2",
            "data": {"actions": _actions(making), "allActionsIncluded": True},
            "created": True,
        },
        {
            "label": PICTURE,
            "data": {"size": len(data), "parts": list(part_hashes(data, len(data)))},
            "created": True,
        },
        {"label": TRAINING, "data": {"entries": _training(may_train=making.may_train)}},
    ]
    reference = making.reference
    if reference is not None:
        permit = {
            "permit": str(reference.permit),
            "decision": str(reference.decision),
            "ledger_subject": reference.ledger_subject,
            "model": reference.model,
        }
        if reference.weights_sha256:
            permit["weights_sha256"] = reference.weights_sha256
        if reference.stated:
            permit["stated"] = reference.stated
        assertions.append({"label": PERMIT, "data": permit, "created": True})
    return {
        "claim_generator_info": [{"name": "Matinee", "version": matinee.__version__}],
        "title": making.title,
        "format": media_type.value,
        "assertions": assertions,
    }


def _actions(making: Making) -> list[dict[str, Any]]:
    kind = source_type(making.source_type)
    step: dict[str, Any] = {"digitalSourceType": kind.uri, "when": making.at.isoformat()}
    if kind in _BY_MODEL and making.reference is not None and making.reference.model:
        step["softwareAgent"] = {"name": making.reference.model}
    shown = [_instance(each.sha256) for each in making.inputs]
    if shown:
        step["parameters"] = {"ingredientIds": shown}
    if making.parent is None:
        return [{"action": "c2pa.created", **step}]
    opened = {
        "action": "c2pa.opened",
        "parameters": {"ingredientIds": [_instance(making.parent.sha256)]},
    }
    return [opened, {"action": "c2pa.edited", **step}]


def _ingredients(making: Making) -> Iterator[tuple[Parent, str]]:
    if making.parent is not None:
        yield making.parent, "parentOf"
    for each in making.inputs:
        yield each, "inputTo"


def _facts(ingredient: Parent, relationship: str) -> dict[str, Any]:
    facts = {
        "title": ingredient.title,
        "relationship": relationship,
        "instance_id": _instance(ingredient.sha256),
    }
    return facts | ({"format": ingredient.media_type} if ingredient.media_type else {})


def _instance(sha256: str) -> str:
    return f"urn:matinee:sha256:{sha256}"


def _training(*, may_train: bool) -> dict[str, dict[str, str]]:
    return {use: {"use": "allowed" if may_train else "notAllowed"} for use in _USES}
