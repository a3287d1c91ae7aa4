"""The explorer's state as plain traits, and the frames and figures it gives; no widget in it."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import traitlets as t

from helpers import constants
from helpers.constants import FLOWS
from helpers.data import editions
from helpers.data import provinces as places
from helpers.data.edition import Edition
from helpers.display.chart import outlined
from helpers.display.show import KeyNumber
from helpers.display.style import Chart
from helpers.display.table import Table
from helpers.explore.figures import FIGURES, LONG_RUN, NEED_GROWTH, OF_HISTORY, OF_ONE
from helpers.explore.frames import Frames, frames
from helpers.explore.words import said
from helpers.language import formats
from helpers.measures import core as measures
from helpers.reports import Province
from helpers.reports.shared.notes import Notes


@dataclass(frozen=True)
class Choice:
    """One value that can be chosen, or the reason why it cannot."""

    value: Any
    label: str
    reason: str = ""


class Explorer(t.HasTraits):
    """What is looked at: set a trait, then ask for :meth:`chart`, :meth:`table` or :meth:`html`.

    A value that does not exist is refused with TraitError. Where a change leaves another choice
    without figures, that one falls back (the month to the last there is, the currency to the other,
    the flow to total trade) and comes back as chosen once there are figures for it again.
    """

    year = t.Int()
    month = t.Int()
    currency = t.Unicode()
    lang = t.Enum(formats.LANGS, "zh")
    flow = t.Enum(FLOWS, "total")
    provinces = t.Tuple()
    view = t.Enum(tuple(FIGURES), "ranking")
    figure = t.Unicode("ranking_bars")
    province = t.Unicode()

    def __init__(
        self, year: int, month: int = 12, currency: str = "auto", lang: str = "zh"
    ) -> None:
        """Start at an edition; raises BadInput where there is none."""
        self._known = editions.editions()
        self._last_figures: dict[str, str] = {}
        self._chosen: dict[str, Any] = {"month": month, "currency": currency, "flow": "total"}
        self._falling = True
        currency = editions.check_parameters(year, month, currency, lang)
        super().__init__(year=year, month=month, currency=currency, lang=lang)
        self._falling = False

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
        return [
            Choice(
                currency,
                formats.label(currency, self.lang),
                ""
                if currency in there
                else said(
                    "no_currency",
                    self.lang,
                    period=period,
                    currency=formats.label(currency, self.lang),
                ),
            )
            for currency in constants.CURRENCIES
        ]

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
        """The currency of what is seen: US dollars for the long run, whatever is chosen."""
        return "USD" if self.view == "trends" else self.currency

    @property
    def shown_flow(self) -> str:
        """The flow of what is seen: total trade for the long run, whatever is chosen."""
        return "total" if self.view == "trends" else self.flow

    def shown_currencies(self) -> list[Choice]:
        """The currencies, of which the long run has US dollars only."""
        return self._of_the_view(self.currencies(), "USD")

    def shown_flows(self) -> list[Choice]:
        """The flows, of which the long run has total trade only."""
        return self._of_the_view(self.flows(), "total")

    def _of_the_view(self, choices: list[Choice], only: str) -> list[Choice]:
        if self.view != "trends":
            return choices
        reason = said("only_totals", self.lang)
        return [replace(c, reason="" if c.value == only else reason) for c in choices]

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

    # What is chosen.

    def pick(self, name: str) -> None:
        """Choose provinces: top5, top10, above (the round mark), none; or add those of a region."""
        order = list(self.frames.ranking["province_code"])
        known = {"top5": order[:5], "top10": order[:10], "above": self.frames.large, "none": []}
        of_region = places.region_of()
        added = [*self.provinces, *of_region.index[of_region == name]]
        self.provinces = tuple(known.get(name, added))

    @t.validate("year")
    def _check_year(self, proposal: Any) -> int:
        return self._one_of(proposal.value, self.years, "year")

    @t.validate("month")
    def _check_month(self, proposal: Any) -> int:
        return self._one_of(proposal.value, self.months, "month")

    @t.validate("currency")
    def _check_currency(self, proposal: Any) -> str:
        there = [c.value for c in self.currencies() if not c.reason]
        return self._one_of(proposal.value, there, "currency")

    @t.validate("flow")
    def _check_flow(self, proposal: Any) -> str:
        there = [c.value for c in self.flows() if not c.reason]
        return self._one_of(proposal.value, there, "flow")

    @t.validate("provinces")
    def _check_provinces(self, proposal: Any) -> tuple[str, ...]:
        known = list(places.provinces().index)
        chosen = [self._one_of(code, known, "province") for code in proposal.value]
        return tuple(sorted(set(chosen)))

    @t.validate("figure")
    def _check_figure(self, proposal: Any) -> str:
        there = list(FIGURES[self.view])
        return self._one_of(proposal.value, there, "figure") if there else ""

    @staticmethod
    def _one_of(value: Any, there: list[Any], name: str) -> Any:
        if value not in there:
            raise t.TraitError(f"{name} {value!r} is not one of {', '.join(map(str, there))}.")
        return value

    @t.observe("year", "month", "currency", "flow")
    def _follow(self, change: Any) -> None:
        """Keep what was chosen, and take what there is where that has no figures."""
        if self._falling:
            return
        if change.name != "year":
            self._chosen[change.name] = change.new
        self._falling = True
        try:
            month, currency, flow = (self._chosen[n] for n in ("month", "currency", "flow"))
            self.month = month if month in self.months else self.months[-1]
            there = [c.value for c in self.currencies() if not c.reason]
            self.currency = currency if currency in there else there[0]
            there = [c.value for c in self.flows() if not c.reason]
            self.flow = flow if flow in there else "total"
        finally:
            self._falling = False

    @t.observe("view")
    def _open_view(self, change: Any) -> None:
        if change.old in FIGURES:
            self._last_figures[change.old] = self.figure
        self.figure = self._last_figures.get(self.view) or next(iter(FIGURES[self.view]), "")

    # What is seen.

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

    @property
    def one(self) -> str:
        """The province shown on its own: the one chosen for it, else the first that is followed."""
        return self.province or self.followed[0]

    @property
    def followed(self) -> list[str]:
        """The provinces of the long run: those chosen, else the large ones, else the first five."""
        order = list(self.frames.ranking["province_code"])
        chosen = [code for code in order if code in self.provinces]
        return chosen or self.frames.large or order[:5]

    def _why_not(self, name: str) -> str:
        if name in NEED_GROWTH and (finding := Notes(self.edition).no_growth()):
            return finding.text(self.lang)
        if name in OF_HISTORY:
            finding = self.frames.trends.only_year()
            return "" if finding is None else finding.text(self.lang)
        if name in FIGURES["detail"] and not self.frames.has_detail():
            period = formats.period(self.year, self.month, self.lang)
            flow = formats.label(self.frames.detail_flow, self.lang).lower()
            return said("no_detail", self.lang, period=period, flow=flow)
        return ""

    def chart(self) -> Chart | None:
        """The figure of the view with the provinces chosen outlined; None where there is none."""
        draw = FIGURES[self.view].get(self.figure)
        codes = [self.one] if self.view in OF_ONE else self.followed
        if draw is None or (self.view == "detail" and not self.frames.has_detail()):
            return None
        chart = draw(self.frames, codes)
        plain = self.view in (*LONG_RUN, *OF_ONE)
        return chart if chart is None or plain else outlined(chart, self.provinces)

    def numbers(self) -> list[KeyNumber]:
        """Rank, value, growth and contribution of the province shown on its own."""
        return Province(self.edition, self.one).key_numbers().numbers

    def table(self) -> Table:
        """The ranking as a table: of the provinces chosen, or of all where none is."""
        return self.frames.rankings.table(self.provinces)
