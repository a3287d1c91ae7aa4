"""Show a site on this machine: a small server that only this machine can reach."""

import re
import sys
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

from helpers.system.errors import BadInput

HOST = "127.0.0.1"
# Names of this machine in a request; browsers leave the port out where it is 80.
OWN_NAME = re.compile(rf"({re.escape(HOST)}|localhost)(:\d{{1,5}})?", re.IGNORECASE)
# A connection that sends nothing for so long is closed.
IDLE_SECONDS = 10
TEXTS = {".html": "text/html", ".csv": "text/csv", ".xml": "application/xml", ".md": "text/plain"}


class Handler(SimpleHTTPRequestHandler):
    """Serves the files of one folder, and refuses requests from pages of other sites."""

    timeout = IDLE_SECONDS
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        suffix: f"{kind}; charset=utf-8" for suffix, kind in TEXTS.items()
    }

    def send_head(self) -> BinaryIO | None:
        """Refuse other host names (a foreign page could point its own name here) and links out."""
        if not OWN_NAME.fullmatch(self.headers.get("Host", "")):
            self.send_error(HTTPStatus.FORBIDDEN)
            return None
        if not self._inside():
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def _inside(self) -> bool:
        """Return whether the address can name a file of the site."""
        folder = Path(self.directory).resolve()
        try:
            return Path(self.translate_path(self.path)).resolve().is_relative_to(folder)
        except (ValueError, OSError):
            # A null byte, characters that no file name can have, or a name that is too long.
            return False

    def list_directory(self, path: object) -> None:
        """Refuse to list folders without a first page."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        """Forbid caching, so that the next publish is seen at once."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


class Server(ThreadingHTTPServer):
    """A server that ignores connections closed before an answer is complete."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Print the traceback of an error, except where the connection was closed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def server(site: Path, port: int) -> ThreadingHTTPServer:
    """Return a server for ``site`` that listens on this machine only; port 0 takes a free one.

    Raises BadInput where there is no site or the port is taken.
    """
    site = site.resolve()
    if not (site / "index.html").is_file():
        raise BadInput(f"{site} has no index.html. Publish first: trade publish.")
    try:
        return Server((HOST, port), partial(Handler, directory=str(site)))
    except OSError:
        raise BadInput(f"Port {port} is taken. Name another one with --port.") from None
