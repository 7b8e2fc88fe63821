"""What is said to people about credentials, in plain words."""

from matinee.clearance.provenance.model import SourceType, Standing

OF = {
    Standing.VALID: "The credentials hold: nothing was changed since they were signed, "
    "and the signer is one that this house trusts.",
    Standing.TAMPERED: "Do not rely on this file: it, or its credentials, was changed after "
    "it was signed.",
    Standing.OTHER_FILE: "Do not rely on this file: its credentials were made for another one.",
    Standing.EXPIRED: "The file is as it was signed, but the signer's certificate has ended, and "
    "no time stamp proves that it was signed before.",
    Standing.UNTRUSTED: "The file is as it was signed, but by somebody whom this house has no "
    "reason to trust.",
    Standing.NONE: "The file carries no credentials. That says nothing about how it was made.",
}
FOREIGN = "This is no PNG, JPEG or MP4 file (it was sent as {said}), so no credentials were sought."
MALFORMED = "The file is malformed and could not be read."
DAMAGED = "Do not rely on this file: it carries credentials that are damaged."
AROUND = " The picture itself is as it was; something around it was changed."
PARTS = " Of the picture's {of} parts, these differ: {parts}."

SOURCES: dict[str, str] = {
    SourceType.TRAINED: "made by a trained model",
    SourceType.EDITED_BY_MODEL: "an existing work, edited with a trained model",
    SourceType.MIX: "a mix in which some parts are synthetic",
    SourceType.PROCEDURE: "made by a procedure that is no trained model",
    SourceType.ENHANCED: "enhanced by a procedure, its content unchanged",
    SourceType.HUMAN_EDITS: "edited by people",
    SourceType.CAPTURE: "captured by a camera",
    SourceType.CREATION: "made by people with digital tools",
}
_ACTIONS = {
    "c2pa.created": "It was created",
    "c2pa.opened": "An existing work was opened",
    "c2pa.edited": "It was edited",
    "c2pa.placed": "Something was placed in it",
    "c2pa.converted": "It was converted to another format",
    "c2pa.transcoded": "It was encoded anew",
    "c2pa.published": "It was published",
}


def action(name: str, source: str | None) -> str:
    """One step as a sentence."""
    said = _ACTIONS.get(name, f"A step that calls itself {name}")
    kind = SOURCES.get(source or "", source)
    return f"{said}: {kind}." if kind else f"{said}."
