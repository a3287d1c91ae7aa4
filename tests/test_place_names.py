"""English names of cities, prefectures and zones: whole, spelt alike, shown on English pages."""

import pandas as pd
import pytest

from helpers.data import places, tables
from helpers.reports.shared.localities import place_column

NAMES = tables.load("places").set_index("name_zh")["name_en"]


def test_every_place_of_the_customs_tables_has_its_name():
    listed = tables.load("localities")
    listed = listed[listed["locality_zh"] != ""]
    assert (places.in_english(listed) != "").all()
    known = tables.load("places").set_index(["province_code", "name_zh"]).index
    assert set(known) == set(listed.set_index(["province_code", "locality_zh"]).index)


@pytest.mark.parametrize(
    ("printed", "english"),
    [
        ("厦门市", "Xiamen"),  # characters that are read otherwise elsewhere
        ("六安市", "Lu'an"),
        ("台州市", "Taizhou"),
        ("蚌埠市", "Bengbu"),
        ("长治市", "Changzhi"),
        ("乐山市", "Leshan"),
        ("珲春市", "Hunchun"),
        ("闵行经济技术开发区", "Minhang Economic and Technological Development Zone"),
        ("西安市", "Xi'an"),
        ("乌鲁木齐市", "Ürümqi"),
        ("呼和浩特市", "Hohhot"),
        ("红河州", "Honghe Hani and Yi Autonomous Prefecture"),
        ("苏州工业园", "Suzhou Industrial Park"),
        ("吉林市", "Jilin City"),
    ],
)
def test_names_are_those_in_use(printed, english):
    assert NAMES[printed] == english


def test_a_kind_of_zone_has_the_same_words_everywhere_and_a_city_none():
    for kind, words in (
        ("经济技术开发区", " Economic and Technological Development Zone"),
        ("高新技术产业开发区", " High-tech Industrial Development Zone"),
        ("州", " Autonomous Prefecture"),
    ):
        of_kind = NAMES[NAMES.index.str.endswith(kind)]
        assert of_kind.str.removesuffix("s").str.endswith(words).all()
    cities = NAMES[NAMES.index.str.endswith("市")].drop("吉林市")
    assert cities.str.fullmatch(r"[A-ZÜ][a-zü]+(?:'[a-z]+)?").all()


def test_names_printed_in_english_stay_and_unknown_ones_are_shown_as_printed():
    listed = pd.DataFrame(
        [("36", "九江市", "", "九江市"), ("36", "", "Jiujiang City", "Jiujiang City")],
        columns=["province_code", "locality_zh", "locality_en", "name"],
    )
    listed["locality_en"] = places.in_english(listed)
    assert list(listed["locality_en"]) == ["Jiujiang", "Jiujiang City"]
    assert place_column(listed, "place", "en").cells == ["Jiujiang", "Jiujiang City"]
    assert place_column(listed, "place", "en").lang == ""
    new = listed.head(1).assign(locality_zh="新市", locality_en="", name="新市")
    assert (place_column(new, "place", "en").cells, place_column(new, "place", "en").lang) == (
        ["新市"], "zh-CN",
    )  # fmt: skip
