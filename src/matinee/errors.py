"""One exception tree for the whole house, so that every surface maps failures in one place.

    MatineeError
    ├── Invalid       what was given cannot be accepted (names the field)
    ├── Unidentified  nobody has said who calls, or not so that it can be believed
    ├── Denied        the caller may not do this
    ├── NotFound      there is no such thing
    ├── Conflict      the present state forbids it
    └── Unavailable   something that Matinee depends on does not answer; trying again may help

Every error carries a code for programs, a sentence for people and a remedy.
"""

from typing import ClassVar


class MatineeError(Exception):
    """The root: ``code`` for programs, ``sentence`` for people, ``remedy`` for the next step."""

    default_code: ClassVar[str] = "error"

    def __init__(
        self, sentence: str, *, remedy: str = "", code: str | None = None, field: str | None = None
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy
        self.code = code or self.default_code
        self.field = field

    def __str__(self) -> str:
        return f"{self.sentence} {self.remedy}".rstrip()


class Invalid(MatineeError):
    """What was given cannot be accepted; ``field`` names where."""

    default_code = "invalid"


class Unidentified(MatineeError):
    """Nobody has said who calls, or not so that it can be believed."""

    default_code = "unidentified"


class Denied(MatineeError):
    """The caller may not do this."""

    default_code = "denied"


class NotFound(MatineeError):
    """There is no such thing."""

    default_code = "not_found"


class Conflict(MatineeError):
    """The present state forbids it."""

    default_code = "conflict"


class Unavailable(MatineeError):
    """Something that Matinee depends on does not answer; trying again may help."""

    default_code = "unavailable"
