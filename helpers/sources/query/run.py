"""One import of downloads on its way from files to the Parquet files of a new cube."""

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pandas as pd

from helpers.data import provinces, schema, tables
from helpers.sources.documents import refusal
from helpers.sources.query import cube, cuts, files, merge, rows
from helpers.sources.query.files import Source
from helpers.sources.query.reading import Period
from helpers.system.errors import BadInput

# Workbooks read at a time, each in a process of its own.
AT_ONCE = 2
# The tables of data/ that know codes, and their columns.
LISTS = {
    "Partners": ("partners", "partner_code"),
    "Trade modes": ("trade_modes", "mode_code"),
    "Products": ("products", "product"),
}
# What one statement reads of the files of one layout: their number, and bytes of their text.
BATCH = 500
BYTES = 200_000_000

Step = Callable[[str, int, int], None]
Refused = list[tuple[str, str]]


@dataclass
class Taken:
    """What became of the files of an import.

    ``entries`` has the new rows of files.csv; ``known`` names files imported before; ``again``
    those given twice; ``refused`` (name, reason) those left out; ``overlaps`` the cells two files
    have alike; ``whole`` files of as many rows as a cut one that show no cut; ``totals`` (name,
    value) rows with a sum that were dropped; ``summed`` how many rows were added to another of
    their cell; ``others`` columns that were not read; ``years`` the years written, with their rows;
    ``months``, ``provinces`` and ``partners`` how many the new rows have; ``unknown`` codes that
    the tables of data/ lack, by kind.
    """

    flow: str
    entries: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=cube.FILE_COLUMNS))
    known: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    refused: Refused = field(default_factory=list)
    overlaps: list[merge.Overlap] = field(default_factory=list)
    whole: list[str] = field(default_factory=list)
    totals: list[tuple[str, int]] = field(default_factory=list)
    summed: int = 0
    others: dict[str, int] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)
    months: int = 0
    provinces: int = 0
    partners: int = 0
    unknown: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Run:
    """One import on its way: the old cube ``place`` and its list ``stored``, and the ``new`` one.

    ``work`` is a folder for the time of the import.
    """

    con: duckdb.DuckDBPyConnection
    place: Path
    new: Path
    work: Path
    stored: pd.DataFrame
    period: Period
    taken: Taken
    step: Step

    def run(self, wanted: dict[str, Path], skip_refused: bool) -> None:
        """Read the files, by digest, and write what changes.

        Raises BadInput as importer.import_files does.
        """
        sources = self._opened(wanted)
        rows.prepare(self.con, provinces.provinces().index)
        read = self._read(sources)
        self._view_stored(set(wanted))
        found, self.taken.whole, refused = cuts.leave_out(self.con, sources, read)
        for source, error in refused:
            self._refuse(source, error, read)
        _refuse(self.taken.refused, len(wanted), skip_refused)
        self._refuse_rest(set(wanted))
        self._survey()
        entries = self._entries([s for s in sources if s.id in read], read, found)
        kept = self.stored[~self.stored["sha256"].isin(entries["sha256"])]
        self._merge({**dict(zip(kept["file"], kept["name"], strict=True)),
                     **dict(zip(entries["file"], entries["name"], strict=True))})  # fmt: skip
        cube.write_lists(self.new, pd.concat([kept, entries]), {
            cube.path_of(self.taken.flow, year): count for year, count in self.taken.years.items()
        })  # fmt: skip
        self.taken.entries = entries.sort_values(["name", "file"], ignore_index=True)

    def _opened(self, wanted: dict[str, Path]) -> list[Source]:
        """Return the sources, in the order of their digests; those refused go into ``taken``."""
        sources: list[Source] = []
        folder = self.work

        def opened(item: tuple[str, Path]) -> Source | BadInput:
            """Open one file, or say why it is refused."""
            try:
                source = files.opened(item[1], item[0], folder)
                refuse_period(source, self.period.given)
                return source
            except BadInput as error:
                return error

        with ThreadPoolExecutor(AT_ONCE) as pool:
            each = zip(wanted.values(), pool.map(opened, wanted.items()), strict=True)
            for done, (path, one) in enumerate(each, start=1):
                self.step("files", done, len(wanted))
                if isinstance(one, BadInput):
                    self.taken.refused.append((path.name, str(one)))
                else:
                    sources.append(one)
        return sources

    def _read(self, sources: list[Source]) -> dict[str, rows.Read]:
        """Read the rows of all sources, those of one layout together; what was read of each."""
        read: dict[str, rows.Read] = {}
        by_layout = sorted(sources, key=lambda s: (_kind(s), s.id))
        for number, batch in enumerate(_batches(by_layout)):
            found, refused = rows.take(self.con, batch, self.period, self.taken.flow, number)
            read |= found
            for source, error in refused:
                self._refuse(source, error, read)
        for source in sources:
            if source.id in read:
                self._tell(source, read[source.id])
        staged = self.con.execute("SELECT count(*) FROM staged").fetchone()
        pairs = (len(s.layout.currencies) * read[s.id].rows for s in sources if s.id in read)
        self.taken.summed = sum(pairs) - (staged[0] if staged else 0)
        return read

    def _tell(self, source: Source, read: rows.Read) -> None:
        """Note what the report says of a file that was read."""
        if read.total is not None:
            self.taken.totals.append((source.name, read.total))
        for header in source.layout.others:
            self.taken.others[header] = self.taken.others.get(header, 0) + 1

    def _refuse(self, source: Source, error: BadInput, read: dict[str, rows.Read]) -> None:
        """Note that a file is refused, and take its rows out."""
        self.taken.refused.append((source.name, str(error)))
        read.pop(source.id, None)
        self.con.execute("DELETE FROM staged WHERE file = ?", [source.id])

    def _view_stored(self, wanted: set[str]) -> None:
        """Make the view stored: the rows of the cube in this flow, less files imported again."""
        again = [sha256[: files.ID] for sha256 in wanted]
        paths = sorted(str(p) for p in self.place.glob(f"flow={self.taken.flow}/year=*/*.parquet"))
        if not paths:
            self.con.execute("CREATE TEMP TABLE stored AS FROM staged LIMIT 0")
            return
        listed = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
        gone = ", ".join(f"'{file}'" for file in again)
        self.con.execute(
            f"""CREATE TEMP VIEW stored AS SELECT file, CAST(year AS SMALLINT) AS year, {cube.ROWS}
            FROM read_parquet([{listed}], hive_partitioning = true) WHERE file NOT IN ({gone})"""
        )

    def _refuse_rest(self, wanted: set[str]) -> None:
        """Raise BadInput for files that go on where a cut file of the cube ends."""
        known = self.stored.query("cut != '' and flow == @self.taken.flow")
        known = known[~known["sha256"].isin(wanted)]
        columns = ["name", "currency", "dimensions", "products", "cut"]
        cuts.refuse_rest(self.con, list(known[columns].itertuples(index=False, name=None)))

    def _survey(self) -> None:
        """Count what the new rows have, and find the codes that no table of data/ has."""
        found = self.con.execute(
            """SELECT count(DISTINCT (year, first_month)) FILTER (first_month = last_month),
                count(DISTINCT nullif(province_code, '')), count(DISTINCT nullif(partner_code, ''))
            FROM staged"""
        ).fetchone()
        self.taken.months, self.taken.provinces, self.taken.partners = found or (0, 0, 0)
        for what, (table, column) in LISTS.items():
            if table in schema.TABLES:
                used = self.con.execute(
                    f"SELECT DISTINCT {column} FROM staged WHERE {column} <> '' ORDER BY ALL"
                ).fetchall()
                known = set(tables.load(table)[column])
                if unknown := [code for (code,) in used if code not in known]:
                    self.taken.unknown[what] = unknown

    def _entries(
        self, sources: list[Source], read: dict[str, rows.Read], found: dict[str, cuts.Cut]
    ) -> pd.DataFrame:
        """Return the rows of files.csv for the new files."""
        spans = self.con.execute(
            """SELECT file, string_agg(DISTINCT product, ' ' ORDER BY product) AS products,
                min(year * 100::INTEGER + first_month) AS first,
                max(year * 100::INTEGER + last_month) AS last,
                max(last_month - first_month) + 1 AS span
            FROM staged GROUP BY file"""
        ).df()
        spans = spans.set_index("file")
        dated = dict(zip(self.stored["sha256"], self.stored["imported"], strict=True))
        return pd.DataFrame([
            {
                "file": s.id, "name": s.name, "sha256": s.sha256, "flow": self.taken.flow,
                "currency": " ".join(s.layout.currencies), "products": spans.at[s.id, "products"],
                "dimensions": " ".join(s.layout.dimensions),
                "first": _month(spans.at[s.id, "first"]), "last": _month(spans.at[s.id, "last"]),
                "span": str(spans.at[s.id, "span"]), "rows": str(read[s.id].rows),
                "cut": found[s.id].told if s.id in found else "",
                "imported": dated.get(s.sha256, self.period.today.isoformat()),
            }
            for s in sources
        ], columns=cube.FILE_COLUMNS)  # fmt: skip

    def _merge(self, names: dict[str, str]) -> None:
        """Merge and write every year that the new files have rows of."""
        years = [row[0] for row in self.con.execute(
            "SELECT DISTINCT year FROM staged ORDER BY year"
        ).fetchall()]  # fmt: skip
        for done, year in enumerate(years, start=1):
            self.con.execute(
                f"""CREATE OR REPLACE TEMP VIEW part AS
                SELECT file, {cube.ROWS} FROM staged WHERE year = {year}
                UNION ALL SELECT file, {cube.ROWS} FROM stored WHERE year = {year}"""
            )
            merge.survey(self.con)
            self.taken.overlaps += merge.once(self.con, year, names)
            merge.refuse_units(self.con, year, names)
            merge.count(self.con)
            rows_of = cube.write_rows(self.con, self.new, self.taken.flow, year)
            self.taken.years[year] = rows_of
            self.step("years", done, len(years))


def refuse_period(source: Source, given: int) -> None:
    """Raise BadInput where the period of a table is not known, or is given twice."""
    own = {"month", "year"} & set(source.layout.at)
    if own and given:
        raise refusal(source.name, "its rows say their period.", None, "Leave out --period.")
    if not own and not given:
        raise refusal(
            source.name, "it has no column of months or years, so its period is not known.", None,
            "Give it with --period 2024, if it is of that year.",
        )  # fmt: skip


def _batches(sources: list[Source]) -> Iterator[list[Source]]:
    """Yield the sources in groups of one layout, none of them larger than one statement reads."""
    for _, kind in itertools.groupby(sources, key=_kind):
        batch: list[Source] = []
        size = 0
        for source in kind:
            own = source.text.stat().st_size
            if batch and (len(batch) == BATCH or size + own > BYTES):
                yield batch
                batch, size = [], 0
            batch.append(source)
            size += own
        yield batch


def _kind(source: Source) -> tuple[str, int, bool]:
    """Return what files must have in common to be read by one statement."""
    return repr(source.layout), source.skip, source.numbered


def _month(number: int) -> str:
    """Return YYYYMM as YYYY-MM."""
    return f"{number // 100}-{number % 100:02d}"


def _refuse(refused: Refused, count: int, skip: bool) -> None:
    """Raise BadInput that lists the files refused, unless they may be left out and some remain."""
    if not refused or (skip and len(refused) < count):
        refused.sort()
        return
    reasons = sorted(reason for _, reason in refused)
    if count == 1:
        raise BadInput(reasons[0])
    listed = "".join(f"\n  {reason}" for reason in reasons)
    end = "" if len(refused) == count else "\nTo leave them out, add --skip-refused."
    raise BadInput(
        f"{len(refused)} of {count} files cannot be taken in; nothing was changed.{listed}{end}"
    )
