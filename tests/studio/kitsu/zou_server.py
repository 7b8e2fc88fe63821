"""Kitsu's server for one test run: tables and an administrator, then the API.

Run by .venv-zou's Python with the administrator's password. Where its database and its Redis are is
told by the environment, as Zou reads it.
"""

import sys
from importlib import import_module
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server


class _Silent(WSGIRequestHandler):
    def log_message(self, *args: Any, **named: Any) -> None:
        del args, named


def main(password: str) -> None:
    """Make the server ready, tell its address, and serve."""
    cli: Any = import_module("zou.cli").cli
    for command in (
        ["init-db"], ["init-data"], ["create-admin", "--password", password, "admin@example.com"],
    ):  # fmt: skip
        cli(command, standalone_mode=False)
    app: Any = import_module("zou.app").app
    server = make_server("127.0.0.1", 0, app, handler_class=_Silent)
    sys.stdout.write(f"\nready http://127.0.0.1:{server.server_port}/\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
