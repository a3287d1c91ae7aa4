"""Sums of the cube of trade in detail by year and by province, product, partner, mode or month."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import pandas as pd

from helpers.constants import NATION
from helpers.data import cube, provinces, tables
from helpers.system.errors import BadInput
from helpers.system.paths import detail_dir

FLOWS = ("export", "import")
COLUMNS = {
    "province": "province_code", "partner": "partner_code", "mode": "mode_code",
    "product": "product", "month": "last_month",
}  # fmt: skip
IN_ONE = 1e8  # the cube has whole units of a currency, frames have 亿


def frame(
    province: str = "all",
    by: str | Sequence[str] = "product",
    years: Iterable[int] | None = None,
    flow: str = "export",
    currency: str = "USD",
    month: int = 12,
) -> pd.DataFrame:
    """Return sums of the cube by year and by province, product, partner, mode or month.

    ``province`` is a code, a name or "all"; the sums are those of January to ``month`` of each of
    ``years`` (default: every year). Columns: year, one for each of ``by`` (province_code, product,
    partner_code, mode_code, last_month), value (亿 of the currency), quantity and unit; a quantity
    is missing where its rows have several units or none. Partners that changed their code count
    under the newest. A sum is of what was imported: a month that is not there is not in it. Raises
    BadInput for a value that does not exist.
    """
    names = [by] if isinstance(by, str) else list(by)
    if unknown := [name for name in names if name not in COLUMNS]:
        raise BadInput(f"by must be one of {', '.join(COLUMNS)}, not {unknown[0]!r}.")
    check_flow(flow)
    wanted = sorted(cube.years(flow)) if years is None else sorted({int(year) for year in years})
    code = code_of(province)
    return sums(flow, currency, tuple(wanted), month, code, tuple(COLUMNS[n] for n in names), None)


def check_flow(flow: str) -> None:
    """Raise BadInput where ``flow`` is neither export nor import."""
    if flow not in FLOWS:
        raise BadInput(f"flow must be one of {', '.join(FLOWS)}, not {flow!r}.")


def code_of(province: str) -> str:
    """Return the code of a province, 00 for "all"; raises BadInput where there is none."""
    return NATION if province in ("all", NATION) else provinces.code_of(province)


def sums(
    flow: str,
    currency: str,
    years: tuple[int, ...],
    month: int,
    province: str,
    by: tuple[str, ...],
    products: tuple[str, ...] | None,
) -> pd.DataFrame:
    """Return the sums by year and ``by``; cached, the frame is the caller's own."""
    place, stamp = detail_dir(), cube.manifest()
    partners = tables.stamp("partners")
    return _summed(
        place, stamp, partners, flow, currency, years, month, province, by, products
    ).copy()


@lru_cache(maxsize=64)
def _summed(
    place: str,
    stamp: str,
    partners: object,
    flow: str,
    currency: str,
    years: tuple[int, ...],
    month: int,
    province: str,
    by: tuple[str, ...],
    products: tuple[str, ...] | None,
) -> pd.DataFrame:
    paths = cube.partitions(flow, years)
    keys = ["year", *by]
    if not paths:
        return pd.DataFrame(columns=[*keys, "value", "quantity", "unit"])
    conditions = ["counted", "currency = $currency", "last_month <= $month"]
    values: dict[str, object] = {"paths": paths, "currency": currency, "month": month}
    if province != NATION:
        conditions.append("province_code = $province")
        values["province"] = province
    if products is not None:
        conditions.append("list_contains($products, product)")
        values["products"] = list(products)
    named = ", ".join(
        "coalesce(known.now, partner_code) AS partner_code" if key == "partner_code" else key
        for key in by
    )
    sql = f"""
        SELECT CAST(year AS BIGINT) AS year, {named}, sum(value) / {IN_ONE} AS value,
            CASE WHEN count(quantity) = count(*) AND count(DISTINCT unit) = 1
                 THEN sum(quantity) END AS quantity,
            CASE WHEN count(quantity) = count(*) AND count(DISTINCT unit) = 1
                 THEN any_value(unit) END AS unit
        FROM read_parquet($paths, hive_partitioning = true)
        LEFT JOIN known USING (partner_code)
        WHERE {" AND ".join(conditions)}
        GROUP BY ALL ORDER BY {", ".join(str(at) for at in range(1, len(keys) + 1))}
    """
    known = tables.load("partners")[["partner_code", "now"]]
    frame = cube.query(sql, {"known": known}, **values)
    return frame.astype({"value": "float64", "quantity": "float64"})
