"""Sign an asset: what made it, from what, by which permit (C2PA 2.2, CAWG training and mining)."""

from datetime import datetime
from typing import Any

import matinee
from matinee.clearance.provenance import toolkit
from matinee.clearance.provenance.certificates import Identity
from matinee.clearance.provenance.media import part_hashes, picture_data, recognise
from matinee.clearance.provenance.model import Making, MediaType, SourceType, source_type
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
    parent = making.parent
    facts = _parent_facts(making)
    manifest = _manifest(content, media_type, making)
    carried = None
    if parent is not None and parent.content is not None:
        carried = (facts, parent.media_type, parent.content)
    elif parent is not None:
        manifest["ingredients"] = [facts]
    try:
        return toolkit.sign(content, media_type, manifest, identity, parent=carried)
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
    if making.parent is None:
        return [{"action": "c2pa.created", **step}]
    opened = {
        "action": "c2pa.opened",
        "parameters": {"ingredientIds": [_parent_id(making.parent.sha256)]},
    }
    return [opened, {"action": "c2pa.edited", **step}]


def _parent_facts(making: Making) -> dict[str, Any]:
    if making.parent is None:
        return {}
    return {
        "title": making.parent.title,
        "format": making.parent.media_type,
        "relationship": "parentOf",
        "instance_id": _parent_id(making.parent.sha256),
    }


def _parent_id(sha256: str) -> str:
    return f"urn:matinee:sha256:{sha256}"


def _training(*, may_train: bool) -> dict[str, dict[str, str]]:
    return {use: {"use": "allowed" if may_train else "notAllowed"} for use in _USES}
