"""`trade publish`: execute the notebooks asked for and publish them, or find nothing changed."""

import sys
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.cli import options, progress
from helpers.constants import ALL_NOTEBOOKS
from helpers.publish import unchanged

if TYPE_CHECKING:
    from helpers.publish.produce import Make

REGARDLESS = " With --unverified it is published, and each page has a warning at its top."


@dataclass(frozen=True)
class Request:
    """Which pages are asked for, and where they will stand; empty is all there is."""

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


def publish(request: Request, out: Path, dask: str, force: bool, keep_going: bool) -> None:
    """Publish what is asked for into ``out``; prints what was done.

    ``dask`` is the address of a cluster to run on, if any; ``force`` makes every page anew;
    ``keep_going`` publishes the others where a page fails. Raises BadInput before anything runs
    where there is no such page or ``out`` is no site, RunFailed where pages could not be made.
    """
    asked, made_from = asdict(request), unchanged.of_inputs()
    before, name = unchanged.standing(out, made_from), unchanged.name(asked)
    if not force and (count := before.get(name)):
        print(f"{_pages(count)} unchanged: {out / 'index.html'}")
        return
    # Loaded here, not above: they take a while, and what is above should be told at once.
    from helpers.system import workers

    workers.warm_up()
    from helpers.checks import stored
    from helpers.cli import check
    from helpers.language.formats import LANGS
    from helpers.publish import pages, produce, site, unverified

    wanted = pages.wanted(
        options.periods(request.year, request.years, request.month),
        request.currency,
        request.langs or list(LANGS),
        request.only or ["province"] * bool(request.provinces) or list(ALL_NOTEBOOKS),
        request.provinces,
        request.against,
    )
    site.check_address(request.address)
    failed = stored.failed()
    if failed and not request.unverified:
        check.refuse_failing(failed, REGARDLESS)
    with site.rebuilt(out) as folder:
        made, failures = progress.followed(produce.pages(wanted, force, _maker(dask)), wanted)
        if failures and not (made and keep_going):
            raise workers.failed(failures)
        if failed:
            made = [unverified.marked(one, len(check.failing(failed))) for one in made]
        done = {one.page for one in made}
        missing = [page for page in wanted if page not in done]
        site.write_pages(folder, made, request.address, missing)
    if not failures:
        # An address is written into the pages of other requests too.
        others = {} if request.address else before
        unchanged.remember(out, {**others, name: len(wanted)}, made_from)
    kept = sum(one.kept for one in made)
    rest = f", {kept} of them unchanged" if kept else ""
    if failed:
        print(
            f"Warning: the stored figures fail {check.checks(len(check.failing(failed)))}; "
            "each page says so at its top.",
            file=sys.stderr,
        )
    print(f"Published {_pages(len(made))}{rest}: {out / 'index.html'}")
    if failures:
        raise workers.failed(failures)


def _maker(dask: str) -> "Make":
    """What makes pages: processes of this machine, or the Dask cluster at an address."""
    from helpers.publish import page as publish

    if not dask:
        return publish.make
    from helpers.publish import cluster

    return partial(cluster.make, address=dask)


def _pages(count: int) -> str:
    return f"{count} {'page' if count == 1 else 'pages'}"
