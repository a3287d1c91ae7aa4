"""Frames as an analyst asks for them: with names, and in ``attrs`` unit, source and vintage."""

from collections.abc import Iterable
from functools import cached_property

import pandas as pd

from helpers.data import provinces, tables
from helpers.data.margins import growth_base
from helpers.measures import core
from helpers.measures import regions as measures

UNITS = {
    ("CNY", "zh"): "亿元人民币", ("CNY", "en"): "100 million yuan",
    ("USD", "zh"): "亿美元", ("USD", "en"): "100 million US dollars",
    ("", "zh"): "亿（币种见各行）", ("", "en"): "100 million of the currency of the row",
}  # fmt: skip


def described(
    frame: pd.DataFrame, currency: str, lang: str, sources: Iterable[str]
) -> pd.DataFrame:
    """Return ``frame`` with what its figures are in ``attrs``.

    lang, currency ("" where each row has its own), unit, source (the publishers), status
    (preliminary, revised, derived or official, by source) and vintage (date of the newest import by
    source). pandas hands attrs on to most frames made from this one.
    """
    used = sorted(set(sources) - {""})
    known = tables.load("sources").set_index("id").loc[used]
    imported = tables.load("releases").groupby("source")["imported"].max()
    frame.attrs = {
        "lang": lang,
        "currency": currency,
        "unit": UNITS[currency, lang],
        "source": ("；" if lang == "zh" else "; ").join(known[f"publisher_{lang}"].unique()),
        "status": dict(known["status"]),
        "vintage": {source: str(imported[source]) for source in used if source in imported},
    }
    return frame


def named(frame: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return ``frame`` with the names of provinces and of their regions after province_code."""
    known, at = provinces.names(lang), frame.columns.get_loc("province_code")
    table = frame.copy()
    table.insert(at + 1, "province", table["province_code"].map(known))
    regions = table["province_code"].map(provinces.region_of()).map(known)
    if "region_code" not in table:
        table.insert(at + 2, "region", regions)
    return table


class Asked:
    """The frames of an :class:`helpers.data.edition.Edition` for a question of one's own."""

    lang: str
    currency: str
    source: str
    before_source: str
    now: pd.DataFrame
    before: pd.DataFrame | None
    nation: pd.DataFrame

    @cached_property
    def base(self) -> pd.DataFrame | None:
        """Levels a year before that growth is computed on, see :func:`growth_base`."""
        return growth_base(self.now, self.before, self.nation)

    @cached_property
    def ranking(self) -> pd.DataFrame:
        """All provinces by total, largest first, one row a province.

        Columns as :func:`helpers.measures.core.ranking` has them (rank, province_code, total,
        export, import in 亿, shares, previous_rank, growth_pct …), and the names province and
        region. What the edition has no figures for is missing.
        """
        return self._asked(named(core.ranking(self.now, self.before), self.lang))

    @cached_property
    def movers(self) -> pd.DataFrame:
        """All provinces by growth on the year before, fastest first, one row a province.

        Columns as :func:`helpers.measures.core.movers` has them (growth_rank, province_code, total
        and previous in 亿, growth_pct, contribution_pp …), and the names province and region.
        Growth is missing where the year before is.
        """
        return self._asked(named(core.movers(self.now, self.before, self.base), self.lang))

    @cached_property
    def regions(self) -> pd.DataFrame:
        """The seven regions, largest first, one row a region.

        Columns as :func:`helpers.measures.regions.regions` has them (region_code, total, export,
        import in 亿, share, growth_pct, contribution_pp, provinces …), and the name region.
        """
        of_region, codes = provinces.region_of(), provinces.region_codes()
        table = measures.regions(self.now, self.before, of_region, codes, self.base)
        table.insert(1, "region", table["region_code"].map(provinces.names(self.lang)))
        return self._asked(table)

    def _asked(self, frame: pd.DataFrame) -> pd.DataFrame:
        sources = (self.source, self.before_source)
        return described(frame, self.currency, self.lang, sources)
