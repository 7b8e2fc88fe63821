"""A service manager hears when a process is ready, and that it lives."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from matinee.surfaces.cli.systemd import keep_told, tell


@pytest.fixture
def heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(address)
        manager.settimeout(20)
        monkeypatch.setenv("NOTIFY_SOCKET", address)
        monkeypatch.delenv("WATCHDOG_PID", raising=False)
        yield manager


async def test_it_says_ready_once_and_then_that_it_lives(
    heard: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", "2000")
    telling = asyncio.create_task(keep_told())
    said = [await asyncio.to_thread(heard.recv, 64) for _ in range(3)]
    telling.cancel()
    assert said == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1"]


async def test_a_loop_that_stands_still_is_not_said_to_live(
    heard: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", "2000")
    telling = asyncio.create_task(keep_told())
    await asyncio.sleep(0)
    assert [heard.recv(64) for _ in range(2)] == [b"READY=1", b"WATCHDOG=1"]
    heard.setblocking(False)
    with pytest.raises(BlockingIOError):
        heard.recv(64)
    telling.cancel()


async def test_without_a_watchdog_it_is_told_ready_alone(
    heard: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", "2000")
    monkeypatch.setenv("WATCHDOG_PID", "1")
    await keep_told()
    assert heard.recv(64) == b"READY=1"


def test_a_manager_that_is_gone_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    tell("READY=1")
