"""Cities and zones of a customs table: slips are refused by name, the stored tables are right."""

import shutil

import pandas as pd
import pytest

from helpers.checks import localities, stored
from helpers.checks.identities import FAILS
from helpers.data import tables

PERIOD = {(2025, 6)}
VALUES = ["total", "export", "import", "total_month", "export_month", "import_month"]
GROWTHS = ["total_growth_pct", "export_growth_pct", "import_growth_pct"]


def near() -> pd.DataFrame:
    rows = tables.load("localities")
    return rows[rows["month"].isin([5, 6])].reset_index(drop=True)


def row_of(rows: pd.DataFrame, name: str) -> int:
    here = (rows["locality_zh"] == name) & (rows["year"] == 2025) & (rows["month"] == 6)
    return int(rows.index[here][0])


def wrong(rows: pd.DataFrame) -> set[str]:
    found = localities.detail(rows, tables.load("trade").query("year == 2025"), PERIOD)
    return set(found[found["verdict"] == FAILS]["locality"])


def scaled(rows, at, factor):
    rows.loc[at, VALUES] *= factor


def year_to_date_scaled(rows, at, factor):
    rows.loc[at, VALUES[:3]] *= factor


def flows_exchanged(rows, at, factor):
    for end in ("", "_month", "_growth_pct"):
        pair = [f"export{end}", f"import{end}"]
        rows.loc[at, pair] = rows.loc[at, pair[::-1]].to_numpy()


@pytest.mark.parametrize(
    ("slip", "factor"),
    [(scaled, 2), (scaled, 0.1), (year_to_date_scaled, 2), (flows_exchanged, 1)],
)
def test_a_slip_in_the_row_of_a_city_fails_by_its_name(slip, factor):
    rows = near()
    slip(rows, row_of(rows, "石家庄市"), factor)
    assert wrong(rows) == {"石家庄市"}


def test_exchanged_names_fail_both():
    rows = near()
    at = [row_of(rows, "石家庄市"), row_of(rows, "青岛市")]
    rows.loc[at, VALUES + GROWTHS] = rows.loc[at[::-1], VALUES + GROWTHS].to_numpy()
    assert wrong(rows) == {"石家庄市", "青岛市"}


def test_a_damaged_digit_of_a_city_fails():
    rows = near()
    rows.loc[row_of(rows, "石家庄市"), "export"] += 10
    assert "石家庄市" in wrong(rows)


def test_the_stored_table_is_right():
    assert wrong(near()) == set()


WHOLE = {"total": 10.0, "export": 6.0, "import": 4.0}
TABLE = {"year": 2025, "month": 6, "currency": "CNY", "source": "customs-by-location"}
PLACE = TABLE | {"province_code": "31", "locality_zh": "浦东新区", "locality_en": ""}
UNIT = 1e-4  # the tables print 10,000 yuan, stored in 亿
SUMS, ABOVE = "locality_sums", "locality_in_province"


def failing(**changed) -> list[tuple[str, str, str]]:
    """What fails for a place that has a tenth of its province, but for the figures changed."""
    own = PLACE | {flow: value / 10 for flow, value in WHOLE.items()}
    own |= {f"{flow}_month": value / 20 for flow, value in WHOLE.items()}
    own |= dict.fromkeys(GROWTHS, float("nan")) | changed
    trade = pd.DataFrame(
        TABLE
        | {"currency": own["currency"], "province_code": "31", "flow": flow, "span": span}
        | {"value": value / part}
        for flow, value in WHOLE.items()
        for span, part in (("ytd", 1), ("month", 2))
    )
    found = localities.detail(pd.DataFrame([own]), trade)
    found = found[found["verdict"] == FAILS].drop_duplicates(["check", "span"])
    return list(found[["locality", "check", "span"]].itertuples(index=False, name=None))


def test_a_place_may_miss_the_sum_of_its_flows_by_roundings_only():
    assert failing() == []
    assert failing(total=1 + 1.5 * UNIT) == []
    assert failing(total=1 - 1.5 * UNIT) == []
    for wrong_total in (1 + 1.6 * UNIT, 1 - 1.6 * UNIT):
        assert failing(total=wrong_total) == [("浦东新区", SUMS, "ytd")]
    assert failing(export_month=0.3 + 2 * UNIT) == [("浦东新区", SUMS, "month")]
    assert failing(export=float("nan"), total=0.4) == []
    dollars = {"currency": "USD"}  # printed in US$1,000
    assert failing(**dollars, total=1 + 0.15 * UNIT) == []
    assert len(failing(**dollars, total=1 + 0.16 * UNIT)) == 1


def test_a_place_is_not_larger_than_its_province():
    more = {"export": 6.1, "import": 3.0, "total": 9.1}
    assert failing(**more) == [("浦东新区", ABOVE, "ytd")]
    assert failing(**WHOLE) == []
    assert failing(**WHOLE | {"export": 6 + 1.4 * UNIT, "total": 10 + 1.4 * UNIT}) == []
    above = failing(**WHOLE | {"export": 6 + 1.6 * UNIT, "total": 10 + 1.6 * UNIT})
    assert above == [("浦东新区", ABOVE, "ytd")]
    month = {f"{flow}_month": value for flow, value in more.items()}
    unnamed = {"locality_zh": "", "locality_en": "Pudong"}
    assert failing(**month, **unnamed) == [("Pudong", ABOVE, "month")]


def test_a_wrong_place_in_data_fails_the_stored_checks(monkeypatch, tmp_path):
    data = shutil.copytree(tables.DATA, tmp_path / "data")
    monkeypatch.setenv("TRADE_DATA", str(data))
    path = data / "localities.csv"
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    at = rows.index[(rows["locality_zh"] == "虹桥经济技术开发区") & (rows["year"] == "2025")][-1]
    rows.loc[at, "export"] = str(float(rows.loc[at, "export"]) + 100)
    rows.to_csv(path, index=False, lineterminator="\n")
    results = stored.run()
    assert not results.add_up()
    worst = results.failures().iloc[0]
    assert (worst["table"], worst["locality"]) == ("localities.csv", "虹桥经济技术开发区")
