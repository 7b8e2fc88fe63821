"""An entry of the audit."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Entry:
    """Who did what to which object, when and why; ``detail`` says what it was and what it is."""

    id: UUID
    at: datetime
    actor: str
    account: UUID | None
    action: str
    object: str
    reason: str = ""
    request_id: str = ""
    detail: dict[str, Any] = field(default_factory=dict[str, Any])
