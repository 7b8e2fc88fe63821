"""How deep JSON of strangers lies, before a reader that calls itself for each level sees it."""


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
