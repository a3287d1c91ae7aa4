"""Read the customs table (8), by location of importer/exporter, as tidy rows."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from helpers.constants import FLOWS, NATION
from helpers.data.schema import TABLES
from helpers.sources import customs_header, vocabulary
from helpers.sources.documents import Document, Row
from helpers.sources.release import Release, release_id

SOURCE = {"CNY": "customs-by-location", "USD": "customs-by-location-usd"}
FIGURES = tuple(f"{flow}{kind}" for kind in ("", "_month", "_growth_pct") for flow in FLOWS)
# The publisher's own table lists some 300 places and closes with a note; one with fewer than this
# many (provinces only, say) need not have a note to be whole.
MANY_PLACES = 100
# Words and punctuation of names, without =, +, @ and a leading dash, which begin a formula in a
# spreadsheet.
_NAME = re.compile(r"(?![-–—])[\w\s·•（）()\-–—.,，、&'’/]+")


def read(doc: Document, table: tuple[Row, ...], given: str | None, today: datetime.date) -> Release:
    """Return the customs table ``table`` of ``doc`` as a release.

    ``given`` is the --period of the command, if any; ``today`` decides which periods can be out.
    The release has rows for trade.csv and localities.csv, values in 亿 of the currency. Raises
    BadInput, with the row and what to do, for every way in which the table is not whole.
    """
    _check_level(doc, table)
    customs_header.check_classification(doc, table)
    head = customs_header.read_head(doc, table)
    year, month = customs_header.period(doc, table, head, given, today)
    places = _places(doc, table, head)
    _check_provinces(doc, places)
    source = SOURCE[head.unit.currency]
    is_province = places["name"] == ""
    places = places.assign(year=year, month=month, currency=head.unit.currency)
    places = places.assign(source=source, release=release_id(doc.sha256))
    tables = {"trade": _trade(places[is_province]), "localities": _localities(places[~is_province])}
    rows_at = dict(
        zip(places["province_code"][is_province], places["row"][is_province], strict=True)
    )
    label = f"{year}-{month:02d}"
    return Release(
        kind="customs",
        source=source,
        title=head.title,
        period=label,
        unit=head.unit.printed,
        file_name=doc.name,
        sha256=doc.sha256,
        tables=tables,
        rows_at=rows_at,
        dated=customs_header.names_period(doc, table, head),
    )


def _trade(own: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each place, flow and span; growth belongs to the year to date."""
    parts = []
    for flow in FLOWS:
        growth = own[f"{flow}_growth_pct"]
        ytd = own.assign(span="ytd", flow=flow, value=own[flow], growth_pct=growth)
        month = own.assign(
            span="month", flow=flow, value=own[f"{flow}_month"], growth_pct=float("nan")
        )
        parts += [ytd, month]
    trade = pd.concat(parts).assign(status="preliminary")
    # Nil is kept as a gap: no row.
    trade = trade[trade["value"].notna()]
    return trade[list(TABLES["trade"].schema.columns)].reset_index(drop=True)


def _localities(places: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each city or zone, its name in the language it is printed in."""
    chinese = places["name"].str.contains(r"[\u4e00-\u9fff]")
    named = places.assign(
        locality_zh=places["name"].where(chinese, ""), locality_en=places["name"].mask(chinese, "")
    )
    return named[list(TABLES["localities"].schema.columns)].reset_index(drop=True)


def _check_level(doc: Document, table: tuple[Row, ...]) -> None:
    """Refuse the table of one customs district: cities without their nation."""
    codes = [vocabulary.place_code(row.cell(0)) for row in table]
    provinces = {code for code in codes if code not in (None, NATION)}
    starts_whole = NATION in codes and "11" in provinces
    others = sum(code is None for code in codes)
    if len(provinces) <= 1 and others > 3 and not starts_whole:
        raise doc.refusal(
            "it lists the cities of one customs district, not the 31 provinces.",
            advice="Download table (8) of the General Administration of Customs.",
        )


def _places(doc: Document, table: tuple[Row, ...], head: customs_header.Head) -> pd.DataFrame:
    """Return a row for each place: row, province_code, name (of a locality), figures."""
    found: list[dict[str, object]] = []
    noted = False
    for row in table[head.first :]:
        if _is_note(doc, row, head):
            noted = True
        elif not row.cell(0).strip() and found and "total_growth_pct" not in head.columns:
            found[-1] |= _growth_below(doc, row, head)
        else:
            found.append(_place(doc, row, head, found))
    localities = sum(bool(place["name"]) for place in found)
    if not noted and doc.form == "csv" and (doc.open_end or localities >= MANY_PLACES):
        raise doc.refusal(
            "the file ends without the closing note of the table: it is cut short.", table[-1]
        )
    return pd.DataFrame(found, columns=["row", "province_code", "name", *FIGURES])


def _is_note(doc: Document, row: Row, head: customs_header.Head) -> bool:
    """Return whether ``row`` is a note; one broken off in the middle is a cut download."""
    filled = [cell for cell in row.cells if cell.strip()]
    if not vocabulary.NOTE.match(row.cell(0).strip()):
        return len(filled) == 1 and len(filled[0]) > 40
    if len(set(filled)) > 1 or (len(filled) > 1 and len(filled) < head.width):
        raise doc.refusal("the file breaks off in the note.", row)
    return True


def _place(
    doc: Document, row: Row, head: customs_header.Head, above: list[dict[str, object]]
) -> dict[str, object]:
    """Return the place of one row with its figures; a locality belongs to the province above."""
    if len(row.cells) < head.width:
        raise doc.refusal(
            f"'{_quoted(row.cell(0))}' has {len(row.cells)} of {head.width} cells: the file is cut "
            "short.",
            row,
        )
    name = _checked_name(doc, row)
    code = vocabulary.place_code(name)
    provinces = [place["province_code"] for place in above if place["province_code"] != NATION]
    if code is None and not provinces:
        raise doc.refusal(
            f"'{name}' stands where the nation (总值) or a province should, and is neither.", row
        )
    if code is not None and _is_jilin_city(row, head, code, above):
        code = None
    figures = dict(_figures(doc, row, head))
    if code is None:
        return {"row": row.number, "province_code": provinces[-1], "name": name} | figures
    return {"row": row.number, "province_code": code, "name": ""} | figures


def _is_jilin_city(
    row: Row, head: customs_header.Head, code: str, above: list[dict[str, object]]
) -> bool:
    """Return whether this is the city of Jilin, whose English name is that of its province."""
    if vocabulary.plain(row.cell(0)) != "jilin":
        return False
    province = [p["total"] for p in above if p["province_code"] == code and not p["name"]]
    own = vocabulary.number(row.cell(head.columns["total"]))
    return bool(province) and own is not None and own / head.unit.per_yi < float(str(province[0]))


def _checked_name(doc: Document, row: Row) -> str:
    """Return the name in the first cell; refuse formulas, markup and other text that is none."""
    name = vocabulary.name(row.cell(0))
    if not name:
        raise doc.refusal("figures without a name.", row)
    if not _NAME.fullmatch(name) or not re.search(r"[^\W\d_]", name):
        raise doc.refusal(
            f"'{_quoted(name)}' is not a name but looks like a formula or markup.", row
        )
    return name


def _figures(doc: Document, row: Row, head: customs_header.Head) -> Iterator[tuple[str, float]]:
    """Yield the figures of one row by name: values in 亿, growth in percent, NaN for nil."""
    for figure, column in head.columns.items():
        growth = figure.endswith("_growth_pct")
        number = vocabulary.number(row.cells[column], signed=growth)
        # Nothing falls by more than all of it.
        if number is None or (growth and number < -100):
            raise doc.refusal(
                f"'{vocabulary.name(row.cell(0))}', column {column + 1}: "
                f"'{_quoted(row.cells[column])}' is not a {'growth rate' if growth else 'value'}.",
                row,
            )
        yield figure, number if growth else number / head.unit.per_yi


def _growth_below(doc: Document, row: Row, head: customs_header.Head) -> dict[str, object]:
    """Return the growth rates of a second row without a name, each below its year to date."""
    below = {f"{flow}_growth_pct": head.columns[flow] for flow in FLOWS}
    if len(row.cells) < head.width:
        raise doc.refusal("growth is cut short.", row)
    return dict(_figures(doc, row, replace(head, columns=below)))


def _check_provinces(doc: Document, places: pd.DataFrame) -> None:
    """Refuse a missing nation, a missing or doubled province, or one out of its order."""
    own = places[places["name"] == ""]
    doubled = own[own["province_code"].duplicated()]
    if not doubled.empty:
        code, row = doubled.iloc[0][["province_code", "row"]]
        first = own.loc[own["province_code"] == code, "row"].iloc[0]
        raise doc.refusal(f"{vocabulary.place_name(code)} stands twice, in rows {first} and {row}.")
    expected = [NATION, *vocabulary.province_codes()]
    missing = [code for code in expected if code not in set(own["province_code"])]
    if missing:
        names = "、".join(vocabulary.place_name(code) for code in missing)
        raise doc.refusal(
            f"{len(missing)} of 32 rows are missing: {names}. The file is cut short or a name is "
            "misspelt."
        )
    if list(own["province_code"]) != expected:
        at = next(i for i, code in enumerate(own["province_code"]) if code != expected[i])
        raise doc.refusal(
            f"{vocabulary.place_name(own['province_code'].iloc[at])} stands where the publisher "
            f"has {vocabulary.place_name(expected[at])}; rows were moved.",
            Row(own["row"].iloc[at], ()),
        )
    _check_localities(doc, places[places["name"] != ""])


def _check_localities(doc: Document, localities: pd.DataFrame) -> None:
    """Refuse a city or zone that stands twice under its province."""
    doubled = localities[localities.duplicated(["province_code", "name"])]
    if not doubled.empty:
        raise doc.refusal(
            f"'{doubled['name'].iloc[0]}' stands twice under its province.",
            Row(doubled["row"].iloc[0], ()),
        )


def _quoted(text: str) -> str:
    """Return ``text`` short enough for a message."""
    return text if len(text) <= 40 else text[:39] + "…"
