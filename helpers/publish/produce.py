"""Make the requested pages: from the cache if nothing changed, otherwise by executing them."""

import base64
import dataclasses
import json
import re
import tempfile
import zlib
from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from pathlib import Path

from helpers.data import cube, slices
from helpers.publish import execute
from helpers.publish.page import FinishedPage, Rows, make_pages
from helpers.publish.pages import DETAILED, Page
from helpers.reports import PRESENTERS
from helpers.system import cache, fingerprint
from helpers.system.paths import data_dir, detail_dir
from helpers.system.workers import Failure

FOLDER = "pages"
IMPORT = re.compile(rb"from helpers\.reports import ([\w, ]+)")
ALL_OTHERS = "Article"  # the report that is made of the others
Pages = Generator[FinishedPage | Failure, None, None]
Make = Callable[[Mapping[str, execute.Order]], Pages]


def pages(wanted: list[Page], force: bool = False, make: Make = make_pages) -> Pages:
    """Yield every page or its Failure: cached pages first, then the others as each is ready.

    ``force`` ignores the cache; ``make`` executes the pages, on this machine or on a cluster.
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
            notebook = Path(page.path or execute.FOLDER / f"{page.notebook}.ipynb")
            detailed = page.path or page.notebook in DETAILED
            keys[page.name] = key(
                page, notebook.read_bytes(), rows.digest, cube.until(*period) if detailed else ""
            )
            # An own notebook may read files that are not known here.
            known = None if force or page.path else _load(keys[page.name])
            if known is not None:
                yield dataclasses.replace(known, from_cache=True)
            else:
                orders[page.name] = execute.Order(
                    page, notebook, execute.CELL_SECONDS, rows.written(),
                    detail_dir() if detailed else "",
                )  # fmt: skip
        with closing(make(orders)) as outcomes:
            for outcome in outcomes:
                if isinstance(outcome, FinishedPage):
                    _store(keys[outcome.page.name], outcome)
                yield outcome
    cache.clean()


def last_period(page: Page) -> slices.Period:
    """Return the last month whose figures a page may read: the month of its edition.

    A year that it is compared with is always earlier.
    """
    return page.year, page.month


def key(page: Page, notebook: bytes, rows: str, detail: str) -> str:
    """Return the cache key of a page: the digest of all that it is made from.

    That is its notebook and parameters, the digest ``rows`` of the rows of data/ that it may read,
    what identifies the trade in ``detail`` that it may read (cube.until), the package with its
    templates but for the reports that the notebook does not import, Python, the libraries and the
    font. Links to other pages are not part of it:
    :mod:`helpers.publish.links` fills them in at every publish.
    """
    parameters = json.dumps(dataclasses.asdict(page), sort_keys=True)
    code = fingerprint.code(_reports(notebook))
    made_with = (code, fingerprint.libraries(), fingerprint.font())
    return fingerprint.digest(parameters, notebook, rows, detail, *made_with)


def _reports(notebook: bytes) -> frozenset[str] | None:
    """Return the folders of the reports that a notebook imports; None where they may be all.

    Nothing but the article imports a report by another way; the layers in pyproject.toml say so.
    """
    imports = IMPORT.findall(notebook)
    if len(imports) != notebook.count(b"helpers.reports"):
        return None
    names = {name.strip().decode("utf-8") for line in imports for name in line.split(b",")}
    if ALL_OTHERS in names or not names <= set(PRESENTERS):
        return None
    return frozenset(PRESENTERS[name] for name in names)


def _load(name: str) -> FinishedPage | None:
    """Return the cached page, or None if absent or corrupt."""
    packed = cache.load(FOLDER, name)
    return None if packed is None else _unpacked(packed)


def _store(name: str, made: FinishedPage) -> None:
    """Store a page in the cache."""
    cache.store(FOLDER, name, _packed(made))


def _packed(made: FinishedPage) -> bytes:
    values = dataclasses.asdict(made)
    values["card"] = base64.b64encode(made.card).decode("ascii")
    values["files"] = {k: base64.b64encode(v).decode("ascii") for k, v in made.files.items()}
    return zlib.compress(json.dumps(values, ensure_ascii=False).encode("utf-8"), level=1)


def _unpacked(packed: bytes) -> FinishedPage:
    values = json.loads(zlib.decompress(packed))
    values["page"] = Page(**values["page"])
    values["card"] = base64.b64decode(values["card"])
    values["files"] = {k: base64.b64decode(v) for k, v in values["files"].items()}
    values["tables"] = {name: Rows(**table) for name, table in values["tables"].items()}
    return FinishedPage(**values)
