"""What must hold before a text is kept, and before it is shown."""

from collections.abc import Sequence

from matinee.errors import Conflict, Invalid
from matinee.promote.synopses.model import Draft, Purpose, Text, width
from matinee.promote.words.model import CheckedSentence


def require_room(purpose: Purpose, text: str) -> None:
    """Invalid where a text is empty, or too long for its place."""
    room = purpose.room
    if not text:
        raise Invalid("There is no text.", remedy="Write one.", field="text")
    if width(text) > room:
        raise Invalid(
            f"This takes the room of {width(text)} letters; there is room for {room}.",
            remedy="Shorten it.",
            field="text",
        )


def require_version(draft: Draft, before: Text | None) -> None:
    """Invalid where a draft follows a text of something else."""
    about = (draft.title_id, draft.language, draft.purpose)
    former = before and before.draft
    if former is None or (former.title_id, former.language, former.purpose) != about:
        raise Invalid("That is not a version of this text.", field="follows")


def require_sources(sentences: Sequence[CheckedSentence], reason: str) -> None:
    """Conflict where something has no source, and nobody says why it may be shown."""
    refused = [found.text for sentence in sentences for found in sentence.findings]
    if refused and not reason.strip():
        raise Conflict(
            f"This has no source: {', '.join(dict.fromkeys(refused))}.",
            remedy="Write it anew, add a source to the notes, or say why it may be shown.",
            code="no_source",
        )
