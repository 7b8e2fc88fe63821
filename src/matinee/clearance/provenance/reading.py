"""Read the story of a file that nobody vouches for; nothing in it is believed unsigned.

The worst that was found decides: damage before an ended certificate, that before a stranger's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from matinee.clearance.provenance import toolkit, words
from matinee.clearance.provenance.certificates import DEVELOPMENT
from matinee.clearance.provenance.credentials import PERMIT, PICTURE, TRAINING
from matinee.clearance.provenance.media import PARTS, part_hashes, picture_data, recognise
from matinee.clearance.provenance.model import (
    SOURCE_TYPES,
    Action,
    Ingredient,
    MediaType,
    Standing,
    Story,
)
from matinee.errors import Invalid

_SIGNER = "signingCredential."
_BINDING = frozenset(
    {"assertion.dataHash.mismatch", "assertion.bmffHash.mismatch", "assertion.boxesHash.mismatch"}
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")
_LONGEST = 300
_MOST = 100


@dataclass(frozen=True, slots=True)
class Trust:
    """Root certificates as PEM; without any, every signer is a stranger."""

    anchors: bytes = b""


def read(content: bytes, media_type: str, trust: Trust, *, limit: int) -> Story:
    """What the file says of its making, and whether to believe it; Invalid where it is too large.

    ``media_type`` is what the sender says; the file's own first bytes decide.
    """
    if len(content) > limit:
        raise Invalid(
            f"The file is larger than {limit} bytes.",
            remedy="Give a smaller one, or raise the limit in the settings.",
            code="too_large",
            field="content",
        )
    kind = recognise(content)
    if kind is None:
        return Story(
            Standing.UNREADABLE, words.FOREIGN.format(said=_clean(media_type) or "nothing")
        )
    try:
        report = toolkit.report(content, kind, trust.anchors)
    except toolkit.Unreadable as error:
        # Credentials that are there and cannot be followed were damaged: not the same as none.
        carries = b"jumb" in content and b"c2pa" in content
        standing = Standing.TAMPERED if carries else Standing.UNREADABLE
        sentence = words.DAMAGED if standing is Standing.TAMPERED else words.MALFORMED
        return Story(standing, sentence, kind, faults=(_clean(str(error)) or "",))
    if report is None:
        return Story(Standing.NONE, words.OF[Standing.NONE], kind)
    return _story(content, kind, report)


def _story(content: bytes, kind: MediaType, report: dict[str, Any]) -> Story:
    manifest = _map(_map(report.get("manifests")).get(str(report.get("active_manifest"))))
    assertions = {
        str(each.get("label")): _map(each.get("data")) for each in _maps(manifest.get("assertions"))
    }
    faults = frozenset(_faults(report))
    standing = _standing(faults, str(report.get("validation_state")))
    picture = assertions.get(PICTURE, {})
    if standing is Standing.TAMPERED and _only_bound_wrongly(faults):
        standing, where = _which_damage(content, kind, picture)
    else:
        where = ""
    permit, signature = assertions.get(PERMIT, {}), _map(manifest.get("signature_info"))
    signer = [_clean(signature.get(part)) for part in ("common_name", "issuer")]
    actions = tuple(_actions(assertions))
    source = next((each.source_type for each in reversed(actions) if each.source_type), None)
    made_with = [_clean(each.get("name")) for each in _maps(manifest.get("claim_generator_info"))]
    return Story(
        standing=standing,
        sentence=words.OF[standing] + where,
        media_type=kind,
        title=_clean(manifest.get("title")),
        signer=", ".join(each for each in signer if each) or None,
        development=DEVELOPMENT in (signer[1] or ""),
        made_with=", ".join(each for each in made_with if each) or None,
        source_type=source,
        source_words=words.SOURCES.get(source or ""),
        actions=actions,
        ingredients=tuple(_ingredients(manifest)),
        permit=_clean(permit.get("permit")),
        decision=_clean(permit.get("decision")),
        ledger_subject=_clean(permit.get("ledger_subject")),
        model=_clean(permit.get("model")),
        training=tuple(_training(assertions.get(TRAINING, {}))),
        faults=tuple(sorted(faults)),
    )


def _faults(report: dict[str, Any]) -> Iterator[str]:
    results = _map(report.get("validation_results"))
    for each in _maps(_map(results.get("activeManifest")).get("failure")):
        yield _clean(each.get("code")) or "unknown"
    for delta in _maps(results.get("ingredientDeltas")):
        for each in _maps(_map(delta.get("validationDeltas")).get("failure")):
            code = _clean(each.get("code")) or "unknown"
            # Who signed a parent was judged when it was taken in; that it is whole is judged now.
            if not code.startswith(_SIGNER):
                yield code


def _standing(faults: frozenset[str], state: str) -> Standing:
    of_signer = {code for code in faults if code.startswith(_SIGNER)}
    if faults - of_signer:
        return Standing.TAMPERED
    if f"{_SIGNER}expired" in of_signer:
        return Standing.EXPIRED
    if of_signer:
        return Standing.UNTRUSTED
    return Standing.VALID if state == "Trusted" else Standing.UNTRUSTED


def _only_bound_wrongly(faults: frozenset[str]) -> bool:
    return all(code in _BINDING or code.startswith(_SIGNER) for code in faults)


def _which_damage(content: bytes, kind: MediaType, picture: dict[str, Any]) -> tuple[Standing, str]:
    """Whether the manifest's picture is this one with a change, or another one altogether."""
    size, noted = picture.get("size"), picture.get("parts")
    if not isinstance(size, int) or size < PARTS or not isinstance(noted, list):
        return Standing.TAMPERED, ""
    found = part_hashes(picture_data(content, kind), min(size, len(content)))
    same = [one == other for one, other in zip(found, noted, strict=False)]
    if not any(same):
        return Standing.OTHER_FILE, ""
    changed = [str(place) for place, equal in enumerate(same, 1) if not equal]
    if not changed:
        return Standing.TAMPERED, words.AROUND
    return Standing.TAMPERED, words.PARTS.format(parts=", ".join(changed), of=PARTS)


def _actions(assertions: dict[str, dict[str, Any]]) -> Iterator[Action]:
    for label in ("c2pa.actions", "c2pa.actions.v2"):
        for each in _maps(assertions.get(label, {}).get("actions")):
            name = _clean(each.get("action")) or "unknown"
            source = _clean(each.get("digitalSourceType"))
            short = source.removeprefix(SOURCE_TYPES) if source else None
            yield Action(name, words.action(name, short), short)


def _ingredients(manifest: dict[str, Any]) -> Iterator[Ingredient]:
    for each in _maps(manifest.get("ingredients")):
        results = _map(_map(each.get("validation_results")).get("activeManifest"))
        codes = {_clean(one.get("code")) or "unknown" for one in _maps(results.get("failure"))}
        yield Ingredient(
            title=_clean(each.get("title")) or "without a name",
            relationship=_clean(each.get("relationship")) or "unknown",
            has_credentials=bool(each.get("active_manifest")),
            faults=tuple(sorted(codes)),
        )


def _training(assertion: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for use, entry in list(_map(assertion.get("entries")).items())[:_MOST]:
        yield _clean(use) or "unknown", _clean(_map(entry).get("use")) or "unknown"


def _map(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _maps(value: object) -> list[dict[str, Any]]:
    return [_map(each) for each in value[:_MOST]] if isinstance(value, list) else []


def _clean(value: object) -> str | None:
    """A text of the file without what could disguise it, and no longer than a line or two."""
    if not isinstance(value, str):
        return None
    return _CONTROL.sub("", value)[:_LONGEST] or None
