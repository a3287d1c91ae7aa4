"""Import releases into data/: find what is new or revised, check it, write all of it or nothing."""

import datetime
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.checks import accepted
from helpers.data import digests, schema, tables
from helpers.sources import admission, reader, unchecked
from helpers.sources.admission import Data
from helpers.sources.release import Release
from helpers.system import atomic
from helpers.system.errors import BadInput

# Tables whose rows name their release: an older figure stays beside the newer one.
VERSIONED = ("trade", "national", "localities", "indicators")
# Tables without one: a newer row takes the place of the older.
UNVERSIONED = ("exchange_rates", "context")


@dataclass(frozen=True)
class Outcome:
    """What became of one file.

    ``known`` is true when the same file had been imported before. ``new`` and ``revised`` count
    figures; ``gone`` names cities and zones that the nearest stored table lists and this one does
    not; ``proof`` is the summary of the checks of its tables (columns of summary.COLUMNS);
    ``flagged`` has one line for each row that a person should compare with the publisher's page;
    ``unchecked`` one for each check that lacked stored figures to compare with.
    """

    release: Release
    known: bool
    new: int = 0
    revised: int = 0
    gone: tuple[str, ...] = ()
    proof: pd.DataFrame | None = None
    flagged: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()


def import_files(
    paths: list[Path],
    period: str | None = None,
    *,
    dry_run: bool = False,
    today: datetime.date | None = None,
    accept_unchecked: bool = False,
    accept: Mapping[str, str] | None = None,
) -> list[Outcome]:
    """Import the files into data/, all of them or none, and return what became of each.

    A file imported before changes nothing. ``today`` is the date of the import, and no figure may
    be of a later period; without it the clock decides, or SOURCE_DATE_EPOCH. Raises BadInput, with
    data/ unchanged, when a file cannot be read, does not add up, or contradicts what is stored;
    when a check lacked figures to compare with, unless ``accept_unchecked``, which is recorded in
    releases.csv; and when a table was edited by hand since the last import. ``accept`` has the
    reasons why rows of the one file are right although they differ from their neighbours, by row or
    place as typed; releases.csv records them.
    """
    if accept and len(paths) > 1:
        raise BadInput("--accept is for the rows of one file. Import the files one by one.")
    today = today or date_of_import()
    releases = [reader.read(path, period, today) for path in paths]
    # The same end whatever the order on the command line; of two downloads of the bureau in one
    # command the one that reaches further is the newer.
    releases.sort(key=lambda r: (r.period.split("/")[-1], r.period, r.file_name))
    folder = tables.data_dir()
    with atomic.locked(folder):
        digests.refuse_edited()
        before = {table: tables.load(table) for table in schema.TABLES}
        data, outcomes = before, []
        for release in releases:
            data, outcome = merged(data, release, today, accept)
            outcomes.append(outcome)
        if not (accept_unchecked or dry_run):
            _refuse_unchecked(outcomes)
        if not dry_run and not all(outcome.known for outcome in outcomes):
            write_changed(data, before, folder)
    return outcomes


def merged(
    data: Data, release: Release, today: datetime.date, accept: Mapping[str, str] | None = None
) -> tuple[Data, Outcome]:
    """Return ``data`` with ``release`` in it and what changed; BadInput if it does not fit.

    ``accept`` has the reasons for rows that are taken in although they differ, see import_files.
    """
    imported_before = data["releases"][data["releases"]["release"] == release.id]
    if len(imported_before):
        if release.kind == "customs" and release.period not in set(imported_before["period"]):
            raise BadInput(
                f"{release.file_name}: was imported as {imported_before['period'].iloc[0]}, which "
                f"{release.period} contradicts. Check --period."
            )
        return data, Outcome(release, known=True)
    after, new, revised = dict(data), 0, 0
    entries = release.entries()
    entries["vintage"] = [_vintage(data, release, source) for source in entries["source"]]
    entries["imported"] = today.isoformat()
    entries["unchecked"] = ""
    reasons = admission.reasons(accept or {}, release)
    entries["accepted"] = accepted.as_text(reasons)
    columns = list(schema.TABLES["releases"].schema.columns)
    after["releases"] = pd.concat([data["releases"], entries[columns]], ignore_index=True)
    for table, rows in release.tables.items():
        news, changed = _new_or_changed(data, table, rows)
        stored = data[table]
        if table in UNVERSIONED:
            key = list(schema.TABLES[table].key)
            stored = stored[~_index(stored, key).isin(_index(news, key))]
        if len(news):
            after[table] = pd.concat([stored, news], ignore_index=True)
        new, revised = new + len(news) - changed, revised + changed
    found = admission.admit(data, after, release, today)
    admission.refuse_needless(reasons, found, release)
    gone = tuple(admission.places_gone(data["localities"], release))
    entry = after["releases"]["release"] == release.id
    after["releases"].loc[entry, "unchecked"] = unchecked.checks(found.proof)
    lacking = unchecked.lines(found.proof)
    return after, Outcome(release, False, new, revised, gone, found.proof, found.flagged, lacking)


def _refuse_unchecked(outcomes: list[Outcome]) -> None:
    """Raise BadInput that lists the checks that could not be made, if there is one."""
    lines = [
        f"\n  {outcome.release.file_name}: {line}"
        for outcome in outcomes
        for line in outcome.unchecked
    ]
    if lines:
        raise BadInput(
            f"Not everything could be checked:{''.join(lines)}\nNothing was taken in. Import what "
            "is missing first, or compare the file with the publisher's page and add "
            "--accept-unchecked; releases.csv then records that you did."
        )


def _new_or_changed(data: Data, table: str, rows: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Return the rows not stored with the same values, and how many of them revise a figure."""
    figure = list(schema.TABLES[table].figure)
    stored = data[table]
    if table in VERSIONED:
        stored = tables.newest(stored, figure, data["releases"])
    rest = [name for name in rows.columns if name not in (*figure, "release")]
    there = stored.set_index(figure)[rest].reindex(_index(rows, figure)).reset_index(drop=True)
    own = rows[rest].reset_index(drop=True)
    same = ((there == own) | (there.isna() & own.isna())).all(axis=1)
    present = pd.Series(_index(rows, figure).isin(_index(stored, figure)))
    return rows.reset_index(drop=True)[~(same & present)], int((present & ~same).sum())


def _vintage(data: Data, release: Release, source: str) -> int:
    """Return 1, or one more than the newest stored release of ``source`` with one of its figures.

    This does not count imports: tables that share no figure have the same vintage in any order.
    """
    owners: set[str] = set()
    for table, rows in release.tables.items():
        figure = list(schema.TABLES[table].figure)
        stored = data[table][data[table]["source"] == source]
        stored = stored[_index(stored, figure).isin(_index(rows, figure))]
        if table in VERSIONED:
            owners |= set(stored["release"])
        elif len(stored):
            owners |= set(data["releases"].query("source == @source")["release"])
    releases = data["releases"]
    older = releases[(releases["source"] == source) & releases["release"].isin(owners)]
    return int(older["vintage"].max()) + 1 if len(older) else 1


def write_changed(data: Data, before: Data, folder: Path) -> None:
    """Write every changed table of ``data`` and its digest, validate it, swap all in."""
    with atomic.replaced_files(folder) as incoming:
        for table, rows in data.items():
            if rows is not before[table]:
                tables.write_table(rows, table, incoming)
                tables.read_table(incoming / f"{table}.csv", table, f"The new {table}.csv")
        digests.record(folder, incoming)
        tables.check_references(data)


def _index(frame: pd.DataFrame, columns: list[str]) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(frame[columns])


def date_of_import() -> datetime.date:
    """Return the date of an import; SOURCE_DATE_EPOCH sets it, so that a build can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.date.today()
