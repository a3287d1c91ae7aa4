"""Revisions: figures that were given more than once, and by how much they moved."""

from decimal import Decimal

import pandas as pd

FIGURE = ["year", "month", "province_code", "flow", "currency"]
# Earlier to later: the first figure is preliminary, the last one revised.
STAGES = {"preliminary": 0, "derived": 1, "revised": 2}


def revisions(trade: pd.DataFrame, releases: pd.DataFrame) -> pd.DataFrame:
    """Year-to-date figures whose latest value differs from their first, largest change first.

    ``trade`` and ``releases`` have the columns of the tables in data/. Columns: year, month,
    province_code, flow, currency, first, latest (亿), change_pct (percent of the first),
    first_source, latest_source. A difference within the rounding of the coarser of the two is no
    revision.
    """
    told = trade[trade["span"] == "ytd"].merge(
        releases[["release", "source", "vintage"]], on=["release", "source"], how="left"
    )
    told["stage"] = told["status"].map(STAGES)
    told["half_unit"] = told.groupby(["year", "month", "currency", "source"])["value"].transform(
        _half_unit
    )
    ordered = told.sort_values([*FIGURE, "stage", "vintage"], kind="stable")
    by_figure = ordered.groupby(FIGURE)
    first, last = by_figure.nth(0).set_index(FIGURE), by_figure.nth(-1).set_index(FIGURE)
    table = pd.DataFrame(
        {
            "first": first["value"],
            "latest": last["value"],
            "change_pct": (last["value"] / first["value"] - 1) * 100,
            "first_source": first["source"],
            "latest_source": last["source"],
        }
    )
    rounding = pd.concat([first["half_unit"], last["half_unit"]], axis=1).max(axis=1)
    moved = (table["latest"] - table["first"]).abs() > rounding
    # By position: indexing an empty selection with a boolean of several levels gives rows of NaN.
    kept = table.reset_index()[moved.to_numpy()]
    order = kept["change_pct"].abs().sort_values(ascending=False, kind="stable").index
    return kept.loc[order].reset_index(drop=True)


def _half_unit(values: pd.Series) -> float:
    """Half of the last decimal place that a table's values use."""
    exponents = [int(Decimal(repr(float(v))).normalize().as_tuple().exponent) for v in values]
    places = max(0, -min(exponents))
    return 0.5 * 10.0**-places
