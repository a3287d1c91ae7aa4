"""Cities and zones of a customs table: slips are refused by name, the stored tables are right."""

import pandas as pd
import pytest

from helpers.checks import localities
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
