"""The identities: right on tables that add up, wrong where one figure is changed, never silent."""

import pandas as pd
import pytest
import tables

from helpers.checks import identities, summary
from helpers.checks import rates as exchange
from helpers.data import tables as store
from helpers.data.edition import open_edition
from helpers.display.source_lines import checks_of


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """Trade, nation and rates of tables that add up; tests change copies."""
    folder = tmp_path_factory.mktemp("loaded")
    paths = []
    for year, month in ((2024, 7), (2024, 8), (2025, 7), (2025, 8)):
        paths.append(folder / f"{year}-{month:02d}.csv")
        paths[-1].write_text(tables.csv_table(year, month), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        tables.fresh(folder, patch)
        tables.take_in(paths)
        return store.load("trade"), store.load("national"), store.load("exchange_rates")


def at(trade: pd.DataFrame, code: str, flow: str, span: str = "ytd", year: int = 2025) -> int:
    """The index of one figure of August."""
    rows = trade[(trade["year"] == year) & (trade["month"] == 8) & (trade["span"] == span)]
    return rows.index[(rows["province_code"] == code) & (rows["flow"] == flow)].item()


def verdicts(loaded, change) -> pd.Series:
    """The verdicts on August 2025 after a change."""
    trade, national, rates = loaded
    trade = trade.copy()
    change(trade)
    shown = summary.edition(
        trade, national, rates, year=2025, month=8, currency="CNY", source="customs-by-location"
    )
    return shown.set_index("check")["verdict"]


def test_an_edition_shows_each_check_once(loaded):
    shown = summary.edition(
        *loaded, year=2025, month=8, currency="CNY", source="customs-by-location"
    )
    assert list(shown.columns) == summary.COLUMNS
    assert list(shown["check"]) == list(summary.SHOWN)
    found = shown.set_index("check")
    assert found.at["currency_ratio", "verdict"] == "not checked"
    assert set(found["verdict"].drop("currency_ratio")) == {"ok"}
    assert found.at["provinces_add_up", "tolerance"] == pytest.approx(16e-4)
    assert found.at["flows_add_up", "tolerance"] == pytest.approx(1.5e-4)
    assert found.at["printed_growth", "residual"] <= 0.05


def test_an_edition_without_figures_is_not_checked(loaded):
    shown = summary.edition(*loaded, year=1999, month=12, currency="USD", source="nbs-panel-usd")
    assert list(shown["check"]) == list(summary.SHOWN)
    told = ["year", "month", "currency", "source", "where", "verdict"]
    assert set(shown[told].itertuples(index=False, name=None)) == {
        (1999, 12, "USD", "nbs-panel-usd", "", "not checked")
    }
    assert shown[["tolerance", "residual", "unit"]].isna().all(axis=None)
    assert shown[["year", "month"]].dtypes.astype(str).tolist() == ["int64", "int64"]


def figure(verdict: str, residual: float, tolerance: float, code: str, **changed) -> dict:
    """One row of checks.detail."""
    row = {
        "check": "flows_add_up", "year": 2025, "month": 8, "currency": "CNY", "source": "customs",
        "span": "ytd", "province_code": code, "flow": "total", "expected": 0.0, "found": 0.0,
        "residual": residual, "tolerance": tolerance, "unit": "亿", "verdict": verdict,
    }  # fmt: skip
    return row | changed


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        # What fails goes before what is far off, and that before what is well or was not checked.
        ([("ok", 9, 10, "11"), ("fails", 2, 1, "12"), ("revised base", 30, 1, "13")], "12"),
        ([("not checked", 9, 1, "11"), ("ok", 0.1, 1, "12"), ("revised base", 2, 1, "13")], "13"),
        ([("not checked", 9, 1, "11"), ("ok", 0.1, 1, "12")], "12"),
        # Among equals what is furthest off for its tolerance; none counts as one.
        ([("fails", 30, 10, "11"), ("fails", 4, 1, "12"), ("fails", 35, 10, "13")], "12"),
        ([("fails", 3, 0, "11"), ("fails", 1, 0.4, "12"), ("fails", 1, 0.5, "13")], "11"),
        ([("ok", float("nan"), 1, "11"), ("ok", 0.0, 1, "12")], "12"),
        # The first of those that are equally far off.
        ([("ok", 1, 1, "12"), ("ok", 1, 1, "11")], "12"),
    ],
)
def test_the_worst_figure_stands_for_a_table(rows, code):
    found = summary.summary(pd.DataFrame([figure(*row) for row in rows]))
    assert list(found.columns) == summary.COLUMNS
    assert list(found["where"]) == [f"{code} total ytd"]
    assert list(found.index) == [0]


def test_a_summary_is_in_the_order_of_the_checks_then_of_sources_and_time():
    rows = [
        figure("ok", 0, 1, "", check="codes_complete", flow="", span=""),
        figure("ok", 0, 1, "11"),
        figure("ok", 0, 1, "11", year=2024),
        figure("ok", 0, 1, "11", source="bureau"),
        figure("ok", 0, 1, "11", check="printed_growth"),
    ]
    found = summary.summary(pd.DataFrame(rows[::-1]))
    assert list(found[["check", "source", "year"]].itertuples(index=False, name=None)) == [
        ("codes_complete", "customs", 2025),
        ("flows_add_up", "bureau", 2025),
        ("flows_add_up", "customs", 2024),
        ("flows_add_up", "customs", 2025),
        ("printed_growth", "customs", 2025),
    ]
    assert found["where"].iloc[0] == ""


@pytest.mark.parametrize(("step", "verdict"), [(1e-4, "ok"), (2e-4, "fails"), (1.0, "fails")])
def test_flows_add_up_within_a_unit(loaded, step, verdict):
    def change(trade):
        trade.loc[at(trade, "31", "export"), "value"] += step

    assert verdicts(loaded, change)["flows_add_up"] == verdict


@pytest.mark.parametrize(("step", "verdict"), [(16e-4, "ok"), (17e-4, "fails")])
def test_provinces_add_up_within_their_roundings(loaded, step, verdict):
    def change(trade):
        trade.loc[at(trade, "00", "export"), "value"] += step

    assert verdicts(loaded, change)["provinces_add_up"] == verdict


def test_months_revised_within_the_year_are_told_apart(loaded):
    def little(trade):
        for code in ("31", "00"):
            trade.loc[at(trade, code, "import"), "value"] += 0.5

    assert verdicts(loaded, little)["months_add_up"] == "revised base"

    def much(trade):
        trade.loc[at(trade, "31", "import", "month"), "value"] *= 10

    assert verdicts(loaded, much)["months_add_up"] == "fails"


def test_growth_on_another_base_is_information(loaded):
    def revised(trade):
        trade.loc[at(trade, "31", "total", year=2024), "value"] *= 1.01

    assert verdicts(loaded, revised)["printed_growth"] == "revised base"

    def another_year(trade):
        rows = (trade["year"] == 2024) & (trade["span"] == "ytd")
        trade.loc[rows, "value"] *= 1.2

    assert verdicts(loaded, another_year)["printed_growth"] == "fails"


def test_codes_and_magnitude(loaded):
    def lost(trade):
        trade.loc[at(trade, "31", "total"), "province_code"] = "39"

    changed = loaded[0].copy()
    lost(changed)
    found = identities.codes_complete(changed)
    assert found.loc[found["verdict"] == "fails", "residual"].tolist() == [2]

    def slip(trade):
        trade.loc[at(trade, "31", "import"), "value"] *= 100

    assert verdicts(loaded, slip)["order_of_magnitude"] == "fails"


def test_a_place_that_stands_twice_stops_all_else(loaded):
    trade, national, rates = loaded
    assert set(summary.detail(*loaded)["check"]) == set(summary.CHECKS) - {"currency_ratio"}
    twice = pd.concat([trade, trade[trade["province_code"] == "31"]])
    found = summary.detail(twice, national, rates)
    assert set(found["check"]) == {"codes_complete"}
    assert (found["verdict"] == "fails").any()


def test_currency_ratio_of_a_swapped_flow(loaded):
    trade, _, rates = loaded
    own = tables.figures("00", 2025, 8)
    rows = [
        {"flow": flow, "value": own[flow] / 1e4 / 7.2} for flow in ("total", "export", "import")
    ]
    national = pd.DataFrame(rows).assign(
        year=2025, month=8, currency="USD", source="national-usd", status="preliminary"
    )
    found = exchange.currency_ratio(trade, national, rates)
    assert set(found["verdict"]) == {"ok"}
    swapped = national.assign(flow=["total", "import", "export"])
    found = exchange.currency_ratio(trade, swapped, rates)
    assert set(found["verdict"]) == {"ok", "fails"}


def test_guards_against_exchanged_columns(loaded):
    trade, _, _ = loaded
    here = (trade["year"] == 2025) & (trade["month"] == 8)
    names = {"export": "import", "import": "export", "total": "total"}
    month = trade.copy()
    rows = here & (trade["span"] == "month")
    month.loc[rows, "flow"] = month.loc[rows, "flow"].map(names)
    found = identities.months_in_place(month)
    assert found.set_index(["year", "month"]).at[(2025, 8), "verdict"] == "fails"
    assert (found["verdict"] == "ok").sum() == 3
    ytd = trade.copy()
    rows = here & (trade["span"] == "ytd")
    keep = ytd.loc[rows, ["province_code", "flow", "growth_pct"]]
    ytd.loc[rows, "flow"] = ytd.loc[rows, "flow"].map(names)
    growth = keep.set_index(["province_code", "flow"])["growth_pct"]
    ytd.loc[rows, "growth_pct"] = growth.reindex(
        pd.MultiIndex.from_frame(ytd.loc[rows, ["province_code", "flow"]])
    ).to_numpy()
    found = identities.growths_add_up(ytd)
    assert (found["verdict"] == "fails").sum() > 25


def test_annual_series_are_compared_with_the_nation():
    found = summary.summary(
        summary.detail(store.load("trade"), store.load("national"), store.load("exchange_rates"))
    )
    own = found[(found["check"] == "provinces_add_up") & (found["source"] == "nbs-annual-usd")]
    by_year = own.set_index("year")["verdict"]
    assert by_year[2016] == "not checked"
    assert set(by_year.loc[2018:]) == {"revised base"}


@pytest.mark.parametrize("period", [(2024, 12, "CNY"), (2025, 7, "CNY"), (2015, 12, "USD")])
def test_an_edition_is_checked_as_it_is_among_all_others(period):
    year, month, currency = period
    edition = open_edition(year, month, currency)
    found = summary.summary(
        summary.detail(*(store.load(name) for name in ("trade", "national", "exchange_rates")))
    )
    own = found[(found["year"] == year) & (found["month"] == month)]
    own = own[(own["currency"] == currency) & (own["source"] == edition.source)].set_index("check")
    shown = checks_of(edition).set_index("check")
    there = [check for check in summary.SHOWN if check in own.index]
    assert len(there) > 3
    pd.testing.assert_frame_equal(shown.loc[there, own.columns], own.loc[there], check_dtype=False)
