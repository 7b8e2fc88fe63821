"""The record over HTTP: ``/v1/clearance`` and ``/v1/outputs``."""

from fastapi import APIRouter

from matinee.clearance.record import output_routes, people_routes, register_routes, use_routes
from matinee.clearance.record.service import RecordService


def routes(record: RecordService) -> APIRouter:
    """Registers, performers with their consents, uses with their permits, and what was made."""
    router = APIRouter()
    for part in (register_routes, people_routes, use_routes, output_routes):
        router.routes.extend(part.routes(record).routes)
    return router
