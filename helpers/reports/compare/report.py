"""The comparison of two years: totals, shares, ranks, growth, concentration, regions."""

from functools import cached_property

import pandas as pd

from helpers.data import provinces
from helpers.display import style
from helpers.display.lines import slopes
from helpers.display.show import KeyFindings, KeyNumber, KeyNumbers
from helpers.display.style import Chart
from helpers.display.table import Column, Table
from helpers.language import formats
from helpers.language.sentences import Finding
from helpers.measures.concentration import DIGITS
from helpers.reports.compare import measures
from helpers.reports.compare.comparable import Comparable
from helpers.reports.compare.measures import ENTERED, LEFT
from helpers.reports.shared.presenter import key_findings, key_numbers

NAMED = 3  # provinces named at most; of more that moved alike only the number is given
# Measures that must agree, in the digits shown, before a sentence says where concentration went.
JUDGED = ("CR5", "HHI", "Gini")
SHARE = "share other_share:share share_change_pp"
TOTAL = "total other_total:total change_pct:change_rate cagr_pct"


class Compare(Comparable):
    """What changed between an earlier year and an edition."""

    @cached_property
    def frame(self) -> pd.DataFrame:
        """All provinces in both years, see :func:`.measures.provinces`."""
        return measures.provinces(self.edition.now, self.other.now, self.years)

    @cached_property
    def by_region(self) -> pd.DataFrame:
        """The seven regions in both years, see :func:`.measures.regions`."""
        return measures.regions(
            self.edition.now, self.other.now, self.years, provinces.region_of(),
            provinces.region_codes(),
        )  # fmt: skip

    @cached_property
    def concentrations(self) -> pd.DataFrame:
        """Measures of concentration in both years, see :func:`.measures.concentration`."""
        return measures.concentration(self.edition.now, self.other.now)

    def key_findings(self) -> KeyFindings:
        """Return what the page opens with."""
        return key_findings(self.total(), self.top_ten(), self.shares())

    def key_numbers(self) -> KeyNumbers:
        """Return the change of the total, and how many provinces changed rank."""
        return key_numbers(self._total_number(), self._rank_number())

    def total(self) -> Finding:
        """Return how total trade of all provinces changed, in money, in percent and a year."""
        return self._sentence("compare_total", row=self._total_row())

    def flows(self) -> Finding | None:
        """Return how exports and imports changed; None where either year lacks them."""
        rates = self.together.set_index("flow")["change_pct"]
        if not {"export", "import"} <= set(rates.index):
            return None
        return self._sentence("compare_flows", export=rates["export"], imports=rates["import"])

    def ranks(self) -> Finding:
        """Return how many provinces rose and fell, and which most."""
        change = self.frame["rank_change"]
        up, down, same = (int(some.sum()) for some in (change > 0, change < 0, change == 0))
        risen, fallen = self._moved_by(change.max()), self._moved_by(change.min())
        return self._sentence(
            "compare_ranks", up=up, down=down, same=same, risen=risen, fallen=fallen
        )

    def top_ten(self) -> Finding:
        """Return who leads now and led then, and who came into the first ten and left them."""
        table, codes = self.frame, self.frame["province_code"]
        return self._sentence(
            "compare_top_ten",
            lead=list(codes[table["rank"] == 1]), led=list(codes[table["other_rank"] == 1]),
            came=list(codes[table["top10"] == ENTERED]), went=list(codes[table["top10"] == LEFT]),
        )  # fmt: skip

    def growth(self) -> Finding:
        """Return which provinces grew most and least, and how many traded less than before."""
        ordered = self.frame.sort_values("change_pct", ascending=False, kind="stable")
        return self._sentence(
            "compare_growth", ends=ordered.iloc[[0, -1]].to_dict("records"),
            less=int((ordered["change_pct"] < 0).sum()),
        )  # fmt: skip

    def contributions(self) -> Finding:
        """Return which provinces the change of all together came from most."""
        points = self.frame["contribution_pp"]
        whole = float(points.sum())
        most = (points if whole >= 0 else -points).nlargest(NAMED).index
        return self._sentence(
            "compare_contributions", whole=whole, most=self.frame.loc[most].to_dict("records")
        )

    def shares(self) -> Finding:
        """Return which provinces gained most share of the nation, and which lost most."""
        change = self.frame["share_change_pp"]
        return self._sentence(
            "compare_shares", up=int((change > 0).sum()), down=int((change < 0).sum()),
            ends=_share_ends(self.frame, "province_code"),
        )  # fmt: skip

    def regions(self) -> Finding:
        """Return which regions gained and lost share, and whether their order changed."""
        table = self.by_region
        return self._sentence(
            "compare_regions", climbed=table[table["rank_change"] > 0].to_dict("records"),
            ends=_share_ends(table, "region_code"),
        )  # fmt: skip

    def concentration(self) -> Finding:
        """Return whether trade became more concentrated, which all of JUDGED must agree on."""
        table = self.concentrations.set_index("measure")
        rows = {
            name: {
                column: float(formats.rounded(table.at[name, column], DIGITS[name]))
                for column in ("other_value", "value")
            }
            for name in JUDGED
        }
        signs = {
            (row["value"] > row["other_value"]) - (row["value"] < row["other_value"])
            for row in rows.values()
        }
        direction = signs.pop() if len(signs) == 1 else None
        return self._sentence("compare_concentration", rows=rows, direction=direction)

    def share_bars(self) -> Chart:
        """Return bars of the share gained or lost by every province, most gained first."""
        ordered = _by_share_change(self.frame)
        return self._chart(
            "compare_shares", self._share_drawing(ordered, "province_code"), ordered,
            f"province_code {SHARE} rank other_rank:rank rank_change", lead=True, other=self.other,
            first=ordered.iloc[0],
        )  # fmt: skip

    def rank_slopes(self) -> Chart:
        """Return ranks then on the left and now on the right; those that moved stand out."""
        table = self.frame
        periods = [
            formats.period(one.year, one.month, self.lang) for one in (self.other, self.edition)
        ]
        drawing = slopes(table, "other_rank", self._named(table["province_code"]), periods)
        return self._chart(
            "compare_ranks", drawing, table, f"province_code rank other_rank:rank rank_change {TOTAL}",
            other=self.other, changed=int((table["rank_change"] != 0).sum()),
        )  # fmt: skip

    def region_bars(self) -> Chart:
        """Return bars of the share gained or lost by every region, most gained first."""
        ordered = _by_share_change(self.by_region)
        return self._chart(
            "compare_region_shares", self._share_drawing(ordered, "region_code"), ordered,
            f"region_code {SHARE} {TOTAL}", other=self.other, first=ordered.iloc[0],
        )  # fmt: skip

    def total_table(self) -> Table:
        """Return the sums of all provinces by flow."""
        columns = "flow value:value_of other_value:value_of change change_pct:change_rate cagr_pct"
        return self._pair_table("compare_totals", self.together, columns)

    def table(self) -> Table:
        """Return every province with both ranks and totals."""
        columns = f"rank province_code other_rank:rank rank_change {TOTAL} contribution_pp"
        return self._pair_table("compare_provinces", self.frame, columns)

    def regions_table(self) -> Table:
        """Return the seven regions in both years, in the order of the bars."""
        columns = f"region_code {TOTAL} {SHARE} in_top10 other_in_top10:in_top10"
        return self._pair_table("compare_regions", _by_share_change(self.by_region), columns)

    def concentration_table(self) -> Table:
        """Return every measure of concentration in both years."""
        frame = self.concentrations
        table = self._pair_table("compare_concentration", frame, "measure:measure_row")
        labels = {
            "value": formats.period(self.edition.year, self.edition.month, self.lang),
            "other_value": formats.period(self.other.year, self.other.month, self.lang),
            "change": formats.label("measure_change", self.lang),
        }
        for column, label in labels.items():
            cells = [
                formats.number(value, self.lang, DIGITS[measure], signed=column == "change")
                for measure, value in zip(frame["measure"], frame[column], strict=True)
            ]
            table.columns.append(Column(label, cells, "number"))
        return table

    def _total_row(self) -> pd.Series:
        """Return the row of total trade of all provinces."""
        return self.together.set_index("flow").loc["total"]

    def _total_number(self) -> KeyNumber:
        """Return the change of total trade, as a key number."""
        row = self._total_row()
        value = formats.percent(row["change_pct"], self.lang, signed=True)
        return self._key_number("change", value, row=row)

    def _rank_number(self) -> KeyNumber:
        """Return how many provinces changed rank, as a key number."""
        change = self.frame["rank_change"]
        up, down = int((change > 0).sum()), int((change < 0).sum())
        return self._key_number("changed_rank", str(up + down), up=up, down=down)

    def _moved_by(self, change: int) -> list[dict[str, object]]:
        """Return the provinces whose rank changed by ``change`` as one group; empty for none.

        Of more than NAMED the group has no rows, only their number.
        """
        if not change:
            return []
        rows = self.frame[self.frame["rank_change"] == change]
        named = rows.to_dict("records") if len(rows) <= NAMED else []
        return [{"count": len(rows), "far": abs(int(change)), "rows": named}]

    def _share_drawing(self, ordered: pd.DataFrame, code: str) -> style.Drawing:
        """Return bars of the change of shares on both sides of zero."""
        points = ordered["share_change_pp"]
        texts = self._numbers(points, 2, signed=True)
        return style.signed_bars(self._named(ordered[code]), points, texts)

    def _pair_table(self, name: str, frame: pd.DataFrame, columns: str) -> Table:
        """Return a table of both years; a rate a year only where several lie between.

        The earlier year is in its data.
        """
        shown = columns if self.years > 1 else columns.replace(" cagr_pct", "")
        data = frame.assign(other_year=self.other.year)
        return self._table(name, frame, shown, data=data, other=self.other)


def _by_share_change(frame: pd.DataFrame) -> pd.DataFrame:
    """Return provinces or regions by the change of their share, most gained first."""
    return frame.sort_values("share_change_pp", ascending=False, kind="stable", ignore_index=True)


def _share_ends(frame: pd.DataFrame, code: str) -> list[dict[str, object]]:
    """Return who gained and who lost most share, where anyone did in the digits shown."""
    change = frame["share_change_pp"].round(2)
    wanted = {change.idxmax(): change.max() > 0, change.idxmin(): change.min() < 0}
    rows = frame.rename(columns={code: "code"}).loc[[at for at, moved in wanted.items() if moved]]
    return rows.to_dict("records")
