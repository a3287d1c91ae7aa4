"""Pages made on a Dask cluster instead of on this machine.

A task has all that its page needs: the notebook, the rows of data/ that the page may read, the
parameters. It returns the page made of the executed notebook, so no disk is shared, except that a
cube of trade in detail must be in a place that every node reads under the same name; the extract
that comes with the project is read from the node's own copy. A node needs this project, installed
with the same libraries; one that differs returns a Failure. Tasks of a lost worker run again on
another. What a worker returns is checked here before it enters the site.

Dask runs what others send it: a cluster belongs into a network that is trusted, or behind TLS,
which Dask's own settings switch on (distributed.comm.tls).
"""

import ipaddress
import multiprocessing
import re
import socket
import tempfile
import zlib
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import lxml.html
from lxml import etree

from helpers.data import cube
from helpers.display import templates
from helpers.publish import execute as execution
from helpers.publish import page as page_module
from helpers.publish import page_check
from helpers.publish.page import FinishedPage
from helpers.publish.pages import Page
from helpers.system import fingerprint, paths, workers
from helpers.system.errors import BadInput, RunFailed
from helpers.system.workers import Failure

# The extract that comes with the project, which every node has.
EXTRACT = str(paths.DATA / paths.EXTRACT)
# Schemes of addresses whose traffic is encrypted, or stays in this process.
PROTECTED = ("tls", "wss", "inproc")
# What a page from a worker may have: names of tables, suffixes of further files, its card.
TABLE = re.compile(r"[a-z0-9_]+")
SUFFIXES = {".docx", ".zip"}
PNG = b"\x89PNG\r\n\x1a\n"
# Elements that could load or run something else than the page's own script.
ACTIVE = ("iframe", "frame", "object", "embed", "applet", "base", "form")
TLS_SETTINGS = "the files of TLS in Dask's settings (distributed.comm.tls; see README.md)"
SECONDS_TO_ANSWER = 10
SECONDS_TO_WORKERS = 60


@dataclass(frozen=True)
class Task:
    """One page to make on a worker: its order, and the files that the order refers to."""

    page: Page
    cell_seconds: float
    notebook: bytes
    tables: dict[str, bytes]
    detail: str
    manifest: str
    code: str
    libraries: str


def make(
    orders: Mapping[str, execution.Order], address: str
) -> Generator[FinishedPage | Failure, None, None]:
    """Yield every page ordered, or its Failure, as each is ready, from the cluster at ``address``.

    Raises BadInput where no scheduler answers there, RunFailed where it has no workers.
    """
    if not orders:
        return
    distributed = _distributed()
    with _client(distributed, address) as client:
        futures = {
            client.submit(execute, task(order), pure=False, retries=2): name
            for name, order in orders.items()
        }
        try:
            for future in distributed.as_completed(futures):
                if future.status == "finished":
                    yield received(future.result(), orders[futures[future]].page)
                else:
                    error = future.exception()
                    yield Failure(futures[future], f"{type(error).__name__}: {error}")
        finally:
            client.cancel(list(futures), force=True)


def is_open(address: str) -> bool:
    """Return whether traffic with a scheduler leaves this machine without TLS."""
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    if parts.scheme in PROTECTED:
        return False
    try:
        return not ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return parts.hostname != "localhost"


def received(made: Any, page: Page) -> FinishedPage | Failure:
    """Return the page that a worker made, or a Failure where it is not fit for the site."""
    if isinstance(made, Failure):
        return made
    try:
        wrong = _wrong(made, page)
        if not wrong:
            page_check.check_page(page.name, made.html)
    except Exception as error:  # whatever a worker sent, only this page fails
        wrong = f"{type(error).__name__}: {error}"
    told = f"what a worker returned is refused: {wrong}"
    return Failure(page.name, told) if wrong else made


def _wrong(made: Any, page: Page) -> str:
    """Return why a page from a worker is not fit for the site; empty where it is."""
    if not isinstance(made, FinishedPage) or made.page != page:
        return "it is not the page that was ordered"
    if not all(map(TABLE.fullmatch, made.tables)) or made.files.keys() - SUFFIXES:
        return "a table or file of it has a name that no page has"
    if not made.card.startswith(PNG):
        return "its card is no picture"
    shown = lxml.html.document_fromstring(made.html)
    metas = [meta.get("content") for meta in shown.iter("meta") if meta.get("http-equiv")]
    if metas != [page_module.policy()]:
        return "it has another content security policy"
    if [script.text for script in shown.iter("script")] != [templates.page_script()]:
        return "it has another script"
    attributes = [item for element in shown.iter(etree.Element) for item in element.items()]
    if any(shown.iter(*ACTIVE)) or any(
        name.startswith("on") or value.strip().lower().startswith("javascript:")
        for name, value in attributes
    ):
        return "it has elements that could run or load something"
    return ""


def task(order: execution.Order) -> Task:
    """Return the task of an order; tables are compressed, as the same ones go with many pages."""
    folder = order.data or paths.data_dir()
    return Task(
        order.page,
        order.cell_seconds,
        order.notebook.read_bytes(),
        {path.name: zlib.compress(path.read_bytes(), 1) for path in folder.glob("*.csv")},
        "" if order.detail == EXTRACT else order.detail,
        cube.manifest_of(order.detail) if order.detail else "",
        fingerprint.code(),
        fingerprint.libraries(),
    )


def execute(given: Task) -> FinishedPage | Failure:
    """Return the page of a task, or its Failure; runs on a worker, in a process of its own."""
    differs = [
        name
        for name, here, there in (
            ("the helpers", fingerprint.code(), given.code),
            ("the libraries", fingerprint.libraries(), given.libraries),
        )
        if here != there
    ]
    if differs:
        where = f"{' and '.join(differs)} on {socket.gethostname()} are not those of this machine"
        told = f"{where}; install the same commit with the same requirements.lock there."
        return Failure(given.page.name, told)
    detail = (given.detail or EXTRACT) if given.manifest else ""
    if given.manifest and cube.manifest_of(detail) != given.manifest:
        told = f"{socket.gethostname()} has another cube of trade in detail in {detail}, or none"
        return Failure(given.page.name, f"{told}; TRADE_DETAIL must name a place that all share.")
    # Dask starts workers as processes that may not start others; these pages need it.
    multiprocessing.current_process().daemon = False
    with tempfile.TemporaryDirectory(prefix="trade-task-") as folder:
        notebook = Path(folder) / f"{given.page.notebook}.ipynb"
        notebook.write_bytes(given.notebook)
        data = Path(folder) / "data"
        data.mkdir()
        for name, packed in given.tables.items():
            (data / name).write_bytes(zlib.decompress(packed))
        order = execution.Order(given.page, notebook, given.cell_seconds, data, detail)
        made = workers.outcomes(
            page_module.make_page, {given.page.name: order}, execution.PAGE_SECONDS
        )
        return next(made)


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise BadInput("--dask needs Dask: install the extra, pip install '.[cluster]'.") from None
    return distributed


def _client(distributed: Any, address: str) -> Any:
    """Return a client of the cluster; raises where it has no worker."""
    try:
        client = distributed.Client(address, timeout=SECONDS_TO_ANSWER)
    except (OSError, ValueError) as error:
        raise BadInput(f"No Dask scheduler answers at {address}: {error}") from None
    except (TypeError, RuntimeError) as error:
        # What distributed raises where an address asks for TLS and its settings name no files.
        raise BadInput(f"{address} needs {TLS_SETTINGS}: {error}") from None
    try:
        client.wait_for_workers(1, timeout=SECONDS_TO_WORKERS)
    except TimeoutError:
        client.close()
        raise RunFailed(f"The Dask cluster at {address} has no workers.") from None
    return client
