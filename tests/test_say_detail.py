"""Sentences on trade in detail: true at any coverage, up and down, with nothing and with little."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from cubes import row, write

from helpers.data.detail import Detail, published
from helpers.display.style import Chart
from helpers.display.table import Table
from helpers.language.sentences import Finding
from helpers.reports import Drivers, Partners, Products
from helpers.reports.shared.detail_names import wrapped

REPORTS = (Products, Partners, Drivers)
TOILETS, BATHS, SINKS = "6910", "73242100", "73241000"
USA, THAILAND, KAZAKHSTAN = "502", "136", "145"
INNER = {
    "moved", "product", "partner", "named", "saved", "labels", "others", "product_label", "why_of",
    "why_of_covered",
}  # fmt: skip


@pytest.fixture
def cube(tmp_path, monkeypatch):
    """Write rows as the cube in use, and open a period of it."""

    def opened(rows, year=2024, province="33", **given):
        folder = write(tmp_path / f"cube{len(list(tmp_path.iterdir()))}", rows)
        monkeypatch.setenv("TRADE_DETAIL", str(folder))
        return Detail.open(year, province=province, **given)

    return opened


def two_years(now: dict, before: dict, **other) -> list[dict]:
    """Rows of 2024 and 2023: values in dollars by (province, product, partner)."""
    sides = ((2024, now), (2023, before))
    return [row(year, *key, value, **other) for year, side in sides for key, value in side.items()]


UP = two_years(
    {
        ("33", TOILETS, USA): 600_000_000, ("33", TOILETS, THAILAND): 300_000_000,
        ("33", SINKS, KAZAKHSTAN): 200_000_000, ("33", BATHS, USA): 100_000_000,
        ("44", TOILETS, USA): 900_000_000, ("44", SINKS, USA): 100_000_000,
    },
    {
        ("33", TOILETS, USA): 400_000_000, ("33", TOILETS, THAILAND): 400_000_000,
        ("33", BATHS, USA): 100_000_000, ("33", BATHS, KAZAKHSTAN): 100_000_000,
        ("44", TOILETS, USA): 1_100_000_000, ("44", SINKS, USA): 100_000_000,
    },
)  # fmt: skip


def turned(rows: list[dict]) -> list[dict]:
    """The same rows with the two years exchanged."""
    return [one | {"year": 4047 - one["year"]} for one in rows]


def at_coverage(share: float, growth: float = 1.25) -> list[dict]:
    """Rows of Zhejiang that are ``share`` of its published exports of 2024."""
    whole = published("export", "USD", 2024, 12)["33"] * 1e8 * share
    return two_years(
        {
            ("33", TOILETS, USA): whole * 0.5, ("33", SINKS, THAILAND): whole * 0.3,
            ("33", BATHS, USA): whole * 0.2,
        },
        {
            ("33", TOILETS, USA): whole * 0.5 / growth, ("33", SINKS, THAILAND): whole * 0.2,
            ("33", BATHS, USA): whole * (0.5 / growth - 0.2 + 0.0),
        },
    )  # fmt: skip


def parts(detail: Detail) -> dict[str, object]:
    """What every public method of the three reports and of their notes gives."""
    found = {}
    for report in REPORTS:
        made = report(detail)
        for owner in (made, made.notes):
            for name in dir(type(owner)):
                if not name.startswith("_") and name not in INNER:
                    method = getattr(type(owner), name)
                    if callable(method):
                        found[f"{report.__name__}.{name}"] = getattr(owner, name)()
        for kind in ("product", "partner", "pair"):
            found[f"{report.__name__}.moved {kind}"] = made.notes.moved(kind)
    return found


def findings(detail: Detail) -> dict[str, Finding]:
    return {name: part for name, part in parts(detail).items() if isinstance(part, Finding)}


def sound(detail: Detail) -> None:
    """Every sentence is whole, in its language, without a number that does not exist."""
    for name, part in parts(detail).items():
        if isinstance(part, Finding):
            assert part.zh.endswith("。"), name
            assert part.en.endswith("."), name
            assert not re.search(r"(?<![a-z])(nan|NaN|inf)(?![a-z])", part.zh + part.en), name
            assert not re.search("[\u3400-\u9fff]", part.en), name
            assert not re.search(r"[\w)]\(|[a-z)][.;,:][A-Za-z]| [,;.]|  ", part.en), name
            assert not re.search("[a-z]{3,}", part.zh), name
            assert part.en[0] == part.en[0].upper(), name
        if isinstance(part, Chart | Table):
            text = part.alt + part.headline if isinstance(part, Chart) else part.caption
            assert "nan" not in text.lower().split(), name


def test_at_a_thousandth_sentences_are_about_the_products_and_name_them(cube):
    detail = cube(at_coverage(0.001))
    said = findings(detail)
    coverage = said.pop("Drivers.coverage")
    assert (
        "收录的商品有3种：陶瓷卫生洁具、不锈钢水槽、铸铁浴缸，占浙江2024年出口的0.10%"
        in coverage.zh
    )
    assert "They are 0.10% of Zhejiang's exports in 2024" in coverage.en
    assert said["Drivers.total"].zh.startswith("2024年，浙江出口收录的3种商品")
    assert "of the three products covered, up" in said["Drivers.total"].en
    for name, finding in said.items():
        if not name.endswith("coverage"):
            assert not re.search("Zhejiang's exports(?! of the three products)", finding.en), name
    assert "占浙江出口的0.10%" in Drivers(detail).source
    sound(detail)


def test_at_full_coverage_sentences_are_about_the_province(cube):
    detail = cube(at_coverage(1.0), lang="en")
    said = findings(detail)
    assert "收录的3种商品占浙江2024年出口的100.0%" in said["Drivers.coverage"].zh
    assert re.match(r"2024年，浙江出口[\d,.]+亿美元，比上年增长", said["Drivers.total"].zh)
    assert "of goods, up" in said["Drivers.total"].en
    chart = Drivers(detail).waterfall()
    assert "the growth of Zhejiang's exports" in chart.subtitle
    assert "covered" not in Drivers(detail).source
    sound(detail)


@pytest.mark.parametrize("share", [0.5, 0.89])
def test_below_nine_tenths_the_province_is_not_spoken_of_as_a_whole(cube, share):
    assert "收录的3种商品" in findings(cube(at_coverage(share)))["Drivers.total"].zh


def test_growth_up_and_its_pieces_by_hand(cube):
    detail = cube(UP)
    drivers = Drivers(detail)
    # 12 on 10: the United States +2, Kazakhstan +2 − 1, Thailand −1, all in toilets but the middle.
    assert drivers.notes.total().zh == (
        "2024年，浙江出口收录的3种商品12.0亿美元，比上年增长20.0%。"
    )
    assert drivers.notes.moved("pair").zh == (
        "分商品和伙伴看，拉动最多的是对美国的陶瓷卫生洁具（+20.00个百分点）和"
        "对哈萨克斯坦的不锈钢水槽（+20.00个百分点）；"
        "拖累最多的是对泰国的陶瓷卫生洁具（−10.00个百分点）和对哈萨克斯坦的铸铁浴缸（−10.00个百分点）。"
    )
    assert "stainless steel sinks to Kazakhstan (+20.00 points)" in drivers.notes.moved("pair").en
    assert (
        "新增的商品与伙伴组合1对，作用为+20.00个百分点；退出的1对，−10.00；" in drivers.margins().zh
    )
    waterfall = drivers.waterfall()
    assert waterfall.alt.endswith("铸铁浴缸 −10.00，合计 +20.00") or "合计 +20.00" in waterfall.alt
    sound(detail)


def test_growth_down_is_said_as_a_fall(cube):
    detail = cube(turned(UP))
    said = findings(detail)
    assert "比上年下降16.7%" in said["Drivers.total"].zh
    assert "down 16.7% on the year before" in said["Drivers.total"].en
    assert Drivers(detail).waterfall().headline == "浙江3种收录商品的出口下降16.7%，由各项相加而成"
    sound(detail)


@pytest.mark.parametrize("rows", [UP, turned(UP)])
@pytest.mark.parametrize("province", ["33", "44", "all"])
def test_contributions_shown_add_up_to_the_growth_shown(cube, rows, province):
    detail = cube(rows, province=province)
    growth = Drivers(detail).frames.growth
    charts = [
        Drivers(detail).waterfall(), Drivers(detail).parts_waterfall(),
        Products(detail).contributions(), Partners(detail).contributions(),
    ]  # fmt: skip
    for chart in filter(None, charts):
        frame = chart.behind.data
        assert frame["contribution_pp"].sum() == pytest.approx(growth, abs=1e-9), chart.name
    assert "差0.0000个百分点" in Drivers(detail).adds_up().zh


def test_many_pairs_become_the_largest_and_all_others(cube):
    partners = [str(code) for code in (101, 102, 103, 105, 106, 107, 108, 110, 111, 112, 113, 114)]
    detail = cube(
        two_years(
            {("33", TOILETS, code): 100 + at for at, code in enumerate(partners)},
            {("33", TOILETS, code): 100 for code in partners},
        )
    )
    chart = Drivers(detail).waterfall()
    assert "其余4项" in chart.alt
    assert chart.behind.data["contribution_pp"].sum() == pytest.approx(66 / 1200 * 100)


def test_growth_is_the_nations_the_mixs_and_its_own(cube):
    detail = cube(UP)
    found = Drivers(detail).shift_share()
    # The nation 22 before and now: 0.0 %.
    assert "全国同样商品的增速0.00个百分点" in found.zh
    assert "points from the nation's growth in the same products" in found.en
    assert "浙江3种收录商品的出口增长20.0%，由四部分相加而成" in found.zh
    assert Drivers(cube(UP, province="all")).shift_share() is None
    assert Drivers(cube(UP, province="all")).parts_waterfall() is None


def test_a_province_without_any_trade_has_one_sentence(cube):
    detail = cube(UP, province="54")
    said = findings(detail)
    assert said["Drivers.total"].zh == "2024年，西藏没有收录的3种商品的出口记录。"
    assert said["Drivers.total"].en == (
        "In 2024, no exports of the three products covered are recorded for Tibet."
    )
    assert Drivers.why_of(detail, "54") == []
    kept = {name.split(".")[1] for name in said}
    assert kept == {"total", "opening", "coverage", "basis"}
    shown = {name for name, part in parts(detail).items() if isinstance(part, Chart | Table)}
    assert {name.split(".")[1] for name in shown} == {"sources"}
    sound(detail)


def test_a_province_that_stopped_says_what_it_had(cube):
    rows = [*UP, row(2023, "62", TOILETS, USA, 5_000_000)]
    detail = cube(rows, province="62")
    assert findings(detail)["Drivers.total"].zh == (
        "2024年，甘肃没有收录的3种商品的出口记录，上年为500.0万美元。"
    )
    sound(detail)


def test_a_province_that_began_has_no_growth(cube):
    rows = [*UP, row(2024, "62", TOILETS, USA, 5_000_000)]
    detail = cube(rows, province="62")
    said = findings(detail)
    assert said["Drivers.total"].en == (
        "In 2024, Gansu exported $5.0 million of the three products covered."
    )
    assert "上年甘肃没有收录的3种商品的出口记录" in said["Drivers.no_growth"].zh
    assert Drivers(detail).waterfall() is None
    sound(detail)


def test_the_first_year_has_no_growth_and_no_empty_chart(cube):
    detail = cube([one for one in UP if one["year"] == 2024])
    said = findings(detail)
    assert (
        said["Drivers.no_growth"].zh == "本站没有2023年分商品、分伙伴的数字，因此不列同比和拉动。"
    )
    assert not {name for name in said if "moved" in name}
    drivers = Drivers(detail)
    assert drivers.waterfall() is None
    assert drivers.table() is None
    assert Partners(detail).heat_map() is None
    assert [c.label for c in Products(detail).table().columns][:3] == ["商品", "本期", "占比"]
    sound(detail)


def test_one_product_is_called_by_its_name(cube):
    detail = cube(two_years({("33", TOILETS, USA): 3_000_000}, {("33", TOILETS, USA): 2_000_000}))
    said = findings(detail)
    assert said["Drivers.total"].zh == "2024年，浙江出口陶瓷卫生洁具300.0万美元，比上年增长50.0%。"
    assert "exported $3.0 million of ceramic sanitary ware, up 50.0%" in said["Drivers.total"].en
    assert "收录的商品只有一种：陶瓷卫生洁具" in said["Drivers.coverage"].zh
    sound(detail)


def test_unknown_coverage_is_said_to_be_unknown(cube):
    rows = [one | {"year": one["year"] - 4} for one in UP]
    found = Drivers(cube(rows, year=2020)).notes.coverage()
    assert "占浙江出口多少无从知道：分省的出口和进口本站从2024年起才收录" in found.zh
    assert "cannot be told: exports and imports by province are included from 2024 on" in found.en


def test_products_left_out_are_named_with_the_reason(cube):
    extra = "85177950"
    detail = cube([*UP, row(2024, "33", extra, USA, 1_000_000)])
    assert Drivers(detail).notes.left_out().zh == ("没有纳入比较：光收发模块（没有2023年的数字）。")
    gaps = pd.DataFrame({"product": [extra], "year": [2024], "months": [[3, 5, 6, 12]]})
    found = Drivers(replace(detail, left_out=gaps)).notes.left_out()
    assert found.zh == "没有纳入比较：光收发模块（缺2024年3月、5–6月和12月）。"
    assert "optical transceivers (no figures for March, May–June and December 2024)" in found.en
    inside = pd.DataFrame({"product": ["69101000"], "year": [2024], "months": [[]]})
    assert Drivers(replace(detail, left_out=inside)).notes.left_out() is None


def test_what_the_province_leads_the_nation_in(cube):
    assert Products(cube(UP)).notes.leads().zh == (
        "在浙江出口的收录商品中，铸铁浴缸（占全国100.0%）、不锈钢水槽（占全国66.7%）和陶瓷卫生洁具（占全国50.0%）居全国首位。"
    )
    none = Products(cube(UP, province="44")).notes.leads()
    assert none.zh.startswith("在广东出口的收录商品中，陶瓷卫生洁具（占全国50.0%）")
    rows = [*UP, *two_years({("62", TOILETS, USA): 1e6}, {("62", TOILETS, USA): 1e6})]
    lowest = Products(cube(rows, province="62")).notes.leads()
    assert "甘肃没有一种的出口居全国首位，位次最高的是陶瓷卫生洁具（第3位" in lowest.zh
    leaders = Products(cube(UP, province="all")).notes.leads()
    assert "陶瓷卫生洁具是" in leaders.zh


def test_comparative_advantage_only_where_all_exports_are_known(cube):
    assert Products(cube(UP)).advantage() is not None
    rows = [one | {"year": one["year"] - 4} for one in UP]
    assert Products(cube(rows, year=2020)).advantage() is None
    assert Products(cube(UP, province="all")).advantage() is None


def test_volume_and_unit_values(cube):
    rows = [
        row(2024, "33", SINKS, USA, 30_000_000, quantity=10e6, unit="千克"),
        row(2023, "33", SINKS, USA, 10_000_000, quantity=5e6, unit="千克"),
        row(2024, "33", BATHS, USA, 8_000_000, quantity=4e6, unit="千克"),
        row(2023, "33", BATHS, USA, 10_000_000, quantity=4e6, unit="千克"),
    ]
    products = Products(cube(rows))
    # Sinks: 2 dollars became 3, 5 became 10; 12.5 of volume and 7.5 of unit value on 20.
    assert "数量的作用为+62.50个百分点，单位价值为+27.50个百分点" in products.volume().zh
    assert "单位价值升幅最大的是不锈钢水槽（+50.0%），降幅最大的是铸铁浴缸（−20.0%）" in (
        products.unit_values().zh
    )
    assert "rose most for stainless steel sinks (+50.0%) and fell most for cast iron baths" in (
        products.unit_values().en
    )
    assert products.unit_value_table().columns[1].cells == ["千克", "千克"]
    assert "数量的作用比单位价值大" in Drivers(cube(rows)).volume().zh
    assert Products(cube(UP)).volume() is None


def test_partners_by_group_new_and_lost(cube):
    partners = Partners(cube(UP))
    assert "东盟占25.0%（−25.0%）" in partners.groups().zh
    assert "中亚五国占16.7%（+100.0%）" in partners.groups().zh
    # ASEAN is a part of RCEP: "other" would be read as without ASEAN.
    assert "; RCEP members other than China" in partners.groups().en
    assert partners.new().zh == "没有新增的伙伴。"
    rows = [*UP, row(2024, "33", TOILETS, "303", 12_000_000), row(2023, "33", TOILETS, "304", 10e6)]
    found = Partners(cube(rows))
    assert "新增1个伙伴，共1,200.0万美元" in found.new().zh
    assert "One partner has no trade on record any more, after $10.0 million" in found.lost().en


def test_a_codes_successor_is_the_same_partner(cube):
    rows = two_years({("33", TOILETS, "150"): 2_000_000}, {("33", TOILETS, "337"): 1_000_000})
    assert Partners(cube(rows)).new().zh == "没有新增的伙伴。"


def test_imports_have_their_own_verbs(cube):
    detail = cube([one | {"flow": "import"} for one in UP], flow="import")
    said = findings(detail)
    assert "浙江进口收录的3种商品" in said["Drivers.total"].zh
    assert "Zhejiang imported" in said["Drivers.total"].en
    assert "自美国的陶瓷卫生洁具" in said["Drivers.moved pair"].zh
    assert "from the United States" in said["Drivers.moved pair"].en
    sound(detail)


def test_trade_modes_are_told_by_kind_where_they_are_known(cube):
    rows = [
        row(2024, "33", TOILETS, USA, 60_000_000, mode_code="10"),
        row(2024, "33", TOILETS, USA, 30_000_000, mode_code="15"),
        row(2024, "33", SINKS, USA, 10_000_000),
        row(2023, "33", TOILETS, USA, 40_000_000, mode_code="10"),
        row(2023, "33", SINKS, USA, 10_000_000),
    ]
    report = Drivers(cube(rows))
    assert (
        report.modes().zh == "按贸易方式分，一般贸易占60.0%、加工贸易占30.0%和未分贸易方式占10.0%。"
    )
    assert report.modes().en == (
        "By trade mode: ordinary trade 60.0%, processing trade 30.0% and not queried by mode 10.0%."
    )
    assert report.frames.modes["contribution_pp"].tolist() == pytest.approx([40, 60, 0])
    assert report.modes_table() is not None
    assert Drivers(cube(UP)).modes() is None
    assert Drivers(cube(UP)).modes_table() is None


def test_why_has_the_coverage_and_the_waterfall(cube):
    period = cube(UP)
    why = Drivers.why_of(period, "Zhejiang")
    assert [part.id for part in why[:2]] == ["detail_total", "detail_coverage"]
    assert [part.name for part in why if isinstance(part, Chart)] == ["drivers"]
    assert Drivers.why_of(period, "Tibet") == []
    assert Drivers.why_of(replace(period, year=2019), "Zhejiang") == []


@pytest.mark.parametrize("seed", range(4))
def test_any_trade_makes_sound_sentences(cube, seed):
    random = np.random.default_rng(seed)
    keys = [(p, i, j) for p in ("33", "44", "62") for i in (TOILETS, SINKS, BATHS)
            for j in (USA, THAILAND, KAZAKHSTAN, "142")]  # fmt: skip
    sides = [
        {key: float(random.lognormal(8, 4)) for key in keys if random.random() < 0.3 + seed / 10}
        for _ in range(2)
    ]
    rows = two_years(*sides, quantity=5.0, unit="台")
    rows += two_years(*[{("44", i, USA): 7.0 for i in (TOILETS, SINKS, BATHS)}] * 2)
    for province in ("33", "62", "all"):
        sound(cube(rows, province=province, lang=("zh", "en")[seed % 2]))


def test_labels_have_three_lines_at_most_and_part_between_partner_and_product():
    assert wrapped("陶瓷卫生洁具", "zh") == "陶瓷卫生洁具"
    assert wrapped("澳大利亚：塑料浴缸和洗涤槽", "zh") == "澳大利亚：\n塑料浴缸和洗涤槽"
    long = wrapped("一" * 40, "zh")
    assert long.count("\n") == 2
    assert long.endswith("…")
    name = "Russian Federation: other steel sanitary ware"
    assert wrapped(name, "en").replace("\n", " ") == name
    assert wrapped(f"{name} and much more than that", "en").count("\n") == 2


PERIODS = [*((year, 12) for year in range(2015, 2026)), (2024, 6), (2026, 6)]


@pytest.mark.parametrize(("year", "month"), PERIODS)
@pytest.mark.parametrize(("lang", "province"), [("zh", "all"), ("en", "Tibet")])
def test_every_period_of_the_extract_has_its_three_reports(year, month, lang, province):
    detail = Detail.open(year, month, lang=lang, province=province)
    assert detail.has_year_before == (year > 2015)
    sound(detail)
