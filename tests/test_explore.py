"""The explorer without a browser: what can be chosen, what is told of the rest, what is drawn."""

import csv
import io
import re
import urllib.request

import pytest
import traitlets
from lxml import etree

from helpers.explore import publishing, save
from helpers.explore.figures import FIGURES
from helpers.explore.state import Explorer, address, restore
from helpers.explore.view import View, seen
from helpers.measures import core as measures
from helpers.system.errors import BadInput


@pytest.fixture
def explorer():
    return Explorer(2024)


def reasons(choices):
    return {choice.value: choice.reason for choice in choices}


def test_the_years_are_those_with_figures(explorer):
    assert explorer.years[0] == 2005
    assert 2006 not in explorer.years
    assert explorer.months == list(range(1, 13))
    assert "2006" in explorer.reasons()[-1]


def test_what_an_edition_lacks_cannot_be_chosen_and_says_why(explorer):
    explorer.year = 2010
    assert "2024" in reasons(explorer.flows())["export"]
    assert "人民币" in reasons(explorer.currencies())["CNY"]
    with pytest.raises(traitlets.TraitError, match="export"):
        explorer.flow = "export"
    with pytest.raises(traitlets.TraitError, match="2006"):
        explorer.year = 2006
    explorer.year, explorer.view = 2005, "movers"
    assert all(reasons(explorer.figures()).values())
    assert explorer.chart() is None
    assert "2004年" in seen(explorer)


def test_what_was_chosen_comes_back_with_its_figures(explorer):
    explorer.flow, explorer.month = "export", 9
    explorer.year = 2010
    assert (explorer.flow, explorer.month, explorer.currency) == ("total", 12, "USD")
    explorer.year = 2025
    assert (explorer.flow, explorer.month, explorer.currency) == ("export", 7, "CNY")
    explorer.year = 2024
    assert (explorer.flow, explorer.month) == ("export", 9)


def test_an_edition_that_is_not_there_is_refused():
    with pytest.raises(BadInput, match="1999"):
        Explorer(1999)


def test_a_ranking_by_exports_counts_exports(explorer):
    explorer.flow = "export"
    ranking = explorer.frames.ranking
    total = Explorer(2024).edition.now
    assert ranking["total"].iloc[0] == total["export"].max()
    assert ranking["total_share"].sum() == pytest.approx(100)
    assert list(ranking["rank"].head(3)) == [1, 2, 3]
    chart = explorer.chart()
    assert "出口" in chart.headline
    assert "进出口" not in chart.headline + chart.subtitle + chart.alt
    by_hand = measures.growth_shown(total, None, "export")["growth_pct"]
    shown = explorer.frames.movers.set_index("province_code")["growth_pct"]
    assert shown.sort_index().equals(by_hand.rename_axis("province_code").sort_index())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("year", "flow"), [(2005, "total"), (2010, "total"), (2024, "import")])
def test_every_view_shows_its_figure_or_says_why_not(year, flow, lang):
    explorer = Explorer(year, lang=lang)
    explorer.flow = flow
    for view, figures in FIGURES.items():
        explorer.view = view
        for figure in figures:
            explorer.figure = figure
            reason = reasons(explorer.figures())[figure]
            html = seen(explorer)
            assert ("<svg" in html) == (not reason), (view, figure)
            assert not reason or reason in html


def test_provinces_are_picked_by_rank_by_mark_and_by_region(explorer):
    explorer.pick("top5")
    assert explorer.provinces == ("11", "31", "32", "33", "44")
    explorer.pick("above")
    assert len(explorer.provinces) == 8
    explorer.pick("none")
    explorer.pick("northeast")
    assert explorer.provinces == ("21", "22", "23")
    assert reasons(explorer.picks())["above"] == ""
    explorer.month = 1
    assert reasons(explorer.picks())["above"] == "2024年1月没有一省达到1万亿元。"
    with pytest.raises(traitlets.TraitError, match="81"):
        explorer.provinces = ("81",)


def test_provinces_chosen_are_kept_and_marked_in_every_view(explorer):
    plain = len(explorer.chart().figure.axes[0].patches)
    explorer.provinces = ("65", "44")
    assert len(explorer.chart().figure.axes[0].patches) == plain + 2
    explorer.view = "trends"
    assert set(explorer.chart().behind.data["province_code"]) == {"44", "65"}
    explorer.view = "one"
    assert explorer.one == "44"
    explorer.province = "65"
    assert explorer.one == "65"
    assert explorer.numbers()[0].label.startswith("新疆")
    explorer.view = "table"
    assert list(explorer.table().data["province_code"]) == ["44", "65"]


def test_a_view_opens_with_the_figure_seen_last(explorer):
    explorer.figure = "share_map"
    explorer.view = "movers"
    assert explorer.figure == "growth_bars"
    explorer.view = "ranking"
    assert explorer.figure == "share_map"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_saved_files_carry_words_font_and_unrounded_figures(lang, tmp_path):
    explorer = Explorer(2024, lang=lang)
    explorer.flow = "export"
    saved = {kind: save.save(explorer, kind, tmp_path) for kind in save.KINDS}
    assert saved["csv"].name == f"2024-ranking_bars-export-{lang}.csv"
    assert saved["png"].read_bytes().startswith(b"\x89PNG")
    drawn = saved["svg"].read_text("utf-8")
    assert "@font-face" in drawn
    assert explorer.chart().alt in etree.fromstring(drawn.encode()).get("aria-label")
    words = re.sub(r"<[^>]+>", "", drawn)
    assert ("全国出口23.1%" if lang == "zh" else "23.1% of the nation's exports") in words
    assert ("来源：海关总署" if lang == "zh" else "Source: General Administration") in words
    rows = list(csv.DictReader(io.StringIO(saved["csv"].read_text("utf-8-sig"))))
    assert len(rows) == 31
    assert float(rows[0]["export"]) == explorer.frames.ranking["total"].iloc[0]
    assert "total" not in rows[0]


def test_a_view_without_figure_saves_its_table_only(explorer, tmp_path):
    explorer.provinces, explorer.view = ("44",), "table"
    text = save.contents(explorer, "csv").decode("utf-8-sig")
    assert [row["province_zh"] for row in csv.DictReader(io.StringIO(text))] == ["广东省"]
    with pytest.raises(LookupError):
        save.save(explorer, "png", tmp_path)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "--year 2024 --lang zh --only rankings"),
        ({"month": 7, "view": "movers"}, "--year 2024 --month 7 --lang zh --only movers"),
        ({"currency": "USD", "lang": "en"}, "--year 2024 --currency USD --lang en --only rankings"),
        ({"year": 2010, "view": "trends"}, "--year 2010 --lang zh --only trends"),
        ({"provinces": ("62",), "view": "one"}, "--year 2024 --lang zh --province 62"),
    ],
)
def test_the_command_names_the_report_that_is_seen(explorer, change, words):
    for name, value in change.items():
        setattr(explorer, name, value)
    assert publishing.command(explorer).endswith(f"trade publish {words}")
    assert len(publishing.pages_of(explorer)) == 1


def test_publishing_tells_its_progress_and_its_end(explorer, tmp_path, monkeypatch):
    # As every kernel of a notebook has it.
    monkeypatch.setenv("FORCE_COLOR", "1")
    run = publishing.Publishing()
    told, messages = [], []
    run.observe(lambda change: told.append((run.state, run.done)))
    run.observe(lambda change: messages.append(change.new), "message")
    words = [*publishing.arguments(explorer), "--out", str(tmp_path / "site")]
    run.start(words, publishing.pages_of(explorer))
    assert run.wait() == "done"
    assert ("running", 1) in told
    assert (tmp_path / "site/zh/2024/rankings.html").is_file()
    assert run.message.startswith("Published 1 page")
    assert not any("\x1b" in message for message in messages)
    address = publishing.site_address(tmp_path / "site")
    with urllib.request.urlopen(f"{address}/{publishing.file_of(explorer)}") as page:
        assert "广东一省占全国20.8%" in page.read().decode()


def test_publishing_that_fails_tells_the_error_and_can_be_stopped(tmp_path):
    run = publishing.Publishing()
    run.start(["publish", "--year", "1999", "--out", str(tmp_path / "site")], [])
    assert run.wait() == "failed"
    assert run.message.startswith("trade: There are no figures for 1999")
    run.start(["publish", "--year", "2024", "--out", str(tmp_path / "site")], [])
    run.stop()
    assert run.wait() == "stopped"
    assert not (tmp_path / "site").exists()


def test_every_province_can_be_shown_on_its_own(explorer):
    explorer.view = "one"
    assert len(explorer.ones()) == 31
    assert explorer.one == "44"
    explorer.provinces = ("51",)
    assert explorer.one == "51"
    explorer.province = "62"
    assert explorer.one == "62"


def test_the_buttons_of_the_long_run_say_that_it_is_in_dollars(explorer):
    view = View(explorer)
    explorer.view = "trends"
    rmb, dollars = view._options["currency"]._row.children
    assert (rmb.icon, rmb.disabled, dollars.icon) == ("", True, "check")
    explorer.view = "ranking"
    assert (rmb.icon, rmb.disabled, dollars.icon) == ("check", False, "")


def test_the_widgets_follow_the_explorer_and_the_other_way_round(explorer):
    view = View(explorer)
    assert "广东一省占全国20.8%" in view._seen[0].value
    explorer.lang = "en"
    assert view._tabs.titles[0] == "Ranking"
    assert "Guangdong alone had 20.8%" in view._seen[0].value
    view._tabs.selected_index = 3
    assert explorer.view == "trends"
    assert "<svg" in view._seen[3].value
    explorer.year = 2010
    assert [button.disabled for button in view._options["flow"]._row.children] == [
        False, True, True,
    ]  # fmt: skip
    provinces = view._provinces
    provinces._search.value = "jiang"
    found = [box.description for box in provinces._list.children]
    assert found == ["Jiangsu", "Zhejiang", "Heilongjiang", "Jiangxi", "Xinjiang"]
    provinces._list.children[0].value = True
    assert explorer.provinces == ("32",)
    provinces._search.value = "zzz"
    assert provinces._list.children[0].value == "No province of that name"


def test_the_address_of_a_view_restores_it_whole(explorer):
    explorer.lang, explorer.provinces, explorer.view = "en", ("51",), "trends"
    explorer.scale, explorer.years_shown = "index", (2010, 2020)
    link = f"http://127.0.0.1:8888/lab/tree/explore.ipynb?token=1&{address(explorer)}"
    other = Explorer(2010)
    other.province = "62"
    restore(other, link)
    assert address(other) == address(explorer)
    assert other.chart().headline == explorer.chart().headline


@pytest.mark.parametrize(
    "wrong", ["year=2006", "month=13", "provinces=Mars", "figure=heat", "years_shown=2010", "x"]
)
def test_what_is_no_address_is_refused_by_its_part_and_changes_nothing(explorer, wrong):
    before = address(explorer)
    view = View(explorer)
    view._files._address.value = f"lang=en&{wrong}" if "=" in wrong else wrong
    assert wrong in view._files._wrong.value
    assert address(explorer) == before
