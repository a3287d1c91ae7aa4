"""Sums of the cube of trade in detail by year and by province, product, partner, mode or month."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
    chosen = Wanted(flow, currency, tuple(wanted), month, code)
    return sums(chosen, tuple(COLUMNS[name] for name in names))


def check_flow(flow: str) -> None:
    """Raise BadInput where ``flow`` is neither export nor import."""
    if flow not in FLOWS:
        raise BadInput(f"flow must be one of {', '.join(FLOWS)}, not {flow!r}.")


def code_of(province: str) -> str:
    """Return the code of a province, 00 for "all"; raises BadInput where there is none."""
    return NATION if province in ("all", NATION) else provinces.code_of(province)


@dataclass(frozen=True)
class Wanted:
    """The rows of the cube to add up; ``province`` 00 is all 31, and no products are all."""

    flow: str
    currency: str
    years: tuple[int, ...]
    month: int
    province: str
    products: tuple[str, ...] | None = None


def sums(wanted: Wanted, by: tuple[str, ...]) -> pd.DataFrame:
    """Return the sums of the rows wanted by year and ``by``, columns as :func:`frame`."""
    place, stamp = detail_dir(), cube.manifest()
    return _kept(place, stamp, tables.stamp("partners"), wanted, by).copy()


@lru_cache(maxsize=64)
def _kept(
    place: str, stamp: str, partners: object, wanted: Wanted, by: tuple[str, ...]
) -> pd.DataFrame:
    """Return the sums of the cube and the partners that have these stamps."""
    return summed(wanted, by)


def summed(wanted: Wanted, by: tuple[str, ...], pairs: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the sums of the rows wanted by year and ``by``.

    With ``pairs`` (product, partner_code) any other partner of a product counts as partner "", so
    that the sums of each product and of all of them stay what they are.
    """
    paths = cube.partitions(wanted.flow, wanted.years)
    keys = ["year", *by]
    if not paths:
        return pd.DataFrame(columns=[*keys, "value", "quantity", "unit"])
    conditions = ["counted", "currency = $currency", "last_month <= $month"]
    values: dict[str, object] = {"paths": paths, "currency": wanted.currency}
    values["month"] = wanted.month
    if wanted.province != NATION:
        conditions.append("province_code = $province")
        values["province"] = wanted.province
    if wanted.products is not None:
        conditions.append("rows.product IN (SELECT product FROM chosen)")
    partner, more = "coalesce(known.now, rows.partner_code)", ""
    if pairs is not None:
        on = f"pairs.product = rows.product AND pairs.partner_code = {partner}"
        partner, more = "coalesce(pairs.partner_code, '')", f"LEFT JOIN pairs ON {on}"
    named = ", ".join(
        f"{partner if key == 'partner_code' else 'rows.' + key} AS {key}" for key in by
    )
    sql = f"""
        SELECT CAST(year AS BIGINT) AS year, {named}, sum(value) / {IN_ONE} AS value,
            CASE WHEN count(quantity) = count(*) AND min(unit) = max(unit)
                 THEN sum(quantity) END AS quantity,
            CASE WHEN count(quantity) = count(*) AND min(unit) = max(unit)
                 THEN min(unit) END AS unit
        FROM read_parquet($paths, hive_partitioning = true) AS rows
        LEFT JOIN known ON known.partner_code = rows.partner_code {more}
        WHERE {" AND ".join(conditions)}
        GROUP BY ALL ORDER BY {", ".join(str(at) for at in range(1, len(keys) + 1))}
    """
    frames = {"known": tables.load("partners")[["partner_code", "now"]]}
    frames["chosen"] = pd.DataFrame({"product": list(wanted.products or ())}, dtype="str")
    if pairs is not None:
        frames["pairs"] = pairs
    return cube.query(sql, frames, **values).astype({"value": "float64", "quantity": "float64"})
