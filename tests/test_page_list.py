"""Pages as data: what each is run with, what it is called, where its tables lie."""

import pytest

from helpers import pages, places
from helpers.errors import BadInput


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
    stems = [pages.province_stem(code) for code in places.provinces().index]
    assert len(set(stems)) == 31


def test_an_edition_has_the_pages_it_has_figures_for():
    full = pages.of_edition(2024, 12, "CNY")
    assert full == list(pages.NOTEBOOKS)
    assert "months" in pages.of_edition(2025, 7, "CNY")
    assert set(full) - set(pages.of_edition(2010, 12, "USD")) == set(pages.NEEDS) & set(full)


def test_a_page_that_no_edition_asked_for_has_is_refused():
    several = pages.wanted([(2010, 12), (2024, 12)], "auto", ["en"], ["months"])
    assert [one.edition for one in several] == ["2024"]
    with pytest.raises(BadInput, match="has the figures of months"):
        pages.wanted([(2010, 12)], "auto", ["en"], ["months"])
