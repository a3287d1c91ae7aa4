"""Official tables made for the tests: the publishers' layouts, invented figures that add up."""

import functools
import io
import random
import shutil
import sys
from pathlib import Path

import openpyxl
import pandas as pd
import xlwt
from xlwt.CompoundDoc import XlsDoc

from helpers import cli
from helpers.data import digests, schema, tables
from helpers.sources import importer

PROJECT = Path(__file__).resolve().parent.parent
FLOWS = ("total", "export", "import")
NOTE = "注：根据海关总署公告〔2016〕20 号，原“经营单位”调整为“收发货人”，本表表名相应调整。"
LOCATION = "收发货人所在地"
# Tables of codes, which are there before any figure is.
CODES = ("partners", "partner_groups", "places", "products", "trade_modes", "province_groups")
# Cities and zones: name, province, share of the province in percent.
PLACES = (
    ("石家庄市", "13", 30),
    ("曹妃甸经济技术开发区", "13", 2),
    ("南京市", "32", 20),
    ("苏州工业园", "32", 15),
    ("广州市", "44", 12),
    ("石河子市", "65", 4),
)
ENGLISH_PLACES = {
    "石家庄市": "Shijiazhuang",
    "曹妃甸经济技术开发区": "Caofeidian Economic and Technological Development Zone",
    "南京市": "Nanjing",
    "苏州工业园": "Suzhou Industrial Park",
    "广州市": "Guangzhou",
    "石河子市": "Shihezi",
}


def fresh(folder: Path, monkeypatch) -> Path:
    """A data folder without a figure, and the loader pointed at it."""
    data = folder / "data"
    data.mkdir()
    for table in ("provinces", "regions", "sources", "exchange_rates", *CODES):
        shutil.copy(PROJECT / "data" / f"{table}.csv", data)
    for table in schema.TABLES:
        if not (data / f"{table}.csv").exists():
            tables.write_table(tables.empty(table), table, data)
    shutil.copy(PROJECT / "data" / digests.PACKAGE, data)
    digests.record(data, data)
    monkeypatch.setenv("TRADE_DATA", str(data))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    return data


def copy_of_data(folder: Path, monkeypatch) -> Path:
    """A copy of the project's own data/, and the loader pointed at it."""
    data = folder / "data"
    shutil.copytree(PROJECT / "data", data)
    monkeypatch.setenv("TRADE_DATA", str(data))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    return data


def take_in(paths: list[Path], period: str | None = None, **options) -> list[importer.Outcome]:
    """What an import returns; checks that lack stored figures are accepted."""
    return importer.import_files(paths, period, accept_unchecked=True, **options)


def run_command(monkeypatch, *words: str) -> int:
    """Run ``trade`` with these words in this process and return its exit code."""
    monkeypatch.setattr(sys, "argv", ["trade", *words])
    try:
        cli.main()
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def lines_with_a_wrong_export(lines: list[str], start: str) -> list[str]:
    """``lines`` of trade.csv with the value of the first that begins with ``start`` raised by 1."""
    at = next(i for i, line in enumerate(lines) if line.startswith(start))
    cells = lines[at].split(",")
    cells[6] = str(float(cells[6]) + 1)
    return [*lines[:at], ",".join(cells), *lines[at + 1 :]]


def state(data: Path) -> dict[str, bytes]:
    """Every file below ``data`` with its bytes, the lock aside."""
    return {
        str(path.relative_to(data)): path.read_bytes()
        for path in sorted(data.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def figures_of(data: Path) -> dict[str, bytes | list[str]]:
    """The state of ``data`` but for which checks a release lacked when it was imported."""
    left: dict[str, bytes | list[str]] = dict(state(data))
    del left["datapackage.json"]
    releases = pd.read_csv(data / "releases.csv", dtype=str).drop(columns="unchecked")
    return left | {"releases.csv": releases.to_csv(index=False).splitlines()}


@functools.cache
def provinces() -> pd.DataFrame:
    """The 31 provinces, from the project's own table."""
    return pd.read_csv(PROJECT / "data" / "provinces.csv", dtype=str)


@functools.cache
def month_value(code: str, flow: str, year: int, month: int) -> int:
    """An invented value of one month in 10,000 CNY; exports and imports grow differently."""
    size = 200_000 + 37_000 * ((int(code) * 7) % 31)
    pace = {"export": 1.09, "import": 0.96}[flow] ** (year - 2020)
    share = 0.65 if flow == "export" else 0.35
    noise = random.Random(f"{code}{flow}{year}{month}").uniform(0.85, 1.15)
    return round(size * share * pace * noise)


def figures(code: str, year: int, month: int) -> dict[str, int]:
    """total, export, import of the year to date and, with _month, of the month."""
    result = {}
    codes = list(provinces()["province_code"]) if code == "00" else [code]
    for flow in ("export", "import"):
        result[flow] = sum(
            month_value(c, flow, year, m) for c in codes for m in range(1, month + 1)
        )
        result[f"{flow}_month"] = sum(month_value(c, flow, year, month) for c in codes)
    result["total"] = result["export"] + result["import"]
    result["total_month"] = result["export_month"] + result["import_month"]
    return result


def place_figures(code: str, percent: int, year: int, month: int) -> dict[str, int]:
    """The figures of a locality: a share of each flow of its province."""
    own = {k: v * percent // 100 for k, v in figures(code, year, month).items() if "total" not in k}
    own["total"] = own["export"] + own["import"]
    own["total_month"] = own["export_month"] + own["import_month"]
    return own


def rows(year: int, month: int, *, english: bool = False) -> list[list[str]]:
    """The body of the customs table: name, six values, three growth rates; - for nil."""
    body = [_row("TOTAL" if english else "总值", "00", 100, year, month)]
    for province in provinces().itertuples():
        name = province.name_en if english else province.name_zh
        body.append(_row(name, province.province_code, 100, year, month))
        for place, code, percent in PLACES:
            if code == province.province_code:
                shown = ENGLISH_PLACES[place] if english else place
                body.append(_row(shown, code, percent, year, month))
    if not english:
        at = next(i for i, row in enumerate(body) if row[0] == "曹妃甸经济技术开发区")
        # A zone without imports in the month, as the publisher prints nil.
        body[at][1], body[at][5] = body[at][3], "-"
    return body


def _row(name: str, code: str, percent: int, year: int, month: int) -> list[str]:
    def of(when: int) -> dict[str, int]:
        if percent == 100:
            return figures(code, when, month)
        return place_figures(code, percent, when, month)

    now, before = of(year), of(year - 1)
    values = [str(now[f"{flow}{span}"]) for flow in FLOWS for span in ("_month", "")]
    growth = [f"{(now[flow] / before[flow] - 1) * 100:.1f}" for flow in FLOWS]
    return [name, *values, *growth]


def header(month: int, *, order: tuple[str, ...] = FLOWS) -> tuple[list[str], list[str]]:
    """The two header rows, merged headings repeated; ``order`` is that of the flows."""
    words = {"total": "进出口", "export": "出口", "import": "进口"}
    top = [LOCATION, *(words[f] for f in order for _ in range(2)), *["累计比去年同期±％"] * 3]
    sub = [LOCATION, *([f"{month}月", f"1至{month}月"] * 3), *(words[f] for f in order)]
    return top, sub


def reordered(body: list[list[str]], order: tuple[str, ...]) -> list[list[str]]:
    """``body`` with the columns of the flows in ``order``."""
    at = [FLOWS.index(flow) for flow in order]
    return [
        [r[0], *(r[1 + 2 * i + k] for i in at for k in (0, 1)), *(r[7 + i] for i in at)]
        for r in body
    ]


def csv_table(year: int, month: int, *, unit: str = "单位：万人民币", body=None) -> str:
    """The table as the CSV that pandas makes of the page: merged headings repeated, .1 suffixes."""
    top, sub = header(month)
    first = [f"Unnamed: {i}_level_0" for i in range(7)] + [unit] * 3
    marked = [*top[:8], f"{top[8]}.1", f"{top[9]}.2"]
    lines = [first, marked, sub, *(rows(year, month) if body is None else body), [NOTE] * 10]
    return "".join(",".join(cells) + "\n" for cells in lines)


def title(year: int, month: int) -> str:
    return f"（8）{year}年{month}月进出口商品收发货人所在地总值表（人民币值）"


def html_page(year: int, month: int, *, heading: str | None = None, body=None, order=FLOWS) -> str:
    """The table as a saved page: navigation, title, merged headings, padded names, commas."""
    heading = title(year, month) if heading is None else heading
    words = {"total": "进出口", "export": "出口", "import": "进口"}
    top = "".join(f"<td colspan='2'>{words[f]}</td>" for f in order)
    sub = "".join(f"<td>{month}月</td><td>1至{month}月</td>" for _ in order)
    lines = []
    for cells in reordered(rows(year, month) if body is None else body, order):
        name = "&nbsp;&nbsp;".join(cells[0]) if len(cells[0]) == 2 else cells[0]
        shown = [f"{int(c):,}" if c.isdigit() else c for c in cells[1:7]]
        lines.append("".join(f"<td>{c}</td>" for c in [name, *shown, *cells[7:]]))
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>海关统计</title>"
        "<script>var a = '<table>'.length;</script></head><body>"
        "<ul><li>(9)进出口商品境内目的地/货源地总值表</li></ul>"
        f"<h2>{heading}</h2><table><tr><td>"
        f"<table><tr><td colspan='10'>{heading}</td></tr>"
        "<tr><td colspan='7'></td><td colspan='3'>单位：万元人民币</td></tr>"
        f"<tr><td rowspan='2'>{LOCATION}</td>{top}<td colspan='3'>累计比去年同期±％</td></tr>"
        f"<tr>{sub}{''.join(f'<td>{words[f]}</td>' for f in order)}</tr>"
        + "".join(f"<tr>{line}</tr>" for line in lines)
        + f"<tr><td colspan='10'>{NOTE}</td></tr></table></td></tr></table></body></html>"
    )


def sheet(year: int, month: int, body=None) -> list[list[str | float | None]]:
    """The table as cells of a workbook: a merged cell has its text in the first cell only."""
    top, sub = header(month)
    blank = [None if i and top[i] == top[i - 1] else cell for i, cell in enumerate(top)]
    cells: list[list[str | float | None]] = [[title(year, month)], [*[None] * 8, "单位：万元"]]
    cells += [blank, [None, *sub[1:]]]
    for row in rows(year, month) if body is None else body:
        cells.append([row[0], *(_typed(cell) for cell in row[1:])])
    return [*cells, [NOTE]]


def _typed(cell: str) -> str | float:
    try:
        return float(cell)
    except ValueError:
        return cell


def write_xlsx(path: Path, cells: list[list[str | float | None]]) -> Path:
    book = openpyxl.Workbook()
    for row in cells:
        book.active.append(row)
    book.active.merge_cells("B3:C3")
    book.save(path)
    return path


def write_xls(path: Path, cells: list[list[str | float | None]]) -> Path:
    book = xlwt.Workbook()
    page = book.add_sheet("表8")
    for r, row in enumerate(cells):
        for c, cell in enumerate(row):
            if cell is not None:
                page.write(r, c, cell)
    book.save(str(path))
    return path


def protected_xls(path: Path) -> Path:
    """A workbook that says it is encrypted: the FILEPASS record behind the first BOF."""
    book = xlwt.Workbook()
    book.add_sheet("表8").write(0, 0, "x")
    stream = book.get_biff_data()
    end = 4 + int.from_bytes(stream[2:4], "little")
    secret = b"\x2f\x00" + (54).to_bytes(2, "little") + b"\x01\x00\x01\x00\x01\x00" + b"\x07" * 48
    buffer = io.BytesIO()
    XlsDoc().save(buffer, stream[:end] + secret + stream[end:])
    path.write_bytes(buffer.getvalue())
    return path


def english_page(
    year: int, month: int, *, unit: str = "Unit: US$1,000", second_row: bool = False
) -> str:
    """The English USD edition: the title twice, 1to12, growth in columns or in a second row."""
    heading = f"(8)Imports and Exports by Location of Importers/Exporters,{month}.{year}"
    top = "".join(f"<td colspan='2'>{word}</td>" for word in ("Total", "Exports", "Imports"))
    sub = f"<td>{month}</td><td>1to{month}</td>" * 3
    change = "" if second_row else "<td colspan='3'>Percentage Change of Year-on-year</td>"
    flows = "" if second_row else "<td>Total</td><td>Exports</td><td>Imports</td>"
    lines = []
    for name, *cells in in_dollars(year, month):
        shown = [f"{int(c):,}" if c.isdigit() else c for c in cells[:6]]
        growth = cells[6:]
        lines.append(
            [("'" + name) if name == "Hebei" else name, *shown, *growth * (not second_row)]
        )
        if second_row:
            below = [x for g in growth for x in ("0.0", g)]
            lines.append(["", *below])
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in line) + "</tr>" for line in lines)
    return (
        f"<html><head><title>{heading}</title></head><body><h1>{heading}</h1><p>{heading}</p>"
        f"<p>{unit}</p><table><tr><td rowspan='2'>Location of Importers/Exporters</td>{top}{change}"
        f"</tr><tr>{sub}{flows}</tr>{body}<tr><td colspan='10'>Note: 1. Figures are preliminary."
        "</td></tr></table></body></html>"
    )


def in_dollars(year: int, month: int) -> list[list[str]]:
    """The English body in US$1,000: every value over 7.1, the sums kept."""
    body = []
    for name, *cells in rows(year, month, english=True):
        values = [round(int(c) * 10 / 7.1) for c in cells[:6]]
        values[0], values[1] = values[2] + values[4], values[3] + values[5]
        body.append([name, *map(str, values), *cells[6:]])
    columns = range(1, 7)
    for column in columns:
        sums = sum(int(r[column]) for r in body[1:] if r[0] not in ENGLISH_PLACES.values())
        body[0][column] = str(sums)
    return body


def bureau_table(name: str, unit: str, values: dict[int, dict[str, float]]) -> list[list[str]]:
    """A download of the bureau as rows: years from the latest, provinces in their order."""
    years = sorted(values, reverse=True)
    lines = [["数据库：分省年度数据"], [f"指标：{name}({unit})"], [f"时间：{years[-1]}-{years[0]}"]]
    lines.append(["地区", *(f"{year}年" for year in years)])
    for province in provinces().itertuples():
        cells = (values[year].get(province.province_code, "") for year in years)
        lines.append([province.name_zh, *map(str, cells)])
    return [*lines, ["注：本表为测试所编。"], ["数据来源：国家统计局"]]


def series(years: range, flow: str = "total") -> dict[int, dict[str, float]]:
    """Invented trade of each year by province, in US$10,000 with two decimals."""
    found = {}
    for year in years:
        of_year = {}
        for code in provinces()["province_code"]:
            if code == "50" and year < 1997:
                continue
            own = {
                f: round(sum(month_value(code, f, year, m) for m in range(1, 13)) / 7, 2)
                for f in ("export", "import")
            }
            own["total"] = round(own["export"] + own["import"], 2)
            of_year[code] = own[flow]
        found[year] = of_year
    return found


def old_csv(lines: list[list[str]]) -> bytes:
    """The old platform's CSV: GBK."""
    return "".join(",".join(cells) + "\r\n" for cells in lines).encode("gb18030")


def new_csv(lines: list[list[str]], *, named: bool = True) -> bytes:
    """The new platform's CSV: UTF-8 with BOM, a tab before each comma, a comma at the end."""
    text = ""
    for cells in lines:
        if cells[0].startswith("指标") and not named:
            continue
        text += f"{cells[0]} \n" if len(cells) == 1 else "\t,".join([*cells, ""]) + "\n"
    return text.rstrip("\n").encode("utf-8-sig")
