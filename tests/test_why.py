"""Why a province moved, on the pages of other reports and in the explorer."""

import pytest
from cubes import row, write

from helpers.data import detail
from helpers.data.edition import open_edition
from helpers.explore.state import Explorer
from helpers.reports import Drivers

QINGHAI = "63"


@pytest.fixture
def covered(tmp_path, monkeypatch):
    """Makes a cube that holds a share of Qinghai's exports of 2024, and half of that in 2023."""

    def make(share):
        whole = detail.published("export", "USD", 2024, 12)[QINGHAI] * 1e8
        value = int(whole * share)
        rows = [
            row(2024, QINGHAI, "6910", "502", value), row(2023, QINGHAI, "6910", "502", value // 2),
            row(2024, QINGHAI, "73241000", "502", 9), row(2023, QINGHAI, "73241000", "502", 9),
            row(2024, "33", "6910", "502", 100), row(2023, "33", "6910", "502", 100),
        ]  # fmt: skip
        monkeypatch.setenv("TRADE_DETAIL", str(write(tmp_path / str(share), rows)))
        return open_edition(2024, lang="en")

    return make


def test_a_province_that_is_covered_has_its_reason_among_the_movers(covered):
    found = Drivers.why_of_covered(covered(0.95), [QINGHAI, "33"])
    assert found
    assert {one.id.rsplit("_", 2)[2] for one in found} == {QINGHAI}
    assert len({one.id for one in found}) == len(found)
    assert any("100.0" in one.en for one in found)


def test_a_province_that_is_hardly_covered_has_none_among_the_movers(covered):
    assert Drivers.why_of_covered(covered(0.5), [QINGHAI, "33"]) == []


def test_the_page_of_a_province_says_why_at_any_coverage(covered):
    parts = Drivers.why_of(covered(0.01), QINGHAI)
    assert any("1.0" in getattr(part, "en", "") for part in parts)


def test_without_detail_of_the_period_nothing_is_said(covered):
    covered(0.95)
    assert Drivers.why_of(open_edition(2019), QINGHAI) == []
    assert Drivers.why_of_covered(open_edition(2019), [QINGHAI]) == []


def test_the_explorer_draws_products_and_partners_or_says_why_not(covered):
    covered(0.5)
    explorer = Explorer(2024, lang="en")
    explorer.view, explorer.province = "detail", QINGHAI
    explorer.figure = "products"
    assert explorer.chart() is not None
    explorer.flow = "import"
    reasons = {choice.reason for choice in explorer.figures()}
    assert reasons == {"There are no imports by product and partner for 2024."}
    assert explorer.chart() is None
