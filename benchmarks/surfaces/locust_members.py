"""Members as Locust has them, run by .venv-peers, so it knows no Matinee.

Every user has members of its own and stays with one server, as behind a balancer that sends a
member to the same process each time. ``rate`` is about what all ask for together in a second, each
user after waits drawn from an exponential (at even distances users gather in bunches, measured);
0: again as soon as they are answered. ``writes`` is the share of events among what is asked.
"""

import importlib
import itertools
import json
import random
import sys
import time
import uuid
from datetime import UTC, datetime
from typing import Any

import numpy as np

_PATIENCE_SECONDS = 30.0


class _Asked:
    """Every request in the order of the answers: when it was sent, what, its answer."""

    def __init__(self) -> None:
        self.columns: dict[str, list[Any]] = {
            name: [] for name in ("sent", "write", "status", "milliseconds", "promised")
        }
        self.accepted: list[str] = []

    def add(self, sent: float, answer: Any, *, write: bool) -> None:
        """An answer, status 0 where the connection ended before it."""
        known = answer.headers or {}
        for name, value in (
            ("sent", sent),
            ("write", write),
            ("status", answer.status_code),
            ("milliseconds", (time.time() - sent) * 1000),
            ("promised", "retry-after" in {str(header).lower() for header in known}),
        ):
            self.columns[name].append(value)


def main(given: str, made: str) -> None:
    """Read whom to ask from ``given``; write every request to ``made``."""
    # First of all, since importing Locust turns blocking sockets into waiting ones.
    locust = importlib.import_module("locust")
    environment = importlib.import_module("locust.env").Environment
    gevent = importlib.import_module("gevent")
    read = dict(np.load(given, allow_pickle=False).items())
    asked = _Asked()
    users = int(read["users"])
    member = _member(locust, read, asked, users)
    runner = environment(user_classes=[member], host=str(read["addresses"][0]))
    runner.create_local_runner().start(users, spawn_rate=users)
    gevent.sleep(float(read["seconds"]))
    runner.runner.quit()
    np.savez(
        made,
        allow_pickle=False,
        accepted=np.array(asked.accepted, "U36"),
        **{name: np.array(column) for name, column in asked.columns.items()},
    )


def _member(locust: Any, read: dict[str, Any], asked: _Asked, users: int) -> type:
    numbers = itertools.count()
    rate, writes = float(read["rate"]), float(read["writes"])
    addresses, titles = read["addresses"].tolist(), read["titles"].tolist()

    class Member(locust.FastHttpUser):  # pyright: ignore[reportUntypedBaseClass]
        """One user: a connection that pages and events go over."""

        network_timeout = connection_timeout = _PATIENCE_SECONDS

        def on_start(self) -> None:
            """Take the next members and the next server."""
            number = next(numbers)
            self.address = addresses[number % len(addresses)]
            self.profiles = itertools.cycle(read["profiles"].tolist()[number::users])
            self.choice = random.Random(number)

        def wait_time(self) -> float:
            """Seconds until the next."""
            return self.choice.expovariate(rate / users) if rate else 0.0

        @locust.task
        def look_or_report(self) -> None:
            """A page, or an event of something finished."""
            profile = next(self.profiles)
            write = self.choice.random() < writes
            sent = time.time()
            if not write:
                answer = self.client.get(f"{self.address}/v1/profiles/{profile}/home", name="home")
            else:
                body = _event(profile, self.choice.choice(titles))
                answer = self.client.post(
                    f"{self.address}/v1/events",
                    data=json.dumps({"events": [body]}),
                    headers={"content-type": "application/json"},
                    name="event",
                )
                if answer.status_code == 200 and answer.json()["accepted"] == 1:
                    asked.accepted.append(body["id"])
            asked.add(sent, answer, write=write)

    return Member


def _event(profile: str, title: str) -> dict[str, str]:
    now = datetime.now(UTC)
    return {
        "id": _dated(now),
        "profile_id": profile,
        "kind": "finish",
        "title_id": title,
        "at": now.isoformat(),
    }


def _dated(now: datetime) -> str:
    """A UUID of version 7 (RFC 9562, section 5.7), which events have."""
    milliseconds = int(now.timestamp() * 1000)
    rest = random.getrandbits(74)
    number = milliseconds << 80 | 7 << 76 | (rest >> 62) << 64 | 2 << 62 | rest & (1 << 62) - 1
    return str(uuid.UUID(int=number))


if __name__ == "__main__":
    main(*sys.argv[1:])
