"""What a report reads of the cube of trade in detail, on cubes small enough to add up by hand."""

import shutil

import pandas as pd
import pytest
from cubes import row, write

from helpers.checks import detail as checks
from helpers.checks.identities import FAILS, OK
from helpers.data import cube, detail, tables
from helpers.system import fingerprint, paths
from helpers.system.errors import BadInput

E8 = 100_000_000
ROWS = [
    row(2023, "33", "6910", "502", 2 * E8), row(2023, "44", "6910", "502", 6 * E8),
    row(2023, "33", "73241000", "116", 1 * E8, quantity=10.0, unit="千克"),
    row(2024, "33", "6910", "502", 3 * E8), row(2024, "44", "6910", "502", 5 * E8),
    row(2024, "33", "6910", "337", 1 * E8), row(2024, "33", "6910", "150", 1 * E8),
    row(2024, "33", "73241000", "116", 2 * E8, quantity=16.0, unit="千克"),
]  # fmt: skip


@pytest.fixture
def made(tmp_path, monkeypatch):
    """Writes a cube and makes it the one that is read."""

    def make(rows, span=12):
        folder = tmp_path / "cube"
        shutil.rmtree(folder, ignore_errors=True)
        monkeypatch.setenv("TRADE_DETAIL", str(write(folder, rows, span)))
        return folder

    return make


def test_sums_are_by_year_and_what_is_asked_for_in_100_million(made):
    made(ROWS)
    frame = detail.frame("Zhejiang", by="product")
    assert frame[["year", "product", "value"]].to_numpy().tolist() == [
        [2023, "6910", 2.0], [2023, "73241000", 1.0], [2024, "6910", 5.0], [2024, "73241000", 2.0],
    ]  # fmt: skip
    assert frame["quantity"].fillna(0).tolist() == [0, 10, 0, 16]
    assert detail.frame(by="province", years=[2024])["value"].tolist() == [7.0, 5.0]


def test_a_partner_that_changed_its_code_is_one_partner(made):
    made(ROWS)
    frame = detail.frame("33", by="partner", years=[2024]).set_index("partner_code")["value"]
    assert frame.to_dict() == {"116": 2.0, "150": 2.0, "502": 3.0}


def test_a_quantity_is_missing_where_units_differ_or_a_row_has_none(made):
    made([
        row(2024, "33", "73241000", "116", E8, quantity=1.0, unit="千克"),
        row(2024, "33", "73241000", "502", E8, quantity=1.0, unit="个"),
        row(2024, "33", "73242100", "116", E8, quantity=1.0, unit="千克"),
        row(2024, "33", "73242100", "502", E8),
    ])  # fmt: skip
    assert detail.frame("33")["quantity"].isna().all()


def test_rows_that_overlap_others_are_left_out_of_sums(made):
    made([*ROWS, row(2024, "", "6910", "502", 8 * E8, counted=False)])
    assert detail.frame(years=[2024])["value"].sum() == 12.0


def test_products_are_compared_only_where_both_years_have_all_their_months(made):
    made([*ROWS, row(2024, "33", "39221000", "502", E8)])
    opened = detail.Detail.open(2024, lang="en", province="33")
    assert opened.products == ("6910", "73241000")
    assert opened.left_out.to_numpy().tolist() == [["39221000", 2023, list(range(1, 13))]]
    assert opened.items(2024)["value"].sum() == 7.0
    assert opened.nation_items(2023)["value"].sum() == 9.0
    assert opened.places(2024).groupby("province_code")["value"].sum().to_dict() == {
        "33": 7.0, "44": 5.0,
    }  # fmt: skip


def test_the_first_year_has_nothing_to_compare_with_and_the_next_has(made):
    made(ROWS)
    assert not detail.Detail.open(2023).has_year_before
    assert detail.Detail.open(2024).has_year_before
    made([row(2023, "33", "6910", "502", E8), row(2024, "33", "73241000", "502", E8)])
    apart = detail.Detail.open(2024)
    assert not apart.has_year_before
    assert apart.products == ("73241000",)
    assert apart.left_out.empty


def test_a_part_of_a_year_sums_the_months_up_to_its_last(made):
    made([row(2024, "33", "6910", "502", m * E8, last_month=m) for m in range(1, 7)], span=1)
    assert detail.months(2024) == [1, 2, 3, 4, 5, 6]
    assert detail.Detail.open(2024, 3).items(2024)["value"].tolist() == [6.0]
    with pytest.raises(BadInput, match="up to month 7 of 2024"):
        detail.Detail.open(2024, 7)


def test_halves_of_a_year_are_no_months(made):
    made([row(2024, "33", "6910", "502", E8, last_month=m) for m in (6, 12)], span=6)
    assert detail.months(2024) == [6, 12]


def test_a_product_inside_another_is_not_counted_beside_it(made):
    made([*ROWS, row(2024, "33", "69101000", "502", E8, counted=False)])
    assert "69101000" not in detail.complete("export", "USD", 2024, 12)


def test_the_currency_asked_for_is_taken_where_it_is_there(made):
    made([*ROWS, *(r | {"currency": "CNY", "value": r["value"] * 7} for r in ROWS)])
    assert detail.Detail.open(2024, currency="CNY").currency == "CNY"
    assert detail.Detail.open(2024, currency="CNY").items(2024)["value"].sum() == 84.0
    made(ROWS)
    assert detail.Detail.open(2024, currency="CNY").currency == "USD"


def test_coverage_is_the_share_of_published_exports(made):
    made(ROWS)
    opened = detail.Detail.open(2024, province="33")
    exports = tables.load("trade").query(
        "year == 2024 and month == 12 and span == 'ytd' and flow == 'export'"
    )
    own = exports.set_index("province_code")["value"]
    rate = 35772.22028 / own["00"]
    assert opened.coverage == pytest.approx(7.0 / (own["33"] * rate) * 100)
    assert pd.isna(detail.Detail.open(2023, province="33").coverage)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"province": "Zhejang"}, "Did you mean Zhejiang"),
        ({"flow": "exports"}, "flow must be one of export, import"),
        ({"lang": "fr"}, "lang must be one of zh, en"),
        ({"currency": "EUR"}, "currency must be CNY, USD or auto"),
        ({"year": 2019}, r"their last months: 2023 \(12\), 2024 \(12\)"),
        ({"flow": "import"}, "none is imported"),
    ],
)
def test_what_does_not_exist_is_refused_with_what_there_is(made, given, told):
    made(ROWS)
    with pytest.raises(BadInput, match=told):
        detail.Detail.open(**{"year": 2024} | given)


def test_a_folder_without_a_cube_is_refused_by_name(tmp_path, monkeypatch):
    monkeypatch.setenv("TRADE_DETAIL", str(tmp_path))
    with pytest.raises(BadInput, match=r"it has no manifest\.csv"):
        detail.frame()


def test_without_a_cube_there_is_no_detail(tmp_path, monkeypatch):
    monkeypatch.delenv("TRADE_DETAIL", raising=False)
    monkeypatch.setenv("TRADE_DATA", str(tmp_path))
    assert paths.detail_dir() == ""
    assert not detail.has(2024, 12)
    assert cube.manifest() == fingerprint.detail() == ""
    assert checks.detail().empty


def test_what_a_page_may_read_is_identified_without_later_years(made):
    made(ROWS)
    before = cube.until(2023, 12)
    made([*ROWS, row(2025, "33", "6910", "502", E8)])
    assert cube.until(2023, 12) == before
    assert cube.until(2025, 12) != before


def verdicts(rows):
    return rows.groupby("check")["verdict"].agg(set).to_dict()


def test_a_cube_as_it_was_imported_passes_its_checks(made):
    made([*ROWS, row(2024, "", "6910", "", 10 * E8, counted=False)])
    assert verdicts(checks.detail()) == {
        "detail_files": {OK}, "detail_sums": {OK}, "detail_coverage": {OK},
    }  # fmt: skip


def test_a_file_that_differs_from_what_was_imported_fails(made):
    folder = made(ROWS)
    other = write(folder.parent / "other", [row(2024, "33", "6910", "502", 9 * E8)])
    path = "flow=export/year=2024/rows.parquet"
    shutil.copy(other / path, folder / path)
    found = checks.detail()
    failing = found[(found["check"] == "detail_files") & (found["verdict"] == FAILS)]
    assert failing["year"].tolist() == [2024]


def test_a_coarser_query_that_says_something_else_fails(made):
    made([*ROWS, row(2024, "", "6910", "", 11 * E8, counted=False)])
    found = checks.detail().query("check == 'detail_sums'")
    assert found[["expected", "found", "verdict"]].to_numpy().tolist() == [[11.0, 10.0, FAILS]]


def test_yuan_and_dollars_at_another_rate_fail(made):
    yuan = [r | {"currency": "CNY", "value": round(r["value"] * 7.12)} for r in ROWS]
    made([*ROWS, *yuan])
    assert verdicts(checks.detail())["detail_rates"] == {OK}
    made([*ROWS, *(r | {"value": r["value"] * 10} for r in yuan)])
    assert verdicts(checks.detail())["detail_rates"] == {FAILS}


def test_more_than_a_province_exported_fails(made):
    made([row(2024, "63", "6910", "502", 900 * E8), row(2023, "63", "6910", "502", E8)])
    found = checks.detail().query("check == 'detail_coverage' and verdict == 'fails'")
    assert found["province_code"].tolist() == ["63"]
