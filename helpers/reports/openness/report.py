"""The openness report: trade against GDP and per head, in full years in RMB."""

from dataclasses import replace
from functools import cached_property

import pandas as pd

from helpers.data.edition_extras import open_years
from helpers.display import source_lines, style, tilemap
from helpers.display.show import KeyFindings
from helpers.display.style import Chart
from helpers.display.table import Column, Table
from helpers.language import formats
from helpers.language.sentences import Finding
from helpers.reports.openness import measures
from helpers.reports.shared import sources
from helpers.reports.shared.presenter import key_findings
from helpers.reports.shared.report import Report

SHOWN = 3  # provinces named at either end
# Bounds that fit a ratio which runs from a twentieth to over a whole.
RATIO = tilemap.Scale((5, 15, 30, 60), tilemap.SHARE.colors)


class Openness(Report):
    """Trade ÷ GDP and trade per head of every province in an edition and in the years before."""

    folder = "openness"

    @cached_property
    def years(self) -> pd.DataFrame:
        """Total, GDP and population by year, see :func:`helpers.data.edition_extras.open_years`."""
        return open_years(self.edition)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Both ratios of every province, see :func:`.measures.openness`."""
        return measures.of_year(self.years, self.edition.year)

    @cached_property
    def source(self) -> str:
        """The line below figures of trade, GDP and population."""
        return source_lines.openness_line(self.edition)

    def key_findings(self) -> KeyFindings:
        """Return what the page opens with."""
        return key_findings(self.ratio(), self.per_head(), self.change())

    def ratio(self) -> Finding:
        """Return who is most and least open by trade ÷ GDP, and the ratio of all together."""
        ends = (self.frame.head(SHOWN), self.frame.tail(SHOWN).iloc[::-1])
        most, least = (rows.to_dict("records") for rows in ends)
        whole = measures.together(self.frame)["trade_to_gdp_pct"]
        return self._sentence("trade_to_gdp", whole=whole, most=most, least=least)

    def per_head(self) -> Finding:
        """Return trade per head of all together, of the highest and of the lowest province."""
        ordered = self._by_head()
        whole = measures.together(self.frame)["per_head"]
        return self._sentence("per_head", whole=whole, first=ordered.iloc[0], last=ordered.iloc[-1])

    def change(self) -> Finding | None:
        """Return how the ratio moved since the first year with all figures; None for one year."""
        known = sorted({int(year) for year in self.years["year"]})
        if len(known) < 2:
            return None
        before, now = (
            measures.of_year(self.years, year).set_index("province_code")
            for year in (known[0], known[-1])
        )
        ratio = "trade_to_gdp_pct"
        moved = (now[ratio] - before[ratio]).sort_values(kind="stable")
        return self._sentence(
            "openness_change", first_year=known[0], last_year=known[-1],
            whole_before=measures.together(before)[ratio],
            whole_now=measures.together(now)[ratio],
            risen=moved.index[-1], rise=moved.iloc[-1], fallen=moved.index[0], fall=moved.iloc[0],
        )  # fmt: skip

    def ratio_bars(self) -> Chart:
        """Return bars of trade ÷ GDP, the most open province first."""
        ratios = self.frame["trade_to_gdp_pct"]
        above = ratios >= measures.together(self.frame)["trade_to_gdp_pct"]
        labels = self._named(self.frame["province_code"])
        return self._chart(
            "openness_bars", style.ranked_bars(labels, ratios, self._percents(ratios), above),
            self.frame, "province_code trade_to_gdp_pct rank total gdp per_head", lead=True,
            above=int(above.sum()),
        )  # fmt: skip

    def ratio_map(self) -> Chart:
        """Return trade ÷ GDP of every province on the grid of tiles."""
        codes, ratios = self.frame["province_code"], self.frame["trade_to_gdp_pct"]
        least = RATIO.bounds[-1]
        drawing = tilemap.draw(
            codes, ratios, self._named(codes), self._percents(ratios), RATIO, self.edition
        )
        return self._chart(
            "openness_map", drawing, self.frame,
            "province_code trade_to_gdp_pct rank total gdp per_head",
            over=int((ratios >= least).sum()), least=least,
        )  # fmt: skip

    def per_head_bars(self) -> Chart:
        """Return bars of trade per head, the highest province first."""
        ordered = self._by_head()
        values = ordered["per_head"]
        above = values >= measures.together(self.frame)["per_head"]
        texts = self._numbers(values.round(-2), 0)
        return self._chart(
            "per_head_bars",
            style.ranked_bars(self._named(ordered["province_code"]), values, texts, above),
            ordered, "province_code per_head trade_to_gdp_pct rank total gdp",
            above=int(above.sum()),
        )  # fmt: skip

    def table(self) -> Table:
        """Return trade, GDP and population of every province with both ratios."""
        columns = "rank province_code total gdp trade_to_gdp_pct population per_head per_head_rank"
        return self._table("openness", self.frame, columns, data=self.frame)

    def years_table(self) -> Table:
        """Return trade ÷ GDP of all together and of every province by year; the CSV has all figures.

        All together are the first row, without a code.
        """
        ratios = measures.ratios(self.years)
        wide = ratios.pivot(index="province_code", columns="year", values="trade_to_gdp_pct")
        order = list(self.frame["province_code"])
        whole = self.years.groupby("year").apply(measures.together)["trade_to_gdp_pct"]
        wide = pd.concat([whole.to_frame("").T, wide.loc[order]])
        table = self._table("openness_years", self.frame, "province_code", data=ratios)
        places = [formats.label("together", self.lang), *self._named(pd.Series(order))]
        label = table.columns[0].label
        columns = [Column(str(year), self._numbers(wide[year]), "number") for year in wide]
        return replace(table, columns=[Column(label, places, "name", ["", *order]), *columns])

    def sources(self) -> Table:
        """Return the sources of trade, of GDP and of population."""
        used = source_lines.used(self.edition, self.history, "nbs-gdp", "nbs-population")
        return sources.sources(used, self.edition)

    def _by_head(self) -> pd.DataFrame:
        """Return the frame by trade per head, the highest province first."""
        return self.frame.sort_values("per_head", ascending=False, kind="stable", ignore_index=True)
