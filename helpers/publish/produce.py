"""From pages wanted to pages made: those kept are taken as they are, the others are executed."""

import tempfile
from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from helpers.publish import execute, page_cache, slices
from helpers.publish import page as publish
from helpers.publish.page import Made
from helpers.publish.pages import Page
from helpers.system import cache as keep
from helpers.system.paths import data_dir
from helpers.system.workers import Failure

Pages = Generator[Made | Failure, None, None]
Make = Callable[[Mapping[str, execute.Order]], Pages]


def pages(wanted: list[Page], force: bool = False, make: Make = publish.make) -> Pages:
    """Every page wanted, those kept first, then the others as each is ready.

    ``force`` makes all anew; ``make`` is what makes them, here or elsewhere.
    """
    tables = slices.Slices(data_dir())
    orders: dict[str, execute.Order] = {}
    keys: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="trade-data-") as folder:
        of_period: dict[slices.Period, slices.Slice] = {}
        for page in wanted:
            period = last_period(page)
            if period not in of_period:
                name = f"{period[0]}-{period[1]:02d}"
                of_period[period] = slices.Slice(tables.until(period), Path(folder) / name)
            rows = of_period[period]
            notebook = execute.FOLDER / f"{page.notebook}.ipynb"
            keys[page.name] = page_cache.key(page, notebook.read_bytes(), rows.digest)
            known = None if force else page_cache.load(keys[page.name])
            if known is not None:
                yield replace(known, kept=True)
            else:
                orders[page.name] = execute.Order(
                    page, notebook, execute.CELL_SECONDS, rows.written()
                )
        with closing(make(orders)) as outcomes:
            for outcome in outcomes:
                if isinstance(outcome, Made):
                    page_cache.store(keys[outcome.page.name], outcome)
                yield outcome
    keep.clean()


def last_period(page: Page) -> slices.Period:
    """The last month whose figures a page may read: that of its edition.

    A year that it is held against is earlier, so its rows are among them.
    """
    return page.year, page.month
