"""A window of time, half open, as licences are written: from its start up to its end."""

from dataclasses import dataclass
from datetime import datetime

from matinee.errors import Invalid


@dataclass(frozen=True, slots=True)
class Window:
    """From ``start`` (None: always was) up to ``end`` (None: no end known); both aware."""

    start: datetime | None = None
    end: datetime | None = None

    def __post_init__(self) -> None:
        for name, instant in (("start", self.start), ("end", self.end)):
            if instant is not None and instant.tzinfo is None:
                raise Invalid(
                    "A window needs a time zone.", remedy="Write Z or +01:00.", field=name
                )
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise Invalid("A window ends after it starts.", remedy="Swap the two.", field="end")

    def contains(self, at: datetime) -> bool:
        """Whether ``at`` lies within."""
        return (self.start is None or self.start <= at) and (self.end is None or at < self.end)

    def overlaps(self, other: "Window") -> bool:
        """Whether the two share an instant."""
        starts_before = other.end is None or self.start is None or self.start < other.end
        ends_after = self.end is None or other.start is None or other.start < self.end
        return starts_before and ends_after
