"""A service whose background work is made known as soon as it is built."""

from collections.abc import Callable
from typing import TypeVar

from matinee.foundation.jobs import Jobs

Service = TypeVar("Service")


def at_work(service: Service, register: Callable[[Jobs, Service], None], jobs: Jobs) -> Service:
    """The service, once its background work is known."""
    register(jobs, service)
    return service
