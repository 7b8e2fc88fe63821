"""Lists of words, written as one reads them."""


def wordlist(words: str) -> frozenset[str]:
    """The words of a line, each once."""
    return frozenset(words.split())
