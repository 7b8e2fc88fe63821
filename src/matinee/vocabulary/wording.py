"""Sentences that a part says and a surface translates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Translate: TypeAlias = Callable[[str, str], str]
"""From an English message and a locale to the message in that language, its places kept."""


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """A sentence with named places, in English, and what stands in them.

    The message is the key by which a surface translates it; the arguments are never translated.
    Two are the same only if they are one object, so that one that is shared is written once.
    """

    message: str
    arguments: Mapping[str, str] = field(default_factory=dict[str, str])

    def text(self) -> str:
        """The sentence in English; a surface formats the translated message in the same way."""
        return self.message.format(**self.arguments)
