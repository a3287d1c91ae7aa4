"""The movers report: growth of every province, places inside those that moved most, the press."""

from functools import cached_property

import pandas as pd

from helpers.display import style, tilemap
from helpers.display.show import KeyFindings, KeyNumber, KeyNumbers
from helpers.display.style import Chart
from helpers.display.table import Table
from helpers.language import formats
from helpers.language.sentences import Finding
from helpers.measures import core
from helpers.measures.localities import extremes
from helpers.reports.shared.localities import Localities
from helpers.reports.shared.presenter import key_findings, key_numbers
from helpers.reports.shared.press import Press
from helpers.reports.shared.report import Report

SHOWN = 5


class Movers(Report):
    """All 31 provinces of an edition by growth on the year before."""

    folder = "movers"
    detailed = True

    @cached_property
    def frame(self) -> pd.DataFrame:
        """All provinces by growth, see :func:`helpers.measures.core.movers`."""
        return core.movers(self.edition.now, self.edition.before, self.edition.base)

    @cached_property
    def known(self) -> pd.DataFrame:
        """The provinces whose growth is known, fastest first, with share and rank by total."""
        total = self.frame["total"]
        ranked = self.frame.assign(
            share=core.shares(total), total_share=core.shares(total), rank=core.ranks(total)
        )
        return ranked.dropna(subset=["growth_pct"]).reset_index(drop=True)

    @cached_property
    def slowest_first(self) -> pd.DataFrame:
        """The provinces whose growth is known, slowest first."""
        return self.known.sort_values("growth_pct", kind="stable")

    @cached_property
    def fallers(self) -> pd.DataFrame:
        """The provinces that fell, by rates rounded as shown, the largest fall first."""
        return self.slowest_first[self.slowest_first["growth_pct"].round(1) < 0]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many provinces grew, fell and stayed the same, by rates rounded as shown."""
        rates = self.known["growth_pct"].round(1)
        return {
            "grew": int((rates > 0).sum()),
            "fell": int((rates < 0).sum()),
            "unchanged": int((rates == 0).sum()),
        }

    @cached_property
    def extremes(self) -> pd.DataFrame:
        """The provinces that grew or fell most, see :func:`helpers.measures.localities.extremes`."""
        return extremes(self.frame, SHOWN)

    @cached_property
    def localities(self) -> Localities:
        """The places listed under the provinces that grew or fell most."""
        return Localities(self.edition, self.extremes)

    @cached_property
    def press(self) -> Press:
        """What reports say of provinces in this year."""
        return Press(self.edition, self.frame)

    def key_findings(self) -> KeyFindings:
        """The sentences that the page opens with."""
        return key_findings(
            self.tally(), self.fastest(), self.contributors(), self.notes.no_growth()
        )

    def key_numbers(self) -> KeyNumbers:
        """How many provinces grew, and the fastest and the slowest."""
        return key_numbers(self._grew_number(), self._extreme_numbers())

    def tally(self) -> Finding | None:
        """How many provinces grew and fell; None without growth."""
        if self.known.empty:
            return None
        return self._sentence("tally", known=len(self.known), **self.counts)

    def fastest(self) -> Finding | None:
        """The five fastest, with all of equal rates at the end; None without growth."""
        if self.known.empty:
            return None
        first = self.known[self.known["growth_rank"] <= SHOWN]
        grew = bool((first["growth_pct"] > 0).all())
        return self._sentence("fastest", rows=_rates(first), grew=grew)

    def slowest(self) -> Finding | None:
        """The provinces that fell most, five at most, or that none fell; None without growth."""
        if self.known.empty:
            return None
        fell, slowest = self.fallers.head(SHOWN), self.slowest_first.head(1)
        return self._sentence("slowest", fell=_rates(fell), slowest=_rates(slowest))

    def contributors(self) -> Finding | None:
        """Who added most to the growth of all and who took most away; None without growth."""
        return self.nation.contributors(self.frame)

    def flow_extremes(self) -> Finding | None:
        """The fastest and the slowest growth of exports and of imports; None where one is missing."""
        columns = ["export_growth_pct", "import_growth_pct"]
        if self.frame[columns].isna().any(axis=None):
            return None
        ends = {}
        for column in columns:
            rows = self.frame.sort_values(column, ascending=False, kind="stable")
            rates = rows[["province_code", column]].set_axis(["province_code", "rate"], axis=1)
            ends[column.partition("_")[0]] = (rates.iloc[0], rates.iloc[-1])
        return self._sentence("flow_extremes", exports=ends["export"], imports=ends["import"])

    def revised_base(self) -> Finding | None:
        """Where printed and computed growth differ by over 0.1 point beyond rounding, or None.

        None, too, where the value before is itself worked back from printed growth.
        """
        published = self.frame[self.frame["growth_basis"] == "published"]
        if self.edition.before is None:
            return None
        stored = published["province_code"].map(self.edition.before["total"])
        computed = (published["total"] / stored - 1) * 100
        difference = published["growth_pct"] - computed
        apart = published.assign(difference=difference)[difference.abs() > 0.1 + 0.05]
        if apart.empty:
            return None
        widest = apart.loc[apart["difference"].abs().idxmax()]
        return self._sentence("revised_base", count=len(apart), widest=widest)

    def growth_bars(self) -> Chart | None:
        """Growth of every province, fastest first; None without growth."""
        if self.known.empty:
            return None
        rates = self.known["growth_pct"]
        labels = self._named(self.known["province_code"])
        drawing = style.signed_bars(labels, rates, self._numbers(rates, signed=True))
        return self._chart(
            "growth_bars", drawing, self.known,
            "province_code growth_pct growth_rank contribution_pp total share",
            lead=True, first=self.known.iloc[0], last=self.known.iloc[-1],
            nation=self.edition.nation.at["total", "growth_pct"],
        )  # fmt: skip

    def growth_map(self) -> Chart | None:
        """Growth of every province on a grid of tiles; None where one is not known."""
        if len(self.known) < len(self.frame):
            return None
        rates, codes = self.known["growth_pct"], self.known["province_code"]
        texts = self._percents(rates, signed=True)
        scale = tilemap.growth_scale(rates)
        drawing = tilemap.draw(codes, rates, self._named(codes), texts, scale, self.edition)
        return self._chart(
            "growth_map", drawing, self.known, "province_code growth_pct total total_share rank",
            rose=self.counts["grew"], count=len(rates),
        )  # fmt: skip

    def table(self) -> Table:
        """All provinces by growth, with what each contributed to the growth of all."""
        saved = (
            "growth_rank province_code total previous growth_pct growth_basis contribution_pp "
            "export_growth_pct import_growth_pct previous_margin"
        )
        shown = (
            "growth_rank province_code total previous growth_pct contribution_pp "
            "export_growth_pct import_growth_pct"
        )
        columns = shown if self.edition.has_growth else ""
        return self._table("movers", self.frame, columns, data=self.frame[saved.split()])

    def _grew_number(self) -> KeyNumber | None:
        """How many provinces grew; None where growth is not known."""
        if self.known.empty:
            return None
        fell, unchanged = self.counts["fell"], self.counts["unchanged"]
        return self._key_number("grew", str(self.counts["grew"]), fell=fell, unchanged=unchanged)

    def _extreme_numbers(self) -> list[KeyNumber]:
        """The fastest and the slowest province; none where growth is not known."""
        if self.known.empty:
            return []
        return [
            self._key_number(
                block, formats.percent(row["growth_pct"], self.lang, signed=True), row=row
            )
            for block, row in (("top", self.known.iloc[0]), ("bottom", self.known.iloc[-1]))
        ]


def _rates(rows: pd.DataFrame) -> list[dict[str, object]]:
    """Return province and growth of each row as facts of a sentence."""
    return rows[["province_code", "growth_pct"]].to_dict("records")
