"""Opens one record in a browser: loopback only, a random token in the printed address, until it is stopped."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from tawatur.errors import UsageError
from tawatur.serve.app import create_app
from tawatur.serve.pages import Prefs
from tawatur.serve.security import new_token
from tawatur.store.desk_open import Desk

HOST = "127.0.0.1"


def serve(record: Path, port: int, lang: str, tell: Callable[[str], None], token: str | None = None, settle: Callable[[Path], bool] | None = None) -> None:
    """Serve `record` on loopback until interrupted. `settle`: see `create_app`. `port` 0 = any that is free. `tell` gets the address, once, when it answers. Raises UsageError for a taken port."""
    Prefs.default_lang = lang
    desk = Desk(record)
    desk.follow()
    token = token or new_token()
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, port))
        except OSError as error:
            raise UsageError("desk.error.port", port=port, reason=error.strerror) from error
        listening.listen(128)  # a browser that is opened at once waits instead of being refused
        port = listening.getsockname()[1]
        config = uvicorn.Config(create_app(desk, token, port, settle), log_level="warning", access_log=False, server_header=False, timeout_keep_alive=30, h11_max_incomplete_event_size=16_384)
        server = uvicorn.Server(config)
        tell(f"http://{HOST}:{port}/?token={token}")
        try:
            server.run(sockets=[listening])
        finally:
            desk.close()
