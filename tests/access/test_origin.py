"""Where requests come from: proxies are believed as far as they are named, and nobody else."""

from types import SimpleNamespace

import pytest
from pydantic import ValidationError
from starlette.requests import Request

from matinee.access.door import address_of
from matinee.access.model import AccessSettings
from matinee.access.origin import origin

BELIEVED = ("10.0.0.0/24", "192.0.2.7", "2001:db8::/64")


@pytest.mark.parametrize(
    ("peer", "headers", "found"),
    [
        ("203.0.113.9", ["198.51.100.1"], "203.0.113.9"),
        ("10.0.1.1", ["198.51.100.1"], "10.0.1.1"),
        ("10.0.0.8", [], "10.0.0.8"),
        ("10.0.0.8", ["203.0.113.9"], "203.0.113.9"),
        ("10.0.0.8", ["198.51.100.1, 203.0.113.9"], "203.0.113.9"),
        ("10.0.0.8", ["10.0.0.9, 203.0.113.9, 192.0.2.7"], "203.0.113.9"),
        ("10.0.0.8", ["198.51.100.1", "203.0.113.9"], "203.0.113.9"),
        ("10.0.0.8", ["198.51.100.1, 203.0.113.9", "10.0.0.3"], "203.0.113.9"),
        ("::ffff:10.0.0.8", ["::ffff:203.0.113.9"], "203.0.113.9"),
        ("2001:db8::1", ["2001:db8:1::5"], "2001:db8:1::5"),
        ("10.0.0.8", ["198.51.100.1, 203.0.113.9:80"], "10.0.0.8"),
        ("10.0.0.8", ["198.51.100.1,"], "10.0.0.8"),
        ("10.0.0.8", ["x" * 60_000], "10.0.0.8"),
        ("10.0.0.8", ["198.51.100.1" + ", 10.0.0.1" * 30], "10.0.0.1"),
        ("", ["198.51.100.1"], ""),
    ],
)
def test_what_a_caller_wrote_itself_is_never_believed(
    peer: str, headers: list[str], found: str
) -> None:
    assert origin(peer, headers, BELIEVED) == found
    assert origin(peer, headers, ()) == peer.removeprefix("::ffff:")


@pytest.mark.parametrize(
    "given",
    ["10.0.0.1/24", "proxy.example", "0.0.0.0/0", "::/0", "10.0.0.0/33", "::ffff:a00:0/112"],
)
def test_what_is_no_proxy_is_refused_by_the_name_of_the_setting(given: str) -> None:
    with pytest.raises(ValidationError) as refused:
        AccessSettings.model_validate({"trusted_proxies": f"192.0.2.7, {given}"})
    assert [each["loc"] for each in refused.value.errors()] == [("trusted_proxies",)]


def test_the_door_reads_every_header_of_them_and_the_last_first() -> None:
    settings = AccessSettings.model_validate({"trusted_proxies": "192.0.2.7, 10.0.0.0/24"})
    state = SimpleNamespace(access=SimpleNamespace(settings=settings))
    headers = [(b"x-forwarded-for", b"198.51.100.1"), (b"x-forwarded-for", b"203.0.113.9")]
    scope = {"type": "http", "headers": headers, "client": ("10.0.0.8", 1)}
    request = Request({**scope, "app": SimpleNamespace(state=state)})
    assert address_of(request) == "203.0.113.9"
