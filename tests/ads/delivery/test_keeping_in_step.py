"""A process goes on to exchange whatever went wrong, and what does not close keeps nothing open."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import repeat
from unittest.mock import AsyncMock, Mock

import pytest
from structlog.testing import capture_logs

from matinee.ads.delivery.service import AdDelivery
from matinee.ads.model import AdSettings
from matinee.ads.service import AdService
from matinee.errors import Unavailable


def delivery(ads: Mock, outside: Mock) -> AdDelivery:
    ads.settings = AdSettings(snapshot_seconds=0.001)
    return AdDelivery(Mock(), ads, Mock(), Mock(), Mock(), outside, buyers=outside.buyers)


def failing_first(again: asyncio.Event) -> Iterator[object]:
    """What exchanges come to: an error, and then that ``again`` is set."""
    yield ValueError("unforeseen")
    again.set()
    yield from repeat(None)


async def test_what_nobody_foresaw_is_logged_and_tried_again() -> None:
    ads, again = Mock(AdService, start=AsyncMock(), close=AsyncMock()), asyncio.Event()
    ads.exchange = AsyncMock(side_effect=failing_first(again))
    service = delivery(ads, Mock(close=AsyncMock(), buyers=Mock(close=AsyncMock())))
    with capture_logs() as said:
        await service._in_step()
        async with asyncio.timeout(30):
            await again.wait()
    assert [each["log_level"] for each in said][:1] == ["error"]
    await service.close()
    ads.close.assert_awaited_once()


async def test_what_cannot_be_closed_keeps_nothing_else_open() -> None:
    ads = Mock(AdService, start=AsyncMock(), close=AsyncMock(side_effect=Unavailable("Away.")))
    outside = Mock(close=AsyncMock(), buyers=Mock(close=AsyncMock()))
    service = delivery(ads, outside)
    await service._in_step()
    with pytest.raises(Unavailable):
        await service.close()
    outside.close.assert_awaited_once()
    outside.buyers.close.assert_awaited_once()
