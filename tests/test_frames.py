"""Frames for a question of one's own: what they hold, and how a data frame is shown."""

import pandas as pd
import pytest

from helpers import Edition, history, months, show
from helpers.data import provinces
from helpers.display.frames import MOST_ROWS, frame_table
from helpers.system.errors import BadInput


def cells(table):
    return {column.label: column.cells for column in table.columns}


def test_history_is_in_the_currency_asked_for_with_names_unit_and_source():
    frame = history("CNY", ["Shandong Province", "重庆"], lang="en")
    assert list(frame.columns) == ["Shandong", "Chongqing"]
    opened = Edition.open(2024)
    assert frame.at[2024, "Shandong"] == opened.now.at["37", "total"]
    assert frame.index[0] == 2016
    assert frame.attrs["unit"] == "100 million yuan"
    assert "National Bureau of Statistics" in frame.attrs["source"]
    assert history().index[0] == 2005
    assert len(history().columns) == 31
    with pytest.raises(BadInput, match="CNY or USD"):
        history("EUR")


def test_the_history_of_an_edition_in_rmb_says_that_it_is_in_dollars():
    opened = Edition.open(2024)
    assert opened.currency == "CNY"
    assert opened.history.attrs["currency"] == "USD"


def test_months_come_with_names_and_a_year_without_them_says_why():
    frame = months(2024, lang="en")
    assert sorted(set(frame["month"])) == list(range(1, 13))
    rows = frame[(frame["province"] == "Gansu") & (frame["flow"] == "total")]
    assert rows["to_date"].iloc[-1] == Edition.open(2024).now.at["62", "total"]
    with pytest.raises(BadInput, match=r"no months of 2023 .* full year only.*: 2024, 2025"):
        months(2023)


def test_a_frame_is_shown_with_labels_of_the_dictionary_and_names_of_provinces():
    table = frame_table(Edition.open(2024).now[["total"]].head(1), "en")
    assert cells(table) == {"Province": ["Beijing"], "Total": ["36,083.52"]}
    assert [column.kind for column in table.columns] == ["name", "number"]
    assert table.source == "100 million"
    shown = cells(frame_table(history("USD", ["44"], "en").tail(1)))
    assert shown == {"Year": ["2024"], "Guangdong": ["12,785.76"]}


def test_columns_of_ones_own_stand_as_they_are():
    frame = pd.DataFrame({"a": [1.5, None], "n": [1, 2], "b": ["x", None], 3: [True, False]})
    assert cells(frame_table(frame)) == {
        "a": ["1.50", "–"], "n": ["1", "2"], "b": ["x", "–"], "3": ["True", "False"],
    }  # fmt: skip
    assert list(frame_table(frame).data.columns) == ["a", "n", "b", "3"]


@pytest.mark.parametrize(
    ("text", "lang"), [("Guangdong", "en"), ("广东", "zh"), ("广东 GD", "zh"), (1.5, "zh")]
)
def test_a_frame_that_lost_its_language_is_in_that_of_its_cells(text, lang):
    assert frame_table(pd.DataFrame({"a": [text]})).lang == lang
    assert frame_table(pd.DataFrame({"a": [1]}, index=pd.Index([text], name="b"))).lang == lang


def test_of_a_long_frame_the_first_rows_are_shown_and_all_saved():
    table = frame_table(pd.DataFrame({"a": range(MOST_ROWS + 1)}), "en")
    assert table.caption == f"{MOST_ROWS + 1} rows, the first {MOST_ROWS} shown"
    assert len(table.columns[0].cells) == MOST_ROWS
    assert len(table.data) == MOST_ROWS + 1


def test_show_takes_a_frame_and_refuses_what_it_cannot_show(capsys):
    show(pd.DataFrame({"a": [1.5]}))
    assert "共1行" in capsys.readouterr().out
    show(pd.DataFrame({"a": [1.5]}), lang="en")
    assert "'1 row'" in capsys.readouterr().out
    with pytest.raises(BadInput, match="lang must be zh or en, not 'fr'"):
        show(lang="fr")
    with pytest.raises(BadInput, match="flow must be total, export or import, not 'exports'"):
        Edition.open(2024).by_flow("exports")
    with pytest.raises(BadInput, match="data frames, not Edition"):
        show(Edition.open(2024))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Shandong Province", "37"), ("Guangxi Zhuang Autonomous Region", "45"),
        ("Xinjiang Uyghur Autonomous Region", "65"), ("Xizang", "54"), ("InnerMongolia", "15"),
        ("Beijing Municipality", "11"), ("Shaan'xi", "61"), ("CN-44", "44"), ("内蒙古自治区", "15"),
        ("Shanxi", "14"), ("Jiangxi Sheng", "36"), ("Inner Mongolia AR", "15"),
        ("Guangxi Zhuang A.R.", "45"), ("Xinjiang UAR", "65"), ("Ningxia Hui AR", "64"),
    ],
)  # fmt: skip
def test_usual_spellings_of_a_province_are_known(name, code):
    assert provinces.code_of(name) == code


@pytest.mark.parametrize("name", [float("nan"), "", None])
def test_a_missing_name_of_a_province_is_called_that(name):
    with pytest.raises(BadInput, match="missing"):
        provinces.code_of(name)


def test_no_two_provinces_share_a_spelling():
    for written, code in provinces._spellings():
        assert provinces.code_of(written) == code


def test_a_name_spelt_wrong_is_refused_with_the_nearest():
    with pytest.raises(BadInput, match="Did you mean Shandong"):
        provinces.code_of("Shandnog")
