"""The trends report: growth over the long run, and who passed whom among large provinces."""

from collections.abc import Sequence
from functools import cached_property

import pandas as pd

from helpers.data.edition import Edition
from helpers.data.provinces import first_years, names
from helpers.display import style
from helpers.display.show import KeyFindings, KeyNumber, KeyNumbers
from helpers.display.source_lines import history_line
from helpers.display.style import Chart
from helpers.display.table import Column, Table
from helpers.language import formats
from helpers.language.sentences import Finding
from helpers.measures import core, ranks
from helpers.reports.shared.presenter import key_findings, key_numbers
from helpers.reports.shared.report import Report
from helpers.reports.trends import charts, measures
from helpers.reports.trends.claims import Claims

DRAWN = 8  # provinces with a line of their own; more cannot be told apart
SHOWN = 8  # overtakings named in the sentence and marked in the chart


class Trends(Report):
    """Annual totals in US dollars up to the last full year of an edition."""

    folder = "trends"
    history = True

    def __init__(self, edition: Edition, codes: Sequence[str] | None = None) -> None:
        """Present one edition; ``codes`` are the provinces of the lines.

        By default they are the large ones, and the largest of those where there are many.
        """
        super().__init__(edition)
        large = core.large(edition.last_full_totals, edition.currency) if codes is None else codes
        self.large_codes = list(large)
        self.codes = self.large_codes[:DRAWN]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Annual totals in 亿 USD: years × province codes."""
        return self.edition.history

    @cached_property
    def rank_years(self) -> pd.DataFrame:
        """Ranks by total in every year of the frame."""
        return ranks.rank_history(self.frame)

    @cached_property
    def multiples(self) -> pd.DataFrame:
        """Growth since the first year, see :func:`helpers.measures.core.multiples`."""
        return core.multiples(self.frame, first_years())

    @cached_property
    def all_overtakings(self) -> pd.DataFrame:
        """Every overtaking, see :func:`helpers.measures.ranks.overtakings`."""
        return ranks.overtakings(self.rank_years)

    @cached_property
    def overtakings_shown(self) -> pd.DataFrame:
        """The overtakings among the provinces of the lines, in the order of the years."""
        table, codes = self.all_overtakings, self.codes
        return table[table["province_code"].isin(codes) & table["passed_code"].isin(codes)]

    @cached_property
    def latest_overtakings(self) -> pd.DataFrame:
        """Those of ``overtakings_shown`` that are named and marked, latest first."""
        among = self.overtakings_shown.sort_values("year", ascending=False, kind="stable")
        latest = among.head(SHOWN)
        if len(among) > SHOWN:
            # Of a year that is named in part, those left out would be as recent.
            whole = latest[latest["year"] > among["year"].iloc[SHOWN]]
            latest = latest if whole.empty else whole
        return latest

    @cached_property
    def claims(self) -> Claims:
        """What others claim about the long run."""
        return Claims(self.edition)

    @cached_property
    def source(self) -> str:
        """The line below figures of the long run."""
        return history_line(self.edition)

    def key_findings(self) -> KeyFindings:
        """What the page opens with."""
        return key_findings(
            self.only_year(), self.growth_multiples(), self.overtakings(), self.leaders()
        )

    def key_numbers(self) -> KeyNumbers:
        """How many years there are, and the largest and the smallest multiple."""
        return key_numbers(self._years_number(), self._multiple_numbers())

    def span(self) -> Finding:
        """What the long run covers: first and last year, unit, missing years in between."""
        years = [int(year) for year in self.frame.index]
        missing = [year for year in range(years[0], years[-1] + 1) if year not in years]
        return self._sentence("span", years=years, missing=missing)

    def only_year(self) -> Finding | None:
        """That there is one year only; None where there are more."""
        return self.span() if len(self.frame) == 1 else None

    def growth_multiples(self) -> Finding | None:
        """Which province grew most and least since its first year; None for fewer than two."""
        table = self.multiples
        if len(table) < 2:
            return None
        base = int(table["base_year"].min())
        younger = table.loc[table["base_year"] > base, ["province_code", "base_year"]]
        return self._sentence(
            "multiples", first=table.iloc[0], last=table.iloc[-1], base=base,
            last_year=self.edition.last_full_year, younger=younger.to_dict("records"),
        )  # fmt: skip

    def all_together(self) -> Finding | None:
        """How much the 31 provinces together grew, and how fast a year; None for a single year."""
        totals = self.frame.sum(axis=1, min_count=self.frame.shape[1]).dropna()
        if len(totals) < 2:
            return None
        start, end = int(totals.index[0]), int(totals.index[-1])
        multiple = totals.iloc[-1] / totals.iloc[0]
        rate = (multiple ** (1 / (end - start)) - 1) * 100
        return self._sentence("all_together", start=start, end=end, multiple=multiple, rate=rate)

    def large(self) -> Finding:
        """Which provinces were above the round mark in the last full year: those of the lines."""
        return self._sentence(
            "large_provinces", codes=self.large_codes, of_year=self.edition.last_full_year,
            mark=core.THRESHOLDS[self.edition.currency][0], drawn=len(self.codes),
        )  # fmt: skip

    def overtakings(self) -> Finding | None:
        """The overtakings among the provinces of the lines, latest first.

        None with fewer than two provinces or two years.
        """
        if len(self.codes) < 2 or len(self.frame) < 2:
            return None
        latest = self.latest_overtakings.to_dict("records")
        return self._sentence("overtakings", count=len(self.overtakings_shown), latest=latest)

    def no_overtakings(self) -> Finding | None:
        """Why there is no table of overtakings; None where there is one."""
        if len(self.frame) < 2:
            return self._sentence("no_overtakings")
        return None

    def leaders(self) -> Finding:
        """Who has led in the years of the history, and how often."""
        first = (self.rank_years == 1).fillna(False).sum()
        first = first[first > 0].sort_values(ascending=False, kind="stable")
        times = [{"code": code, "times": int(n)} for code, n in first.items()]
        years = self.rank_years.index
        return self._sentence(
            "leaders", leaders=times, years=len(years), first=int(years[0]), last=int(years[-1])
        )

    def multiple_bars(self) -> Chart | None:
        """How many times its first year each province's trade has become; None without any."""
        table = self.multiples
        if table.empty:
            return None
        values = table["multiple"]
        largest = pd.Series(range(len(values))) == 0
        labels, texts = self._named(table["province_code"]), self._numbers(values, 2)
        return self._chart(
            "multiple_bars", style.ranked_bars(labels, values, texts, largest),
            table.assign(rank=core.ranks(values)),
            "province_code multiple rank base_year base_value value:end_value cagr_pct",
            lead=True, first=table.iloc[0], last=table.iloc[-1],
            base=int(table["base_year"].min()), end=int(self.frame.index.max()),
        )  # fmt: skip

    def lines(self) -> Chart | None:
        """Annual totals of the provinces shown; None for no province or a single year.

        The CSV behind holds every point, the table behind the last of each line.
        """
        if not self.codes or len(self.frame) < 2:
            return None
        shown = self.frame[self.codes].apply(formats.in_unit, lang=self.lang)
        points = measures.points(self.frame, self.codes)
        places = points.assign(value=formats.in_unit(points["total"], self.lang))
        ringed = self.latest_overtakings.iloc[::-1]
        labels = [self._text("ring", row=row) for row in ringed.itertuples()]
        drawing = charts.lines(shown, places, ringed, labels, names(self.lang), self.lang)
        years = [int(shown.index[0]), int(shown.index[-1])]
        leader = shown.iloc[-1].idxmax()
        ends = [
            {"code": code, "first": shown[code].iloc[0], "last": shown[code].iloc[-1]}
            for code in self.codes
        ]
        return self._chart(
            "lines", drawing, points, "province_code year total share rank growth_pct",
            shown=points[points["year"] == points["year"].max()],
            first=years[0], last=years[1], ends=ends, rings=len(ringed),
            gaps=years[1] - years[0] >= len(shown), leader=leader,
            throughout=bool((shown.idxmax(axis=1) == leader).all()),
        )  # fmt: skip

    def multiples_table(self) -> Table:
        """Growth of every province since its first year, in US dollars."""
        shown = self.multiples.assign(rank=range(1, len(self.multiples) + 1))
        columns = "rank province_code base_year base_value value:end_value multiple cagr_pct"
        end = int(self.frame.index.max())
        return self._table("multiples", shown, columns, data=self.multiples, end=end)

    def overtakings_table(self) -> Table:
        """Who passed whom among the provinces shown, latest first; the CSV holds all."""
        shown = self.overtakings_shown.sort_values("year", ascending=False, kind="stable")
        columns = "year previous_year province_code:passer passed_code:overtaken rank:rank_after"
        return self._table("overtakings", shown, columns, data=self.all_overtakings)

    def history_table(self) -> Table | None:
        """Annual totals of the provinces shown; the CSV holds all provinces, one figure a row."""
        if not self.codes:
            return None
        data = (
            self.frame.rename_axis("year")
            .reset_index()
            .melt("year", var_name="province_code", value_name="total")
        )
        years = pd.DataFrame({"year": self.frame.index})
        table = self._table("history", years, "year", data=data)
        for code in self.codes:
            cells = self._numbers(formats.in_unit(self.frame[code], self.lang))
            table.columns.append(Column(names(self.lang)[code], cells, "number"))
        return table

    def _years_number(self) -> KeyNumber | None:
        """How many years have figures; None for a single year."""
        years = self.frame.index
        if len(years) < 2:
            return None
        return self._key_number("years", str(len(years)), first=int(years[0]), last=int(years[-1]))

    def _multiple_numbers(self) -> list[KeyNumber]:
        """The largest and the smallest multiple; none without any."""
        if self.multiples.empty:
            return []
        return [
            self._key_number(block, self._text("multiple", value=row["multiple"]), row=row)
            for block, row in (
                ("largest", self.multiples.iloc[0]),
                ("smallest", self.multiples.iloc[-1]),
            )
        ]
