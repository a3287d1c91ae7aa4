"""One flow of one province in one period, with the products that can be compared with the past."""

from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from helpers.constants import CURRENCIES, NATION
from helpers.data import cube
from helpers.data.detail.coverage import published
from helpers.data.detail.months import complete, incomplete, months
from helpers.data.detail.sums import COLUMNS, check_flow, code_of, sums
from helpers.language import formats
from helpers.language.formats import LANGS
from helpers.system.errors import BadInput


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
        own = sums(
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
        table = sums(
            self.flow, self.currency, years, self.month, province, by, tuple(self.products)
        )
        return table if keep_year else table.drop(columns="year")
