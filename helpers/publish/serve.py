"""Show a site on this machine: a small server that only this machine can reach."""

from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

from helpers.system.errors import BadInput

HOST = "127.0.0.1"
TEXTS = {".html": "text/html", ".csv": "text/csv", ".xml": "application/xml", ".md": "text/plain"}


class Handler(SimpleHTTPRequestHandler):
    """Gives the files of one folder, and nothing to a page of another site that asks for them."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        suffix: f"{kind}; charset=utf-8" for suffix, kind in TEXTS.items()
    }

    def send_head(self) -> BinaryIO | None:
        """Refuse other host names (a foreign page could point its own name here) and links out."""
        name = self.headers.get("Host", "").rpartition(":")[0]
        if name not in (HOST, "localhost"):
            self.send_error(HTTPStatus.FORBIDDEN)
            return None
        folder = Path(self.directory).resolve()
        if not Path(self.translate_path(self.path)).resolve().is_relative_to(folder):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def list_directory(self, path: object) -> None:
        """Folders without a first page are not listed."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        """Add that nothing is to be kept: the next publish shows at once."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Keep the terminal quiet."""


def server(site: Path, port: int) -> ThreadingHTTPServer:
    """A server for ``site`` that listens on this machine only; port 0 takes a free one.

    Raises BadInput where there is no site or the port is taken.
    """
    site = site.resolve()
    if not (site / "index.html").is_file():
        raise BadInput(f"{site} has no index.html. Publish first: trade publish.")
    try:
        return ThreadingHTTPServer((HOST, port), partial(Handler, directory=str(site)))
    except OSError:
        raise BadInput(f"Port {port} is taken. Name another one with --port.") from None
