"""Tables: what a first year shows, and that nothing to show still has its columns."""

import pytest

from helpers.data.edition import open_edition
from helpers.display import show
from helpers.display.resource import RESOURCE
from helpers.language import fields, formats
from helpers.reports import Positions, Rankings, Trends


@pytest.fixture(scope="module")
def first_year():
    return open_edition(2005, lang="en")


def test_tables_without_rows_show_nothing_and_keep_their_columns(first_year):
    made = [
        Trends(first_year).multiples_table(),
        Trends(first_year, ["44"]).overtakings_table(),
        Positions(first_year).projections_table(),
    ]
    expected = [
        {"province_code", "base_year", "base_value", "value", "multiple", "cagr_pct"},
        {"year", "province_code", "passed_code", "rank"},
        {"province_code", "target_code", "window_years", "years_to_overtake"},
    ]
    for table, columns in zip(made, expected, strict=True):
        block = show.table_block(table)
        assert block.html == ""
        fields = block._repr_mimebundle_()[RESOURCE]["schema"]["fields"]
        assert columns <= {field["name"] for field in fields}


def test_columns_without_figures_are_not_shown_but_are_in_the_data(first_year):
    table = Rankings(first_year).table()
    shown = [column.label for column in table.columns]
    assert "Exports" not in shown
    assert "Growth" not in shown
    assert table.data["export"].isna().all()
    assert table.data["growth_pct"].isna().all()


def test_the_nation_s_caption_names_the_units_of_its_rows():
    for lang, dollars in (("zh", "亿美元"), ("en", "billion US dollars")):
        for year, units in ((2024, ["CNY", "USD"]), (2010, ["USD"]), (2016, ["CNY"])):
            table = Rankings(open_edition(year, lang=lang)).nation.table()
            assert (dollars in table.caption) == ("USD" in units)
            assert (formats.unit("CNY", lang) in table.caption) == ("CNY" in units)


def test_values_worked_back_are_marked_and_rounded():
    table = Rankings(open_edition(2024)).nation.table()
    before = next(c.cells for c in table.columns if c.label == "上年")
    assert before[0] == "417,510.00"
    assert before[1] == "≈237,671"


def test_every_definition_is_written_in_both_languages():
    for field in fields.fields().values():
        assert bool(field.definition_zh) == bool(field.definition_en), field.name


def test_measures_that_a_label_does_not_explain_are_defined():
    known = fields.fields()
    for name in ("contribution_pp", "gap_to_previous_pct", "HHI", "Gini", "CV", "trade_to_gdp_pct"):
        assert known[name].definition_zh, name
