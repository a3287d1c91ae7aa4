"""The concentration report: how few provinces hold how much, and whether that changes."""

from dataclasses import asdict
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from helpers.data.provinces import first_years
from helpers.display.source_lines import history_line, rank_line, source_line
from helpers.display.style import Chart
from helpers.display.table import Table
from helpers.language import formats
from helpers.language.sentences import Finding
from helpers.measures import concentration
from helpers.measures.core import gini
from helpers.reports.concentration import charts
from helpers.reports.concentration.convergence import CONFIDENCE, Convergence, fit, regression_data
from helpers.reports.shared.report import Report

SHARES = ["CR1", "CR5", "CR10"]


class Concentration(Report):
    """Concentration in every year up to an edition, and convergence over the long run."""

    folder = "concentration"
    history = True

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Every measure in every year, see :func:`helpers.measures.concentration.by_year`."""
        return concentration.by_year(self.edition.totals_by_year)

    @cached_property
    def points(self) -> pd.DataFrame:
        """First total and growth by province, see :func:`.convergence.regression_data`."""
        return regression_data(self.edition.history, first_years())

    @cached_property
    def regression(self) -> Convergence | None:
        """Growth regressed on the first total, see :func:`.convergence.fit`."""
        years = self.edition.history.index
        return fit(self.points, int(years[0]), int(years[-1]))

    @cached_property
    def source(self) -> str:
        """The line below figures of all years."""
        return rank_line(self.edition)

    def half(self) -> Finding:
        """How few provinces hold half of all trade, and what the smaller half holds."""
        ordered = self.edition.now["total"].dropna().sort_values(ascending=False)
        shares = ordered.cumsum() / ordered.sum() * 100
        low = ordered.tail(len(ordered) // 2)
        return self._sentence(
            "half", count=int((shares < 50).sum()) + 1, smallest=len(low),
            rest=low.sum() / ordered.sum() * 100,
        )  # fmt: skip

    def path(self) -> Finding | None:
        """How concentration changed since the first year; None for a single year."""
        if len(self.frame) < 2:
            return None
        return self._sentence("concentration_path", **self._ends())

    def sigma(self) -> Finding | None:
        """Whether the coefficient of variation rose or fell; None for a single year."""
        if len(self.frame) < 2:
            return None
        return self._sentence("sigma", **self._ends(), change=self._dispersion_change())

    def beta(self) -> Finding | None:
        """Whether provinces that began lower grew faster; None without a regression."""
        if self.regression is None:
            return None
        change = self._dispersion_change()
        expected = {"converging": -1, "diverging": 1}.get(self.regression.verdict, 0)
        return self._sentence(
            "beta", found=self.regression, confidence=CONFIDENCE, narrowed=change < 0,
            contrary=change not in (0, expected),
        )  # fmt: skip

    def no_path(self) -> Finding | None:
        """That there is no year to compare with yet; None where there is."""
        return self._one_year(self.edition.totals_by_year)

    def no_regression(self) -> Finding | None:
        """That the long run has one year only; None where it has more."""
        return self._one_year(self.edition.history)

    def lorenz(self) -> Chart:
        """What the smallest provinces hold together, from none to all."""
        curve = concentration.lorenz(self.edition.now["total"])
        known = curve.iloc[1:].reset_index(drop=True)
        words = {
            "x": self._text("lorenz_x"), "y": self._text("lorenz_y"),
            "equal": self._text("lorenz_equal"),
        }  # fmt: skip
        labels = list(self._named(known["province_code"]))
        drawing = charts.lorenz(curve, labels, self._percents(known["value_pct"]), words)
        return self._chart(
            "lorenz", drawing, known, "province_code value:total provinces_pct value_pct",
            lead=True, source=source_line(self.edition), gini=gini(self.edition.now["total"]),
        )  # fmt: skip

    def share_lines(self) -> Chart | None:
        """Share of the first, five and ten provinces over the years; None for a single year."""
        if len(self.frame) < 2:
            return None
        path = self.frame[SHARES]
        long = path.reset_index().melt("year", var_name="measure", value_name="share")
        ends = zip(self._percents(path.iloc[0]), self._percents(path.iloc[-1]), strict=True)
        drawing = charts.shares(path, long, [f"{a}→{b}" for a, b in ends], self.lang)
        return self._chart(
            "concentration_shares",
            drawing,
            long,
            "measure year share",
            **self._ends(),
            dotted=bool((path.index.to_series().diff() > 1).any()),
        )

    def convergence_points(self) -> Chart | None:
        """Growth against the first total of every province; None without a regression."""
        found = self.regression
        if found is None:
            return None
        words = {
            "x": self._text("convergence_x", found=found), "y": self._text("convergence_y"),
        }  # fmt: skip
        rates = self._percents(self.points["growth_log_pct"], signed=True)
        labels = self._named(self.points["province_code"])
        return self._chart(
            "convergence_points",
            charts.convergence(self.points, found, labels, rates, words, self.lang),
            self.points.assign(cagr_pct=np.expm1(self.points["growth_log_pct"] / 100) * 100),
            "province_code base_value value:end_value growth_log_pct cagr_pct",
            source=history_line(self.edition), found=found,
        )  # fmt: skip

    def table(self) -> Table:
        """Every measure of concentration in every year, latest first."""
        shown = self.frame.iloc[::-1].reset_index()
        columns = " ".join(["year", *concentration.MEASURES])
        return self._table("concentration_path", shown, columns, data=self.frame.reset_index())

    def regression_table(self) -> Table:
        """The regression of growth on the first total: slope, interval, fit."""
        found = self.regression
        shown = pd.DataFrame(columns=["measure", "value"])
        if found is not None:
            # A distance that may not shrink at all has no half-life to show.
            years = found.half_life if found.verdict == "converging" else float("nan")
            interval = self._numbers(pd.Series([found.low, found.high]), 2, signed=True)
            rows = {
                "beta": formats.number(found.beta, self.lang, 2, signed=True),
                "beta_interval": " … ".join(interval),
                "p_value": formats.number(found.p_value, self.lang, 3),
                "r2": formats.number(found.r2, self.lang, 2),
                "half_life": formats.number(years, self.lang, 0),
                "n_provinces": str(found.provinces),
            }
            shown = pd.DataFrame(list(rows.items()), columns=["measure", "value"])
        fields = list(Convergence.__dataclass_fields__)
        return self._table(
            "convergence", shown, "measure value:figure_text", source=history_line(self.edition),
            data=pd.DataFrame([asdict(found)] if found else [], columns=fields),
        )  # fmt: skip

    def _ends(self) -> dict[str, Any]:
        """Return the first and the last year with their measures as facts of a sentence."""
        years = self.frame.index
        return {
            "first_year": int(years[0]), "last_year": int(years[-1]),
            "first": self.frame.iloc[0], "last": self.frame.iloc[-1],
        }  # fmt: skip

    def _dispersion_change(self) -> int:
        """Return -1 where the coefficient of variation fell to two decimals, 1 where it rose."""
        first, last = (round(float(self.frame["CV"].iloc[at]), 2) for at in (0, -1))
        return int(last > first) - int(last < first)

    def _one_year(self, history: pd.DataFrame) -> Finding | None:
        """Return that a history has one year only, or None."""
        if len(history) > 1:
            return None
        return self._sentence("one_year", of_year=int(history.index[0]))
