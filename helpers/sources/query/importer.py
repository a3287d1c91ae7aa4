"""Import downloads of the customs' online query into the cube: all of them, or none."""

import datetime
import re
import shutil
from contextlib import suppress
from pathlib import Path

import duckdb
import pandas as pd

from helpers.sources.importer import date_of_import
from helpers.sources.query import cube, files
from helpers.sources.query.reading import Period
from helpers.sources.query.run import Run, Step, Taken
from helpers.system import folders
from helpers.system.errors import BadInput

# What DuckDB may take of the memory; beyond it, it uses the disk.
MEMORY = "2GB"
WORK = ".work"


def import_files(
    paths: list[Path],
    flow: str,
    period: str | None = None,
    *,
    skip_refused: bool = False,
    dry_run: bool = False,
    today: datetime.date | None = None,
    step: Step = lambda what, done, total: None,
) -> Taken:
    """Import the files, and those in the folders, into the cube; return what became of them.

    ``flow`` is export or import, which no download says; ``period`` (YYYY or YYYY-MM) is for tables
    without a column for it. ``step`` is told what is being done, how much of it is, and of how
    much. Raises BadInput, with the cube unchanged, when a file is refused (unless
    ``skip_refused``), two files differ in a cell, or none is left.
    """
    when = _period(period, today or date_of_import())
    place = cube.place()
    taken = Taken(flow)
    with (
        suppress(_Unchanged),
        folders.replaced_folder(place, folders.CUBE_MARK, linked=True) as new,
    ):
        stored = cube.files(place)
        wanted = _wanted(files.listed(paths), stored, taken)
        if not wanted:
            raise _Unchanged
        work = new / WORK
        work.mkdir()
        with duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(work)}) as con:
            Run(con, place, new, work, stored, when, taken, step).run(wanted, skip_refused)
        shutil.rmtree(work)
        if dry_run:
            raise _Unchanged
    return taken


class _Unchanged(Exception):
    """Leaves the block that would replace the cube."""


def _period(given: str | None, today: datetime.date) -> Period:
    """Return the period of tables without a column for it; raise BadInput where it is none."""
    if given is None:
        return Period(0, today)
    found = re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2]))?", given.strip(), re.ASCII)
    if found is None:
        raise BadInput(f"--period {given!r} is not a year or month: write 2024 or 2024-03.")
    period = Period(int(found[1] + (found[2] or "")), today)
    if period.months[1] >= period.open:
        raise BadInput(f"--period {given} is not over. Nothing was changed.")
    return period


def _wanted(paths: list[Path], stored: pd.DataFrame, taken: Taken) -> dict[str, Path]:
    """Return the files to read, by digest in its order; the others go into ``taken``.

    A file imported before is read again where it was cut and new files come with it, which may be
    the pages that follow.
    """
    found: dict[str, Path] = {}
    for path in sorted(paths):
        sha256 = files.digest(path)
        if sha256 in found:
            taken.again.append(path.name)
        else:
            found[sha256] = path
    known = stored.set_index("sha256")
    for sha256 in [each for each in found if each in known.index]:
        if known.at[sha256, "flow"] != taken.flow:
            raise BadInput(
                f"{found[sha256].name} was imported with --flow {known.at[sha256, 'flow']}. "
                "Nothing was changed. Check --flow."
            )
    new = [sha256 for sha256 in found if sha256 not in known.index]
    again = [s for s in found if s in known.index and known.at[s, "cut"] and new]
    taken.known = [found[s].name for s in found if s not in {*new, *again}]
    return {sha256: found[sha256] for sha256 in sorted([*new, *again])}
