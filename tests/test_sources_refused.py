"""Everything that must not get in: one clear sentence each, naming file, row, value, what to do."""

import os
from pathlib import Path

import pytest
import tables

from helpers.sources import reader
from helpers.system.errors import BadInput


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    return tables.fresh(tmp_path, monkeypatch)


@pytest.fixture
def refused(tmp_path):
    """Call with a file's content and the words its refusal must have."""

    def check(content: str | bytes | Path, *words: str, name="2025-08.csv", period=None) -> str:
        path = content
        if not isinstance(content, Path):
            path = tmp_path / name
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        with pytest.raises(BadInput) as caught:
            reader.read(path, period)
        message = str(caught.value)
        assert caught.value.exit_code == 2
        for word in (path.name, *words):
            assert word in message
        return message

    return check


def lines_of(year: int = 2025, month: int = 8) -> list[str]:
    return tables.csv_table(year, month).splitlines(keepends=True)


def test_other_classification(refused):
    page = tables.html_page(2025, 8).replace("收发货人所在地", "境内目的地/货源地")
    refused(page, "境内目的地/货源地", "table (8)", name="a.html")
    text = tables.csv_table(2025, 8).replace("收发货人所在地", "境内目的地/货源地")
    refused(text, "境内目的地/货源地", "table (8)")
    page = tables.english_page(2024, 12).replace(
        "Location of Importers/Exporters", "Place of Destination or Origin in China"
    )
    refused(page, "the other classification", name="a.html")


def test_classification_unsaid(refused):
    text = tables.csv_table(2025, 8).replace("收发货人所在地", "地 区")
    refused(text, "does not say that it is by location")


def test_cities_of_one_customs_district(refused):
    cities = ["杭州市", "宁波市", "温州市", "嘉兴市", "湖州市", "绍兴市"]
    body = [["浙江省", "600", "6000", "360", "3600", "240", "2400", "5.0", "6.0", "4.0"]]
    body += [[c, "100", "1000", "60", "600", "40", "400", "5.0", "6.0", "4.0"] for c in cities]
    refused(tables.csv_table(2025, 8, body=body), "cities of one customs district")
    body[0][0] = "合计"
    refused(tables.csv_table(2025, 8, body=body), "cities of one customs district")


@pytest.mark.parametrize("unit", ["", "单位：万担", "Unit: 1,000 tons"])
def test_unknown_or_missing_unit(refused, unit):
    text = tables.csv_table(2025, 8, unit=unit)
    refused(text, unit.split("：")[-1] if "：" in unit else "unit")


def test_missing_english_unit(refused):
    refused(tables.english_page(2024, 12, unit=""), "names no unit", name="a.html")


def test_unit_that_contradicts_the_title(refused):
    page = tables.html_page(2025, 8).replace("单位：万元人民币", "单位：千美元")
    refused(page, "two currencies", name="a.html")


def test_missing_province(refused):
    text = "".join(line for line in lines_of() if not line.startswith("青海省"))
    refused(text, "missing", "青海省", "Download")
    text = tables.csv_table(2025, 8).replace("\n青海省,", "\n青诲省,")
    refused(text, "missing", "青海省")


def test_missing_nation(refused):
    refused("".join(line for line in lines_of() if not line.startswith("总值")), "missing", "总值")


def test_doubled_province(refused):
    lines = lines_of()
    at = next(i for i, line in enumerate(lines) if line.startswith("青海省"))
    refused("".join([*lines[:at], lines[at], *lines[at:]]), "青海省 stands twice", f"{at + 1} and")
    short = lines[at].replace("青海省", "青海")
    refused("".join([*lines[:at], short, *lines[at:]]), "青海省 stands twice")
    refused("".join([*lines[:-1], lines[at], *lines[-1:]]), "青海省 stands twice")


def test_doubled_place(refused):
    lines = lines_of()
    at = next(i for i, line in enumerate(lines) if line.startswith("南京市"))
    refused("".join([*lines[:at], lines[at], *lines[at:]]), f"row {at + 2}", "南京市")


def test_moved_province(refused):
    text = tables.csv_table(2025, 8)
    text = text.replace("\n山西省,", "\n@@,").replace("\n辽宁省,", "\n山西省,")
    refused(text.replace("\n@@,", "\n辽宁省,"), "辽宁省", "山西省", "rows were moved")


@pytest.mark.parametrize(
    "name", ["=1+1", "+北京", "-北京", "@cmd", "<b>北京</b>", "北京\u202e市", "&lt;x&gt;"]
)
def test_formula_or_markup_in_a_name(refused, name):
    text = tables.csv_table(2025, 8).replace("\n石家庄市,", f"\n{name},")
    refused(text, "row 8", "formula or markup")


def test_script_in_a_cell(refused):
    page = tables.html_page(2025, 8).replace("石家庄市", "石家庄市<script>alert(1)</script>")
    refused(page, "script", name="a.html")
    page = tables.html_page(2025, 8).replace("石家庄市", "&lt;img src=x&gt;")
    refused(page, "formula or markup", name="a.html")


@pytest.mark.parametrize("value", ["", "1.2.3", "12,34", "-5", "1e9", "abc", "inf", "nan"])
def test_cell_that_is_no_value(refused, value):
    lines = lines_of()
    at = next(i for i, line in enumerate(lines) if line.startswith("河北省"))
    cells = lines[at].split(",")
    cells[2] = f'"{value}"'
    lines[at] = ",".join(cells)
    refused("".join(lines), f"row {at + 1}", "河北省", "column 3", value)


def test_growth_below_all(refused):
    text = tables.csv_table(2025, 8)
    line = next(line for line in text.splitlines() if line.startswith("总值"))
    wrong = ",".join([*line.split(",")[:9], "-350.0"])
    refused(text.replace(line, wrong), "row 4", "column 10", "-350.0")


def test_truncated_csv(refused):
    content = tables.csv_table(2025, 8).encode()
    whole = len(content)
    for cut in (0.1, 0.3, 0.5, 0.7, 0.9, 0.999):
        refused(content[: int(whole * cut)])
    lines = lines_of()
    refused("".join(lines[:-3])[:-4], "cut short")
    refused("".join(lines)[:-30], "breaks off in the note")


def test_full_table_without_its_closing_note(refused):
    places = [f"测试{i}市,2,20,1,10,1,10,5.0,6.0,4.0\n" for i in range(120)]
    lines = lines_of()
    refused("".join([*lines[:-1], *places]), "without the closing note")


def test_truncated_page(refused):
    page = tables.html_page(2025, 8).encode()
    for cut in (0.2, 0.5, 0.9):
        refused(page[: int(len(page) * cut)], name="a.html")


def test_error_page(refused):
    page = "<html><head><title>404</title></head><body><h1>404 Not Found</h1></body></html>"
    refused(page, "web page without a table", "404 Not Found")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \r\n\t\n", b"\0" * 100])
def test_empty_file(refused, content):
    refused(content, "is empty")


def test_protected_workbook(refused, tmp_path):
    refused(tables.protected_xls(tmp_path / "a.xls"), "password")


@pytest.mark.parametrize("kind", ["xls", "xlsx"])
def test_damaged_workbook(refused, tmp_path, kind):
    write = {"xls": tables.write_xls, "xlsx": tables.write_xlsx}[kind]
    content = write(tmp_path / "whole", tables.sheet(2025, 8)).read_bytes()
    for cut in (10, len(content) // 3, len(content) // 2, len(content) - 100):
        refused(content[:cut], "Download it again", name=f"a.{kind}")


def test_workbook_whose_sectors_go_in_a_circle(refused, tmp_path):
    content = bytearray(tables.write_xls(tmp_path / "whole", tables.sheet(2025, 8)).read_bytes())
    directory = int.from_bytes(content[48:52], "little")
    chains = (int.from_bytes(content[76:80], "little") + 1) * 512
    entry = chains + 4 * directory
    content[entry : entry + 4] = directory.to_bytes(4, "little")
    refused(bytes(content), "damaged", name="a.xls")


def test_other_files(refused, tmp_path):
    refused(b"%PDF-1.4\n" + bytes(range(256)), "neither text", name="a.pdf")
    refused("a,b\n1,2\n", "none of the tables", name="a.csv")
    refused(tmp_path / "absent.csv", "cannot be read")
    refused(tmp_path, "is a folder")
    query = (
        "数据年月,贸易伙伴编码,贸易伙伴名称,商品编码,商品名称,人民币\n202301,402,x,12019019,y,5\n"
    )
    refused(query.encode("gb18030"), "online query", "without provinces")


def test_period_that_cannot_be_told(refused):
    text = tables.csv_table(2025, 8)
    refused(text, "--period YYYY-08", name="download.csv")
    refused(text, "--period YYYY-08", "2025-07", name="2025-07.csv")


def test_period_that_contradicts_the_file(refused):
    refused(tables.csv_table(2025, 8), "--period 2025-07 contradicts", "month 8", period="2025-07")
    page = tables.html_page(2025, 8)
    refused(page, "--period 2024-08 contradicts", "2025-08", name="a.html", period="2024-08")
    page = tables.html_page(2025, 8, heading=tables.title(2025, 7))
    refused(page, "title says 2025-07", "month 8", name="a.html")
    refused(tables.csv_table(2025, 8), "cannot be out before 2090-09-07", period="2090-08")
    with pytest.raises(BadInput, match="Write it like 2025-08"):
        reader.read(Path("absent.csv"), "August")


def test_headings_that_miss_a_flow(refused):
    text = tables.csv_table(2025, 8).replace("进口,进口,累计", "净值,净值,累计")
    refused(text, "no year-to-date column for import")


def bureau(values=None, name="经营单位所在地进出口总额", unit="千美元") -> list[list[str]]:
    return tables.bureau_table(name, unit, values or tables.series(range(2020, 2024)))


def test_bureau_other_classification(refused):
    lines = bureau(name="境内目的地和货源地进出口总额")
    refused(tables.old_csv(lines), "the other classification")


def test_bureau_unknown_unit_or_indicator(refused):
    refused(tables.old_csv(bureau(unit="万吨")), "unit '万吨'")
    refused(tables.old_csv(bureau(name="外商投资企业进出口总额")), "外商投资企业进出口总额")
    refused(tables.new_csv(bureau(), named=False), "neither its indicator nor its unit")


def test_bureau_missing_doubled_or_moved_province(refused):
    lines = bureau()
    refused(tables.old_csv(lines[:8] + lines[9:]), "1 of 31 provinces", lines[8][0])
    refused(tables.old_csv(lines[:9] + lines[8:]), "row 10", f"{lines[8][0]} stands twice")
    moved = [list(line) for line in lines]
    moved[8][0], moved[12][0] = moved[12][0], moved[8][0]
    refused(tables.old_csv(moved), "rows were moved or names exchanged")
    lines[8][0] = "=HYPERLINK(1)"
    refused(tables.old_csv(lines), "row 9", "not the name of a province")


def test_bureau_gaps(refused):
    lines = bureau()
    lines[8][2] = ""
    refused(tables.old_csv(lines), "row 9", lines[8][0], "2022")
    lines[8][2] = "12x"
    refused(tables.old_csv(lines), "row 9", "12x")


def test_bureau_truncated(refused):
    content = tables.old_csv(bureau())
    for cut in (0.2, 0.5, 0.8, 0.97):
        refused(content[: int(len(content) * cut)])
    lines = bureau()
    refused(tables.old_csv(lines[:-1]), "cut short")


def test_bureau_gdp_of_another_size(refused):
    codes = tables.provinces()["province_code"]
    lines = bureau({2023: dict.fromkeys(codes, 3.0e7)}, "地区生产总值", "亿元")
    refused(tables.old_csv(lines), "亿元 in 2023", "unit")


def test_bureau_with_a_period(refused):
    refused(tables.old_csv(bureau()), "Leave out --period", period="2023-12")


def test_tidy_file_cut_short_or_of_unknown_source(refused):
    head = "year,province_code,flow,currency,value,source,status\n"
    refused(head + "2020,11,total,USD,5.5,nbs-annual-usd,revi", "cut short")
    refused(head + "2020,11,total,USD,5.5,hearsay,revised\n", "row 2", "hearsay")
    refused(head + "2020,11,total,USD,x,nbs-annual-usd,revised\n", "row 2", "'x'")
    refused(head + "2020,11,total,EUR,5,nbs-annual-usd,revised\n", "row 2", "EUR")
    refused(head + "2020,99,total,USD,5,nbs-annual-usd,revised\n", "row 2", "99")


OFFICIAL = Path(os.environ.get("TRADE_OFFICIAL", tables.PROJECT.parent / "shared" / "official"))


@pytest.mark.skipif(
    not OFFICIAL.is_dir(), reason="the publishers' files are not there (TRADE_OFFICIAL)"
)
def test_online_queries_of_each_folder(refused):
    folder = OFFICIAL / "customs_online_query"
    for path in (*sorted(folder.glob("soy/*")), *sorted(folder.glob("by_province/*.xlsx"))[::20]):
        refused(path, "online query")
