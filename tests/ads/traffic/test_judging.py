"""Which beacons count: by the client's own name, its network, and how much it tells of."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from matinee.ads.model import AdSettings
from matinee.ads.traffic.judging import TrafficJudge, too_soon
from matinee.ads.traffic.model import Teller, TrafficRule

NOW = datetime(2026, 3, 4, 20, tzinfo=UTC)
TV = "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 Chrome/108.0 Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "rule"),
    [
        (TV, None),
        ("Roku/DVP-12.5 (12.5.5.4174)", None),
        ("okhttp/4.12.0", None),
        ("AppleCoreMedia/1.0.0.21L227 (Apple TV; U; CPU OS 17_2)", None),
        ("Mozilla/5.0 (Linux; Android 9; CUBOT_NOTE_S) Chrome/99.0 Mobile", None),
        ("Mozilla/5.0 (Linux; Android 10; CUBOT X30) Chrome/99.0 Mobile", None),
        ("GStreamer curlhttpsrc libcurl/7.78.0", None),
        ("", TrafficRule.NO_AGENT),
        ("   ", TrafficRule.NO_AGENT),
        ("Mozilla/5.0 (compatible; Googlebot/2.1)", TrafficRule.DECLARED_ROBOT),
        ("Mozilla/5.0 HeadlessChrome/141.0.0.0", TrafficRule.DECLARED_ROBOT),
        ("python-requests/2.32", TrafficRule.DECLARED_ROBOT),
        ("curl/8.5.0", TrafficRule.DECLARED_ROBOT),
        ("A" * 100_000 + "bot", None),
    ],
)
def test_a_client_is_judged_by_what_it_calls_itself(agent: str, rule: TrafficRule | None) -> None:
    judge = TrafficJudge((), 10)
    assert judge.judge(Teller(agent, "203.0.113.9"), NOW) is rule


def test_a_data_centre_is_known_by_its_networks_in_both_families() -> None:
    judge = TrafficJudge(["198.18.0.0/16", "198.18.4.0/24", "2001:db8::/32"], 10)
    for address, rule in (
        ("198.18.4.7", TrafficRule.DATA_CENTRE),
        ("198.18.255.255", TrafficRule.DATA_CENTRE),
        ("::ffff:198.18.0.1", TrafficRule.DATA_CENTRE),
        ("2001:db8:1::1", TrafficRule.DATA_CENTRE),
        ("198.19.0.0", None),
        ("2001:db9::1", None),
        ("nowhere", None),
        ("", None),
    ):
        assert judge.judge(Teller(TV, address), NOW) is rule, address


def test_an_address_tells_of_so_many_impressions_in_an_hour_and_no_more() -> None:
    judge = TrafficJudge((), 3)

    def told(address: str, *, after: float = 0) -> bool:
        now, teller = NOW + timedelta(minutes=after), Teller(TV, address)
        counts = judge.judge(teller, now) is None
        if counts:
            judge.count(teller, now)
        return counts

    assert not any(not told("9.9.9.9") for _ in range(3))
    assert not told("9.9.9.9")
    assert told("9.9.9.8")
    assert told("9.9.9.9", after=61)
    # A home of IPv6 is one, whichever of its addresses it takes.
    assert [told(f"2606:4700::{n}") for n in range(1, 5)] == [True, True, True, False]
    # Who stands behind a proxy in the house's own network cannot be told apart.
    assert all(told("10.0.0.1") for _ in range(9))


@given(st.integers(1, 600_000), st.integers(0, 700_000), st.sampled_from(["complete", "midpoint"]))
def test_what_could_have_been_seen_since_the_decision_is_never_too_soon(
    lasts: int, after: int, event: str
) -> None:
    length, passed = timedelta(milliseconds=lasts), timedelta(milliseconds=after)
    early = too_soon(event, decided=NOW, lasts=length, now=NOW + passed)
    seen = length if event == "complete" else length / 2
    assert not (early and passed >= seen)
    assert early or passed >= 0.95 * seen - timedelta(seconds=2)


def test_what_says_nothing_of_how_much_was_seen_is_never_too_soon() -> None:
    half_a_minute, soon = timedelta(seconds=30), NOW + timedelta(seconds=1)
    judged = {
        event: too_soon(event, decided=NOW, lasts=half_a_minute, now=soon)
        for event in ("impression", "start", "skip", "firstQuartile", "complete")
    }
    assert [event for event, early in judged.items() if early] == ["firstQuartile", "complete"]
    # A picture, or an ad of another server, has no length that is known.
    assert not too_soon("complete", decided=NOW, lasts=timedelta(0), now=soon)


def test_a_network_that_is_none_is_refused_where_it_is_set() -> None:
    with pytest.raises(ValidationError, match="data_centres"):
        AdSettings(data_centres=["198.18.0.1/16"])
