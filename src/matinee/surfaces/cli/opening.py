"""How a command enters the house: by the settings of this process, for as long as it runs."""

import os
import pwd
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TypeVar

from matinee.access.model import Role
from matinee.assembly.house import House, open_house
from matinee.assembly.settings import Settings
from matinee.assembly.settings_loading import load_settings
from matinee.foundation.telemetry import configure_logging
from matinee.foundation.tracing import send_traces
from matinee.operation.model import Actor, act_as


def settings_in_force(**given: object) -> Settings:
    """The settings, with the logs set up as they say."""
    settings = load_settings(**given).settings
    configure_logging(form=settings.log_format, level=settings.log_level)
    if settings.traces_url is not None:
        send_traces(settings.traces_url, share=settings.traces_share)
    return settings


Service = TypeVar("Service")


def alone(
    build: Callable[[Settings], Service],
) -> Callable[[], AbstractAsyncContextManager[Service]]:
    """As :func:`opener`, for a service that needs neither database nor house."""

    @asynccontextmanager
    async def open_service() -> AsyncGenerator[Service]:
        yield build(settings_in_force())

    return open_service


def who_commands() -> Actor:
    """Whoever may run commands here runs the service; the name is this machine's."""
    number = os.getuid()
    try:
        name = pwd.getpwuid(number).pw_name
    except KeyError:
        name = str(number)
    return Actor(f"{name} on the command line", roles=frozenset({Role.OPERATOR}))


def opener(
    pick: Callable[[House], Service],
) -> Callable[[], AbstractAsyncContextManager[Service]]:
    """What a part's ``commands`` take: opens the house and hands over one service of it."""

    @asynccontextmanager
    async def open_service() -> AsyncGenerator[Service]:
        async with open_house(settings_in_force()) as house:
            act_as(who_commands())
            await house.operation.flags.read()
            yield pick(house)

    return open_service
