"""Take an import back: remove all rows of a release, so that older figures are current again."""

from dataclasses import dataclass

import pandas as pd

from helpers.checks.calendar import range_of
from helpers.data import digests, schema, tables
from helpers.sources.admission import Data
from helpers.sources.importer import UNVERSIONED, VERSIONED, write_changed
from helpers.system import atomic
from helpers.system.errors import BadInput

# How many releases the message about an unknown one lists.
LISTED = 8
# The column that stands for a row of each table when changes are listed.
VALUES = {"trade": "value", "national": "value", "indicators": "value", "localities": "total"}
CHANGES = ["table", "figure", "value", "restored", "release", "file_name"]


@dataclass(frozen=True)
class Undone:
    """What taking a release back changes.

    ``entries`` are its rows of releases.csv, ``removed`` is the number of rows removed from each
    table, and ``changes`` has one row for each figure that was current. Columns of changes: table,
    figure (its key as text), value, restored (the older value that is current again, NaN where no
    older one is stored), release and file_name of the older value ("" where there is none).
    """

    entries: pd.DataFrame
    removed: dict[str, int]
    changes: pd.DataFrame


def undo(release: str, *, dry_run: bool = False) -> Undone:
    """Take the import of ``release`` out of data/, all of it or nothing, and return what changes.

    ``release`` is an id of releases.csv or the beginning of one. Raises BadInput, with data/
    unchanged, where there is no such release, where a later one covers the same period, where it
    brought rows that do not name their release, or where a table was edited by hand; RunFailed
    where data/ cannot be written.
    """
    folder = tables.data_dir()
    with atomic.locked(folder):
        digests.refuse_edited()
        before = {table: tables.load(table) for table in schema.TABLES}
        entries = _entries(release, before["releases"])
        after = without(before, entries)
        undone = _undone(before, after, entries)
        if not dry_run:
            write_changed(after, before, folder)
    return undone


def without(data: Data, entries: pd.DataFrame) -> Data:
    """Return ``data`` without the release of ``entries`` (rows of releases.csv).

    Raises BadInput where a later release depends on it, or its rows cannot be
    distinguished from others.
    """
    release = entries["release"].iloc[0]
    _refuse_replaced(data, entries)
    _refuse_followed(data["releases"], entries)
    after = dict(data)
    for table in (*VERSIONED, "releases"):
        own = data[table]["release"] == release
        if own.any():
            after[table] = data[table][~own].reset_index(drop=True)
    return after


def _entries(release: str, releases: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of releases.csv of one release; raise BadInput, listing the last ones."""
    found = releases[releases["release"].str.startswith(release or "?")]
    if found["release"].nunique() == 1:
        return found
    why = "is the beginning of several releases" if len(found) else "is no release in data/"
    last = releases.sort_values(["imported", "period"], kind="stable").tail(LISTED)[::-1]
    listed = "".join(f"\n  {line}" for line in map(named, last.to_dict("records")))
    raise BadInput(
        f"{release!r} {why}. Nothing was changed. The last releases are:{listed or ' none'}"
    )


def named(entry: dict[str, object]) -> str:
    """Return a release as messages name it: id, period, source, file and date of import."""
    text = "{release}  {period}  {source}  {file_name}, imported {imported}"
    return text.format(**entry)


def _refuse_replaced(data: Data, entries: pd.DataFrame) -> None:
    """Raise BadInput where rows without a release come from a source of ``entries``."""
    for table in UNVERSIONED:
        if data[table]["source"].isin(entries["source"]).any():
            raise BadInput(
                f"{entries['file_name'].iloc[0]} is a source of {table}.csv, whose rows do not "
                "name their release, so it cannot be taken back. Nothing was changed. Restore the "
                "file from git."
            )


def _refuse_followed(releases: pd.DataFrame, entries: pd.DataFrame) -> None:
    """Raise BadInput where a later release of the same source covers a part of the period.

    A later release stores only what differs from the older one. Without the older one, the
    figures that it repeats would be lost.
    """
    for entry in entries.to_dict("records"):
        start, end = range_of(entry["period"])
        for other in releases[releases["source"] == entry["source"]].to_dict("records"):
            first, last = range_of(other["period"])
            later = other["vintage"] > entry["vintage"] and other["release"] != entry["release"]
            if later and first <= end and start <= last:
                raise BadInput(
                    f"A later release repeats figures of {entry['release']}: {named(other)}. "
                    f"Nothing was changed. Take that one back first: trade undo {other['release']}."
                )


def _undone(before: Data, after: Data, entries: pd.DataFrame) -> Undone:
    """Return the difference of the current figures of ``before`` and ``after``."""
    release = entries["release"].iloc[0]
    removed, changes = {}, [pd.DataFrame(columns=CHANGES)]
    for table, value in VALUES.items():
        removed[table] = len(before[table]) - len(after[table])
        if not removed[table]:
            continue
        figure = list(schema.TABLES[table].figure)
        now = tables.newest(before[table], figure, before["releases"])
        then = tables.newest(after[table], figure, after["releases"])
        own = now[now["release"] == release]
        old = then.set_index(figure)[[value, "release"]]
        old = old.reindex(pd.MultiIndex.from_frame(own[figure])).reset_index(drop=True)
        files = after["releases"].drop_duplicates("release").set_index("release")["file_name"]
        key = own[figure].astype(str).agg(lambda cells: " ".join(filter(None, cells)), axis=1)
        changes.append(
            pd.DataFrame(
                {
                    "table": table,
                    "figure": key.to_numpy(),
                    "value": own[value].to_numpy(),
                    "restored": old[value].to_numpy(),
                    "release": old["release"].astype(object).fillna("").to_numpy(),
                    "file_name": old["release"]
                    .astype(str)
                    .map(files)
                    .astype(object)
                    .fillna("")
                    .to_numpy(),
                }
            )
        )
    return Undone(entries, removed, pd.concat(changes, ignore_index=True))
