"""Pages made on a Dask cluster instead of on this machine.

A task has all that its page needs: the notebook, the rows of data/ that the page may read, the
parameters. It returns the page made of the executed notebook, so no disk is shared, except that a
cube of trade in detail must be in a place that every node reads under the same name; the extract
that comes with the project is read from the node's own copy. A node needs this project, installed
with the same libraries; one that differs returns a Failure. Tasks of a lost worker run again on
another.
"""

import multiprocessing
import socket
import tempfile
import zlib
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.data import cube
from helpers.publish import execute as run
from helpers.publish import page as publish
from helpers.publish.page import Made
from helpers.publish.pages import Page
from helpers.system import fingerprint, paths, workers
from helpers.system.errors import BadInput, RunFailed
from helpers.system.workers import Failure

# The extract that comes with the project, which every node has.
EXTRACT = str(paths.DATA / paths.EXTRACT)
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


def make(orders: Mapping[str, run.Order], address: str) -> Generator[Made | Failure, None, None]:
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
                    yield future.result()
                else:
                    error = future.exception()
                    yield Failure(futures[future], f"{type(error).__name__}: {error}")
        finally:
            client.cancel(list(futures), force=True)


def task(order: run.Order) -> Task:
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


def execute(given: Task) -> Made | Failure:
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
        order = run.Order(given.page, notebook, given.cell_seconds, data, detail)
        made = workers.outcomes(publish.make_one, {given.page.name: order}, run.PAGE_SECONDS)
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
    try:
        client.wait_for_workers(1, timeout=SECONDS_TO_WORKERS)
    except TimeoutError:
        client.close()
        raise RunFailed(f"The Dask cluster at {address} has no workers.") from None
    return client
