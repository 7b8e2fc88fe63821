"""Lists of words as they are written in these lexicons: parted by commas."""


def listed(words: str) -> tuple[str, ...]:
    """The parts of a line between commas, none of them empty."""
    return tuple(part.strip() for part in words.split(",") if part.strip())
