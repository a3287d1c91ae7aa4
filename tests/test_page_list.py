"""Pages as data: what each is run with, what it is called, where its tables lie."""

import pytest

from helpers import constants
from helpers.cli import options
from helpers.data import provinces
from helpers.publish import pages
from helpers.system.errors import BadInput


def page(**given):
    return pages.Page("rankings", 2024, 12, "CNY", "zh", "2024", **given)


def test_a_page_of_an_edition_is_named_by_its_notebook():
    plain = page()
    assert (plain.stem, plain.tables) == ("rankings", "2024")
    assert plain.parameters == {"year": 2024, "month": 12, "currency": "CNY", "lang": "zh"}


def test_a_page_of_a_province_or_a_pair_of_years_has_a_name_and_tables_of_its_own():
    mongolia = page(province="15")
    assert (mongolia.stem, mongolia.tables) == (
        "province-inner-mongolia",
        "2024/province-inner-mongolia",
    )
    assert mongolia.parameters["province"] == "15"
    pair = pages.Page("compare", 2024, 12, "CNY", "zh", "2024", other_year=2019)
    assert (pair.stem, pair.parameters["other_year"]) == ("compare-2019", 2019)


def test_no_two_provinces_share_an_address():
    stems = [pages.province_stem(code) for code in provinces.provinces().index]
    assert len(set(stems)) == 31


def test_an_edition_has_the_pages_it_has_figures_for():
    full = pages.of_edition(2024, 12, "CNY")
    assert full == list(constants.NOTEBOOKS)
    assert "months" in pages.of_edition(2025, 7, "CNY")
    assert set(full) - set(pages.of_edition(2010, 12, "USD")) == set(pages.NEEDS) & set(full)


@pytest.mark.parametrize(
    ("edition", "other"),
    [
        ((2024, 12, "CNY"), 2019),
        ((2020, 12, "CNY"), 2016),  # figures in RMB begin there
        ((2012, 12, "USD"), 2007),
        ((2011, 12, "USD"), 2007),  # of 2006 there are none
        ((2025, 7, "CNY"), 2024),
    ],
)
def test_an_edition_is_compared_with_five_years_before_or_what_there_is(edition, other):
    assert pages.other_year(*edition) == other


def test_an_edition_without_an_earlier_one_has_no_page_of_two_years():
    wanted = pages.wanted([(2016, 12), (2024, 1)], "auto", ["en"], ["rankings", "compare"])
    assert [page.stem for page in wanted] == ["rankings"] * 2
    assert "compare" in pages.lacking(2016, 12, "CNY")
    assert "compare" not in pages.lacking(2016, 12, "USD")


@pytest.mark.parametrize(
    ("period", "against", "told"),
    [
        ((2024, 12), 2006, "no figures of 2006 in CNY .* to hold 2024 against.* are 2016-2023"),
        ((2024, 12), 2025, "no figures of 2025"),
        ((2025, 7), 2023, "those before it are 2024"),
        ((2016, 12), 2011, "both years are there in USD"),
        ((2024, 1), 2023, "nor of any year before"),
    ],
)
def test_a_year_without_the_same_months_and_currency_is_refused(period, against, told):
    with pytest.raises(BadInput, match=told):
        pages.wanted([period], "auto", ["en"], ["compare"], against=against)


def test_a_year_to_hold_against_needs_the_page_that_does_it():
    with pytest.raises(BadInput, match="add --only compare"):
        pages.wanted([(2024, 12)], "auto", ["en"], ["rankings"], against=2019)


def test_a_page_that_no_edition_asked_for_has_is_refused():
    several = pages.wanted([(2010, 12), (2024, 12)], "auto", ["en"], ["months"])
    assert [one.edition for one in several] == ["2024"]
    with pytest.raises(BadInput, match="has the figures of months"):
        pages.wanted([(2010, 12)], "auto", ["en"], ["months"])


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2019", [2019]),
        ("2017-2019,2024", [2017, 2018, 2019, 2024]),
        ("2019，2017年-2019年", [2019, 2017, 2018]),
        (" 2024 、 2020 ", [2024, 2020]),
    ],
)
def test_years_are_a_list_of_years_and_runs_each_once(text, years):
    assert options.year_list(text) == years


@pytest.mark.parametrize(
    ("text", "told"), [("2024-2020", "write 2020-2024"), ("2019-", "is not a list"), ("", "is not")]
)
def test_what_is_no_list_of_years_is_refused_with_an_example(text, told):
    with pytest.raises(BadInput, match=told):
        options.year_list(text)
