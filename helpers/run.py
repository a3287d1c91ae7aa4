"""Execute pages with Papermill, several at a time."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

import nbformat
import papermill
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from helpers.errors import RunFailed
from helpers.pages import Page

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
# A page takes seconds; a cell that is still running after this hangs.
CELL_SECONDS = 300
# Kernels talk over sockets of this user alone where the system has them, not over TCP.
KERNEL = Config() if sys.platform == "win32" else Config(KernelManager={"transport": "ipc"})


@dataclass(frozen=True)
class Executed:
    """An executed notebook and how long it took."""

    page: Page
    notebook: nbformat.NotebookNode
    seconds: float


def execute(pages: list[Page], processes: int | None = None) -> Iterator[Executed]:
    """Execute every page in processes of its own, as each is ready.

    Raises RunFailed, naming page and cell, at the first page that fails; the rest are cancelled.
    """
    workers = min(len(pages), processes or os.cpu_count() or 1)
    with ProcessPoolExecutor(max_workers=workers) as pool:
        futures = {pool.submit(_execute, page): page for page in pages}
        try:
            for future in as_completed(futures):
                try:
                    yield future.result()
                except BrokenProcessPool:
                    raise RunFailed(
                        f"{futures[future].name}: its process was ended from outside, perhaps for "
                        "want of memory."
                    ) from None
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _execute(page: Page) -> Executed:
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        try:
            notebook = papermill.execute_notebook(
                str(FOLDER / f"{page.notebook}.ipynb"),
                str(Path(folder) / "out.ipynb"),
                parameters=page.parameters,
                progress_bar=False,
                request_save_on_cell_execute=False,
                autosave_cell_every=0,
                execution_timeout=CELL_SECONDS,
                config=KERNEL,
                shutdown_kernel="immediate",
                # A page carries its own font; cells for the screen alone would be dropped after.
                skip_cells_with_tag="screen-only",
                cwd=folder,
            )
        except PapermillExecutionError as error:
            raise RunFailed(
                f"{page.name}: cell {error.cell_index + 1} failed: {error.ename}: {error.evalue}"
            ) from None
        except (CellTimeoutError, DeadKernelError, NoSuchKernel) as error:
            told = str(error).strip().splitlines()
            raise RunFailed(f"{page.name}: {told[0] if told else type(error).__name__}") from None
    return Executed(page, notebook, time.perf_counter() - started)
