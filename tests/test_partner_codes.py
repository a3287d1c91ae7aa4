"""Codes of partners, groups, products and trade modes: complete, spelled right, dated."""

import datetime

import pytest
import tables

from helpers.data import partners
from helpers.data import tables as store
from helpers.display import fonts
from helpers.system.errors import BadInput

# Partners with another code since 2023.
RENUMBERED = {"337": "150", "338": "151", "339": "152"}


@pytest.fixture
def data(tmp_path, monkeypatch):
    return tables.copy_of_data(tmp_path, monkeypatch)


def sizes(date: str) -> dict[str, int]:
    return {group: len(partners.members(group, date)) for group in partners.group_names("en")}


def test_names_of_china_s_regions_are_those_of_mainland_usage():
    zh, en = partners.names("zh"), partners.names("en")
    assert [zh[code] for code in ("110", "121", "143")] == ["中国香港", "中国澳门", "中国台湾"]
    assert [en[code] for code in ("110", "121", "143")] == [
        "Hong Kong, China",
        "Macao, China",
        "Taiwan, China",
    ]


def test_every_partner_has_a_name_in_both_languages_and_no_note_in_it():
    for lang in ("zh", "en"):
        for name in partners.names(lang).values():
            assert name
            assert name == name.strip()
            assert not set(name) & set("()（）_，年\r\n")


def test_english_names_have_no_chinese_and_chinese_names_no_latin_letter():
    assert all(ord(c) < 0x2000 for name in partners.names("en").values() for c in name)
    assert not any(c.isascii() for name in partners.names("zh").values() for c in name)


def test_georgia_armenia_and_azerbaijan_have_codes_of_before_and_since_2023():
    now, known = partners.now(), partners.partners()
    assert {code: new for code, new in now.items() if code != new} == RENUMBERED
    for old, new in RENUMBERED.items():
        assert known.at[old, "iso3166"] == known.at[new, "iso3166"] != ""
        assert (known.at[old, "last_year"], known.at[new, "first_year"]) == (2022, 2023)
        assert all(partners.names(lang)[old] == partners.names(lang)[new] for lang in ("zh", "en"))


def test_now_is_a_code_of_the_table_that_is_its_own_now():
    now = partners.now()
    assert all(now[now[code]] == now[code] for code in now)


def test_codes_of_countries_are_used_once_but_for_the_renumbered():
    known = partners.partners()
    countries = known.loc[(known["iso3166"] != "") & ~known.index.isin(list(RENUMBERED))]
    assert countries["iso3166"].is_unique
    assert known.at["142", "iso3166"] == "CN"


@pytest.mark.parametrize("code", ["199", "299", "399", "499", "599", "699", "701", "702", "999"])
def test_what_is_no_country_has_no_code_of_countries(code):
    assert partners.partners().at[code, "iso3166"] == ""


@pytest.mark.parametrize(
    ("date", "asean", "rcep", "eu"),
    [
        ("2015-12-31", 10, 0, 28),
        ("2021-12-31", 10, 0, 27),
        ("2022-01-01", 10, 9, 27),
        ("2022-12-31", 10, 12, 27),
        ("2023-12-31", 10, 14, 27),
        ("2025-12-31", 11, 14, 27),
    ],
)
def test_groups_grow_and_shrink_on_their_dates(date, asean, rcep, eu):
    assert sizes(date) == {"asean": asean, "rcep": rcep, "eu": eu, "central-asia": 5}


def test_the_first_and_the_last_day_of_membership_count():
    assert "303" in partners.members("eu", "2020-01-31")
    assert "303" not in partners.members("eu", datetime.date(2020, 2, 1))
    assert "144" not in partners.members("asean", "2025-10-25")
    assert "144" in partners.members("asean", datetime.date(2025, 10, 26))


def test_china_is_no_partner_of_itself_in_rcep():
    assert "142" not in partners.members("rcep", "2024-12-31")


def test_members_have_codes_of_now():
    now = partners.now()
    assert all(now[code] == code for code in partners.groups()["partner_code"])


@pytest.mark.parametrize("group", ["belt-and-road", ""])
def test_an_unknown_group_is_refused_with_those_there_are(group):
    with pytest.raises(BadInput, match="There are: asean, rcep, eu, central-asia"):
        partners.members(group, "2024-12-31")


@pytest.mark.parametrize("date", ["2024-13-01", "2024", "", "yesterday"])
def test_what_is_no_date_is_refused(date):
    with pytest.raises(BadInput, match="is not a date"):
        partners.members("eu", date)


def test_names_and_members_follow_a_changed_table(data):
    assert partners.names("en")["137"] == "Türkiye"
    path = data / "partners.csv"
    path.write_text(path.read_text("utf-8").replace("Türkiye", "Turkey"), "utf-8")
    assert partners.names("en")["137"] == "Turkey"
    assert len(partners.members("central-asia", "2024-12-31")) == 5
    path = data / "partner_groups.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), "utf-8")
    assert len(partners.members("central-asia", "2024-12-31")) == 4


def test_each_group_has_one_name_in_each_language():
    of_group = partners.groups().groupby("group_code")[["name_zh", "name_en"]].nunique()
    assert of_group.eq(1).all(axis=None)


def test_names_of_products_are_short_enough_for_a_chart():
    products = store.load("products")
    assert products["name_zh"].str.len().max() <= 9
    assert products["name_en"].str.len().max() <= 30
    for name in ("name_zh", "name_en"):
        assert products[name].is_unique


def test_trade_modes_are_of_the_kinds_that_the_readme_states():
    modes = store.load("trade_modes").groupby("kind")["mode_code"].agg(list)
    assert len(modes.explode()) == 20
    assert modes["ordinary"] == ["10"]
    assert modes["processing"] == ["14", "15"]
    assert modes["bonded"] == ["33", "34"]


@pytest.mark.parametrize("table", tables.CODES)
def test_the_font_has_every_character(table):
    assert fonts.missing((store.data_dir() / f"{table}.csv").read_text("utf-8")) == set()
