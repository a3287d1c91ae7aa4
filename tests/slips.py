"""Real customs tables, made again from data/, and the slips that people make with them."""

import random
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import tables

from helpers.constants import FLOWS, NATION
from helpers.data import tables as store
from helpers.sources import vocabulary

SOURCE = "customs-by-location"
Cells = list[list[str]]


def data_without(*periods: tuple[int, int], places: bool = True) -> dict[str, pd.DataFrame]:
    """The tables of data/ as they were before the customs tables of ``periods`` came in.

    Without ``places`` there are no cities and zones, which take half of the time of an import.
    """
    data = {name: store.load(name) for name in store.schema.TABLES}
    gone = {f"{year}-{month:02d}" for year, month in periods}
    releases = data["releases"]
    out = releases[(releases["source"] == SOURCE) & releases["period"].isin(gone)]["release"]
    for name in ("releases", "trade", "localities"):
        data[name] = data[name][~data[name]["release"].isin(out)].reset_index(drop=True)
    if not places:
        data["localities"] = data["localities"].head(0)
    return data


def real_table(year: int, month: int, *, places: bool = True) -> Cells:
    """The rows of a stored customs table as printed: name, six values, three growth rates.

    Without ``places`` there are no cities and zones.
    """
    trade = store.load("trade").query("source == @SOURCE and year == @year and month == @month")
    listed = store.load("localities").query("year == @year and month == @month")
    listed = listed if places else listed.head(0)
    rows = []
    for code in [NATION, *vocabulary.province_codes()]:
        own = trade[trade["province_code"] == code].set_index(["flow", "span"])
        values = [own.at[(f, span), "value"] for f in FLOWS for span in ("month", "ytd")]
        growth = [own.at[(f, "ytd"), "growth_pct"] for f in FLOWS]
        rows.append([vocabulary.place_name(code), *_printed(values, growth)])
        for place in listed[listed["province_code"] == code].to_dict("records"):
            values = [place[f"{f}{suffix}"] for f in FLOWS for suffix in ("_month", "")]
            growth = [place[f"{f}_growth_pct"] for f in FLOWS]
            rows.append([place["locality_zh"], *_printed(values, growth)])
    return rows


def _printed(values: list[float], growth: list[float]) -> list[str]:
    shown = ["-" if pd.isna(v) else str(round(v * 1e4)) for v in values]
    return shown + ["-" if pd.isna(g) else f"{g:.1f}" for g in growth]


def in_dollars(rows: Cells, year: int, month: int, per_yi: float = 1e5) -> Cells:
    """``rows`` at the rate of the nation in data/national.csv, in 1/``per_yi`` of 亿 dollars."""
    nation = store.load("national").query("year == @year and month == @month")
    dollars = nation.set_index("flow")["value"]
    rates = [int(rows[0][2 * i + 2]) / 1e4 / dollars[flow] for i, flow in enumerate(FLOWS)]
    names = {vocabulary.place_name(code) for code in vocabulary.province_codes()}
    done = []
    for name, *cells in rows:
        values = []
        for at, cell in enumerate(cells[:6]):
            rate = rates[at // 2] if cell != "-" else 1.0
            values.append(0 if cell == "-" else round(int(cell) / 1e4 / rate * per_yi))
        values[0], values[1] = values[2] + values[4], values[3] + values[5]
        growths = cells[6:] if name in names else _growths(values, cells[6:])
        done.append([name, *map(str, values), *growths])
    for column in range(1, 7):
        done[0][column] = str(sum(int(r[column]) for r in done if r[0] in names))
    return done


def _growths(values: list[int], growths: list[str]) -> list[str]:
    """``growths`` with that of the total made to fit those of its parts at these values."""
    total, *parts = growths
    if total == "-" or "-" in parts or "-100.0" in parts or not values[1]:
        return growths
    before = sum(v / (1 + float(g) / 100) for v, g in zip(values[3::2], parts, strict=True))
    return [f"{100 * (values[1] / before - 1):.1f}", *parts]


def write(
    folder: Path,
    year: int,
    month: int,
    rows: Cells,
    *,
    unit: str = "单位：万人民币",
    headings: int = 0,
) -> Path:
    """Write ``rows`` as the file of that month (its headings those of month ``headings``)."""
    path = folder / f"{year}-{month:02d}.csv"
    text = tables.csv_table(year, headings or month, unit=unit, body=rows)
    path.write_text(text, encoding="utf-8")
    return path


def at(rows: Cells, name: str) -> list[str]:
    """The cells of a place."""
    return next(row for row in rows if row[0] == name)


def exchanged(rows: Cells, names: tuple[str, ...], columns: range) -> Cells:
    """``rows`` with the ``columns`` of the places ``names`` passed on, each to the next one."""
    changed = [list(row) for row in rows]
    before = {name: list(at(rows, name)) for name in names}
    for name, giver in zip(names, names[1:] + names[:1], strict=True):
        for column in columns:
            at(changed, name)[column] = before[giver][column]
    return changed


ROW, MONTHS, GROWTH = range(1, 10), range(1, 7, 2), range(7, 10)


def flows_exchanged(rows: Cells) -> Cells:
    """``rows`` with exports and imports exchanged throughout, their growth too."""
    order = [0, 1, 2, 5, 6, 3, 4, 7, 9, 8]
    return [[row[i] for i in order] for row in rows]


def one_off(rows: Cells, name: str, factor: float) -> Cells:
    """``rows`` with the year to date of a place times ``factor``, added up to the nation again."""
    changed = [list(row) for row in rows]
    own, nation = at(changed, name), changed[0]
    for column in (4, 6):
        more = round(int(own[column]) * (factor - 1))
        for row in (own, nation):
            row[column] = str(int(row[column]) + more)
            row[2] = str(int(row[2]) + more)
    return changed


def moved_to_imports(rows: Cells, name: str, value: int) -> Cells:
    """``rows`` with ``value`` counted as imports instead of exports, of a place and the nation."""
    changed = [list(row) for row in rows]
    for row in (at(changed, name), changed[0]):
        row[4], row[6] = str(int(row[4]) - value), str(int(row[6]) + value)
    return changed


def other_digit(rows: Cells, draw: random.Random, places: set[str]) -> Cells:
    """``rows`` with one digit of one cell of one of ``places`` changed into another."""
    changed = [list(row) for row in rows]
    row = draw.choice([row for row in changed if row[0] in places])
    column = draw.choice([i for i in ROW if row[i] != "-"])
    digits = [i for i, char in enumerate(row[column]) if char.isdigit()]
    spot = draw.choice(digits)
    digit = draw.choice([d for d in "0123456789" if d != row[column][spot]])
    row[column] = row[column][:spot] + digit + row[column][spot + 1 :]
    return changed


Slip = Callable[[Cells], Cells]
