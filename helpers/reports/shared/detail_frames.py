"""The frames that reports on trade in detail rest on, each computed once."""

import calendar
from functools import cached_property

import numpy as np
import pandas as pd

from helpers.constants import NATION
from helpers.data import partners, tables
from helpers.data.detail import Detail
from helpers.measures import drivers, specialisation, unit_values

UNKNOWN = ["previous", "change"]


class Frames:
    """One province's trade by product and partner in a period, and the year before.

    Values are in 亿; sums over the year before are missing where that year is not in the cube.
    """

    def __init__(self, detail: Detail) -> None:
        """Keep the detail; nothing is read before it is asked for."""
        self.detail = detail

    @property
    def of_province(self) -> bool:
        """Whether this is one province rather than all 31 together."""
        return self.detail.province != NATION

    @cached_property
    def now(self) -> pd.DataFrame:
        """The items of the period, see :meth:`Detail.items`."""
        return self.detail.items(self.detail.year)

    @cached_property
    def before(self) -> pd.DataFrame:
        """The items of the year before; no rows where the cube does not have it."""
        if not self.detail.has_year_before:
            return self.now.head(0)
        return self.detail.items(self.detail.year - 1)

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Items by product and partner, see :func:`helpers.measures.drivers.compared`."""
        return self._compared(drivers.PAIR)

    @cached_property
    def products(self) -> pd.DataFrame:
        """Items by product, those that moved most first."""
        return self._compared((drivers.PRODUCT,))

    @cached_property
    def partners(self) -> pd.DataFrame:
        """Items by partner, those that moved most first."""
        return self._compared((drivers.PARTNER,))

    @cached_property
    def nation_pairs(self) -> pd.DataFrame:
        """The same as ``pairs`` for all 31 provinces; only with a year before."""
        if not self.of_province:
            return self.pairs
        year = self.detail.year
        now, before = (self.detail.nation_items(y) for y in (year, year - 1))
        return drivers.compared(now, before, drivers.PAIR)

    @cached_property
    def value(self) -> float:
        """The sum of the period."""
        return float(self.now["value"].sum())

    @cached_property
    def previous(self) -> float:
        """The sum of the year before, missing where the cube does not have it."""
        return float(self.before["value"].sum()) if self.detail.has_year_before else np.nan

    @cached_property
    def growth(self) -> float:
        """Growth of the products compared, percent; missing without trade the year before."""
        return drivers.growth_of(self.pairs)

    @property
    def grows(self) -> bool:
        """Whether there is growth to explain."""
        return bool(pd.notna(self.growth))

    @cached_property
    def broad(self) -> bool:
        """Whether the products compared are nearly all that the province trades."""
        whole = self.detail.whole_trade
        return bool(whole > 0 and self.value / whole * 100 >= ENOUGH)

    @cached_property
    def standing(self) -> pd.DataFrame:
        """Every product of every province, see :func:`helpers.measures.specialisation.standing`.

        Comparative advantage is there where the whole trade of the provinces is known.
        """
        places = self.detail.places(self.detail.year)
        whole = self.detail.whole_by_province
        totals = whole.drop(NATION, errors="ignore").dropna()
        return specialisation.standing(places, totals if len(totals) else None)

    @cached_property
    def own_standing(self) -> pd.DataFrame:
        """The products of the province in the nation, the largest share of the nation first."""
        own = self.standing[self.standing["province_code"] == self.detail.province]
        own = own[own["value"] > 0]
        return own.sort_values("nation_share", ascending=False, kind="stable", ignore_index=True)

    @cached_property
    def leaders(self) -> pd.DataFrame:
        """The largest province in each product, the largest product first."""
        first = self.standing[(self.standing["rank"] == 1) & (self.standing["value"] > 0)]
        ordered = first.sort_values(["nation", "product"], ascending=[False, True], kind="stable")
        return ordered.drop_duplicates("product").reset_index(drop=True)

    @cached_property
    def margins(self) -> pd.DataFrame:
        """New, ended and continuing pairs, see :func:`helpers.measures.drivers.margins`."""
        return drivers.margins(self.pairs)

    @cached_property
    def parts(self) -> pd.Series:
        """Parts of growth, see :func:`helpers.measures.drivers.shift_share`; needs growth."""
        return drivers.shift_share(self.pairs, self.nation_pairs)

    @cached_property
    def split(self) -> pd.Series:
        """Volume against unit value, see :func:`helpers.measures.unit_values.split`."""
        return unit_values.split(self.now, self.before, drivers.PAIR)

    @cached_property
    def by_year(self) -> pd.DataFrame:
        """Products in every year, with unit_value where all rows of a year have a quantity."""
        table = self.detail.by_year("product")
        quantity = table["quantity"].where(table["quantity"] > 0)
        return table.assign(unit_value=table["value"] * unit_values.IN_ONE / quantity)

    @cached_property
    def groups(self) -> pd.DataFrame:
        """Groups of partners, see :func:`helpers.measures.drivers.by_group`.

        The members are those of the last day of the period, in both periods.
        """
        year, month = self.detail.year, self.detail.month
        day = f"{year}-{month:02d}-{calendar.monthrange(year, month)[1]}"
        codes = partners.group_names(self.detail.lang)
        members = {code: partners.members(code, day) for code in codes}
        return drivers.by_group(self.partners, members)

    @cached_property
    def modes(self) -> pd.DataFrame:
        """Trade by kind of mode: mode_kind, then as :func:`helpers.measures.drivers.compared`.

        The kinds are ordinary, processing, bonded, other_mode and no_mode (queried without modes).
        No rows where nothing was queried by mode.
        """
        kinds = tables.load("trade_modes").set_index("mode_code")["kind"]
        named = kinds.replace("other", "other_mode").to_dict() | {"": "no_mode"}
        year = self.detail.year
        now, before = (self.detail.by_mode(y) for y in (year, year - 1))
        before = before if self.detail.has_year_before else before.head(0)
        now, before = (
            frame.assign(mode_kind=frame["mode_code"].map(named).fillna("other_mode"))
            for frame in (now, before)
        )
        table = drivers.compared(now, before, ("mode_kind",))
        if not self.detail.has_year_before:
            table[UNKNOWN] = np.nan
        split = set(table["mode_kind"]) - {"no_mode"}
        return (
            table.sort_values("value", ascending=False, ignore_index=True) if split else table[:0]
        )

    @staticmethod
    def concentration(table: pd.DataFrame) -> dict[str, float] | None:
        """Return items, hhi and effective of a table of items, and previous, effective before.

        See :func:`helpers.measures.specialisation.variety`; None with one item traded, or none.
        """
        now = specialisation.variety(table["value"])
        before = specialisation.variety(table["previous"].fillna(0.0))
        facts = {"items": int(now["items"]), "hhi": now["hhi"], "effective": now["effective"]}
        return facts | {"previous": before["effective"]} if now["items"] > 1 else None

    def _compared(self, by: tuple[str, ...]) -> pd.DataFrame:
        table = drivers.compared(self.now, self.before, by)
        if not self.detail.has_year_before:
            table[UNKNOWN] = np.nan
        return table


# From this share of its exports on, sentences may speak of the exports of a province (percent).
ENOUGH = 90.0
