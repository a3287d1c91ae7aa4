"""The rows of data/ that an edition may read: nothing later than its own period.

A page is executed on these rows alone, so what is not among them cannot change it: rows imported
for later periods leave the pages of earlier ones as they are.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from helpers.data import editions, schema
from helpers.system import atomic, fingerprint

Period = tuple[int, int]
Release = tuple[str, str]


@dataclass(frozen=True)
class Row:
    """One row of a table: its line, the month it ends with if any, the release it is from."""

    line: str
    period: Period | None
    release: Release | None


# A table that no page is made from: a new row of it leaves every page as it is.
NOT_READ = "release_calendar"


class Slices:
    """The tables of a folder, cut to the rows that editions may read."""

    def __init__(self, data: Path) -> None:
        """Read every table in ``data``, all of one state."""
        self.headers: dict[str, str] = {}
        self.rows: dict[str, list[Row]] = {}
        atomic.read_consistently(lambda: self._read(data), data)

    def _read(self, data: Path) -> None:
        for name in filter(lambda name: name != NOT_READ, schema.TABLES):
            header, *rows = _rows(data / f"{name}.csv")
            self.headers[name], self.rows[name] = header.line, rows
        self.first_flows = _first_flows()

    def until(self, period: Period) -> dict[str, str]:
        """Every table as CSV with the rows up to ``period`` (year, month), by its file's name.

        Rows without a period stay, but for releases that no row left is from. One later thing stays
        too, because pages of the years before name it: the first period with exports and imports.
        """
        kept = {
            name: [r for r in rows if self._reads(r, period)] for name, rows in self.rows.items()
        }
        used = {row.release for name, rows in kept.items() if name != "releases" for row in rows}
        kept["releases"] = [row for row in kept["releases"] if row.release in used]
        return {
            f"{name}.csv": "".join([self.headers[name], *(row.line for row in rows)])
            for name, rows in kept.items()
        }

    def _reads(self, row: Row, period: Period) -> bool:
        return row.period is None or row.period <= period or row.period == self.first_flows


class Slice:
    """The rows for one period, their digest, and a folder that holds them once they are needed."""

    def __init__(self, tables: dict[str, str], folder: Path) -> None:
        """The tables by file name; they are written to ``folder`` by :meth:`written`."""
        self.tables = tables
        self.folder = folder
        parts = (part for name in sorted(tables) for part in (name, tables[name]))
        self.digest = fingerprint.digest(*parts)

    def written(self) -> Path:
        """The folder, with the tables in it."""
        if not self.folder.exists():
            self.folder.mkdir(parents=True)
            for name, text in self.tables.items():
                (self.folder / name).write_text(text, encoding="utf-8", newline="\n")
        return self.folder


def _first_flows() -> Period | None:
    """The first period with exports and imports of all provinces, if there is one."""
    known = editions.editions()
    first = known[known["flows"]].sort_values(["year", "month"]).head(1)
    return None if first.empty else (int(first["year"].iloc[0]), int(first["month"].iloc[0]))


def _rows(path: Path) -> Iterator[Row]:
    """The rows of a table, its header first."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        names = next(lines)
        at = {name: number for number, name in enumerate(names)}
        yield Row(_line(names), None, None)
        for cells in lines:
            period = None
            if "year" in at:
                month = int(cells[at["month"]]) if "month" in at else 1
                period = int(cells[at["year"]]), month
            release = (cells[at["release"]], cells[at["source"]]) if "release" in at else None
            yield Row(_line(cells), period, release)


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
