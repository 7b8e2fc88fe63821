"""What each route may answer besides success, said once for all when the service describes itself.

Given to every route instead, FastAPI would build two more models for each of some hundreds.
"""

from typing import Any

from fastapi import FastAPI

from matinee.surfaces.api.errors import Problem

_REFUSALS = {
    "4XX": "The request cannot be served as it stands.",
    "5XX": "Trying again may help.",
}
_FOREIGN = ("HTTPValidationError", "ValidationError")
"""FastAPI's own shape of a refusal, which ``errors`` never answers with."""


class DescribedApp(FastAPI):
    """An application whose routes are all described as failing with a ``Problem``."""

    def openapi(self) -> dict[str, Any]:
        """OpenAPI 3.1; made at the first call."""
        if self.openapi_schema is None:
            self.openapi_schema = _with_refusals(super().openapi())
        return self.openapi_schema


def _with_refusals(described: dict[str, Any]) -> dict[str, Any]:
    refusals = {status: _refusal(said) for status, said in _REFUSALS.items()}
    for methods in described.get("paths", {}).values():
        for operation in methods.values():
            operation["responses"].pop("422", None)
            operation["responses"] |= refusals
    schemas = described.setdefault("components", {}).setdefault("schemas", {})
    for name in _FOREIGN:
        schemas.pop(name, None)
    schemas["Problem"] = Problem.model_json_schema()
    return described


def _refusal(said: str) -> dict[str, Any]:
    reference = {"$ref": "#/components/schemas/Problem"}
    return {"description": said, "content": {"application/json": {"schema": reference}}}
