"""Under ``/v1`` a body is JSON, and says so; where a file is taken, one of its types."""

from collections.abc import Container, Mapping

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

_JSON = frozenset({"application/json"})
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})


class MediaType:
    """Refuse a body that calls itself something else; ``files`` are the types of such paths.

    A path that ends in a slash stands for all that lies directly below it.
    """

    def __init__(self, app: ASGIApp, files: Mapping[str, Container[str]] | None = None) -> None:
        self._app = app
        self._files = files or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if (
            scope["type"] == "http"
            and scope["method"] in _WITH_BODY
            and scope["path"].startswith("/v1/")
            and not _acceptable(dict(scope["headers"]), self._kinds(scope["path"]))
        ):
            raise HTTPException(415)
        await self._app(scope, receive, send)

    def _kinds(self, path: str) -> Container[str]:
        below = self._files.get(path[: path.rfind("/") + 1], _JSON)
        return self._files.get(path, below)


def _acceptable(headers: dict[bytes, bytes], kinds: Container[str]) -> bool:
    if b"transfer-encoding" not in headers and headers.get(b"content-length", b"0") == b"0":
        return True
    kind = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
    return kind.decode("latin-1") in kinds
