"""Each identity on a handful of figures: every column of what comes back, and every edge of it."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from helpers.checks import identities
from helpers.data import tables

FLOWS = ("total", "export", "import")
CODES = list(tables.load("provinces")["province_code"])


def table(values: dict[tuple, float], **others) -> pd.DataFrame:
    """Figures by (code, flow) or (code, flow, span, month, year), printed in 0.0001 亿 of RMB."""
    rows = []
    for key, value in values.items():
        code, flow, span, month, year = (*key, "ytd", 8, 2025)[: len(key)] + (
            ("ytd", 8, 2025)[len(key) - 2 :]
        )
        rows.append(
            {
                "year": year, "month": month, "span": span, "province_code": code, "flow": flow,
                "currency": "CNY", "value": value, "growth_pct": np.nan, "source": "customs",
                "release": "0" * 12,
            }
        )  # fmt: skip
    return pd.DataFrame(rows).assign(**others)


def only(found: pd.DataFrame) -> dict:
    """The only row there is; the columns are those of every identity."""
    assert list(found.columns) == identities.DETAIL
    assert list(found.index) == list(range(len(found)))
    [row] = found.to_dict("records")
    return row


@pytest.mark.parametrize(
    ("values", "unit"), [([1.5, 2.25], 0.01), ([10, 20], 1), ([100], 1), ([], 1), ([0.5], 0.1)]
)
def test_the_unit_is_the_last_digit_that_any_figure_uses(values, unit):
    assert identities._unit(pd.Series(values, dtype="float64")) == unit


def test_flows_are_added_up_with_three_roundings():
    row = only(
        identities.flows_add_up(
            table({("31", "total"): 3.0, ("31", "export"): 1.9, ("31", "import"): 1.0})
        )
    )
    assert row == {
        "check": "flows_add_up", "year": 2025, "month": 8, "currency": "CNY", "source": "customs",
        "span": "ytd", "province_code": "31", "flow": "total", "expected": 3.0,
        "found": pytest.approx(2.9), "residual": pytest.approx(0.1),
        # Units of 1 (a total of 3.0 shows no decimal) and 0.1 and 1, half of each.
        "tolerance": pytest.approx(1.05), "unit": "亿", "verdict": "ok",
    }  # fmt: skip


def test_a_missing_flow_counts_as_none_where_others_have_it_and_totals_alone_are_not_checked():
    places = {("31", "total"): 3.5, ("31", "export"): 2.0, ("31", "import"): 1.5}
    found = identities.flows_add_up(table(places | {("54", "total"): 2.5, ("54", "export"): 2.5}))
    assert found["verdict"].tolist() == ["ok", "ok"]
    assert found["found"].tolist() == [3.5, 2.5]
    row = only(identities.flows_add_up(table({("31", "total"): 3.5})))
    assert (row["verdict"], np.isnan(row["found"])) == ("not checked", True)


def test_provinces_are_added_up_with_thirty_two_roundings():
    values = {("31", "total"): 1.25, ("32", "total"): 2.25}
    none = table({("00", "total"): 0.0}).iloc[:0]
    row = only(identities.provinces_add_up(table(values | {("00", "total"): 3.6}), none))
    assert row["found"] == 3.5
    assert row["expected"] == 3.6
    assert (row["province_code"], row["flow"], row["span"]) == ("00", "total", "ytd")
    assert row["tolerance"] == pytest.approx(0.16)
    assert (row["unit"], row["verdict"]) == ("亿", "ok")
    row = only(identities.provinces_add_up(table(values | {("00", "total"): 3.7}), none))
    assert row["verdict"] == "fails"


@pytest.mark.parametrize(
    ("nation", "verdict"),
    [(98.1, "ok"), (100.0, "revised base"), (100.1, "fails"), (96.1, "revised base")],
)
def test_a_nation_of_another_source_may_be_revised_by_two_percent(nation, verdict):
    own = table({("31", "total"): 60.01, ("32", "total"): 37.99})
    national = table({("00", "total"): nation}, source="bureau").drop(columns="span")
    assert only(identities.provinces_add_up(own, national))["verdict"] == verdict


def months(start: float, month: float, whole: float, code: str = "31") -> dict:
    """August told by the year to date of July, of August, and August itself."""
    key = (code, "total")
    return {
        (*key, "ytd", 7, 2025): start, (*key, "ytd", 8, 2025): whole,
        (*key, "month", 8, 2025): month,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("start", "month", "whole", "code", "verdict"),
    [
        (70.1, 10.1, 80.2, "31", "ok"),
        (70.1, 10.1, 80.35, "31", "ok"),  # three roundings of half of 0.1 are 0.15
        (70.1, 10.1, 80.4, "31", "revised base"),
        (70.0, 24.1, 80.0, "31", "revised base"),  # 14.1 of 80: a fifth is 16
        (64.0, 32.0, 80.0, "31", "revised base"),
        (63.9, 32.2, 80.0, "31", "fails"),
        (70.0, 11.6, 80.0, "00", "revised base"),  # the nation: 2 % are 1.6
        (70.0, 11.8, 80.0, "00", "fails"),
    ],
)
def test_a_month_is_what_the_year_to_date_grew_by(start, month, whole, code, verdict):
    row = only(identities.months_add_up(table(months(start, month, whole, code))))
    assert (row["province_code"], row["span"], row["unit"]) == (code, "month", "亿")
    assert row["expected"] == month
    assert row["found"] == pytest.approx(whole - start)
    assert row["tolerance"] == pytest.approx(0.15 if month % 1 else 1.5)
    assert row["verdict"] == verdict


def test_january_is_its_own_sum_and_is_not_revised():
    key = ("31", "total")
    january = {(*key, "ytd", 1, 2025): 10.1, (*key, "month", 1, 2025): 10.1}
    assert only(identities.months_add_up(table(january)))["verdict"] == "ok"
    january[(*key, "month", 1, 2025)] = 10.4
    assert only(identities.months_add_up(table(january)))["verdict"] == "fails"
    february = {(*key, "ytd", 2, 2025): 20.1, (*key, "month", 2, 2025): 10.4}
    row = only(identities.months_add_up(table(february | {(*key, "ytd", 1, 2025): 10.1})))
    assert row["verdict"] == "revised base"
    assert only(identities.months_add_up(table(february)))["verdict"] == "not checked"


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [
        (10.0, "ok"), (10.04, "ok"), (9.96, "ok"), (10.1, "revised base"),
        (13.0, "revised base"), (13.1, "fails"), (6.9, "fails"),
    ],
)  # fmt: skip
def test_printed_growth_is_that_of_the_figures_or_of_a_revised_base(printed, verdict):
    values = {
        (code, "total", "ytd", 8, year): value
        for code, (year, value) in product(("31", "32", "00"), {2024: 100, 2025: 110}.items())
    }
    trade = table(values)
    # The nation fits; that the provinces do not is what counts, for all of the table.
    trade["growth_pct"] = [np.nan, printed] * 2 + [np.nan, 13.0]
    found = identities.printed_growth(trade).set_index("province_code")
    assert found.at["31", "found"] == pytest.approx(10)
    assert found.at["31", "residual"] == pytest.approx(abs(printed - 10))
    assert set(found["unit"]) == {"pp"}
    assert set(found["tolerance"]) == {0.05}
    assert found.loc[["31", "32"], "verdict"].tolist() == [verdict] * 2
    assert found.at["00", "verdict"] == ("fails" if verdict == "fails" else "revised base")


def test_every_code_stands_once_and_chongqing_from_1997_on():
    whole = {(code, "total", "ytd", 12, 1996): 1.0 for code in CODES if code != "50"}
    assert only(identities.codes_complete(table(whole)))["verdict"] == "ok"
    for year in (1997, 1998):
        later = table(whole, year=year)
        row = only(identities.codes_complete(later))
        assert (row["verdict"], row["province_code"], row["residual"]) == ("fails", "50", 1)
        assert (row["expected"], row["found"], row["unit"]) == (31, 30, "count")
    doubled = pd.concat([table(whole), table({("31", "total", "ytd", 12, 1996): 1.0})])
    assert only(identities.codes_complete(doubled))["province_code"] == "31"
    strange = table(whole | {("99", "total", "ytd", 12, 1996): 1.0})
    assert only(identities.codes_complete(strange))["province_code"] == "99"


@pytest.mark.parametrize(
    ("before", "now", "factor", "verdict"),
    [
        (10, 200, 20, "ok"), (10, 201, 20.1, "fails"),
        (200, 10, 20, "ok"), (201, 10, 20.1, "fails"),
        (0.001, 0.09, None, "not checked"), (0.001, 0.1, 100, "fails"),
    ],
)  # fmt: skip
def test_no_figure_is_twenty_times_that_of_a_year_before(before, now, factor, verdict):
    figures = {("31", "total", "ytd", 8, 2024): before, ("31", "total"): now}
    found = identities.order_of_magnitude(table(figures))
    assert found["verdict"].tolist() == ["not checked", verdict]
    assert found["unit"].tolist() == ["times"] * 2
    assert factor is None or found["residual"].iloc[1] == pytest.approx(factor)
