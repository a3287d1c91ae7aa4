"""`trade publish`: execute the notebooks asked for and publish them, unless nothing changed."""

import shutil
import sys
import tempfile
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.cli import options, progress
from helpers.constants import ALL_NOTEBOOKS
from helpers.data.years import refuse_uncovered
from helpers.publish import unchanged
from helpers.system import fingerprint
from helpers.system.errors import BadInput

if TYPE_CHECKING:
    from helpers.checks.stored import Results
    from helpers.publish.page import FinishedPage
    from helpers.publish.pages import Page
    from helpers.publish.produce import Make
    from helpers.system.workers import Failure

OPEN = (
    "Warning: {address} is another machine without TLS, so whoever can reach the network between "
    "can read and change pages; see Many pages in README.md."
)
AGAIN = "data/ was changed while the pages were made, so they are made again."
REGARDLESS = " With --unverified it is published, and each page has a warning at its top."


class DataChanged(Exception):
    """data/ is no longer as it was when the command began."""


@dataclass(frozen=True)
class Request:
    """The options that say which pages are made and how they are marked.

    Empty ``langs``, ``only`` and ``provinces`` mean all; without ``year`` and ``years`` the latest
    editions are made; ``against`` None means the default year of comparison; an empty ``address``
    keeps the one known; ``own`` are notebooks of one's own, published instead of the reports.
    """

    year: int | None
    years: str | None
    month: int | None
    langs: list[str]
    currency: str
    only: list[str]
    provinces: list[str]
    against: int | None
    address: str
    unverified: bool = False
    own: tuple[Path, ...] = ()


@dataclass(frozen=True)
class _Run:
    """How pages are made; ``data`` is the digest of data/ when the command began."""

    force: bool
    dask: str
    keep_going: bool
    data: str


def publish(
    request: Request, out: Path, dask: str, force: bool, keep_going: bool, preview: bool = False
) -> int:
    """Publish the pages asked for into ``out``, print what was done and return the exit code.

    ``dask`` is the address of a cluster to run on, if any; ``force`` makes every page anew;
    ``keep_going`` publishes the others where a page fails; with ``preview`` nothing is written,
    and what would change is printed. All is of one state of data/: where that is changed
    meanwhile, the command begins again. Raises BadInput before anything runs
    where there is no such page or ``out`` is no site, RunFailed where pages could not be made.
    """
    while True:
        try:
            return _publish_once(request, out, dask, force, keep_going, preview)
        except DataChanged:
            print(AGAIN, file=sys.stderr)


def _publish_once(
    request: Request, out: Path, dask: str, force: bool, keep_going: bool, preview: bool
) -> int:
    """Publish once; raises DataChanged, with the site unchanged, see :func:`publish`."""
    data = fingerprint.data()
    inputs = unchanged.inputs_digest()
    complete, key = unchanged.complete_requests(out, inputs), unchanged.request_key(asdict(request))
    if not (force or request.own) and (count := complete.get(key)):
        print(f"{_pages(count)} unchanged: {out / 'index.html'}")
        return 0
    refuse_uncovered(options.years_named(request.year, request.years))
    if request.own and dask:
        raise BadInput("--dask is for the reports: files beside your notebook are on this machine.")
    # Imported here: these take a while, and an unchanged site is reported without them.
    from helpers.system import workers

    workers.warm_up()
    from helpers.checks import stored
    from helpers.cli import check
    from helpers.publish import site

    wanted = _wanted(request)
    site.check_address(request.address)
    failed = stored.failed()
    if failed and not request.unverified:
        check.refuse_failing(failed, REGARDLESS)
    run = _Run(force, dask, keep_going, data)
    if preview:
        return _preview(request, out, wanted, failed, run)
    made, failures = _make_and_write(request, out, wanted, failed, run)
    if not failures:
        # An address is written into the pages of other requests too.
        others = {} if request.address else complete
        this = {} if request.own else {key: len(wanted)}
        unchanged.remember(out, {**others, **this}, inputs)
    if failed:
        print(f"Warning: {check.why(failed)}; each page says so at its top.", file=sys.stderr)
    kept = sum(one.from_cache for one in made)
    rest = f", {kept} of them unchanged" if kept else ""
    print(f"Published {_pages(len(made))}{rest}: {out / 'index.html'}")
    if failures:
        raise workers.combined_error(failures)
    return 0


def _preview(
    request: Request,
    out: Path,
    wanted: "list[Page]",
    failed: "Results | None",
    run: _Run,
) -> int:
    """Print what publishing would change and return the exit code; the site stays as it is."""
    from helpers.cli import diff
    from helpers.publish import difference

    if not (out / "data").is_dir():
        raise BadInput(f"{out} has no site yet to compare with. Publish without --diff first.")
    with tempfile.TemporaryDirectory(prefix="trade-diff-") as folder:
        copy = Path(folder) / out.name
        shutil.copytree(out, copy)
        _make_and_write(request, copy, wanted, failed, run)
        code = diff.told(difference.between(out, copy), None)
    print("Nothing was written (--diff).")
    return code


def _wanted(request: Request) -> "list[Page]":
    """Return the pages asked for; raises BadInput where there is no such page."""
    from helpers.language.formats import LANGS
    from helpers.publish import pages

    if request.own:
        return _own(request)
    return pages.wanted(
        options.periods(request.year, request.years, request.month),
        request.currency,
        request.langs or list(LANGS),
        request.only or ["province"] * bool(request.provinces) or list(ALL_NOTEBOOKS),
        request.provinces,
        request.against,
    )


def _own(request: Request) -> "list[Page]":
    """Return the pages of notebooks of one's own; raises BadInput for an option of the reports."""
    from helpers.publish import own

    options_of_reports = {
        "--only": request.only, "--province": request.provinces, "--against": request.against,
    }  # fmt: skip
    for option, given in options_of_reports.items():
        if given:
            raise BadInput(f"{option} is for the reports. Leave it out for a notebook of your own.")
    named = request.year is not None or request.years is not None or request.month is not None
    periods = options.periods(request.year, request.years, request.month) if named else []
    return own.wanted(list(request.own), periods, request.currency, request.langs)


def _make_and_write(
    request: Request,
    out: Path,
    wanted: "list[Page]",
    failed: "Results | None",
    run: _Run,
) -> "tuple[list[FinishedPage], list[Failure]]":
    """Return the pages written into the site and the failures.

    ``failed`` has the checks that fail, of which each page then warns. Raises RunFailed,
    with the site unchanged, where pages fail and ``run`` does not keep going, and DataChanged where
    data/ no longer has the digest of ``run``.
    """
    from helpers.cli import check
    from helpers.publish import page, produce, site
    from helpers.system import workers

    with site.rebuilt(out) as folder:
        made, failures = progress.followed(
            produce.pages(wanted, run.force, _maker(run.dask)), wanted
        )
        if failures and not (made and run.keep_going):
            raise workers.combined_error(failures)
        if failed:
            failing = len(check.failing(failed))
            made = [page.marked_unverified(one, failing, failed.edited) for one in made]
        done = {one.page for one in made}
        missing = [one for one in wanted if one not in done]
        site.write_pages(folder, made, request.address, missing)
        if fingerprint.data() != run.data:
            raise DataChanged
    return made, failures


def _maker(dask: str) -> "Make":
    """Return what makes pages: processes of this machine, or the Dask cluster at ``dask``."""
    from helpers.publish.page import make_pages

    if not dask:
        return make_pages
    from helpers.publish import cluster

    if cluster.is_open(dask):
        print(OPEN.format(address=dask), file=sys.stderr)
    return partial(cluster.make, address=dask)


def _pages(count: int) -> str:
    return f"{count} {'page' if count == 1 else 'pages'}"
