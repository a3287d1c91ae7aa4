"""The statistics bureau's provincial downloads, in their three layouts, as tidy rows."""

import re
from dataclasses import dataclass

import pandas as pd

from helpers.constants import NATION
from helpers.data.provinces import provinces
from helpers.data.schema import TABLES
from helpers.sources import vocabulary
from helpers.sources.documents import Document, Row
from helpers.sources.release import Release, release_id

TRADE = re.compile(r"按?(?:经营单位|收发货人)所在地分?(?:货物)?(进出口|出口|进口)(?:总额|总值|额)?")
POPULATION_UNITS = {"万人": 1.0, "人": 1e4}
# What the provinces' GDP in 亿元 has added up to since 1993, and will for decades. The new platform
# prints no unit; any other unit would be off by a thousand at least.
GDP_OF_ALL = (2e4, 1e7)


@dataclass(frozen=True)
class Indicator:
    """What a download is about: table and source it goes to, what it is called there, its unit."""

    table: str
    source: str
    name: str
    title: str
    unit: str
    currency: str
    per_unit: float


def recognises(doc: Document) -> bool:
    """Whether ``doc`` is a download of the bureau: a row 地区, 2024年, 2023年 …"""
    return _header(doc) is not None


def read(doc: Document) -> Release:
    """The indicator in ``doc`` for all its provinces and years; empty cells stay gaps.

    Raises BadInput for an unknown indicator or unit, and for a table that is not whole.
    """
    header = _header(doc)
    assert header is not None, "called for a recognised file only"
    table, at = header
    indicator = _indicator(doc, table[:at], table[at:])
    figures = _figures(doc, table, at, indicator)
    _check_whole(doc, table, figures)
    rows = _rows(figures, indicator, release_id(doc.sha256))
    if indicator.table == "indicators":
        _check_size(doc, rows, indicator)
    years = sorted(set(rows["year"]))
    period = f"{years[0]}/{years[-1]}" if len(years) > 1 else str(years[0])
    rows_at = dict(zip(figures["province_code"], figures["row"], strict=True))
    return Release(
        kind="bureau",
        source=indicator.source,
        title=indicator.title,
        period=period,
        unit=indicator.unit,
        file_name=doc.name,
        sha256=doc.sha256,
        tables={indicator.table: rows},
        rows_at=rows_at,
    )


def _header(doc: Document) -> tuple[tuple[Row, ...], int] | None:
    """The table with a header row of years, and the index of that row."""
    for table in doc.tables:
        for index, row in enumerate(table):
            years = [cell for cell in row.cells[1:] if _year(cell)]
            if vocabulary.plain(row.cell(0)) in ("地区", "指标", "region") and years:
                return table, index
    return None


def _year(cell: str) -> int | None:
    match = re.fullmatch(r"((?:19|20)\d\d)年?", vocabulary.plain(cell))
    return int(match[1]) if match else None


def _indicator(doc: Document, above: tuple[Row, ...], below: tuple[Row, ...]) -> Indicator:
    """The indicator that the line 指标 names; on the new platform, which has none, the notes do."""
    if vocabulary.plain(below[0].cell(0)) == "指标":
        raise doc.refusal(
            "it holds many indicators of one province.",
            advice="Download one indicator for all provinces (分省年度数据, 地区 in rows).",
        )
    text = "\n".join(row.cell(0) for row in above)
    line = re.search(r"指标\s*[:：]\s*(.+)", text)
    if line:
        return _named(doc, line[1].strip(), vocabulary.unit_lines(text))
    notes = " ".join(row.cell(0) for row in below if vocabulary.NOTE.match(row.cell(0)))
    for word, unit in (("地区生产总值", "亿元"), ("常住人口", "万人")):
        if word in notes:
            return _named(doc, f"{'年末' * (word == '常住人口')}{word}({unit})", [])
    raise doc.refusal(
        "it names neither its indicator nor its unit (指标：…).",
        advice="Download it as Excel or from the old platform, where both stand above the table.",
    )


def _named(doc: Document, printed: str, unit_lines: list[str]) -> Indicator:
    """The indicator printed as, say, 地区生产总值(亿元)."""
    match = re.fullmatch(r"(.+?)\s*[(（]([^()（）]+)[)）]", printed)
    title, unit = (match[1], match[2]) if match else (printed, "".join(unit_lines[:1]))
    word = vocabulary.plain(title)
    if vocabulary.OTHER_CLASSIFICATION.search(word):
        raise doc.refusal(
            f"it is by domestic destination and origin ('{title}'), the other classification: "
            "provinces differ by a lot.",
            advice="Download 经营单位所在地进出口总额.",
        )
    if word == "年末常住人口" and vocabulary.plain(unit) in POPULATION_UNITS:
        size = POPULATION_UNITS[vocabulary.plain(unit)]
        return Indicator("indicators", "nbs-population", "population", title, "万人", "", size)
    money = vocabulary.unit(unit)
    trade = TRADE.fullmatch(word)
    if word not in ("年末常住人口", "地区生产总值") and not trade:
        raise doc.refusal(
            f"the indicator '{title}' is not used here.",
            advice="Used are 经营单位所在地进出口总额, its 出口 and 进口, 地区生产总值 and "
            "年末常住人口.",
        )
    if money is None or (not trade and money.currency != "CNY"):
        raise doc.refusal(
            f"the unit '{unit or 'none'}' of {title} is not known.",
            advice="Download it again with its unit, such as 千美元, 万美元, 亿元 or 万人.",
        )
    if trade:
        flow = {"进出口": "total", "出口": "export", "进口": "import"}[trade[1]]
        return Indicator("trade", "nbs-trade", flow, title, unit, money.currency, money.per_yi)
    return Indicator("indicators", "nbs-gdp", "gdp", title, unit, "", money.per_yi)


def _figures(doc: Document, table: tuple[Row, ...], at: int, indicator: Indicator) -> pd.DataFrame:
    """A row for each place with its row in the file, and a column for each year."""
    years = {column: _year(cell) for column, cell in enumerate(table[at].cells) if _year(cell)}
    if len(set(years.values())) < len(years):
        raise doc.refusal("a year stands twice.", table[at])
    found = []
    for row in table[at + 1 :]:
        if vocabulary.NOTE.match(row.cell(0).strip()):
            continue
        code = vocabulary.place_code(row.cell(0))
        if code is None:
            raise doc.refusal(f"'{row.cell(0).strip()[:40]}' is not the name of a province.", row)
        if len(row.cells) <= max(years):
            raise doc.refusal("the row is cut short.", row)
        place: dict[object, object] = {"province_code": code, "row": row.number}
        for column, year in years.items():
            value = vocabulary.number(row.cells[column], blank=True)
            if value is None:
                raise doc.refusal(
                    f"{vocabulary.place_name(code)}, {year}: "
                    f"'{row.cells[column].strip()[:40]}' is not a value.",
                    row,
                )
            place[year] = value / indicator.per_unit
        found.append(place)
    return pd.DataFrame(found, columns=["province_code", "row", *years.values()])


def _rows(figures: pd.DataFrame, indicator: Indicator, release: str) -> pd.DataFrame:
    """The figures one a row, with the columns of trade.csv or indicators.csv."""
    long = figures.drop(columns="row").melt("province_code", var_name="year", value_name="value")
    long = long.dropna(subset="value").astype({"year": "int64"})
    if indicator.table == "trade":
        long = long.assign(month=12, span="ytd", flow=indicator.name, currency=indicator.currency)
        long = long.assign(growth_pct=float("nan"), status="revised")
    else:
        long = long.assign(indicator=indicator.name, unit=indicator.unit)
    long = long.assign(source=indicator.source, release=release)
    return long[list(TABLES[indicator.table].schema.columns)].reset_index(drop=True)


def _check_whole(doc: Document, table: tuple[Row, ...], figures: pd.DataFrame) -> None:
    """Refuse a missing, doubled or moved province, a gap inside a series, a cut download."""
    codes = [code for code in figures["province_code"] if code != NATION]
    expected = vocabulary.province_codes()
    doubled = figures[figures["province_code"].duplicated()]
    if not doubled.empty:
        name = vocabulary.place_name(doubled["province_code"].iloc[0])
        raise doc.refusal(f"{name} stands twice.", int(doubled["row"].iloc[0]))
    missing = [code for code in expected if code not in codes]
    if missing:
        names = "、".join(vocabulary.place_name(code) for code in missing)
        raise doc.refusal(f"{len(missing)} of 31 provinces are missing: {names}.")
    if codes != expected:
        moved = next(a for a, b in zip(codes, expected, strict=True) if a != b)
        raise doc.refusal(
            f"{vocabulary.place_name(moved)} is not where the bureau lists it; rows were moved or "
            "names exchanged."
        )
    last = table[-1]
    closed = vocabulary.plain(last.cell(0)) == "数据来源:国家统计局"
    noted = any(vocabulary.NOTE.match(row.cell(0).strip()) for row in table)
    if not closed and (noted or doc.open_end):
        raise doc.refusal("it ends here without 数据来源：国家统计局: it is cut short.", last)
    _check_gaps(doc, figures)


def _check_gaps(doc: Document, figures: pd.DataFrame) -> None:
    """Refuse a year that lacks some provinces; a province may be missing before its first year."""
    own = figures[figures["province_code"] != NATION].set_index("province_code")
    values = own.drop(columns="row")
    if values.isna().all(axis=None):
        raise doc.refusal("it has no figure in any year.")
    first = provinces()["first_year"]
    row_of = dict(zip(own.index, own["row"], strict=True))
    for year in values.columns[~values.isna().all()]:
        for code in map(str, values.index[values[year].isna()]):
            if not (pd.notna(first[code]) and year < first[code]):
                raise doc.refusal(
                    f"{vocabulary.place_name(code)} has no figure for {year!s}, which other "
                    "provinces have.",
                    int(row_of[code]),
                )


def _check_size(doc: Document, rows: pd.DataFrame, indicator: Indicator) -> None:
    """Refuse a GDP whose provinces do not add up to the size of a GDP in 亿元."""
    sums = rows[rows["province_code"] != NATION].groupby("year")["value"].sum()
    low, high = GDP_OF_ALL
    strange = [(str(year), value) for year, value in sums.items() if not low <= value <= high]
    if indicator.name == "gdp" and strange:
        raise doc.refusal(
            f"the provinces add up to {strange[0][1]:,.0f} 亿元 in {strange[0][0]}, which no GDP "
            "does; the unit is another."
        )
