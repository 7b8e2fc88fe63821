"""Keep secrets, and characters that steer a terminal, out of whatever is shown or logged."""

import re

HIDDEN = "********"
_ADDRESS = re.compile(r"^[A-Za-z][\w+.-]*://")
_PASSWORD = re.compile(r"([A-Za-z][\w+.-]*://[^\s:/?#@'\"]*):[^\s'\"]*@")
_ARGUMENT = re.compile(r"(?i)([?&][^\s=&]*(?:pass|secret|token|key|sig)[^\s=&]*=)[^\s&'\"]*")
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def without_secrets(text: str) -> str:
    """The text with the password of every address in it, and its secret arguments, hidden."""
    if "://" not in text:
        return text
    return _ARGUMENT.sub(rf"\1{HIDDEN}", _PASSWORD.sub(rf"\1:{HIDDEN}@", text))


def secret_address(address: str) -> str:
    """A secret that may be an address: shown without its password, or not at all."""
    return without_secrets(address) if _ADDRESS.match(address) else HIDDEN


def printable(text: str) -> str:
    r"""The text with control and direction characters written as escapes such as ``\x1b``."""
    if text.isascii() and text.isprintable():
        return text
    return _STEERING.sub(lambda match: match[0].encode("unicode_escape").decode(), text)
