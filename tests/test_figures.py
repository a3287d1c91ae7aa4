"""Figures: real glyphs, words with them, and nothing drawn where there is nothing to draw."""

import io
import re
import warnings

import numpy as np
import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from helpers.data.edition import open_edition
from helpers.display import fonts, style
from helpers.display.chart import apart
from helpers.display.lines import Look, lines_with_gaps
from helpers.display.svg import inline
from helpers.display.texts import Texts
from helpers.reports import Contributions, Movers, Rankings, Regions, Trends
from helpers.reports.rankings.charts import Enlarged, enlarged


def charts(edition):
    rankings = Rankings(edition)
    regions = Regions(edition)
    trends = Trends(edition)
    return [
        rankings.bars(),
        rankings.rank_change_lines(),
        rankings.gap_bars(),
        Movers(edition).growth_bars(),
        Contributions(edition).waterfall(),
        regions.share_bars(),
        regions.growth_bars(),
        regions.composition(),
        trends.multiple_bars(),
        trends.lines(),
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("period", [(2024, 12), (2025, 7), (2010, 12)])
def test_every_label_is_a_real_glyph(period, lang):
    drawn = [c for c in charts(open_edition(*period, lang=lang)) if c is not None]
    assert len(drawn) == 10
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for chart in drawn:
            text = inline(chart)
            assert "<svg" in text
            assert not fonts.missing(chart.headline + chart.subtitle + chart.alt + chart.source)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_figure_has_its_words(lang):
    for chart in charts(open_edition(2024, lang=lang)):
        assert chart.headline
        assert "2024" in chart.subtitle
        assert chart.source.startswith("来源：" if lang == "zh" else "Source: ")
        assert len(chart.alt) > 40


def test_figures_of_change_are_left_out_where_there_is_no_year_before():
    drawn = [None if c is None else c.name for c in charts(open_edition(2007))]
    assert drawn.count(None) == 4  # rank changes, growth, contributions, growth of regions
    first = [None if c is None else c.name for c in charts(open_edition(2005))]
    assert first.count(None) == 6  # and multiples and lines: a first year has no history


def test_missing_years_break_the_lines():
    crossing, unbroken = charts(open_edition(2024))[-1].figure.axes[0].collections[:2]
    years = [path.vertices[:, 0].tolist() for path in unbroken.get_paths()]
    assert not any(2006 in own for own in years)
    assert all(step == 1 for own in years for step in np.diff(own))
    # Dots lead from the year before the gap to the year after it.
    assert any(
        2007 in own and 2005 in own for own in (p.vertices[:, 0] for p in crossing.get_paths())
    )


def test_the_same_chart_is_the_same_bytes():
    one, other = (inline(charts(open_edition(2024))[0]) for _ in range(2))
    assert one == other


def test_two_charts_on_a_page_share_no_id():

    drawn = [c for c in charts(open_edition(2024)) if c is not None]
    ids = [i for chart in drawn for i in re.findall(r' id="([^"]+)"', inline(chart))]
    assert len(ids) == len(set(ids))


@given(
    st.lists(st.floats(-50, 50, allow_nan=False), min_size=1, max_size=14).map(sorted),
    st.floats(0.1, 5),
)
def test_labels_at_line_ends_keep_their_order_and_distance_and_keep_their_middle(places, least):
    moved = apart(np.array(places), least)
    assert (np.diff(moved) >= least - 1e-9).all()
    assert moved.mean() == pytest.approx(np.mean(places))


def test_labels_that_stand_apart_already_stay_and_two_that_touch_part_evenly():
    assert apart(np.array([0.0, 2.0, 2.5, 5.0]), 1.0).tolist() == [0.0, 1.75, 2.75, 5.0]


def test_a_figure_is_laid_out_once_for_each_size():
    figure, ax = style.canvas(2.0)
    places = []
    for height in (2.0, 2.0, 3.0):
        figure.set_size_inches(style.WIDTH, height)
        figure.draw_without_rendering()
        places.append(ax.get_position().bounds)
        ax.set_ylabel("a label\nof two lines")
    assert places[0] == places[1] != places[2]


def test_a_font_has_the_glyphs_asked_for_and_the_same_bytes_each_time():
    cut = fonts.woff.__wrapped__(frozenset("广东1,234.5%"))
    assert fonts.woff.__wrapped__(frozenset("%5.432,1东广")) == cut
    font = TTFont(io.BytesIO(cut))
    assert {chr(code) for code in font.getBestCmap()} == set("广东1,234.5%")
    # Pairs of letters stand closer, figures have one width.
    assert "kern" in {r.FeatureTag for r in font["GPOS"].table.FeatureList.FeatureRecord}
    width = {font["hmtx"][font.getBestCmap()[ord(digit)]][0] for digit in "12345"}
    assert len(width) == 1


def test_small_provinces_are_drawn_on_a_larger_scale_that_the_caption_tells():
    # 3 and 1 are below 4 % of 100: 20 times as long they reach 60, and 50 times would reach 150.
    assert enlarged(pd.Series([100.0, 50.0, 3.0, 1.0])) == Enlarged(at=2, times=20)
    assert enlarged(pd.Series([100.0, 50.0, 1.0])) == Enlarged(at=2, times=50)
    assert enlarged(pd.Series([100.0, 50.0, 4.0])) is None
    chart = Rankings(open_edition(2024, lang="en")).bars()
    shape = chart.figure.axes[0].collections[0]
    lengths = [path.vertices[:, 0].max() for path in shape.get_paths()]
    assert len(chart.marks) == len(lengths) == 31
    assert min(lengths) > 0.01 * max(lengths)
    assert "on a scale 20 times as large" in chart.subtitle


def test_a_missing_value_has_a_dash_and_a_true_zero_its_figure():
    labels, values = pd.Series(["a", "b", "c"]), pd.Series([2.0, 0.0, np.nan])
    drawing = style.ranked_bars(labels, values, ["2.0", "0.0", "–"], values > 1)
    written = {
        text: point
        for artist in drawing.figure.axes[0].get_children()
        if isinstance(artist, Texts)
        for text, point in zip(artist.texts, artist.points, strict=True)
    }
    assert tuple(written["0.0"]) == (0.0, 1.0)
    assert tuple(written["–"]) == (0.0, 2.0)


def test_gaps_are_crossed_by_dots_on_every_page_and_whole_lines_have_none():
    for years, crossing in (([2005, 2007, 2008], 1), ([2005, 2006, 2007], 0)):
        with style.theme():
            _, ax = style.canvas(2.0)
            lines_with_gaps(ax, pd.DataFrame({"a": [1.0, 2.0, 3.0]}, years), {"a": Look("#000")})
        assert len(ax.collections) == 1 + crossing
