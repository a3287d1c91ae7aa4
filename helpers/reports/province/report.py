"""The page of one province: rank, flows, growth, places inside, months and years."""

from dataclasses import replace

import pandas as pd

from helpers.constants import NATION
from helpers.data.provinces import names, provinces
from helpers.display import tooltips
from helpers.display.show import KeyFindings, KeyNumber, KeyNumbers
from helpers.display.source_lines import history_line, rank_line
from helpers.display.style import Chart
from helpers.display.table import Column, Table
from helpers.language import formats
from helpers.language.sentences import Finding
from helpers.reports.province import charts
from helpers.reports.province.frames import ProvinceFrames
from helpers.reports.shared.localities import place_column
from helpers.reports.shared.presenter import key_findings, key_numbers
from helpers.reports.shared.press import Press


class Province(ProvinceFrames):
    """One province in an edition; ``province`` is its code or its name in either language."""

    def key_findings(self) -> KeyFindings:
        """What the page opens with."""
        return key_findings(self.standing(), self.growth(), self.ranks())

    def key_numbers(self) -> KeyNumbers:
        """Rank, total with share, and growth with its contribution; what is unknown is left out."""
        row = self.ranking.set_index("province_code").loc[self.code]
        moved = self.movers.set_index("province_code").loc[self.code]
        rank = formats.ordinal(int(row["rank"]), self.lang)
        total = formats.amount(row["total"], self.edition.currency, self.lang)
        numbers: list[KeyNumber] = [
            self._key_number("rank", rank, code=self.code, previous=row["previous_rank"]),
            self._key_number("total", total, share=row["total_share"]),
        ]
        if pd.notna(moved["growth_pct"]):
            rate = formats.percent(moved["growth_pct"], self.lang, signed=True)
            numbers.append(self._key_number("growth", rate, points=moved["contribution_pp"]))
        return key_numbers(numbers)

    def standing(self) -> Finding:
        """Total, rank and share of the province, and how its rank changed."""
        row = self.ranking.set_index("province_code").loc[self.code]
        tied = int((self.ranking["rank"] == row["rank"]).sum()) > 1
        return self._sentence("standing", code=self.code, row=row, tied=tied)

    def growth(self) -> Finding | None:
        """Growth beside that of the region and of the nation; None without growth."""
        rates = self.pace.set_index("code")["growth_pct"]
        if pd.isna(rates[self.code]):
            return None
        return self._sentence(
            "growth", rate=rates[self.code], region=self.region, region_rate=rates[self.region],
            nation_rate=rates[NATION],
        )  # fmt: skip

    def ranks(self) -> Finding | None:
        """The best and the worst rank there has been; None for a single year."""
        known = self.frame.dropna(subset=["rank"])
        if len(known) < 2:
            return None
        best, worst = int(known["rank"].min()), int(known["rank"].max())
        years = {rank: known.loc[known["rank"] == rank, "year"] for rank in (best, worst)}
        return self._sentence(
            "ranks", count=len(known), first=int(known["year"].iloc[0]),
            last=int(known["year"].iloc[-1]), best=best, worst=worst,
            best_year=int(years[best].iloc[0]), best_times=len(years[best]),
            worst_year=int(years[worst].iloc[0]), worst_times=len(years[worst]),
        )  # fmt: skip

    def neighbours(self) -> Finding:
        """Who stands just above and just below, and how far off."""
        at = int(self.near.index[self.near["province_code"] == self.code][0])
        above = self.near.loc[at - 1] if at else None
        below = self.near.loc[at + 1] if at + 1 < len(self.near) else None
        return self._sentence("neighbours", above=above, below=below)

    def gap_path(self) -> Finding | None:
        """How the gap to the one just above has changed; None for the first or a single year."""
        return self.gaps.path(self.code)

    def flows(self) -> Finding | None:
        """Exports, imports and balance with their ranks; None where flows are missing."""
        rows = self.by_flow.set_index("flow")
        if not {"export", "import", "balance"} <= set(rows.index):
            return None
        return self._sentence(
            "flows", exports=rows.loc["export"], imports=rows.loc["import"],
            balance=rows.at["balance", "value"],
        )  # fmt: skip

    def faster(self) -> Finding | None:
        """Whether it grew faster than its region and than the nation; None without growth."""
        rates = self.pace.set_index("code")["growth_pct"]
        if pd.isna(rates[self.code]):
            return None
        others = [
            {"other": code, "rate": rate, "nation": code == NATION,
             "lead": float(formats.rounded(rates[self.code]) - formats.rounded(rate))}
            for code, rate in ((self.region, rates[self.region]), (NATION, rates[NATION]))
            if pd.notna(rate)
        ]  # fmt: skip
        if not others:
            return None
        return self._sentence("faster", code=self.code, own=rates[self.code], others=others)

    def contribution(self) -> Finding | None:
        """What the province added to the growth of all 31; None without growth."""
        row = self.movers.set_index("province_code").loc[self.code]
        if pd.isna(row["contribution_pp"]):
            return None
        return self._sentence(
            "contribution", code=self.code, points=row["contribution_pp"],
            # Worked back from a rounded rate, the value before is known only within a margin.
            approximate=row["previous_margin"] > 0,
        )  # fmt: skip

    def share_of_region(self) -> Finding:
        """The share of its region, and how that changed on the year before where it is known."""
        row = self.in_region
        return self._sentence(
            "share_of_region", code=self.code, region=row["region_code"], share=row["region_share"],
            change=row["region_share_change_pp"],
        )  # fmt: skip

    def share(self) -> Finding | None:
        """How the share of all 31 changed since the first year; None for a single year."""
        known = self.frame.dropna(subset=["share"])
        if len(known) < 2:
            return None
        first, last = known.iloc[0], known.iloc[-1]
        same = formats.rounded(first["share"], 2) == formats.rounded(last["share"], 2)
        return self._sentence(
            "share", code=self.code, first_year=int(first["year"]), last_year=int(last["year"]),
            first=first["share"], last=last["share"], same=same,
        )  # fmt: skip

    def inside(self) -> Finding | None:
        """How many places are listed under the province and how large; None where none is."""
        if self.code not in self.localities.coverage.index:
            return None
        own = self.localities.frame
        largest = own[own["province_code"] == self.code].nlargest(1, "total").iloc[0]
        return self._sentence(
            "inside", code=self.code, kind=provinces().at[self.code, "name_zh"][-1],
            covered=self.localities.coverage.loc[self.code], largest=largest,
        )  # fmt: skip

    def months(self) -> Finding | None:
        """How growth of the year to date changed within the year.

        None for a single month, and where no months are known.
        """
        if self.by_month.empty:
            return None
        known = self.by_month.dropna(subset=["to_date_growth_pct"]).sort_values("month")
        if len(known) < 2:
            return None
        ends = [
            {"last_month": int(row["month"]), "rate": row["to_date_growth_pct"]}
            for row in (known.iloc[0], known.iloc[-1])
        ]
        return self._sentence("months", ends=ends)

    def rank_line(self) -> Chart | None:
        """The rank in every full year; None for a single year."""
        known = self.frame.dropna(subset=["rank"]).reset_index(drop=True)
        if len(known) < 2:
            return None
        return self._chart(
            "ranks", charts.ranks(known, len(self.edition.now)), known,
            "year rank share total growth_pct:own_growth",
            source=rank_line(self.edition), lead=True, code=self.code, first=known.iloc[0],
            last=known.iloc[-1], rows=known[["year", "rank"]].to_dict("records"),
        )  # fmt: skip

    def growth_lines(self) -> Chart | None:
        """Index of the province, its region and all provinces; None for a single year."""
        index = self.index
        if len(index) < 2:
            return None
        labels = {
            self.code: names(self.lang)[self.code],
            self.region: self._text("whole_region", region=self.region),
            NATION: formats.label("together", self.lang),
        }
        frame = index[list(labels)].set_axis(["province", "region", "nation"], axis=1)
        frame = frame.rename_axis("year").reset_index()
        ends = [{"label": labels[key], "value": index[key].iloc[-1]} for key in labels]
        chart = self._chart(
            "growth", charts.growth(index, labels, self.lang), frame,
            "year province:index_value region:index_value nation:index_value",
            source=history_line(self.edition), code=self.code, first=int(index.index[0]),
            last=int(index.index[-1]), ends=ends,
        )  # fmt: skip
        year, *lines = chart.behind.columns
        named = [replace(c, label=label) for c, label in zip(lines, labels.values(), strict=True)]
        behind = replace(chart.behind, columns=[year, *named])
        tips = tooltips.told_rows(behind, self.edition)
        marks = tuple(replace(m, told=tip) for m, tip in zip(chart.marks, tips, strict=True))
        return replace(chart, behind=behind, marks=marks)

    def flows_table(self) -> Table:
        """Total, exports, imports and balance of the province."""
        columns = "flow value rank share growth_pct nation_growth_pct"
        data = self.by_flow.assign(province_code=self.code)
        return self._table("flows", self.by_flow, columns, data=data, code=self.code)

    def pace_table(self) -> Table | None:
        """Growth of the province, its region and the nation; None where none is known."""
        rates = [column for column in self.pace if column != "code"]
        if self.pace[rates].isna().all(axis=None):
            return None
        windows = [f"{name}:{name}_growth" for name in rates if name != "growth_pct"]
        columns = " ".join(["growth_pct", *windows])
        table = self._table("pace", self.pace, columns, data=self.pace)
        known = names(self.lang) | {NATION: formats.label("nation", self.lang)}
        places = [known[code] for code in self.pace["code"]]
        table.columns.insert(0, Column(formats.label("place", self.lang), places, "name"))
        return table

    def neighbours_table(self) -> Table:
        """The provinces next in rank."""
        columns = "rank province_code total total_share growth_pct difference difference_pct"
        return self._table("neighbours", self.near, columns, data=self.near)

    def localities_table(self) -> Table | None:
        """Listed cities and zones of the province, largest first; None where none is listed."""
        own = self.localities.frame
        own = own[own["province_code"] == self.code]
        if own.empty:
            return None
        shown = own.sort_values("total", ascending=False, kind="stable", ignore_index=True)
        columns = "kind total share_pct:places_share growth_pct contribution_pp"
        data = shown.drop(columns="name")
        table = self._table("localities", shown, columns, data=data)
        table.columns.insert(0, place_column(shown, "place", self.lang))
        return table

    def months_table(self) -> Table | None:
        """Single months and the year to date; None where there are no months."""
        own = self.by_month
        if own.empty:
            return None
        pairs = zip(own["first_month"], own["month"], strict=True)
        shown = own.assign(named=[formats.months(first, last, self.lang) for first, last in pairs])
        columns = "named:month value:month_value to_date to_date_growth_pct"
        data = own.rename(columns={"code": "province_code"})
        return self._table("months", shown, columns, data=data)

    def years_table(self) -> Table:
        """Every full year of the province, latest first."""
        columns = (
            "year total share rank growth_pct:own_growth region_growth_pct:region_growth "
            "nation_growth_pct:nation_growth"
        )
        shown = self.frame.iloc[::-1].reset_index(drop=True)
        source = history_line(self.edition)
        return self._table("path", shown, columns, data=self.frame, source=source)

    def press_table(self) -> Table | None:
        """What reports say of the province in this year; None where nothing is quoted."""
        return Press(self.edition, self.movers).table(self.code)
