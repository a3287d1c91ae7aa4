"""The frames of one edition by one flow, each computed once, as the explorer asks for them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import pandas as pd

from helpers import reports
from helpers.data import detail, editions, tables
from helpers.data.detail import Detail
from helpers.data.edition import Edition, of_flow, open_edition
from helpers.display.style import Chart
from helpers.explore.figures import DETAIL, FLOW, LINES, PROVINCE, TOTAL, Figure
from helpers.measures import core as measures


@dataclass(frozen=True, eq=False)
class Frames:
    """The measures of an edition; ``whole`` counts total trade, ``edition`` the flow chosen."""

    whole: Edition
    edition: Edition

    _reports: dict[tuple[str, ...], Any] = field(default_factory=dict, repr=False)

    @property
    def ranking(self) -> pd.DataFrame:
        """All provinces by the flow chosen."""
        return self.report("Rankings").frame

    @property
    def movers(self) -> pd.DataFrame:
        """All provinces by growth of the flow chosen."""
        return self.report("Movers").frame

    @property
    def trends(self) -> Any:
        """The trends report of total trade."""
        return self.report("Trends", TOTAL)

    def report(self, name: str, of: str = FLOW, codes: Sequence[str] = ()) -> Any:
        """Return the presenter ``name`` of :mod:`helpers.reports`, made once.

        ``of`` as :class:`helpers.explore.figures.Figure` has it, ``codes`` the provinces that it is
        about. Raises BadInput where there is no trade in detail.
        """
        key = (name, of, *codes)
        if key not in self._reports:
            kind = getattr(reports, name)
            given: dict[str, Callable[[], tuple[Any, ...]]] = {
                FLOW: lambda: (self.edition,),
                TOTAL: lambda: (self.whole,),
                LINES: lambda: (self.whole, codes),
                PROVINCE: lambda: (self.whole, codes[0]),
                DETAIL: lambda: (self._detail(codes[0]),),
            }
            self._reports[key] = kind(*given[of]())
        return self._reports[key]

    def chart(self, figure: Figure, codes: Sequence[str]) -> Chart | None:
        """Return a figure, drawn anew; None where its report has none."""
        own = () if figure.of in (FLOW, TOTAL) else codes
        draw = getattr(self.report(figure.report, figure.of, own), figure.method)
        return draw(self.edition.flow) if figure.by_flow else draw()

    @property
    def detail_flow(self) -> str:
        """The flow that trade in detail is shown of: imports where chosen, else exports."""
        return "import" if self.edition.flow == "import" else "export"

    def has(self, subject: str) -> bool:
        """Whether the edition has what only some have: openness, months."""
        return subject in editions.subjects(self.whole.year, self.whole.month, self.whole.currency)

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
