"""The rankings report: who trades most, who changed rank, and how far apart the ranks are."""

from collections.abc import Collection
from functools import cached_property

import pandas as pd

from helpers.display import style, tilemap
from helpers.display.lines import slopes
from helpers.display.show import KeyFindings, KeyNumber, KeyNumbers
from helpers.display.style import Chart
from helpers.display.table import Table
from helpers.language import formats
from helpers.language.sentences import Finding
from helpers.measures import core, ranks
from helpers.measures.concentration import DIGITS
from helpers.reports.rankings import charts
from helpers.reports.rankings.clubs import Clubs
from helpers.reports.shared.gaps import Gaps
from helpers.reports.shared.presenter import key_findings, key_numbers
from helpers.reports.shared.report import Report

SHOWN = 5
TOP = 10


class Rankings(Report):
    """All 31 provinces of an edition by total trade."""

    folder = "rankings"
    history = True

    @cached_property
    def frame(self) -> pd.DataFrame:
        """All provinces by total, see :func:`helpers.measures.core.ranking`."""
        return core.ranking(self.edition.now, self.edition.before)

    @cached_property
    def held(self) -> pd.DataFrame:
        """Since when each rank is held, see :func:`helpers.measures.ranks.held_since`."""
        return ranks.held_since(self.edition.rank_years)

    @cached_property
    def gaps(self) -> Gaps:
        """How far neighbours stood apart, over the years."""
        return Gaps(self.edition)

    @cached_property
    def clubs(self) -> Clubs:
        """How many provinces stood above the round marks, year by year."""
        return Clubs(self.edition)

    @cached_property
    def concentration_frame(self) -> pd.DataFrame:
        """Measures of concentration, see :func:`helpers.measures.core.concentration`."""
        return core.concentration(self.edition.now, self.edition.before)

    @cached_property
    def ranked_before(self) -> pd.DataFrame:
        """The provinces whose rank a year before is known."""
        return self.frame.dropna(subset=["previous_rank"])

    @cached_property
    def steps(self) -> pd.DataFrame:
        """The provinces, largest first, with the code (above) and total of the one just above."""
        ordered = self.frame.sort_values("total", ascending=False, kind="stable", ignore_index=True)
        return ordered.assign(
            above=ordered["province_code"].shift(1), total_above=ordered["total"].shift(1)
        )

    @cached_property
    def steepest(self) -> pd.DataFrame:
        """The two largest gaps below the second rank, down from a province above the lower mark.

        Provinces below the lower round mark of the currency are left out: among them a gap of
        100 % may be a few 亿.
        """
        large = self.steps["total_above"] >= core.THRESHOLDS[self.edition.currency][1]
        return self.steps.iloc[2:][large.iloc[2:]].nlargest(2, "gap_to_previous_pct")

    def key_findings(self) -> KeyFindings:
        """What the page opens with."""
        return key_findings(self.nation.total(), self.leader(), self.rank_changes())

    def key_numbers(self) -> KeyNumbers:
        """The nation's total and balance, and the share of the leader."""
        return key_numbers(
            self.nation.total_number(), self.nation.balance_number(), self._leader_number()
        )

    def leader(self) -> Finding:
        """Who leads, with what share, and for how long."""
        first = self.frame[self.frame["rank"] == 1]
        lead = self.held[
            self.held["province_code"] == first["province_code"].iloc[0]
        ]  # may be none
        return self._sentence(
            "leader", codes=list(first["province_code"]), first=first.iloc[0],
            hold=None if lead.empty else lead.iloc[0], years=len(self.edition.rank_years),
            last_full=self.edition.last_full_year,
        )  # fmt: skip

    def next_places(self) -> Finding:
        """Who follows down to the fifth place, with what total, and since when in full years."""
        held = self.held.set_index("province_code")
        rows = self.steps.iloc[1:SHOWN][["province_code", "rank", "total"]].to_dict("records")
        known = {"years": len(self.edition.rank_years), "last_full": self.edition.last_full_year}
        places = [row | known | {"hold": held.loc[row["province_code"]]} for row in rows]
        return self._sentence("next_places", places=places)

    def export_order(self) -> Finding | None:
        """Who of the ten largest exports more than the province above it; None for none.

        None where flows do not exist, too.
        """
        top = self.steps.head(TOP)
        exports = self.frame.set_index("province_code")["export"]
        over = top["above"].map(exports)
        more = top.assign(above_export=over)[top["export"] > over]
        return self._sentence("export_order", rows=more.to_dict("records")) if len(more) else None

    def flow_leaders(self) -> Finding | None:
        """The first three by exports and by imports; None where flows do not exist."""
        if self.frame[["export", "import"]].isna().any(axis=None):
            return None
        first = {
            flow: list(self.frame.sort_values(f"{flow}_rank", kind="stable")["province_code"][:3])
            for flow in ("export", "import")
        }
        return self._sentence("flow_leaders", exporters=first["export"], importers=first["import"])

    def concentration(self) -> Finding:
        """Shares of the first five and ten, and how the first five's share changed."""
        rows = self.concentration_frame.set_index("measure")
        five = rows.loc["CR5"]
        return self._sentence(
            "concentration", five=five["value"], ten=rows.at["CR10", "value"],
            change=five["value"] - five["previous"],
        )  # fmt: skip

    def rank_changes(self) -> Finding | None:
        """How many provinces moved up and down, and who passed whom; None without ranks before."""
        known = self.ranked_before
        if known.empty:
            return None
        rises = known[known["rank_change"] > 0].sort_values("rank", kind="stable")
        passed = _passed(known)
        shown = [
            {
                "code": row.province_code,
                "passed": passed.get(row.province_code, []),
                "previous": int(row.previous_rank),
                "now": int(row.rank),
            }
            for row in rises.head(SHOWN).itertuples()
        ]
        return self._sentence(
            "rank_changes", up=len(rises), down=int((known["rank_change"] < 0).sum()),
            known=len(known), provinces_in_all=len(self.frame), rises=shown,
            more=len(rises) - len(shown),
        )  # fmt: skip

    def cliffs(self) -> Finding:
        """The leader's lead over the second, and the steepest steps below, see ``steepest``."""
        first, second = self.steps.iloc[0], self.steps.iloc[1]
        return self._sentence(
            "cliffs", leader=first["province_code"], second=second,
            others=self.steepest.to_dict("records"),
            mark=core.THRESHOLDS[self.edition.currency][1],
        )  # fmt: skip

    def thresholds(self) -> Finding:
        """How many provinces stand above each round mark, and who is nearest to it."""
        ordered = self.frame.sort_values("total", ascending=False, kind="stable")
        marks = []
        for mark in core.THRESHOLDS[self.edition.currency]:
            over, under = ordered[ordered["total"] >= mark], ordered[ordered["total"] < mark]
            marks.append(
                {"mark": mark, "over": len(over), "under": len(under),
                 "last": over.iloc[-1] if len(over) else None,
                 "next_below": under.iloc[0] if len(under) else None}
            )  # fmt: skip
        return self._sentence("thresholds", marks=marks)

    def bars(self) -> Chart:
        """Total of every province, largest first, split in exports and imports where they exist."""
        total, export = (
            formats.in_unit(self.frame[flow], self.lang) for flow in ("total", "export")
        )
        labels, small = self._named(self.frame["province_code"]), charts.enlarged(total)
        said = self._text("enlarged", times=small.times) if small else ""
        texts = self._numbers(total)
        drawing = charts.totals(labels, total, export, texts, self.lang, small, said)
        return self._chart(
            "ranking_bars", drawing, self.frame,
            "province_code total export import total_share rank growth_pct",
            lead=True, first=self.frame.iloc[0], small=small,
        )  # fmt: skip

    def share_map(self) -> Chart:
        """Share of every province in the nation, on a grid of tiles."""
        shares, least = self.frame["total_share"], tilemap.SHARE.bounds[-1]
        codes = self.frame["province_code"]
        drawing = tilemap.draw(
            codes, shares, self._named(codes), self._percents(shares), tilemap.SHARE, self.edition
        )
        return self._chart(
            "share_map", drawing, self.frame, "province_code total_share total rank growth_pct",
            least=least, codes=list(codes[shares >= least]),
        )  # fmt: skip

    def rank_change_lines(self) -> Chart | None:
        """Rank a year before on the left, rank now on the right; None without ranks before."""
        known = self.ranked_before
        if known.empty:
            return None
        years = (self.edition.year - 1, self.edition.year)
        periods = [formats.period(year, self.edition.month, self.lang) for year in years]
        labels = self._named(known["province_code"])
        return self._chart(
            "rank_change", slopes(known, "previous_rank", labels, periods), known,
            "province_code rank previous_rank rank_change total total_share growth_pct",
            moved=int((known["rank_change"] != 0).sum()),
        )  # fmt: skip

    def gap_bars(self) -> Chart:
        """Gap of every province to the one ranked just above, in percent of its own total."""
        known = self.frame["gap_to_previous_pct"].notna()
        below = self.frame[known].reset_index(drop=True)
        gaps = below["gap_to_previous_pct"]
        steep = below["province_code"].isin(self.steepest["province_code"])
        labels = self._named(below["province_code"])
        return self._chart(
            "gap_bars", style.ranked_bars(labels, gaps, self._percents(gaps), steep), below,
            "province_code gap_to_previous_pct rank total total_share growth_pct",
            steepest=list(below.loc[steep, "province_code"]),
            mark=core.THRESHOLDS[self.edition.currency][1],
        )  # fmt: skip

    def table(self, provinces: Collection[str] = ()) -> Table:
        """All provinces by total, or some, with shares and ranks of exports and imports."""
        codes = self.frame["province_code"]
        frame = self.frame[codes.isin(list(provinces) or codes)].reset_index(drop=True)
        saved = (
            "rank province_code total export import total_share export_share import_share "
            "export_rank import_rank previous_rank rank_change gap_to_previous_pct growth_pct "
            "growth_basis"
        )
        return self._table(
            "rankings", frame,
            "rank province_code total export import total_share export_share import_share "
            "export_rank import_rank previous_rank rank_change gap_to_previous_pct growth_pct",
            data=frame[saved.split()],
        )  # fmt: skip

    def concentration_table(self) -> Table:
        """Measures of concentration, with the year before."""
        frame = self.concentration_frame
        # Each row has the decimals of its own measure.
        texts = {
            name: [
                None if pd.isna(value) else formats.number(value, self.lang, DIGITS[measure])
                for measure, value in zip(frame["measure"], frame[name], strict=True)
            ]
            for name in ("value", "previous")
        }
        columns = "measure:measure_row value:value_text previous:previous_text"
        return self._table("concentration", frame.assign(**texts), columns, data=frame)

    def _leader_number(self) -> KeyNumber:
        """The share of the largest province in the nation, with its total."""
        first = self.frame.iloc[0]
        share = formats.percent(first["total_share"], self.lang)
        return self._key_number("leader", share, first=first)


def _passed(known: pd.DataFrame) -> dict[str, list[str]]:
    """Return for each province that passed others all of those, the highest-ranked first."""
    frame = known.set_index("province_code")
    pairs = ranks.overtakings(pd.DataFrame([frame["previous_rank"], frame["rank"]], index=[0, 1]))
    return {str(code): list(own) for code, own in pairs.groupby("province_code")["passed_code"]}
