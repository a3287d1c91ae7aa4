"""The partners report: with whom a province trades, who moved it, who is new and who is lost."""

from dataclasses import replace
from functools import cached_property

import pandas as pd

from helpers.data import partners, tables
from helpers.display import style
from helpers.display.show import KeyFindings, KeyNumbers
from helpers.display.style import Chart
from helpers.display.table import Table
from helpers.language import formats
from helpers.language.sentences import Finding
from helpers.measures import drivers
from helpers.measures.core import ranks
from helpers.reports.partners import charts
from helpers.reports.shared.detail import DetailReport
from helpers.reports.shared.presenter import WATERFALL, key_findings, key_numbers

BARS = 12  # partners with a bar of their own
ROWS = 15  # partners with a row of the heat map
SHOWN = 3
LISTED = 40  # partners in the table
NAMED = 6  # new or lost partners that a sentence names


class Partners(DetailReport):
    """With whom one province trades in a period."""

    folder = "partners"

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The partners, largest first, see :func:`helpers.measures.drivers.compared`; and rank."""
        table = self.frames.partners
        table = table.sort_values(["value", "partner_code"], ascending=[False, True], kind="stable")
        return table.assign(rank=ranks(table["value"])).reset_index(drop=True)

    @cached_property
    def traded(self) -> pd.DataFrame:
        """The partners with trade in the period."""
        return self.frame[self.frame["value"] > 0].reset_index(drop=True)

    @cached_property
    def by_year(self) -> pd.DataFrame:
        """Share of every partner in every year: partner codes × years, percent."""
        table = self.detail.by_year("partner")
        wide = table.pivot_table(
            index="partner_code", columns="year", values="value", aggfunc="sum"
        )
        return wide / wide.sum() * 100

    def more_sources(self) -> list[str]:
        """Return the ids of the sources of the groups' members."""
        return list(dict.fromkeys(tables.load("partner_groups")["source"]))

    def key_findings(self) -> KeyFindings:
        """What the page opens with."""
        return key_findings(
            self.notes.total(), self.notes.coverage(), self.largest(),
            self.notes.moved("partner"), self.groups(), self.notes.no_growth(),
        )  # fmt: skip

    def key_numbers(self) -> KeyNumbers:
        """The largest partners with their share and growth."""
        return key_numbers(
            [
                self._key_number(
                    "partner", formats.percent(row["share"], self.lang, 1),
                    name=self.partner(row["partner_code"]), growth_pct=row["growth_pct"],
                )
                for row in self.traded.head(SHOWN).to_dict("records")
            ]
        )  # fmt: skip

    def largest(self) -> Finding | None:
        """The largest partners with their shares; None with one partner or none."""
        if len(self.traded) < 2:
            return None
        first = self.traded.head(SHOWN)
        return self._listed("largest", first, together=first["share"].sum(), count=len(self.traded))

    def groups(self) -> Finding | None:
        """What went to groups of countries, and their growth; None where nothing did."""
        table = self.frames.groups
        table = table[table["value"] > 0]
        if table.empty:
            return None
        zh, en = (
            self._text(
                "groups", lang,
                rows=[
                    {
                        "group": self._group(row["group_code"], lang),
                        "share": row["share"], "rate": row["growth_pct"],
                    }
                    for row in table.to_dict("records")
                ],
            )
            for lang in formats.LANGS
        )  # fmt: skip
        return Finding("partner_groups", zh, en, self.lang)

    @staticmethod
    def _group(code: str, lang: str) -> str:
        """Return the name of a group as it stands inside a sentence."""
        name = partners.group_names(lang)[code]
        return name.replace("Other ", "other ") if lang == "en" else name

    def concentration(self) -> Finding | None:
        """How many partners of equal size would be as concentrated; None with one or none."""
        facts = self.frames.concentration(self.frame)
        return None if facts is None else self._sentence("concentration", **facts)

    def new(self) -> Finding | None:
        """The partners that were not there the year before; None without a year before."""
        return self._come_or_gone("new", self.frame["previous"] <= 0, "value")

    def lost(self) -> Finding | None:
        """The partners that are there no longer; None without a year before."""
        return self._come_or_gone("lost", self.frame["value"] <= 0, "previous")

    def _come_or_gone(self, block: str, which: pd.Series, by: str) -> Finding | None:
        if not self.frames.grows:
            return None
        rows = self.frame[which].sort_values(by, ascending=False, kind="stable")
        return self._listed(
            block, rows.head(NAMED), count=len(rows), amount_of=rows[by].sum(),
            points=rows["contribution_pp"].sum(),
        )  # fmt: skip

    def _listed(self, block: str, table: pd.DataFrame, **facts: object) -> Finding:
        """Return a sentence that lists partners with their shares."""
        zh, en = (
            self._text(
                block, lang,
                rows=[
                    {"partner": self.partner(row["partner_code"], lang), "share": row["share"]}
                    for row in table.to_dict("records")
                ],
                **facts,
            )
            for lang in formats.LANGS
        )  # fmt: skip
        return Finding(f"partners_{block}", zh, en, self.lang)

    def bars(self) -> Chart | None:
        """Share of the largest partners; None with one partner or none."""
        if len(self.traded) < 2:
            return None
        shown = self.named(self.traded.head(BARS))
        drawing = style.ranked_bars(
            self.labels(shown["partner_code"]), shown["share"], self._percents(shown["share"]),
            shown["share"] == shown["share"].max(),
        )  # fmt: skip
        return self._chart(
            "partners", replace(drawing, labels=list(shown["partner_code"])), shown,
            "partner_code share rank value:detail_value growth_pct contribution_pp", lead=True,
            first=self.partner(self.traded["partner_code"].iloc[0]),
            share=self.traded["share"].iloc[0],
        )  # fmt: skip

    def contributions(self) -> Chart | None:
        """What each partner added to growth, one bar after the other; None without growth."""
        if not self.frames.grows or len(self.frame) < 2:
            return None
        shown = self.named(drivers.largest(self.frames.partners, WATERFALL))
        rest = self.others(len(self.frame) - WATERFALL)
        shown["partner_code"] = shown["partner_code"].fillna(rest)
        values, whole = shown["contribution_pp"], self.frames.growth
        names = [*shown["partner_code"], self._text("all_partners")]
        texts = self._numbers(pd.Series([*values, whole]), 2, signed=True)
        drawing = style.waterfall(values, whole, self.labels(names), texts)
        return self._chart(
            "partner_contributions", replace(drawing, labels=names), shown,
            "partner_code contribution_pp change:detail_change growth_pct value:detail_value",
        )  # fmt: skip

    def heat_map(self) -> Chart | None:
        """Share of the largest partners in every year; None with one year only."""
        wide = self.by_year
        if wide.empty or len(wide.columns) < 2:
            return None
        last = wide.columns[-1]
        # The largest over all of the years, so that a partner that was lost is seen.
        order = wide.fillna(0.0).mean(axis=1).sort_values(ascending=False, kind="stable")
        shares = wide.loc[order.index[:ROWS]]
        long = shares.stack(future_stack=True).rename("share").reset_index()
        shown = self.named(long)
        labels = list(self.labels(self.named(shares.reset_index())["partner_code"]))
        drawing = charts.heat_map(shares, labels, self.lang)
        first = str(shares.index[0])
        return self._chart(
            "partner_years", drawing, shown, "partner_code year share",
            first=self.partner(first), then=shares.at[first, wide.columns[0]],
            now=shares.at[first, last], first_year=int(wide.columns[0]), last_year=int(last),
            count=len(shares),
        )  # fmt: skip

    def groups_table(self) -> Table | None:
        """Groups of partners with value, share and growth; None where nothing was traded."""
        table = self.frames.groups
        if table.empty:
            return None
        known = partners.group_names(self.lang)
        shown = table.assign(group_code=[known[code] for code in table["group_code"]])
        if not self.detail.has_year_before:
            shown[["previous", "change"]] = float("nan")
        columns = (
            "group_code members items value:detail_value share previous:detail_previous growth_pct "
            "contribution_pp"
        )
        return self._table("partner_groups", shown, columns, data=table)

    def table(self) -> Table | None:
        """Every partner with value, share, growth; None where nothing was traded."""
        if self.frame.empty:
            return None
        columns = (
            "rank partner_code value:detail_value share previous:detail_previous growth_pct "
            "contribution_pp"
        )
        return self._table(
            "partner_list",
            self.named(self.frame.head(LISTED)),
            columns,
            data=self.saved(self.frame),
            count=min(LISTED, len(self.frame)),
            all_partners=len(self.frame),
        )
