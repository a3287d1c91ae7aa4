"""Execute pages with Papermill, several at a time.

Papermill is imported in the processes of the pages only: importing it takes longer than the rest of
the command.
"""

import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.publish import own
from helpers.publish.pages import Page
from helpers.system import limits
from helpers.system.errors import RunFailed

if TYPE_CHECKING:
    from nbformat import NotebookNode

FOLDER = Path(__file__).resolve().parent.parent.parent / "notebooks"
# A page takes seconds; a cell that is still running after this is taken to hang.
CELL_SECONDS = 300
# The same for a whole page.
PAGE_SECONDS = 2 * CELL_SECONDS
# A page takes a tenth of this memory, and its largest output a hundredth of this size.
MEMORY = 2 << 30
# Memory left to report the failure of a cell that has used all of that.
RESERVE = 256 << 20
WITHOUT_A_WORD = f"it could not say how; perhaps it took more than {MEMORY >> 20} MB of memory."
LARGEST_OUTPUT = 20_000_000


@dataclass(frozen=True)
class Order:
    """A page to execute.

    ``notebook`` is the file, ``cell_seconds`` the time limit of a cell, ``data`` the folder of the
    tables to read where it is not the default one, ``detail`` the place of the cube of trade in
    detail, "" for a page that reads none.
    """

    page: Page
    notebook: Path
    cell_seconds: float
    data: Path | None = None
    detail: str = ""


@dataclass(frozen=True)
class Executed:
    """An executed notebook and how long it took."""

    page: Page
    notebook: "NotebookNode"
    seconds: float


def execute_page(order: Order) -> Executed:
    """Execute one page; raises RunFailed, naming the cell, where it fails.

    For a process of its own: its cells run in this very process, and where tables are read is set
    for all of it.
    """
    import papermill
    from papermill.engines import papermill_engines

    from helpers.publish import kernel

    # The entry point in pyproject.toml is only there after an installation.
    papermill_engines.register(kernel.ENGINE, kernel.Engine)
    started = time.perf_counter()
    if order.data is not None:
        os.environ["TRADE_DATA"] = str(order.data)
    os.environ["TRADE_DETAIL"] = order.detail
    limits.bound(MEMORY + RESERVE)
    with tempfile.TemporaryDirectory() as folder, _failures_named(order.page):
        notebook = papermill.execute_notebook(
            str(order.notebook),
            str(Path(folder) / "out.ipynb"),
            parameters=_parameters(order),
            progress_bar=False,
            request_save_on_cell_execute=False,
            autosave_cell_every=0,
            engine_name=kernel.ENGINE,
            config=kernel.config(order.cell_seconds, MEMORY),
            # A page has its own font; cells for the screen only would be removed afterwards.
            skip_cells_with_tag="screen-only",
            # Files beside a notebook of one's own are read as in JupyterLab.
            cwd=order.notebook.parent if order.page.path else folder,
        )
    _refuse_large(order.page, notebook)
    return Executed(order.page, notebook, time.perf_counter() - started)


def _parameters(order: Order) -> dict[str, object]:
    """Return the parameters of a page; of a notebook of one's own those that it has."""
    given = order.page.parameters
    if not order.page.path:
        return given
    there = own.parameters(own.read(order.notebook))
    return {name: value for name, value in given.items() if name in there}


@contextmanager
def _failures_named(page: Page) -> Iterator[None]:
    """Raise RunFailed with the name of the page and the cell for whatever Papermill raises."""
    from papermill.exceptions import PapermillException, PapermillExecutionError

    try:
        yield
    except PapermillExecutionError as error:
        # Counted from 1 as in the notebook, without the cell that Papermill put in.
        where = f"{page.name}: cell {error.cell_index}"
        # Where a cell could not report its failure, Papermill has no traceback.
        reason = f"{error.ename}: {error.evalue}" if error.traceback else WITHOUT_A_WORD
        raise RunFailed(f"{where} failed: {reason}") from None
    except PapermillException as error:
        raise RunFailed(f"{page.name}: {error}") from None
    except MemoryError:
        raise RunFailed(
            f"{page.name}: its outputs need more than {MEMORY >> 20} MB of memory."
        ) from None


def _refuse_large(page: Page, notebook: "NotebookNode") -> None:
    """Refuse outputs that no reader could open; the page would carry all of them."""
    cells = [
        cell
        for cell in notebook.cells
        if "injected-parameters" not in cell.metadata.get("tags", [])
    ]
    for number, cell in enumerate(cells, 1):
        size = len(json.dumps(cell.get("outputs", [])))
        if size > LARGEST_OUTPUT:
            wrote = f"{page.name}: cell {number} wrote {size // 10**6} MB"
            raise RunFailed(f"{wrote}; no reader could open such a page.")
