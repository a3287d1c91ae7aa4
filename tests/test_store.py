"""The loader: typed copies of valid tables, and a sentence that says where a wrong one is wrong."""

import pandas as pd
import pytest
import tables

from helpers.data import provinces, schema
from helpers.data import tables as store
from helpers.sources import importer, vocabulary
from helpers.system.errors import BadInput


@pytest.fixture
def data(tmp_path, monkeypatch):
    return tables.copy_of_data(tmp_path, monkeypatch)


def test_data_is_that_of_the_project_unless_told(monkeypatch, tmp_path):
    monkeypatch.delenv("TRADE_DATA", raising=False)
    assert store.data_dir() == store.DATA == tables.PROJECT / "data"
    monkeypatch.setenv("TRADE_DATA", str(tmp_path))
    assert store.data_dir() == tmp_path
    with pytest.raises(BadInput, match=r"trade\.csv is missing"):
        store.load("trade")


@pytest.mark.parametrize("table", schema.TABLES)
def test_every_table_loads_with_its_types(data, table):
    rows = store.load(table)
    for name, column in schema.TABLES[table].schema.columns.items():
        assert str(rows[name].dtype) == store.dtype_of(column)
    assert len(rows)


def test_codes_are_text_and_figures_exact(data):
    trade = store.load("trade").query("year == 2024 and month == 12 and span == 'ytd'")
    own = trade[trade["source"] == "customs-by-location"].set_index(["province_code", "flow"])
    assert own.at[("00", "total"), "value"] == 438467.9258
    assert own.at[("44", "export"), "value"] + own.at[("44", "import"), "value"] == pytest.approx(
        own.at[("44", "total"), "value"], abs=1e-4
    )


def test_a_caller_cannot_change_the_store(data):
    mine = store.load("trade")
    mine["value"] = 0.0
    assert store.load("trade")["value"].sum() > 0


def test_a_changed_file_is_read_again(data):
    store.load("regions")
    path = data / "regions.csv"
    path.write_text(path.read_text().replace("East", "Orient"))
    assert "Orient" in set(store.load("regions")["name_en"])


def test_names_follow_a_changed_table(data):
    before = provinces.names("en")["44"], vocabulary.province_code("Guangdong")
    path = data / "provinces.csv"
    path.write_text(path.read_text().replace("Guangdong", "Canton Province"))
    assert before == ("Guangdong", "44")
    assert provinces.names("en")["44"] == provinces.provinces().at["44", "name_en"]
    assert provinces.names("en")["44"] == "Canton Province"
    assert vocabulary.province_code("Canton Province") == "44"


def test_bytes_found_valid_are_not_validated_again_and_any_others_are(data, tmp_path, monkeypatch):
    monkeypatch.setenv("TRADE_CACHE", str(tmp_path / "cache"))
    validated = []
    monkeypatch.setattr(store, "validate", lambda frame, table, where: validated.append(1) or frame)

    def loaded():
        store._cache.clear()  # as in another process
        return store.load("regions")

    first, second = loaded(), loaded()
    assert len(validated) == 1
    pd.testing.assert_frame_equal(first, second)
    path = data / "regions.csv"
    path.write_text(path.read_text().replace("East", "Orient"))
    loaded()
    assert len(validated) == 2


def test_a_table_found_wrong_is_found_wrong_every_time(data, tmp_path, monkeypatch):
    monkeypatch.setenv("TRADE_CACHE", str(tmp_path / "cache"))
    path = data / "regions.csv"
    path.write_text(path.read_text() + path.read_text().splitlines()[-1] + "\n")
    for _ in range(2):
        with pytest.raises(BadInput, match=r"regions\.csv, row \d+: .* stands twice"):
            store.load("regions")


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("value", "many", "'many' is not a number"),
        ("value", "inf", "'inf' is not a number"),
        ("value", "-1", "'-1.0' does not satisfy"),
        ("value", "", "'' is not a number|'nan'|None"),
        ("month", "13", "'13' does not satisfy"),
        ("year", "20.5", "'20.5' is not a whole number"),
        ("province_code", "1", "'1' does not satisfy"),
        ("flow", "transit", "'transit' does not satisfy"),
        ("release", "", "'' does not satisfy"),
    ],
)
def test_a_wrong_cell_is_named(data, column, value, words):
    path = data / "trade.csv"
    text = pd.read_csv(path, dtype=str, keep_default_na=False)
    text.loc[40, column] = value
    text.to_csv(path, index=False)
    with pytest.raises(BadInput, match=words) as caught:
        store.load("trade")
    assert f"trade.csv, row 42, column {column}" in str(caught.value)


def test_a_doubled_figure_and_a_wrong_head_are_named(data):
    path = data / "national.csv"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([*lines, lines[9]]))
    with pytest.raises(BadInput, match=r"row 302: the figure 2018, 3.* stands twice"):
        store.load("national")
    path.write_text("".join(lines).replace("month", "monat", 1))
    with pytest.raises(BadInput, match="the columns should be year, month"):
        store.load("national")
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="not a readable CSV table"):
        store.load("national")


def test_an_unknown_source_is_found_before_the_swap(data):
    tables_ = {table: store.load(table) for table in schema.TABLES}
    tables_["trade"].loc[7, "source"] = "hearsay"
    with pytest.raises(BadInput, match=r"trade\.csv, row 9"):
        store.check_references(tables_)


def test_newest_prefers_the_higher_vintage(data):
    rows = store.load("indicators")
    shown = store.newest(rows, ["year", "province_code", "indicator", "source"])
    gdp = shown.query("indicator == 'gdp' and year == 2017 and province_code == '11'")
    assert gdp["value"].item() == 31325.9
    assert len(rows.query("indicator == 'gdp' and year == 2017 and province_code == '11'")) == 2


def test_figures_that_contradict_the_nation_in_dollars_stay_out(data):
    before = tables.state(data)
    path = data.parent / "2025-08.csv"
    path.write_text(tables.csv_table(2025, 8), encoding="utf-8")
    with pytest.raises(BadInput):
        # Invented figures contradict the real nation in dollars.
        importer.import_files([path])
    assert tables.state(data) == before


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("62,2024,weather,雨,rain,,,,,,,,article-2025-01", "weather"),
        ("62,2024,partner,雨,rain,much,,,,,,,article-2025-01", "'much' is not a number"),
        ("62,2024,partner,雨,rain,,,,,120,,,article-2025-01", "120"),
    ],
)
def test_a_wrong_report_is_told_with_file_and_row(data, row, told):
    path = data / "context.csv"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines, row]) + "\n", "utf-8")
    with pytest.raises(BadInput, match=rf"context\.csv, row {len(lines) + 1}.*{told}"):
        store.load("context")
