"""A model provider of the chat-completions form: ``scribe PORT FILE``.

While ``FILE`` is there it takes requests and does not answer, as a provider that hangs.
"""

import asyncio
import sys
import time
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

_LOOK_SECONDS = 0.05


def app(hanging: Path) -> Starlette:
    """The one route."""

    async def complete(request: Request) -> JSONResponse:
        asked = await request.json()
        await asyncio.to_thread(_wait_while, hanging)
        words = len(asked["messages"][-1]["content"].split())
        message = {"role": "assistant", "content": "A night train leaves without its driver."}
        usage = {"prompt_tokens": words, "completion_tokens": 8}
        return JSONResponse({"choices": [{"message": message}], "usage": usage})

    return Starlette(routes=[Route("/v1/chat/completions", complete, methods=["POST"])])


def _wait_while(there: Path) -> None:
    while there.exists():
        time.sleep(_LOOK_SECONDS)


if __name__ == "__main__":
    uvicorn.run(app(Path(sys.argv[2])), port=int(sys.argv[1]), log_level="error", lifespan="off")
