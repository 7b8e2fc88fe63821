"""The one place that calls c2pa-python: bytes in, bytes or a report out, nothing fetched by it."""

import json
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

import c2pa

from matinee.clearance.provenance.certificates import Identity

_SETTINGS: dict[str, Any] = {
    "builder": {"thumbnail": {"enabled": False}},
    # A file may name an address for its manifest or its revocation list: neither is called.
    "verify": {
        "verify_after_sign": False,
        "verify_trust": True,
        "remote_manifest_fetch": False,
        "ocsp_fetch": False,
    },
}

_NONE = "ManifestNotFound"


class Unreadable(Exception):
    """The toolkit could not follow the file or its manifest."""


def sign(
    content: bytes,
    media_type: str,
    manifest: Mapping[str, Any],
    identity: Identity,
    *,
    carried: Iterable[tuple[Mapping[str, Any], str, bytes]] = (),
) -> bytes:
    """The content with a signed manifest within; raises Unreadable where it has no place.

    ``carried`` are ingredients whose bytes are at hand: facts, media type, content.
    """
    signed = BytesIO()
    try:
        information = c2pa.C2paSignerInfo(identity.algorithm, identity.chain, identity.key, None)
        with (
            c2pa.Signer.from_info(information) as signer,
            c2pa.Context.from_dict(_SETTINGS) as context,
            c2pa.Builder(dict(manifest), context) as builder,
        ):
            for facts, kind, ingredient in carried:
                builder.add_ingredient(dict(facts), kind, BytesIO(ingredient))
            builder.sign(signer, media_type, BytesIO(content), signed)
    except c2pa.C2paError as error:
        raise Unreadable(str(error)) from error
    return signed.getvalue()


def report(content: bytes, media_type: str, anchors: bytes) -> dict[str, Any] | None:
    """What the toolkit finds in a file; None where it carries no manifest at all."""
    settings = dict(_SETTINGS)
    if anchors.strip():
        settings["trust"] = {"trust_anchors": anchors.decode("ascii", "replace")}
    try:
        with (
            c2pa.Context.from_dict(settings) as context,
            c2pa.Reader(media_type, BytesIO(content), None, context) as reader,
        ):
            found = json.loads(reader.json())
    except (c2pa.C2paError, ValueError, RecursionError) as error:
        if str(error).startswith(_NONE):
            return None
        raise Unreadable(str(error)) from error
    if not isinstance(found, dict):
        raise Unreadable("The report is no object.")
    return found
