"""No quantity has two values in an edition: one basis of growth for every page."""

import pandas as pd
import pytest
from frames import before, now, presented

from helpers import Edition
from helpers.constants import FLOWS, NATION
from helpers.data.margins import growth_base
from helpers.language import formats
from helpers.reports import (
    Compare,
    Contributions,
    Months,
    Movers,
    Positions,
    Province,
    Rankings,
    Regions,
)

PERIODS = [(2024, 1), (2024, 6), (2024, 12), (2025, 1), (2025, 7), (2020, 12), (2010, 12)]


def measured(frame, code, flow="total", **names):
    """One row a number of a table: place, flow, measure and value."""
    for row in frame.to_dict("records"):
        for column, measure in names.items():
            if pd.notna(row.get(column)):
                yield (row[code], row.get("flow", flow), measure), row[column]


def numbers(period):
    """Every growth, contribution and share of the tables of an edition with its place and flow."""
    shown = Edition.open(*period)
    movers, contributions, regions = Movers(shown), Contributions(shown), Regions(shown)
    rankings, months = Rankings(shown), Months(shown)
    yield from measured(
        movers.frame, "province_code", growth_pct="growth_pct", contribution_pp="contribution_pp",
        total="value", previous="previous",
    )  # fmt: skip
    yield from measured(
        rankings.frame, "province_code", growth_pct="growth_pct", total="value",
        total_share="share",
    )  # fmt: skip
    for flow in ("export", "import"):
        rates = movers.frame[["province_code", f"{flow}_growth_pct"]]
        yield from measured(rates, "province_code", flow, **{f"{flow}_growth_pct": "growth_pct"})
    yield from measured(contributions.frame, "province_code", contribution_pp="contribution_pp")
    parts = contributions.parts
    both = parts.assign(growth=parts["export_part_pp"] + parts["import_part_pp"])
    yield from measured(both, "province_code", growth="growth_pct")
    yield from measured(
        regions.frame, "region_code", growth_pct="growth_pct", contribution_pp="contribution_pp",
        total="value", previous="previous", share="share",
    )  # fmt: skip
    nation = rankings.nation.frame
    yield from measured(nation.assign(code=NATION), "code", growth_pct="growth_pct", value="value")
    if len(months.monthly):
        last = months.frame["month"] == shown.month
        yield from measured(months.frame[last], "code", to_date_growth_pct="growth_pct")
        last = months.regions["month"] == shown.month
        yield from measured(months.regions[last], "code", to_date_growth_pct="growth_pct")
        for flow in ("export", "import"):
            column = f"{flow}_to_date_growth_pct"
            rows = months.nation_rows[months.nation_rows["month"] == shown.month]
            yield from measured(rows, "code", flow, **{column: "growth_pct"})
    if not shown.nation_is_sum and shown.currency == "CNY":
        # The 31 together are the nation, so what they contribute adds up to its growth.
        for flow, own in contributions.frame.groupby("flow"):
            yield (NATION, flow, "growth_pct"), own["contribution_pp"].sum()
        yield (NATION, "total", "growth_pct"), movers.frame["contribution_pp"].sum()
        yield (NATION, "total", "growth_pct"), regions.frame["contribution_pp"].sum()
    for code in ("11", "44", "65"):
        province = Province(shown, code)
        yield from measured(province.pace, "code", growth_pct="growth_pct")
        flows = province.by_flow.assign(code=code)
        yield from measured(flows, "code", value="value", growth_pct="growth_pct", share="share")


@pytest.mark.parametrize("period", PERIODS)
def test_no_quantity_has_two_values_in_an_edition(period):
    known: dict[tuple[str, str, str], set[str]] = {}
    for key, value in numbers(period):
        digits = 2 if key[2] in ("contribution_pp", "share") else 1
        known.setdefault(key, set()).add(formats.number(value, "en", digits))
    assert len(known) > 31 * 4
    assert {key: found for key, found in known.items() if len(found) > 1} == {}


@pytest.mark.parametrize("period", [(2024, 6), (2024, 12), (2025, 7)])
def test_provinces_together_grow_at_the_published_rate_of_the_nation(period):
    shown = Edition.open(*period)
    for flow in FLOWS:
        rate = (shown.now[flow].sum() / shown.base[flow].sum() - 1) * 100
        assert rate == pytest.approx(shown.nation.at[flow, "growth_pct"], abs=1e-5)
    # Scaling moves the level a year before of each province by less than 0.1 %.
    implied = shown.now["total"] / (1 + shown.now["total_growth"] / 100)
    assert (shown.base["total"] / implied - 1).abs().max() < 0.001


def test_the_basis_of_growth_by_hand():
    current = now({"44": 110.0, "32": 55.0}, total_growth={"44": 10.0, "32": 10.0})
    nation = pd.DataFrame({"value": 165.0, "growth_pct": 8.0}, index=list(FLOWS))
    base = growth_base(current, before({"44": 99.0, "32": 51.0}), nation)
    # 100 and 50 are implied; together they must be 165 / 1.08.
    assert base["total"].tolist() == pytest.approx([165 / 1.08 * 2 / 3, 165 / 1.08 / 3])
    assert growth_base(current, None, nation) is None


def test_the_balance_grows_by_the_same_method_in_every_edition():
    for period in ((2024, 12), (2025, 7)):
        rankings = Rankings(Edition.open(*period))
        row = rankings.nation.rows.loc["balance"]
        flows = rankings.nation.rows
        base = sum(
            sign * flows.at[flow, "value"] / (1 + flows.at[flow, "growth_pct"] / 100)
            for flow, sign in (("export", 1), ("import", -1))
        )
        assert row["growth_pct"] == pytest.approx((row["value"] / base - 1) * 100)
    assert "32.7%" in rankings.nation.balance().en


@pytest.mark.parametrize("month", [1, 6, 7, 11])
def test_growth_over_part_of_a_year_is_not_projected(month):
    positions = Positions(Edition.open(2024, month))
    assert positions.projections.empty
    assert positions.projected_ranges() is None
    assert positions.next_overtakings() is None


def test_a_share_on_a_card_has_the_digits_of_the_sentence():
    regions = presented(Regions, Edition.open(2024, lang="en"))
    assert regions.key_numbers().numbers[0].value in regions.largest().en


EDITIONS = [
    (2024, 12, "CNY"), (2024, 12, "USD"), (2025, 7, "CNY"), (2024, 1, "CNY"), (2019, 12, "CNY"),
]  # fmt: skip


@pytest.mark.parametrize("period", EDITIONS)
def test_growth_follows_from_the_two_values_beside_it(period):
    shown = Edition.open(*period)
    nation = Rankings(shown).nation
    frames = [nation.frame, Movers(shown).frame.rename(columns={"total": "value"})]
    frames += [] if nation.dollars is None else [nation.dollars]
    for frame in frames:
        known = frame.dropna(subset=["growth_pct", "previous"])
        ratio = known["value"] / known["previous"]
        # Half of the last digit of a printed rate, and what the margin of the base makes of it.
        room = 0.05 + 100 * ratio * known["previous_margin"] / known["previous"] + 1e-6
        apart = ((ratio - 1) * 100 - known["growth_pct"]).abs()
        assert (apart <= room).all(), known[apart > room]


def test_every_province_has_gained_or_lost_share():
    for year, month, other in ((2025, 7, 2024), (2024, 12, 2019), (2010, 12, 2005)):
        compare = Compare(Edition.open(year, month), other)
        change, growth = compare.frame["share_change_pp"], compare.frame["change_pct"]
        gained, lost = int((change > 0).sum()), int((change < 0).sum())
        assert gained + lost == 31
        assert f"{gained}省占全国的比重上升，{lost}省下降" in compare.shares().zh
        less = int((growth < 0).sum())
        assert (f"{less}省的进出口少于" if less else "没有一省的进出口少于") in compare.growth().zh


def test_what_happened_in_a_full_year_is_dated_to_it():
    for year, month in ((2024, 1), (2025, 7)):
        gaps = Rankings(Edition.open(year, month)).gaps
        assert gaps.line().headline.startswith(f"{year - 1}年")
        assert "海关总署（初步数），" not in gaps.line().source
    assert "1月增速受春节错位影响" in Rankings(Edition.open(2024, 1)).nation.total().zh


def test_cells_of_the_heat_map_with_one_number_have_one_colour():
    months = Months(Edition.open(2024))
    cells = months._cells(months.frame[months.frame["code"] != "00"], list(months.turned["code"]))
    assert (cells.groupby("written")["growth_pct"].nunique() <= 1).all()
