"""Trade in detail for reports: what one province trades in a period, by product and partner."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import pandas as pd

from helpers.constants import CURRENCIES, NATION
from helpers.data import cube, editions, provinces, tables
from helpers.language import formats
from helpers.language.formats import LANGS
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
    _check_flow(flow)
    wanted = sorted(cube.years(flow)) if years is None else sorted({int(year) for year in years})
    code = NATION if province in ("all", NATION) else provinces.code_of(province)
    return _sums(flow, currency, tuple(wanted), month, code, tuple(COLUMNS[n] for n in names), None)


@dataclass(frozen=True)
class Detail:
    """Exports or imports in detail of one province in one period; made by :meth:`open`.

    ``province`` is a code, or 00 for all 31 together. ``products`` are those that can be compared:
    all months of the period are there, and those of the year before where any product has those
    (``has_year_before``). Values are in 亿 of ``currency``, which is the cube's where it lacks the
    one asked for.
    """

    year: int
    month: int
    currency: str
    lang: str
    province: str
    flow: str
    products: tuple[str, ...]
    has_year_before: bool
    left_out: pd.DataFrame = field(repr=False)

    @classmethod
    def open(
        cls,
        year: int,
        month: int = 12,
        currency: str = "auto",
        lang: str = "zh",
        province: str = "all",
        flow: str = "export",
    ) -> "Detail":
        """Return the detail of January to ``month`` of ``year``.

        Raises BadInput where a parameter does not exist, or where the cube has no product for all
        of the months; the message names what there is.
        """
        _check_flow(flow)
        if lang not in LANGS:
            raise BadInput(f"lang must be one of {', '.join(LANGS)}, not {lang!r}.")
        if currency not in (*CURRENCIES, "auto"):
            raise BadInput(f"currency must be CNY, USD or auto, not {currency!r}.")
        code = NATION if province in ("all", NATION) else provinces.code_of(province)
        for own in sorted(CURRENCIES, key=lambda name: name != currency):
            now = complete(flow, own, year, month)
            if now:
                both = now & complete(flow, own, year - 1, month)
                left_out = _left_out(flow, own, year, month, both)
                compared = tuple(sorted(both or now))
                return cls(year, month, own, lang, code, flow, compared, bool(both), left_out)
        known = {y: m for y in cube.years(flow) if (m := months(y, flow))}
        there = ", ".join(f"{y} ({formats.runs(m)})" for y, m in known.items())
        told = f"years and their last months: {there}" if there else "none is imported"
        raise BadInput(
            f"There are no {flow}s in detail up to month {month} of {year}; {told}. "
            "trade import --detail takes in more."
        )

    @property
    def id(self) -> str:
        """Name of the period in addresses: 2024 or 2024-06."""
        return str(self.year) if self.full_year else f"{self.year}-{self.month:02d}"

    @property
    def full_year(self) -> bool:
        """Whether the period is all twelve months."""
        return self.month == 12

    def items(self, year: int) -> pd.DataFrame:
        """Return product, partner_code, value (亿), quantity and unit of the province."""
        return self._frame((year,), self.province, ("product", "partner_code"))

    def nation_items(self, year: int) -> pd.DataFrame:
        """Return the same as :meth:`items` for all 31 provinces together."""
        return self._frame((year,), NATION, ("product", "partner_code"))

    def places(self, year: int) -> pd.DataFrame:
        """Return province_code, product, value (亿), quantity and unit of every province."""
        return self._frame((year,), NATION, ("province_code", "product"))

    def by_year(self, by: str) -> pd.DataFrame:
        """Return year, ``by`` (product or partner), value (亿), quantity and unit of the province.

        The same months of every year up to this one, of the products that can be compared; a year
        in which one of them lacks a month is left out.
        """
        whole = [
            year for year in cube.years(self.flow)
            if year <= self.year
            and set(self.products) <= complete(self.flow, self.currency, year, self.month)
        ]  # fmt: skip
        return self._frame(tuple(whole), self.province, (COLUMNS[by],), keep_year=True)

    @cached_property
    def coverage(self) -> float:
        """Percent of the province's exports or imports in the period that the cube holds.

        All products with all months of the period count, also those that lack one a year before.
        Missing where the province's exports or imports in the period are not known.
        """
        whole = self.whole_trade
        own = _sums(
            self.flow, self.currency, (self.year,), self.month, self.province, ("product",),
            tuple(sorted(complete(self.flow, self.currency, self.year, self.month))),
        )  # fmt: skip
        return float(own["value"].sum() / whole * 100) if whole > 0 else float("nan")

    @cached_property
    def whole_trade(self) -> float:
        """The province's exports or imports in the period, 亿, see :func:`published`."""
        return float(self.whole_by_province.get(self.province, float("nan")))

    @cached_property
    def whole_by_province(self) -> pd.Series:
        """Exports or imports of every province and the nation, 亿, see :func:`published`."""
        return published(self.flow, self.currency, self.year, self.month)

    def _frame(
        self, years: tuple[int, ...], province: str, by: tuple[str, ...], keep_year: bool = False
    ) -> pd.DataFrame:
        sums = _sums(
            self.flow, self.currency, years, self.month, province, by, tuple(self.products)
        )
        return sums if keep_year else sums.drop(columns="year")


def published(flow: str, currency: str, year: int, month: int) -> pd.Series:
    """Return exports or imports of January to ``month``, 亿 of ``currency``, by province code.

    They are those of the edition in this currency, else of the edition in the other one, converted
    with the ratio of the nation's two published totals of the same flow and months. Empty where no
    edition of the period has them.
    """
    known = editions.editions()
    known = known[(known["year"] == year) & (known["month"] == month) & known["flows"]]
    trade = editions.totals_to_date()
    trade = trade[(trade["year"] == year) & (trade["month"] == month) & (trade["flow"] == flow)]
    for own in sorted(known["currency"], key=lambda name: name != currency):
        source = known.loc[known["currency"] == own, "source"].iloc[0]
        rows = trade[(trade["source"] == source) & (trade["currency"] == own)]
        values = rows.set_index("province_code")["value"]
        nation = _nation(flow, currency, year, month)
        return values if own == currency else values * nation / values.get(NATION, float("nan"))
    return pd.Series(dtype="float64")


def _nation(flow: str, currency: str, year: int, month: int) -> float:
    """Return the nation's published total in a currency, 亿; missing where there is none."""
    known = tables.load("national")
    mask = (known["year"] == year) & (known["month"] == month)
    mask &= (known["flow"] == flow) & (known["currency"] == currency)
    values = known.loc[mask, "value"]
    return float(values.iloc[-1]) if len(values) else float("nan")


def months(year: int, flow: str = "export") -> list[int]:
    """Return the last months of the periods of ``year`` that some product is complete for."""
    return [
        month for month in range(1, 13)
        if any(complete(flow, currency, year, month) for currency in CURRENCIES)
    ]  # fmt: skip


def has(year: int, month: int, flow: str = "export") -> bool:
    """Return whether :meth:`Detail.open` finds the period."""
    return year in cube.years(flow) and month in months(year, flow)


def complete(flow: str, currency: str, year: int, month: int) -> set[str]:
    """Return the products whose months 1 to ``month`` of ``year`` are all in the cube.

    A month is there where an imported file by province and partner covers it. A product that has
    rows for longer spans, such as a year, is complete only for the month that ends a span.
    """
    return set(_complete(detail_dir(), cube.manifest(), flow, currency, year, month))


@lru_cache(maxsize=256)
def _complete(
    place: str, stamp: str, flow: str, currency: str, year: int, month: int
) -> frozenset[str]:
    ends = _ends(place, stamp, flow, currency).get(year, {})
    wanted = set(range(1, month + 1))
    whole = {n for n, spans in ends.items() if wanted <= spans.keys() and month in spans.values()}
    # What is inside a product of fewer digits is not counted beside it.
    return frozenset(
        n for n in whole if not any(n[:digits] in whole for digits in (2, 4, 6) if digits < len(n))
    )


@lru_cache(maxsize=8)
def _ends(place: str, stamp: str, flow: str, currency: str) -> dict[int, dict[str, dict[int, int]]]:
    """Return for each year, product and month the last month of the rows that it is part of.

    Only files by province and partner count; where several cover a month, the shortest span does.
    """
    known = cube.files()
    known = known[(known["flow"] == flow) & (known["currency"] == currency)]
    known = known[known["dimensions"].str.contains("partner.*province")]
    found: dict[int, dict[str, dict[int, int]]] = {}
    spans = known["span"].astype("int64")
    for span in sorted(spans.unique(), reverse=True):
        for (year, name), months_there in _months_by_product(known[spans == span]).items():
            ends = found.setdefault(year, {}).setdefault(name, {})
            for end in set(ends.values()):
                block = {month for month, last in ends.items() if last == end}
                # A year that is there as a whole counts until all its months are there.
                if not block <= months_there:
                    months_there = months_there - block
            ends |= {month: -(-month // span) * span for month in months_there}
    return found


def _months_by_product(files: pd.DataFrame) -> dict[tuple[int, str], set[int]]:
    """Return the months that files cover, by year and product."""
    found: dict[tuple[int, str], set[int]] = {}
    for products, first, last in zip(files["products"], files["first"], files["last"], strict=True):
        for period in pd.period_range(first, last, freq="M"):
            for name in products.split():
                found.setdefault((period.year, name), set()).add(period.month)
    return found


def _left_out(flow: str, currency: str, year: int, month: int, both: set[str]) -> pd.DataFrame:
    """Return the products of either year that cannot be compared: product, year, months missing.

    ``both`` are those that can; where there are none, only the year itself has to be complete.
    """
    months_of = _ends(detail_dir(), cube.manifest(), flow, currency)
    years = (year - 1, year) if both else (year,)
    known = {name for y in years for name in months_of.get(y, {})}
    rows = [
        (name, y, sorted(set(range(1, month + 1)) - months_of.get(y, {}).get(name, {}).keys()))
        for name in sorted(known - (both or complete(flow, currency, year, month)))
        for y in years
        if name not in complete(flow, currency, y, month)
    ]
    return pd.DataFrame(rows, columns=["product", "year", "months"])


def _check_flow(flow: str) -> None:
    if flow not in FLOWS:
        raise BadInput(f"flow must be one of {', '.join(FLOWS)}, not {flow!r}.")


def _sums(
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
