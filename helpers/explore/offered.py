"""What there is to choose from in the explorer, and why the rest is missing; no widget in it."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import traitlets as t

from helpers import constants
from helpers.constants import FLOWS
from helpers.data import editions
from helpers.data import provinces as places
from helpers.data.edition import Edition
from helpers.explore.figures import (
    FIGURES,
    LONG_RUN,
    NEED_GROWTH,
    OF_HISTORY,
    OF_TOTALS,
    SCALES,
    SUBJECTS,
)  # fmt: skip
from helpers.explore.frames import Frames, frames
from helpers.explore.words import said
from helpers.language import formats
from helpers.measures import core as measures
from helpers.reports.shared.notes import Notes


@dataclass(frozen=True)
class Choice:
    """One value that can be chosen, or the reason why it cannot."""

    value: Any
    label: str
    reason: str = ""


def _only(value: str, choices: list[Choice], alone: bool, lang: str, told: str) -> list[Choice]:
    """Return choices of which a view that has ``value`` alone offers no other, and says why."""
    reason = said(told, lang)
    return [replace(c, reason="" if c.value == value else reason) if alone else c for c in choices]


def available(choices: list[Choice]) -> list[Any]:
    """Return the values that can be chosen."""
    return [choice.value for choice in choices if not choice.reason]


class Offered(t.HasTraits):
    """The choices of the explorer as plain traits, and what each can be."""

    year = t.Int()
    month = t.Int()
    currency = t.Unicode()
    lang = t.Enum(formats.LANGS, "zh")
    flow = t.Enum(FLOWS, "total")
    provinces = t.Tuple()
    view = t.Enum(tuple(FIGURES), "ranking")
    figure = t.Unicode("ranking_bars")
    scale = t.Enum(SCALES, SCALES[0])
    years_shown = t.Tuple()
    province = t.Unicode()

    def __init__(self, **chosen: Any) -> None:
        """Begin with values of the traits."""
        self._known = editions.editions()
        super().__init__(**chosen)

    # What there is to choose from.

    @property
    def years(self) -> list[int]:
        """The years with figures, oldest first."""
        return sorted({int(year) for year in self._known["year"]})

    @property
    def months(self) -> list[int]:
        """The months up to which the year has figures."""
        return sorted({int(m) for m in self._known.loc[self._of_year, "month"]})

    @property
    def _of_year(self) -> pd.Series:
        return self._known["year"] == self.year

    def currencies(self) -> list[Choice]:
        """Both currencies, with the reason where the edition has none in it."""
        there = set(
            self._known.loc[self._of_year & (self._known["month"] == self.month), "currency"]
        )
        period = formats.period(self.year, self.month, self.lang)
        labels = {name: formats.label(name, self.lang) for name in constants.CURRENCIES}
        return [
            Choice(name, label, "" if name in there
                   else said("no_currency", self.lang, period=period, currency=label))
            for name, label in labels.items()
        ]  # fmt: skip

    def flows(self) -> list[Choice]:
        """Total, exports and imports, with the reason where the edition has totals only."""
        finding = Notes(self._frames("total").whole).no_flows()
        reason = "" if finding is None else finding.text(self.lang)
        return [
            Choice(flow, formats.label(flow, self.lang), "" if flow == "total" else reason)
            for flow in FLOWS
        ]

    @property
    def shown_currency(self) -> str:
        """The currency of what is seen: US dollars where all of the view is in them.

        The view of one province has key numbers in the currency chosen above figures in dollars.
        """
        return "USD" if self.view == "trends" else self.currency

    @property
    def shown_flow(self) -> str:
        """The flow of what is seen: total trade where the view has no other."""
        return "total" if self.view in OF_TOTALS else self.flow

    def shown_currencies(self) -> list[Choice]:
        """The currencies, of which the long run has US dollars only."""
        return _only("USD", self.currencies(), self.view == "trends", self.lang, "only_totals")

    def shown_flows(self) -> list[Choice]:
        """The flows, of which some views have total trade only."""
        told = "only_totals" if self.view == "trends" else "only_total"
        return _only("total", self.flows(), self.view in OF_TOTALS, self.lang, told)

    def scales(self) -> list[Choice]:
        """How lines over the years can be drawn."""
        return [Choice(scale, said(scale, self.lang)) for scale in SCALES]

    @property
    def history_years(self) -> list[int]:
        """The full years up to the edition's that have figures."""
        return [int(year) for year in self.frames.whole.history.index]

    @property
    def span(self) -> tuple[int, int]:
        """The first and the last year of the lines: those chosen, as far as there are figures."""
        years = self.history_years
        chosen = [year for year in years if not self.years_shown
                  or self.years_shown[0] <= year <= self.years_shown[1]]  # fmt: skip
        return (chosen[0], chosen[-1]) if len(chosen) > 1 else (years[0], years[-1])

    @property
    def redrawn(self) -> bool:
        """Whether the lines are other than the report has them: another scale, or fewer years."""
        years = self.history_years
        return self.scale != SCALES[0] or self.span != (years[0], years[-1])

    def figures(self) -> list[Choice]:
        """The figures of the view, with the reason where the edition cannot have one."""
        return [
            Choice(name, said(name, self.lang), self._why_not(name)) for name in FIGURES[self.view]
        ]

    def ones(self) -> list[Choice]:
        """All provinces, each of which can be shown on its own, the largest first."""
        known = places.names(self.lang)
        return [Choice(code, known[code]) for code in self.frames.ranking["province_code"]]

    def picks(self) -> list[Choice]:
        """Quick picks of provinces, see :meth:`pick`."""
        mark = formats.round_mark(measures.THRESHOLDS[self.currency][0], self.currency, self.lang)
        period = formats.period(self.year, self.month, self.lang)
        none = "" if self.frames.large else said("none_above", self.lang, period=period, mark=mark)
        return [
            Choice("top5", said("top5", self.lang)),
            Choice("top10", said("top10", self.lang)),
            Choice("above", said("above", self.lang, mark=mark), none),
            Choice("none", said("none", self.lang)),
        ]

    def reasons(self) -> list[str]:
        """Return why some choices are missing, each reason once."""
        missing = [y for y in range(self.years[0], self.years[-1] + 1) if y not in self.years]
        told = [choice.reason for choice in [*self.flows(), *self.currencies(), *self.figures()]]
        if self.months == [12]:
            told.append(said("only_full_years", self.lang, year=self.year))
        elif len(self.months) < 12:
            months = formats.runs(self.months)
            told.append(said("some_months", self.lang, year=self.year, months=months))
        if self.view in LONG_RUN and (self.flow != "total" or self.currency != "USD"):
            told.append(said("only_totals", self.lang))
        if missing:
            listed = formats.listed(map(str, missing), self.lang)
            told.append(said("no_year", self.lang, years=listed))
        return list(dict.fromkeys(filter(None, told)))

    @property
    def frames(self) -> Frames:
        """The measures of the edition, by the flow chosen."""
        return self._frames(self.flow)

    def _frames(self, flow: str) -> Frames:
        return frames(self.year, self.month, self.currency, self.lang, flow)

    @property
    def edition(self) -> Edition:
        """The edition by the flow chosen, see :func:`helpers.data.edition.of_flow`."""
        return self.frames.edition

    def _why_not(self, name: str) -> str:
        period = formats.period(self.year, self.month, self.lang)
        finding = None
        if name in NEED_GROWTH:
            finding = Notes(self.edition).no_growth()
        elif name in OF_HISTORY:
            finding = self.frames.trends.only_year()
        elif name == "balance_bars":
            finding = Notes(self.frames.whole).no_flows()
        if finding is not None:
            return finding.text(self.lang)
        for subject in SUBJECTS:
            if name in FIGURES[subject] and not self.frames.has(subject):
                return said(f"no_{subject}", self.lang, period=period)
        if name in FIGURES["detail"] and not self.frames.has_detail():
            flow = formats.label(self.frames.detail_flow, self.lang).lower()
            return said("no_detail", self.lang, period=period, flow=flow)
        return ""
