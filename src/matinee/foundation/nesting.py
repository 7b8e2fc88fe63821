"""JSON of strangers: how deep it lies, and what its reader raises where it cannot be read."""

import msgspec

UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""No JSON or of another form, no UTF-8 within a text, nested deeper than the reader's stack."""


def depth_of(text: str) -> int:
    """How deep brackets go, as far as strings are told apart; without a parser's own stack."""
    deepest = depth = 0
    within = escaped = False
    for letter in text:
        if within:
            within = escaped or letter != '"'
            escaped = letter == "\\" and not escaped
        elif letter == '"':
            within = True
        elif letter in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif letter in "]}":
            depth -= 1
    return deepest
