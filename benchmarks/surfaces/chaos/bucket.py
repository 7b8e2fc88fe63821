"""A bucket of Amazon's S3 in memory, that fails when it is told to: ``bucket PORT FILE SEED``.

It speaks what obstore and Delta Lake ask of S3 (Amazon S3 API reference: GetObject, PutObject with
``If-None-Match``, CopyObject, DeleteObject(s), ListObjectsV2, multipart uploads). While ``FILE`` is
there, half of all calls fail: one in four is not done and refused (503 SlowDown), and one in four
is done, and its answer lost (500), which a client cannot tell apart.
"""

import random
import re
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import md5
from pathlib import Path
from urllib.parse import unquote
from xml.sax.saxutils import escape

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

NAME = "matinee"
_REFUSED, _LOST = 0.25, 0.5
_KEY = re.compile(rb"<Key>(.*?)</Key>", re.DOTALL)
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@dataclass
class Bucket:
    """What is stored, what is being uploaded in parts, and whether it fails."""

    failing: Path
    draw: random.Random
    kept: dict[str, tuple[bytes, datetime]] = field(default_factory=dict)
    parts: dict[str, dict[int, bytes]] = field(default_factory=dict)

    async def answer(self, request: Request) -> Response:
        """One call, which may fail."""
        fate = self.draw.random() if self.failing.exists() else 1.0
        if fate < _REFUSED:
            return _error(503, "SlowDown")
        done = self._done(request, await request.body())
        return _error(500, "InternalError") if fate < _LOST else done

    def _done(self, request: Request, body: bytes) -> Response:
        key = unquote(request.path_params["key"])
        query = request.query_params
        if request.method == "PUT":
            return self._put(key, request, body)
        if request.method == "POST":
            return self._posted(key, request, body)
        if request.method == "DELETE":
            self.kept.pop(key, None)
            self.parts.pop(query.get("uploadId", ""), None)
            return Response(status_code=204)
        return self._got(key, request) if key else self._listed(query.get("prefix", ""), request)

    def _put(self, key: str, request: Request, body: bytes) -> Response:
        query, headers = request.query_params, request.headers
        if "uploadId" in query:
            self.parts[query["uploadId"]][int(query["partNumber"])] = body
            return Response(headers={"etag": _tag(body)})
        if headers.get("if-none-match") == "*" and key in self.kept:
            return _error(412, "PreconditionFailed")
        if headers.get("if-match", _tag(self.kept.get(key, (b"",))[0])) != _tag(
            self.kept.get(key, (b"",))[0]
        ):
            return _error(412, "PreconditionFailed")
        source = headers.get("x-amz-copy-source")
        if source is not None:
            body = self.kept[unquote(source).lstrip("/").partition("/")[2]][0]
        self.kept[key] = body, datetime.now(UTC)
        if source is not None:
            return _xml("CopyObjectResult", f"<ETag>{escape(_tag(body))}</ETag>")
        return Response(headers={"etag": _tag(body)})

    def _posted(self, key: str, request: Request, body: bytes) -> Response:
        query = request.query_params
        if "uploads" in query:
            upload = f"{self.draw.getrandbits(64):x}"
            self.parts[upload] = {}
            return _xml("InitiateMultipartUploadResult", f"<UploadId>{upload}</UploadId>")
        if "uploadId" in query:
            if request.headers.get("if-none-match") == "*" and key in self.kept:
                return _error(412, "PreconditionFailed")
            pieces = self.parts.pop(query["uploadId"], None)
            if pieces is None:
                return _error(404, "NoSuchUpload")
            whole = b"".join(pieces[number] for number in sorted(pieces))
            self.kept[key] = whole, datetime.now(UTC)
            return _xml("CompleteMultipartUploadResult", f"<ETag>{escape(_tag(whole))}</ETag>")
        for found in _KEY.findall(body):
            self.kept.pop(found.decode(), None)
        return _xml("DeleteResult", "")

    def _got(self, key: str, request: Request) -> Response:
        if key not in self.kept:
            return _error(404, "NoSuchKey")
        content, at = self.kept[key]
        headers = {"etag": _tag(content), "last-modified": f"{at:%a, %d %b %Y %H:%M:%S GMT}"}
        asked = _RANGE.fullmatch(request.headers.get("range", ""))
        if asked is None:
            return Response(content, headers=headers)
        first, last = asked.groups()
        size = len(content)
        start = int(first) if first else max(0, size - int(last))
        end = min(size, int(last) + 1) if first and last else size
        headers["content-range"] = f"bytes {start}-{end - 1}/{size}"
        return Response(content[start:end], 206, headers=headers)

    def _listed(self, prefix: str, request: Request) -> Response:
        delimiter = request.query_params.get("delimiter", "")
        after = request.query_params.get("start-after", "")
        folders, files = set[str](), list[str]()
        for key, (content, at) in sorted(self.kept.items()):
            if not key.startswith(prefix) or key <= after:
                continue
            rest = key[len(prefix) :]
            if delimiter and delimiter in rest:
                folders.add(prefix + rest.partition(delimiter)[0] + delimiter)
                continue
            files.append(
                f"<Contents><Key>{escape(key)}</Key><Size>{len(content)}</Size>"
                f"<LastModified>{at:%Y-%m-%dT%H:%M:%S.000Z}</LastModified>"
                f"<ETag>{escape(_tag(content))}</ETag></Contents>"
            )
        below = "".join(
            f"<CommonPrefixes><Prefix>{escape(each)}</Prefix></CommonPrefixes>"
            for each in sorted(folders)
        )
        counted = f"<KeyCount>{len(files) + len(folders)}</KeyCount>"
        return _xml(
            "ListBucketResult",
            f"<Name>{NAME}</Name><Prefix>{escape(prefix)}</Prefix>{counted}"
            f"<MaxKeys>1000000</MaxKeys><IsTruncated>false</IsTruncated>{''.join(files)}{below}",
        )


def app(bucket: Bucket) -> Starlette:
    """The bucket by its path: ``/matinee/KEY``."""
    methods = ["GET", "HEAD", "PUT", "POST", "DELETE"]
    return Starlette(
        routes=[
            Route(f"/{NAME}", _at_the_root(bucket), methods=methods),
            Route(f"/{NAME}/{{key:path}}", bucket.answer, methods=methods),
        ]
    )


def environment(port: int) -> dict[str, str]:
    """What tells Matinee, and every library that it stands on, to use this bucket."""
    return {
        "MATINEE_BLOB_URL": f"s3://{NAME}",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "chaos",
        "AWS_SECRET_ACCESS_KEY": "chaos",
        "AWS_REGION": "us-east-1",
    }


def _at_the_root(bucket: Bucket) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        request.path_params["key"] = ""
        return await bucket.answer(request)

    return answer


def _tag(content: bytes) -> str:
    return f'"{md5(content, usedforsecurity=False).hexdigest()}"'


def _xml(name: str, inside: str) -> Response:
    space = "http://s3.amazonaws.com/doc/2006-03-01/"
    return Response(f'<{name} xmlns="{space}">{inside}</{name}>', media_type="application/xml")


def _error(status: int, code: str) -> Response:
    body = f"<Error><Code>{code}</Code><Message>{code}</Message></Error>"
    return Response(body, status, media_type="application/xml")


if __name__ == "__main__":
    uvicorn.run(
        app(Bucket(Path(sys.argv[2]), random.Random(int(sys.argv[3])))),
        port=int(sys.argv[1]),
        log_level="error",
        lifespan="off",
    )
