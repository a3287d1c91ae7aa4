"""The panel over the parameters of a report on trade in detail."""

import pytest
from cubes import row, write

from helpers.explore.panels import DetailPanel
from helpers.system.errors import BadInput

GIVEN = {
    "year": 2024, "month": 12, "currency": "auto", "lang": "en", "province": "all",
    "flow": "export",
}  # fmt: skip


@pytest.fixture
def panel(tmp_path, monkeypatch):
    """Makes a panel over a cube where only 2024 has both halves."""
    rows = [
        row(2023, "33", "6910", "502", 1, last_month=12),
        row(2024, "33", "6910", "502", 1, last_month=6),
        row(2024, "33", "6910", "502", 1, last_month=12),
    ]
    monkeypatch.setenv("TRADE_DETAIL", str(write(tmp_path, rows, span=6)))
    pushed = {}
    return lambda **given: (DetailPanel(GIVEN | given, pushed.update), pushed)


def choices(panel, name):
    return [label for label, _ in panel._boxes[name].options]


def test_what_the_cube_has_can_be_chosen_and_nothing_else(panel):
    shown, _ = panel()
    assert choices(shown, "year") == ["2024"]
    assert choices(shown, "month") == ["6", "Full year"]
    assert choices(shown, "flow") == ["Exports"]
    assert choices(shown, "province")[:2] == ["All 31 provinces", "Beijing"]


def test_a_choice_sets_the_variable_and_only_that(panel):
    shown, pushed = panel()
    shown._boxes["province"].value = "33"
    assert pushed == {"province": "33"}
    shown._boxes["month"].value = 6
    assert pushed == {"province": "33", "month": 6}


def test_another_language_renames_what_can_be_chosen(panel):
    shown, pushed = panel(province="Zhejiang")
    assert shown._boxes["province"].value == "33"
    shown._put("lang", "zh")
    assert pushed == {"lang": "zh"}
    assert choices(shown, "flow") == ["出口"]
    assert shown._boxes["province"].value == "33"


def test_a_province_that_does_not_exist_is_refused(panel):
    with pytest.raises(BadInput, match="There is no province 'Atlantis'"):
        panel(province="Atlantis")
