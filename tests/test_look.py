"""Colours that can be told apart, maps with every province in its place, numbers that are news."""

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.data import provinces
from helpers.data.edition import open_edition
from helpers.display import svg, templates, tilemap, tooltips
from helpers.measures import core as m
from helpers.reports import Movers, Rankings


def luminance(color: str) -> float:
    """Relative luminance of WCAG 2."""
    digits = color.lstrip("#")
    full = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    parts = [int(full[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def palettes() -> dict[str, dict[str, str]]:
    sheet = templates.text("page/style.css")
    light = sheet.index(":root{")
    dark = sheet.index(":root[data-theme=dark]{")
    return {
        name: dict(re.findall(r"--([\w-]+):(#\w+)", sheet[at : sheet.index("}", at)]))
        for name, at in (("light", light), ("dark", dark))
    }


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_and_marks_stand_out_from_the_paper(name):
    colors = palettes()[name]
    paper = colors["paper"]
    for text in ("ink", "soft", "accent"):
        assert contrast(colors[text], paper) >= 4.5, text
        assert contrast(colors[text], colors["wash"]) >= 4.5, text
    for mark in ("accent", "grey", "piece"):
        assert contrast(colors[mark], paper) >= 3, mark
    for under in ("accent", "piece"):
        assert contrast(colors["on-mark"], colors[under]) >= 4.5, under


def test_the_reader_s_setting_and_the_button_give_the_same_dark():
    sheet = templates.text("page/style.css")
    blocks = re.findall(
        r":root(?:\[data-theme=dark\]|:not\(\[data-theme=light\]\))\{([^}]*)\}", sheet
    )
    assert len(blocks) == 2
    assert blocks[0] == blocks[1]


@pytest.mark.parametrize(
    "colors", [tilemap.SHARE.colors, *tilemap.FALLS.values(), *tilemap.RISES.values()]
)
def test_text_stands_out_from_its_tile(colors):
    assert all(contrast(tile, text) >= 4.5 for tile, text in colors)


@pytest.mark.parametrize(
    ("rates", "bounds", "falls"),
    [
        ([-17, -8, -3, 1, 2, 4, 6, 7, 9, 12, 25], (-5, 0, 5, 10), 2),
        ([-0.4, 1, 2, 4, 6, 7, 9, 12, 25], (0, 3, 6, 9), 1),
        ([5, 12, 18, 22, 27, 34, 38, 41, 60], (10, 20, 30, 40), 0),  # 2008: all grew fast
        ([-40, -28, -26, -18, -12, -11, -7, -4], (-20, -15, -10, -5), 5),
        ([0.0, 0.0], (1, 2, 3, 4), 0),
    ],
)
def test_classes_of_growth_fit_the_year(rates, bounds, falls):
    scale = tilemap.growth_scale(pd.Series(rates, dtype=float))
    assert scale.bounds == bounds
    assert scale.colors == (*tilemap.FALLS[falls], *tilemap.RISES[5 - falls])


@given(st.lists(st.floats(-60, 120), min_size=1, max_size=40))
def test_no_class_has_falls_and_rises_and_five_classes_have_colours(rates):
    scale = tilemap.growth_scale(pd.Series(rates))
    shown = [round(rate, 1) for rate in rates]
    assert len(scale.colors) == len(scale.bounds) + 1 == 5
    assert min(shown) >= 0 or max(shown) < 0 or 0 in scale.bounds


def test_every_province_has_a_tile_of_its_own_beside_another():
    tiles = set(
        provinces.provinces()[["tile_column", "tile_row"]].itertuples(index=False, name=None)
    )
    assert len(tiles) == 31
    for x, y in tiles:
        assert tiles & {(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)}


def test_tiles_lie_roughly_where_the_provinces_do():
    at = provinces.provinces()
    column, row = at["tile_column"], at["tile_row"]
    for west, east in (("65", "11"), ("54", "31"), ("51", "42"), ("53", "44"), ("62", "37")):
        assert column[west] < column[east]
    for north, south in (("23", "21"), ("11", "41"), ("37", "33"), ("42", "44"), ("44", "46")):
        assert row[north] < row[south]


def test_a_value_on_a_bound_belongs_to_the_class_above():
    colors = tilemap.SHARE.colors
    assert tilemap.SHARE.of(0.49) == colors[0]
    assert tilemap.SHARE.of(0.5) == colors[1]
    assert tilemap.SHARE.of(10.0) == colors[-1]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_map_tells_every_province(lang):
    edition = open_edition(2024, lang=lang)
    drawn, growth = Rankings(edition).share_map(), Movers(edition).growth_map()
    for chart in (drawn, growth):
        assert len(chart.marks) == len(chart.behind.data) == 31
        assert svg.inline(chart).count('class="mark"') == 31
    first = "广东：占比 20.78%；" if lang == "zh" else "Guangdong: Share 20.78%; "
    assert drawn.marks[0].told.text.startswith(first)


def test_there_is_no_map_of_growth_without_a_year_before():
    assert Movers(open_edition(2005)).growth_map() is None


def test_what_is_not_known_is_not_told():
    assert tooltips.told("北京", [("占比", "8.2%"), ("同比", "–")], "zh") == "北京：占比 8.2%"
    assert (
        tooltips.told("Beijing", [("Share", "8.2%"), ("Growth", "–")], "en")
        == "Beijing: Share 8.2%"
    )


@pytest.mark.parametrize(("period", "lang"), [((2024, 12), "zh"), ((2010, 12), "en")])
def test_key_numbers_say_what_the_measures_say(period, lang):
    edition = open_edition(*period, lang=lang)
    movers = Movers(edition)
    *_, leader = Rankings(edition).key_numbers().numbers
    assert leader.value == f"{m.shares(edition.now['total']).max():.1f}%"
    rates = movers.frame["growth_pct"].round(1)
    risen, fastest, slowest = movers.key_numbers().numbers
    assert risen.value == str((rates > 0).sum())
    assert fastest.value.startswith("+")
    assert slowest.note == provinces.names(lang)[movers.frame["province_code"].iloc[-1]]


def test_key_numbers_of_what_is_missing_are_left_out():
    edition = open_edition(2005)
    assert Movers(edition).key_numbers().numbers == []
    assert Rankings(edition).nation.balance_number() is None
