"""The frames of one edition by one flow, each computed once, as the explorer asks for them."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import pandas as pd

from helpers.data import detail, tables
from helpers.data.detail import Detail
from helpers.data.edition import Edition, of_flow, open_edition
from helpers.measures import core as measures
from helpers.reports import (
    Contributions,
    Drivers,
    Movers,
    Partners,
    Products,
    Rankings,
    Regions,
    Trends,
)


@dataclass(frozen=True, eq=False)
class Frames:
    """The measures of an edition; ``whole`` counts total trade, ``edition`` the flow chosen."""

    whole: Edition
    edition: Edition

    @property
    def ranking(self) -> pd.DataFrame:
        """All provinces by the flow chosen."""
        return self.rankings.frame

    @cached_property
    def mover_report(self) -> Movers:
        """The movers report of the flow chosen."""
        return Movers(self.edition)

    @property
    def movers(self) -> pd.DataFrame:
        """All provinces by growth of the flow chosen."""
        return self.mover_report.frame

    @cached_property
    def rankings(self) -> Rankings:
        """The rankings report of the flow chosen."""
        return Rankings(self.edition)

    @cached_property
    def contributions(self) -> Contributions:
        """The contributions report; it has every flow of the edition."""
        return Contributions(self.whole)

    @cached_property
    def regions(self) -> Regions:
        """The regions report of the flow chosen."""
        return Regions(self.edition)

    @cached_property
    def history(self) -> pd.DataFrame:
        """Annual totals in 亿 USD: years × province codes."""
        return self.whole.history

    @cached_property
    def trends(self) -> Trends:
        """The trends report of total trade."""
        return Trends(self.whole)

    def drivers(self, code: str) -> Drivers:
        """The drivers report of a province; raises BadInput where there is no detail."""
        return Drivers(self._detail(code))

    def products(self, code: str) -> Products:
        """The products report of a province; raises BadInput where there is no detail."""
        return Products(self._detail(code))

    def partners(self, code: str) -> Partners:
        """The partners report of a province; raises BadInput where there is no detail."""
        return Partners(self._detail(code))

    @property
    def detail_flow(self) -> str:
        """The flow that trade in detail is shown of: imports where chosen, else exports."""
        return "import" if self.edition.flow == "import" else "export"

    def has_detail(self) -> bool:
        """Whether there is trade in detail of the period and flow."""
        return detail.has(self.whole.year, self.whole.month, self.detail_flow)

    def _detail(self, code: str) -> Detail:
        e = self.whole
        return Detail.open(e.year, e.month, e.currency, e.lang, code, self.detail_flow)

    @property
    def large(self) -> list[str]:
        """Codes of the provinces at or above the round mark of the currency, largest first."""
        return measures.large(self.edition.now["total"], self.edition.currency)


def frames(year: int, month: int, currency: str, lang: str, flow: str) -> Frames:
    """The frames of an edition; computed again only where data/ has changed."""
    return _frames(tables.stamp(), year, month, currency, lang, flow)


@lru_cache(maxsize=128)
def _frames(stamp: object, year: int, month: int, currency: str, lang: str, flow: str) -> Frames:
    # The figures are the same in both languages.
    whole = replace(_opened(stamp, year, month, currency), lang=lang)
    return Frames(whole, of_flow(whole, flow))


@lru_cache(maxsize=64)
def _opened(stamp: object, year: int, month: int, currency: str) -> Edition:
    return open_edition(year, month, currency)
