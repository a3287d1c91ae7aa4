"""One flow of one province in one period, with the products that can be compared with the past."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from helpers.constants import CURRENCIES, NATION
from helpers.data import cube
from helpers.data.detail.coverage import published
from helpers.data.detail.months import complete, incomplete, months
from helpers.data.detail.sums import COLUMNS, Wanted, check_flow, code_of, summed, sums
from helpers.language import formats
from helpers.language.formats import LANGS
from helpers.system.errors import BadInput

ITEM = ("product", "partner_code")


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
    products: tuple[str, ...] = field(repr=False)
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
        check_flow(flow)
        if lang not in LANGS:
            raise BadInput(f"lang must be one of {', '.join(LANGS)}, not {lang!r}.")
        if currency not in (*CURRENCIES, "auto"):
            raise BadInput(f"currency must be CNY, USD or auto, not {currency!r}.")
        code = code_of(province)
        for own in sorted(CURRENCIES, key=lambda name: name != currency):
            now = complete(flow, own, year, month)
            if now:
                both = now & complete(flow, own, year - 1, month)
                left_out = incomplete(flow, own, year, month, both)
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
        return sums(self._wanted((year,), self.province), ITEM).drop(columns="year")

    def nation_items(self, year: int) -> pd.DataFrame:
        """Return the same of all 31 provinces together, in the pairs that the province trades.

        A pair is a product and partner of the province in this year or the one before. All other
        partners of a product are one row with the partner "", so products add up to the nation's.
        """
        if self.province == NATION:
            return self.items(year)
        return summed(self._wanted((year,), NATION), ITEM, self._pairs).drop(columns="year")

    def places(self, year: int) -> pd.DataFrame:
        """Return province_code, product, value (亿), quantity and unit of every province.

        Of the products that the province trades in this year or the one before.
        """
        wanted = self._wanted((year,), NATION)
        if self.province != NATION:
            wanted = replace(wanted, products=tuple(sorted(set(self._pairs["product"]))))
        return summed(wanted, ("province_code", "product")).drop(columns="year")

    def by_mode(self, year: int) -> pd.DataFrame:
        """Return mode_code ("" where the query was not split by mode) and value (亿)."""
        wanted = self._wanted((year,), self.province)
        return sums(wanted, ("mode_code",))[["mode_code", "value"]]

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
        return sums(self._wanted(tuple(whole), self.province), (COLUMNS[by],))

    @cached_property
    def coverage(self) -> float:
        """Percent of the province's exports or imports in the period that the cube holds.

        All products with all months of the period count, also those that lack one a year before.
        Missing where the province's exports or imports in the period are not known.
        """
        whole = self.whole_trade
        held = tuple(sorted(complete(self.flow, self.currency, self.year, self.month)))
        own = sums(replace(self._wanted((self.year,), self.province), products=held), ("product",))
        return float(own["value"].sum() / whole * 100) if whole > 0 else float("nan")

    @cached_property
    def whole_trade(self) -> float:
        """The province's exports or imports in the period, 亿, see :func:`published`."""
        return float(self.whole_by_province.get(self.province, float("nan")))

    @cached_property
    def whole_by_province(self) -> pd.Series:
        """Exports or imports of every province and the nation, 亿, see :func:`published`."""
        return published(self.flow, self.currency, self.year, self.month)

    @cached_property
    def _pairs(self) -> pd.DataFrame:
        """The pairs of product and partner that the province trades now or a year before."""
        both = [self.items(year)[list(ITEM)] for year in (self.year, self.year - 1)]
        return pd.concat(both).drop_duplicates(ignore_index=True)

    def _wanted(self, years: tuple[int, ...], province: str) -> Wanted:
        return Wanted(self.flow, self.currency, years, self.month, province, self.products)
