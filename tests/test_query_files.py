"""Every layout of a download of the customs' online query is read, or refused in a sentence."""

import datetime

import pytest
import queries
from queries import HEADER, row

from helpers.system.errors import BadInput


@pytest.fixture
def cube(tmp_path, monkeypatch):
    """The place of a new cube."""
    return queries.new_cube(tmp_path, monkeypatch)


@pytest.fixture
def refused(cube, tmp_path):
    """A function that imports rows and returns the message that refuses them."""

    def message(rows, header=HEADER, *, flow="export", period=None, name="download.csv", end=","):
        path = queries.write(tmp_path / "in" / name, rows, header, end=end)
        with pytest.raises(BadInput) as error:
            queries.take(path, flow=flow, period=period)
        assert not cube.exists()
        assert "\n" not in str(error.value)
        return str(error.value)

    return message


ROWS = [
    row(value="5,848,714"),
    row(partner="502", province="44", value="0", 第一数量="1,234.5"),
    row(month="202402", product="3922", value="7", 第一数量="0", 第一计量单位="?"),
]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_is_read_in_any_encoding_of_the_platform_or_a_spreadsheet(cube, tmp_path, encoding):
    queries.take(queries.write(tmp_path / "a.csv", ROWS, encoding=encoding))
    found = queries.rows_of(cube)
    assert found["value"].tolist() == [7, 5848714, 0]
    assert found["quantity"].tolist()[1:] == [10.0, 1234.5]
    assert found["unit"].fillna("none").tolist() == ["none", "千克", "千克"]
    assert found["second_unit"].isna().all()
    assert found["product"].tolist() == ["3922", "39221000", "39221000"]
    assert found["first_month"].tolist() == found["last_month"].tolist() == [2, 1, 1]
    assert set(found["currency"]) == {"USD"}
    assert found["mode_code"].tolist() == ["", "", ""]


@pytest.mark.parametrize("end", ["", ","])
def test_a_comma_at_the_end_of_lines_makes_no_difference(cube, tmp_path, end):
    queries.take(queries.write(tmp_path / "a.csv", ROWS, end=end))
    assert len(queries.rows_of(cube)) == 3


def test_columns_may_come_in_any_order_and_without_quantities(cube, tmp_path):
    header = ["美元", "注册地编码", "商品编码", "贸易伙伴编码", "数据年月"]
    queries.take(queries.write(tmp_path / "a.csv", ROWS, header))
    found = queries.rows_of(cube)
    assert found["value"].tolist() == [7, 5848714, 0]
    assert found["quantity"].isna().all()


def test_a_workbook_gives_the_rows_of_its_csv(cube, tmp_path, monkeypatch):
    plain = [row(value="12", product="01012100"), row(partner="502", value="5")]
    queries.take(queries.book(tmp_path / "a.xlsx", plain))
    found = queries.rows_of(cube)
    monkeypatch.setenv("TRADE_DETAIL", str(tmp_path / "other"))
    queries.take(queries.write(tmp_path / "a.csv", plain))
    other = queries.rows_of(tmp_path / "other")
    assert found.drop(columns="file").equals(other.drop(columns="file"))
    assert found["product"].tolist() == ["01012100", "39221000"]


def test_trade_modes_and_rmb_are_read(cube, tmp_path):
    header = ["数据年月", "商品编码", "贸易伙伴编码", "贸易方式编码", "注册地编码", "人民币"]
    rows = [row(贸易方式编码="10", 人民币="9"), row(贸易方式编码="15", 人民币="4")]
    queries.take(queries.write(tmp_path / "a.csv", rows, header))
    found = queries.rows_of(cube)
    assert found[["mode_code", "currency", "value"]].to_numpy().tolist() == [
        ["10", "CNY", 9], ["15", "CNY", 4],
    ]  # fmt: skip


def test_values_in_both_currencies_make_a_row_each(cube, tmp_path):
    queries.take(
        queries.write(tmp_path / "a.csv", [row(value="9", 人民币="64")], [*HEADER, "人民币"])
    )
    found = queries.rows_of(cube)
    assert dict(zip(found["currency"], found["value"], strict=True)) == {"CNY": 64, "USD": 9}


def test_english_headers_are_read(cube, tmp_path):
    header = ["Year Month", "Commodity Code", "Trading Partner Code", "US Dollar"]
    cells = dict(zip(header, ["202401", "39221000", "110", "1,000"], strict=True))
    queries.take(queries.write(tmp_path / "a.csv", [cells], header, "utf-8"))
    assert queries.rows_of(cube)["value"].tolist() == [1000]


def test_a_query_without_partner_and_province_is_kept_but_not_counted(cube, tmp_path):
    queries.take(queries.write(tmp_path / "a.csv", [row()], ["数据年月", "商品编码", "美元"]))
    found = queries.rows_of(cube).iloc[0]
    assert (found["partner_code"], found["province_code"], found["counted"]) == ("", "", False)


@pytest.mark.parametrize("written", ["202403", "2024-03", "2024/3", "2024年3月", "2024-03-01"])
def test_months_are_read_as_people_and_spreadsheets_write_them(cube, tmp_path, written):
    queries.take(queries.write(tmp_path / "a.csv", [row(month=written)]))
    found = queries.rows_of(cube).iloc[0]
    assert (found["year"], found["first_month"], found["last_month"]) == (2024, 3, 3)


NO_MONTH = HEADER[1:]


def test_an_annual_table_has_its_year_from_a_column_or_from_the_person(cube, tmp_path):
    queries.take(queries.write(tmp_path / "a.csv", [row(统计年份="2023")], [*NO_MONTH, "统计年份"]))
    queries.take(queries.write(tmp_path / "2019.csv", [row()], NO_MONTH), period="2022")
    queries.take(queries.write(tmp_path / "b.csv", [row(value="3")], NO_MONTH), period="2021-05")
    found = queries.rows_of(cube)
    assert found[["year", "first_month", "last_month"]].to_numpy().tolist() == [
        [2021, 5, 5], [2022, 1, 12], [2023, 1, 12],
    ]  # fmt: skip


def test_a_table_saved_by_its_collector_is_read_by_the_columns_that_are_known(cube, tmp_path):
    header = [*NO_MONTH[:-1], "金额_美元", "Unnamed: 11", "统计年份", "贸易类型", "产品分类"]
    rows = [row(金额_美元="8", 统计年份="2024", 贸易类型="出口", 产品分类="水龙头")]
    taken = queries.take(queries.book(tmp_path / "a.xlsx", rows, header))
    assert queries.rows_of(cube)["value"].tolist() == [8]
    assert list(taken.others) == ["Unnamed: 11", "产品分类"]


def test_marks_that_spreadsheets_leave_do_not_hide_a_column_or_a_code(cube, tmp_path):
    header = [name + "_x000D_\n" if name == "注册地编码" else name for name in HEADER]
    rows = [row() | {header[5]: "33_x000D_"}]
    queries.take(queries.write(tmp_path / "a.csv", rows, header))
    assert queries.rows_of(cube)["province_code"].tolist() == ["33"]


def test_a_title_above_the_header_is_passed_over(cube, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("海关统计数据在线查询平台\n\n" + queries.text([row()], end=""), "utf-8")
    queries.take(path)
    assert len(queries.rows_of(cube)) == 1


def test_a_row_with_the_sum_of_all_is_dropped_and_told(cube, tmp_path):
    rows = [row(value="60"), row(partner="502", value="40"), {"美元": "100"}]
    taken = queries.take(queries.book(tmp_path / "a.xlsx", rows))
    assert taken.totals == [("a.xlsx", 100)]
    assert queries.rows_of(cube)["value"].sum() == 100


def test_rows_of_one_cell_of_a_file_are_summed(cube, tmp_path):
    rows = [row(value="60"), row(value="40", 第一数量="0.5"), row(partner="502", value="1")]
    taken = queries.take(queries.write(tmp_path / "a.csv", rows))
    assert taken.summed == 1
    assert queries.rows_of(cube)[["value", "quantity"]].to_numpy().tolist() == [
        [100, 10.5],
        [1, 10],
    ]


BAD = {
    "negative": ({"value": "-5"}, "'-5' as 美元"),
    "fractional": ({"value": "12.5"}, "'12.5' as 美元"),
    "no number": ({"value": "n/a"}, "'n/a' as 美元"),
    "misplaced comma": ({"value": "1,23"}, "'1,23' as 美元"),
    "empty value": ({"value": ""}, "'' as 美元"),
    "currency mark": ({"value": "¥500"}, "'¥500' as 美元"),
    "larger than any": ({"value": "9" * 30}, "as 美元"),
    "month 13": ({"month": "202413"}, "'202413' as 数据年月"),
    "month 0": ({"month": "202400"}, "'202400' as 数据年月"),
    "no month": ({"month": ""}, "'' as 数据年月"),
    "future month": ({"month": "202608"}, "'202608' as 数据年月. The month or year is not over"),
    "too early": ({"month": "199912"}, "'199912' as 数据年月"),
    "short product": ({"product": "3922100"}, "'3922100' as 商品编码"),
    "long product": ({"product": "3922100000"}, "'3922100000' as 商品编码"),
    "no product": ({"product": ""}, "'' as 商品编码"),
    "unknown province": ({"province": "71"}, "'71' as 注册地编码"),
    "no province": ({"province": ""}, "'' as 注册地编码"),
    "impossible partner": ({"partner": "US"}, "'US' as 贸易伙伴编码"),
    "negative quantity": ({"第一数量": "-1"}, "'-1' as 第一数量"),
    "quantity no number": ({"第一数量": "ten"}, "'ten' as 第一数量"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_cell_is_refused_with_file_row_and_value(refused, case):
    cells, said = BAD[case]
    message = refused([row(), row(partner="502") | row(**({"partner": "502"} | cells))])
    assert message.startswith("download.csv, row 3: ")
    assert said in message


def test_the_row_of_a_sheet_is_the_row_that_a_person_sees(cube, tmp_path):
    rows = [row(), {}, {}, row(partner="502", value="-5")]
    with pytest.raises(BadInput, match=r"^a\.xlsx, row 5: '-5' as 美元"):
        queries.take(queries.book(tmp_path / "a.xlsx", rows))


def test_a_wrong_total_is_refused(refused):
    rows = [row(value="60"), row(partner="502", value="40"), {"美元": "101"}]
    assert "row 4: a row without codes, value '101', that is not the sum" in refused(rows)
    assert "(100)" in refused(rows)


def test_two_units_in_one_cell_are_refused(refused):
    message = refused([row(), row(第一计量单位="个")])
    assert "product 39221000 in 2024-01 has rows of one cell in two units, 个 and 千克" in message


def test_two_units_of_one_product_in_a_month_are_refused(refused):
    message = refused([row(), row(partner="502", 第一计量单位="个")])
    assert "product 39221000 in 2024-01 is counted in 个 and in 千克" in message


def test_the_other_flow_is_refused_where_the_file_says_it(refused):
    message = refused([row(贸易类型="进口")], [*HEADER, "贸易类型"])
    assert "row 2: '进口' as 贸易类型. --flow says otherwise" in message


def test_a_month_that_contradicts_the_year_is_refused(refused):
    assert "'2023' as 统计年份" in refused([row(统计年份="2023")], [*HEADER, "统计年份"])


def test_a_period_that_is_not_known_is_refused_even_where_the_name_has_one(refused):
    message = refused([row()], NO_MONTH, name="39221000_2024.csv")
    assert "its period is not known. Give it with --period 2024" in message


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2026", "not over"),
        ("24", "not a year"),
        ("2024-13", "not a year"),
        ("2026-08", "not over"),
    ],
)
def test_an_impossible_period_is_refused(refused, period, said):
    assert said in refused([row()], NO_MONTH, period=period)


def test_a_period_for_a_table_that_has_one_is_refused(refused):
    assert "Leave out --period" in refused([row()], period="2024")


HEADERS = {
    "no product": (["数据年月", "注册地编码", "美元"], "no column 商品编码"),
    "no value": (["数据年月", "商品编码", "注册地编码"], "no column of values"),
    "no currency": (["数据年月", "商品编码", "金额"], "'金额' does not say its currency"),
    "twice": (["数据年月", "商品编码", "美元", "美元"], "two columns are headed '美元'"),
    "names without codes": (
        ["数据年月", "商品编码", "贸易伙伴名称", "美元"],
        "without their codes",
    ),
}


@pytest.mark.parametrize("case", HEADERS)
def test_a_header_that_leaves_a_question_is_refused(refused, case):
    header, said = HEADERS[case]
    assert said in refused([row(金额="1")], header)


def test_a_header_without_rows_is_refused(refused):
    assert "a header and no rows" in refused([])


def test_an_excerpt_without_its_header_is_refused(cube, tmp_path):
    path = tmp_path / "tail.csv"
    path.write_bytes(queries.text([row(), row(partner="502")]).split("\n", 1)[1].encode("gb18030"))
    with pytest.raises(BadInput, match="its header is missing"):
        queries.take(path)


@pytest.mark.parametrize("gone", [4, 8, 12, 30])
def test_a_line_that_is_cut_short_is_refused(cube, tmp_path, gone):
    path = queries.write(tmp_path / "a.csv", [row(), row(partner="502")])
    path.write_bytes(path.read_bytes()[:-gone])
    with pytest.raises(BadInput, match=r"^a\.csv(, row 3)?: "):
        queries.take(path)


@pytest.mark.parametrize("damage", [lambda b: b[: len(b) // 2], lambda b: b[:200] + b"\0" * 400])
def test_a_damaged_workbook_is_refused(cube, tmp_path, damage):
    path = queries.book(tmp_path / "a.xlsx", [row()])
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(BadInput, match=r"a\.xlsx is a damaged or incomplete workbook"):
        queries.take(path)


@pytest.mark.parametrize(
    "content", [b"\x81\xff\xfe\x00", b"\x89PNG\r\n\x1a\n\0\0", b"%PDF-1.4\n\x00\x01"]
)
def test_what_is_no_text_is_refused(cube, tmp_path, content):
    (tmp_path / "a.csv").write_bytes(content * 9)
    with pytest.raises(BadInput, match=r"^a\.csv: "):
        queries.take(tmp_path / "a.csv")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf\n\n", b"<html><body>403</body></html>"])
def test_an_empty_file_or_a_page_is_refused(cube, tmp_path, content):
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(BadInput, match=r"^a\.csv: "):
        queries.take(tmp_path / "a.csv")


def test_a_text_in_the_wrong_encoding_has_no_header(cube, tmp_path):
    (tmp_path / "a.csv").write_bytes(queries.text([row()]).encode("big5", "replace"))
    with pytest.raises(BadInput, match=r"^a\.csv: "):
        queries.take(tmp_path / "a.csv")


def test_two_sheets_with_a_download_are_refused(cube, tmp_path):
    import openpyxl

    path = queries.book(tmp_path / "a.xlsx", [row()])
    made = openpyxl.load_workbook(path)
    made.copy_worksheet(made.active)
    made.save(path)
    with pytest.raises(BadInput, match="2 sheets hold a download"):
        queries.take(path)


def test_the_clock_decides_which_months_are_over(cube, tmp_path, monkeypatch):
    path = queries.write(tmp_path / "a.csv", [row(month="202607")])
    with pytest.raises(BadInput, match="not over"):
        queries.take(path, today=datetime.date(2026, 7, 31))
    queries.take(path, today=datetime.date(2026, 8, 1))
    assert len(queries.rows_of(cube)) == 1
