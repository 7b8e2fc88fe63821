"""A sentence in the field of search: its parts, what it leads to, and a part taken away."""

from __future__ import annotations

import html
import re

import httpx

_SAID = "a comedy, nothing scary, under two hours"


async def _page(member: httpx.AsyncClient, *less: str) -> str:
    answer = await member.get("/search", params={"q": _SAID, "less": list(less)})
    assert answer.status_code == 200
    return answer.text


async def test_a_sentence_is_searched_for_by_what_it_says(member: httpx.AsyncClient) -> None:
    page = await _page(member)
    for label in ("Comedy", "at most 120 minutes", "not scary"):
        assert f"Take away: {label}" in page
    assert "Described so" not in page


async def test_a_part_is_taken_away_by_its_link_and_the_others_stay(
    member: httpx.AsyncClient,
) -> None:
    page = await _page(member)
    links = re.findall(r'href="(/search\?[^"]*)" aria-label="Take away: not scary"', page)
    left = (await member.get(html.unescape(links[0]))).text
    assert "Take away: not scary" not in left
    assert "Take away: Comedy" in left
    further = re.findall(r'href="(/search\?[^"]*)" aria-label="Take away: Comedy"', left)
    last = (await member.get(html.unescape(further[0]))).text
    assert re.findall(r"Take away: ([^\"]*)", last) == ["at most 120 minutes"]


async def test_words_alone_stay_a_search_for_words(member: httpx.AsyncClient) -> None:
    page = (await member.get("/search", params={"q": "qqzzxw vvkkw"})).text
    assert "What was understood" not in page


async def test_a_part_that_no_sentence_has_is_refused(member: httpx.AsyncClient) -> None:
    for key in ("parts:x", "__class__", "without.age:3"):
        answer = await member.get("/search", params={"q": _SAID, "less": key})
        assert answer.status_code == 422, key
    crowd = await member.get("/search", params={"q": _SAID, "less": ["genres:Comedy"] * 200})
    assert crowd.status_code == 422
