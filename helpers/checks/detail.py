"""Checks of the cube of trade in detail: its files, coarser queries, both currencies, coverage."""

import hashlib
from pathlib import Path

import pandas as pd

from helpers.checks.identities import DETAIL, in_detail, judged
from helpers.constants import NATION
from helpers.data import cube, tables
from helpers.data.detail import FLOWS, frame, months, published
from helpers.system.paths import detail_dir

FILES, SUMS, RATES, COVERAGE = "detail_files", "detail_sums", "detail_rates", "detail_coverage"
CHECKS = (FILES, SUMS, RATES, COVERAGE)
SOURCE = "customs-online-query"
# RMB ÷ dollars of a product in a month or year; the customs converts each month at one rate, and
# over a year the months weigh differently for each product.
RATE_APART = 0.05
# Half of a whole unit of the currency for each row that is added up, in 亿.
HALF = 0.5 / 1e8
# The published figures of a province are rounded to 10,000 of the currency: percent.
ROUNDING = 0.01


def detail() -> pd.DataFrame:
    """Return every check of the cube with the columns of identities.DETAIL; no rows without one.

    detail_files: rows and SHA-256 of each Parquet file against the manifest. detail_sums: a query
    that is not split by province or partner against the sum of those that are, same product,
    currency and months; half a unit for each row added. detail_rates: RMB ÷ dollars of a product
    against the year's exchange rate by the nation's exports or imports. detail_coverage: the
    products of a province together are at most its exports or imports, in percent.
    """
    if not detail_dir():
        return pd.DataFrame(columns=DETAIL)
    parts = [_files()]
    for flow in FLOWS:
        for year in cube.years(flow):
            parts += [_sums(flow, year), _rates(flow, year), _coverage(flow, year)]
    return pd.concat(parts, ignore_index=True)


def _files() -> pd.DataFrame:
    """Compare each Parquet file with its line of the manifest; local files only."""
    rows: list[tuple[int, str, float, float]] = []
    if "://" in detail_dir():
        return pd.DataFrame(columns=DETAIL)
    for line in cube.manifest().splitlines()[1:]:
        path, _, digest = line.split(",")
        place = Path(detail_dir(), path)
        year = int(path.partition("year=")[2][:4] or 0)
        flow = path.partition("flow=")[2].partition("/")[0]
        same = place.is_file() and hashlib.sha256(place.read_bytes()).hexdigest() == digest
        rows.append((year, flow, 1.0, float(same)))
    files = pd.DataFrame(rows, columns=["year", "flow", "expected", "found"])
    return _judged(files.assign(tolerance=0.0), FILES, "count")


def _sums(flow: str, year: int) -> pd.DataFrame:
    """Compare queries without province or partner with the sum of the counted rows."""
    rows = cube.query(
        """
        WITH rows AS (SELECT * FROM read_parquet($paths)),
        coarse AS (
            SELECT province_code, product, partner_code, currency, first_month, last_month,
                sum(value) AS expected
            FROM rows WHERE NOT counted AND (province_code = '' OR partner_code = '')
            GROUP BY ALL
        )
        SELECT c.province_code, c.product, c.currency, c.last_month AS month, c.first_month,
            c.expected / 1e8 AS expected, sum(r.value) / 1e8 AS found, count(r.value) AS rows
        FROM coarse c LEFT JOIN rows r ON r.counted AND r.product = c.product
            AND r.currency = c.currency
            AND r.first_month >= c.first_month AND r.last_month <= c.last_month
            AND c.province_code IN ('', r.province_code)
            AND c.partner_code IN ('', r.partner_code)
        GROUP BY ALL ORDER BY ALL
        """,
        paths=cube.partitions(flow, [year]),
    )
    rows["tolerance"] = (rows["rows"] + 1) * HALF
    return _judged(rows.assign(year=year, flow=flow), SUMS, "亿")


def _rates(flow: str, year: int) -> pd.DataFrame:
    """Compare RMB ÷ dollars of each product and period with the year's exchange rate."""
    rows = cube.query(
        """
        SELECT product, last_month AS month, first_month,
            sum(value) FILTER (currency = 'CNY') / sum(value) FILTER (currency = 'USD') AS found
        FROM read_parquet($paths) WHERE counted GROUP BY ALL
        HAVING count(DISTINCT currency) = 2 ORDER BY ALL
        """,
        paths=cube.partitions(flow, [year]),
    )
    known = tables.load("exchange_rates")
    expected = known.loc[known["year"] == year, "cny_per_usd"].median()
    rows = rows.assign(year=year, flow=flow, currency="CNY", expected=expected)
    return _judged(rows.assign(tolerance=expected * RATE_APART), RATES, "CNY/USD")


def _coverage(flow: str, year: int) -> pd.DataFrame:
    """Compare what the cube holds of each province with its published exports or imports."""
    parts = []
    known = cube.files()
    currencies = " ".join(known.loc[known["flow"] == flow, "currency"]).split()
    for currency in sorted(set(currencies)):
        for month in months(year, flow):
            whole = published(flow, currency, year, month)
            if whole.empty:
                continue
            held = frame(by="province", years=[year], flow=flow, currency=currency, month=month)
            share = (held.set_index("province_code")["value"] / whole * 100).dropna()
            parts.append(share.rename("found").reset_index().assign(month=month, currency=currency))
    rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["found"])
    rows = rows.assign(year=year, flow=flow, expected=rows["found"].clip(upper=100.0))
    return _judged(rows.assign(tolerance=ROUNDING), COVERAGE, "%")


def _judged(rows: pd.DataFrame, check: str, unit: str) -> pd.DataFrame:
    """Return ``rows`` with residual and verdict, and the columns of DETAIL."""
    usual = {"month": 12, "currency": "", "province_code": NATION}
    filled = rows.assign(**{name: v for name, v in usual.items() if name not in rows})
    filled["province_code"] = filled["province_code"].replace("", NATION)
    return in_detail(judged(filled.assign(source=SOURCE, span="ytd")), check, unit)
