"""The regions report: how large each region is, how it grew, and who carries it."""

from functools import cached_property

import pandas as pd

from helpers.data import provinces
from helpers.data.provinces import names
from helpers.display import style
from helpers.display.show import KeyFindings, KeyNumbers
from helpers.display.style import Chart
from helpers.display.table import Table
from helpers.language import formats
from helpers.language.sentences import Finding
from helpers.measures import regions as measures
from helpers.measures.core import ranks
from helpers.reports.regions import charts
from helpers.reports.shared.presenter import key_findings, key_numbers
from helpers.reports.shared.report import Report


class Regions(Report):
    """The seven geographic regions of an edition, and the provinces inside them."""

    folder = "regions"

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The regions, largest first, see :func:`helpers.measures.regions.regions`; and their rank."""
        table = measures.regions(
            self.edition.now,
            self.edition.before,
            provinces.region_of(),
            provinces.region_codes(),
            self.edition.base,
        )
        return table.assign(rank=ranks(table["total"]))

    @cached_property
    def members(self) -> pd.DataFrame:
        """The provinces of each region, see :func:`helpers.measures.regions.region_members`."""
        return measures.region_members(self.edition.now, provinces.region_of(), self.edition.before)

    @cached_property
    def members_by_change(self) -> pd.DataFrame:
        """The provinces by change of their share of the region, the largest gain first."""
        known = self.members.dropna(subset=["region_share_change_pp"])
        return known.sort_values(
            "region_share_change_pp", ascending=False, kind="stable", ignore_index=True
        )

    @cached_property
    def by_growth(self) -> pd.DataFrame:
        """The regions whose growth is known, fastest first."""
        known = self.frame.dropna(subset=["growth_pct"])
        return known.sort_values("growth_pct", ascending=False, kind="stable", ignore_index=True)

    @cached_property
    def leaders(self) -> pd.DataFrame:
        """The largest province of each region, the one with most of its region first."""
        first = self.members.drop_duplicates("region_code")
        return first.sort_values("region_share", ascending=False, kind="stable")

    def key_findings(self) -> KeyFindings:
        """What the page opens with."""
        return key_findings(self.largest(), self.top_ten(), self.growth())

    def key_numbers(self) -> KeyNumbers:
        """The shares of the three largest regions in the nation, with their growth."""
        return key_numbers(
            [
                self._key_number("region", formats.percent(r.share, self.lang, 2), region=r)
                for r in self.frame.head(3).itertuples()
            ]
        )

    def largest(self) -> Finding:
        """The largest region with total and share, and the smallest."""
        first, last = self.frame.iloc[0], self.frame.iloc[-1]
        return self._sentence("largest_region", first=first, last=last)

    def top_ten(self) -> Finding:
        """How many of the ten largest provinces each region has."""
        held = self.frame[self.frame["in_top10"] > 0].sort_values(
            ["in_top10", "total"], ascending=False, kind="stable"
        )
        without = list(self.frame.loc[self.frame["in_top10"] == 0, "region_code"])
        seats = [
            {"region": row.region_code, "count": int(row.in_top10)} for row in held.itertuples()
        ]
        return self._sentence("regions_in_top_ten", seats=seats, without=without)

    def growth(self) -> Finding | None:
        """The fastest and the slowest region; None without growth."""
        if self.by_growth.empty:
            return None
        first, last = self.by_growth.iloc[0], self.by_growth.iloc[-1]
        return self._sentence("region_growth", first=first, last=last)

    def share_changes(self) -> Finding | None:
        """The regions whose share rose and fell most; None where no share is known to differ."""
        change = (self.frame["share"] - self.frame["previous_share"]).dropna()
        if change.empty or not change.round(2).any():
            return None
        codes = self.frame["region_code"]
        return self._sentence(
            "region_share_changes",
            gained=codes[change.idxmax()], up=change.max(),
            lost=codes[change.idxmin()], down=abs(change.min()),
        )  # fmt: skip

    def inside(self) -> Finding:
        """The region with most of it in one province, and the one with least."""
        first, last = self.leaders.iloc[0], self.leaders.iloc[-1]
        return self._sentence("region_leaders", first=first, last=last)

    def shares_inside(self) -> Finding | None:
        """Which province gained and which lost most of its region; None where no share changed."""
        known = self.members_by_change
        if known.empty or not known["region_share_change_pp"].round(1).any():
            return None
        return self._sentence("region_shares_inside", gained=known.iloc[0], lost=known.iloc[-1])

    def share_bars(self) -> Chart:
        """Share of every region in the nation, largest first."""
        shares = self.frame["share"]
        texts = self._percents(shares, 2)
        labels = self._named(self.frame["region_code"])
        drawing = style.ranked_bars(labels, shares, texts, shares == shares.max())
        columns = "region_code share rank total growth_pct"
        return self._chart(
            "region_bars", drawing, self.frame, columns, lead=True, first=self.frame.iloc[0]
        )

    def growth_bars(self) -> Chart | None:
        """Growth of every region, fastest first; None without growth."""
        if self.by_growth.empty:
            return None
        rates = self.by_growth["growth_pct"]
        labels = self._named(self.by_growth["region_code"])
        drawing = style.signed_bars(labels, rates, self._numbers(rates, signed=True))
        columns = "region_code growth_pct share rank total"
        return self._chart(
            "region_growth", drawing, self.by_growth, columns, first=self.by_growth.iloc[0]
        )

    def composition(self) -> Chart:
        """What each region is made of: one bar a region, one piece a province."""
        order = list(self.frame["region_code"])
        pieces = self._pieces(order)
        inside = [
            {
                "region": code,
                "shares": [
                    {"province": p.province_code, "share": p.region_share}
                    for p in group.itertuples()
                ],
            }
            for code, group in pieces.groupby("region_code", sort=False)
        ]
        drawing = charts.region_composition(pieces, order, names(self.lang), self.lang)
        columns = "province_code region_code region_share total rank"
        return self._chart(
            "region_composition", drawing, pieces, columns, first=self.leaders.iloc[0],
            inside=inside,
        )  # fmt: skip

    def inside_changes(self) -> Chart | None:
        """Change of every province's share of its region; None without a year before."""
        known = self.members_by_change
        if known.empty:
            return None
        changes = known["region_share_change_pp"]
        labels = self._named(known["province_code"])
        drawing = style.signed_bars(labels, changes, self._numbers(changes, signed=True))
        columns = "province_code region_share_change_pp region_code region_share total"
        return self._chart(
            "region_share_changes_inside", drawing, known, columns, gained=known.iloc[0]
        )

    def table(self) -> Table:
        """The seven regions with total, share, growth and provinces in the top ten."""
        columns = (
            "region_code provinces total export import share previous_share growth_pct "
            "contribution_pp in_top10"
        )
        return self._table("regions", self.frame, columns, data=self.frame.drop(columns="rank"))

    def members_table(self) -> Table:
        """Every province in its region, with its share of it, in the order of the composition."""
        columns = "region_code province_code total region_share:share region_share_change_pp"
        shown = self._pieces(list(self.frame["region_code"]))
        return self._table("region_members", shown, columns, data=self.members)

    def _pieces(self, order: list[str]) -> pd.DataFrame:
        """Return the members with rank, row of their region, left end and place in its bar."""
        pieces = self.members.assign(
            rank=ranks(self.members["total"]), row=self.members["region_code"].map(order.index)
        )
        pieces = pieces.sort_values("row", kind="stable", ignore_index=True)
        shares = pieces.groupby("row")["region_share"]
        return pieces.assign(left=shares.cumsum() - pieces["region_share"], place=shares.cumcount())
