"""The positions report: ranks over the years, overtakings, and when the next would come."""

from dataclasses import replace
from functools import cached_property

import pandas as pd

from helpers.data.provinces import names, with_names
from helpers.display.show import KeyFindings
from helpers.display.source_lines import rank_line, source_line
from helpers.display.style import Chart
from helpers.display.table import Column, Table
from helpers.display.tooltips import Mark, Told
from helpers.language import formats
from helpers.language.sentences import Finding
from helpers.measures import core, ranks
from helpers.reports.positions import charts
from helpers.reports.shared.presenter import key_findings
from helpers.reports.shared.report import Report

SHOWN = 3
MANY = 6  # ranks that never changed hands; more are counted, not named


class Positions(Report):
    """Ranks by total trade in every year up to an edition."""

    folder = "positions"
    history = True

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Ranks by total: years × province codes."""
        return self.edition.rank_years

    @cached_property
    def overtakings_frame(self) -> pd.DataFrame:
        """Every overtaking, see :func:`helpers.measures.ranks.overtakings`."""
        return ranks.overtakings(self.frame)

    @cached_property
    def held(self) -> pd.DataFrame:
        """Since when each rank is held, see :func:`helpers.measures.ranks.held_since`."""
        return ranks.held_since(self.frame)

    @cached_property
    def holders(self) -> pd.DataFrame:
        """Who has held each rank, see :func:`helpers.measures.ranks.rank_holders`."""
        return ranks.rank_holders(self.frame)

    @cached_property
    def projections(self) -> pd.DataFrame:
        """Years to the next overtakings, see :func:`helpers.measures.ranks.projections`."""
        rates = self.edition.rates(core.WINDOWS)
        return ranks.projections(self.edition.now["total"], rates)

    @cached_property
    def ranges(self) -> pd.DataFrame:
        """Their range over all windows, see :func:`helpers.measures.ranks.overtaking_ranges`."""
        return ranks.overtaking_ranges(self.projections, self.edition.year)

    @cached_property
    def source(self) -> str:
        """The line below figures of the history of ranks."""
        return rank_line(self.edition)

    def key_findings(self) -> KeyFindings:
        """What the page opens with."""
        return key_findings(self.paths(), self.projected_ranges(), *self.forecasts())

    def paths(self) -> Finding | None:
        """Who rose and fell most between the first and the last year; None for a single year."""
        if len(self.frame) < 2:
            return None
        first, last = self.frame.iloc[0], self.frame.iloc[-1]
        change = (first - last).dropna().astype(int)
        return self._sentence(
            "rank_paths", first_year=int(self.frame.index[0]), last_year=int(self.frame.index[-1]),
            risen=self._steps(_farthest(change)), fallen=self._steps(_farthest(-change)),
        )  # fmt: skip

    def overtakings(self) -> Finding | None:
        """How often one province passed another, and when most often; None for a single year."""
        if len(self.frame) < 2:
            return None
        by_year = self.overtakings_frame.groupby(["previous_year", "year"]).size()
        most = by_year[by_year == by_year.max()]
        return self._sentence(
            "overtakings_counted", count=len(self.overtakings_frame), periods=len(by_year),
            most=0 if most.empty else int(by_year.max()), first_year=int(self.frame.index[0]),
            last_year=int(self.frame.index[-1]), years=len(self.frame),
            when_most=[{"from_year": a, "to_year": b} for a, b in most.index],
        )  # fmt: skip

    def longest(self) -> Finding | None:
        """Which ranks never changed hands, and which most often; None for a single year."""
        if len(self.frame) < 2:
            return None
        table = self.holders
        firm = table[table["years"] == len(self.frame)]
        most = int(table["holders"].max())
        return self._sentence(
            "longest_holds", never=len(firm), most=most,
            firm=firm[["province_code", "rank"]].to_dict("records") if len(firm) <= MANY else [],
            ranks_with_most=int((table["holders"] == most).sum()),
        )  # fmt: skip

    def next_overtakings(self) -> Finding | None:
        """Which overtakings come first if both provinces keep the growth of this year.

        None where no growth is known, and in part of a year, whose growth is not carried forward.
        """
        one_year = self.projections[self.projections["window_years"] == 1]
        if one_year.empty:
            return None
        known = ranks.passing_years(one_year, self.edition.year).dropna()
        coming = known.sort_values("years_to_overtake", kind="stable")
        # The table runs down the ranking, so its first row is the pair highest up.
        soon, highest = coming.head(SHOWN), known.head(1)
        extra = highest[~highest["province_code"].isin(soon["province_code"])]
        return self._sentence(
            "projection", count=len(coming), soon=soon.to_dict("records"),
            highest=extra.to_dict("records"), horizon=ranks.HORIZON,
        )  # fmt: skip

    def projected_ranges(self) -> Finding | None:
        """Which neighbours would change places at every past rate, and how many at none of them.

        None where nothing is projected, or over one window only.
        """
        table = self.ranges
        if table.empty or table["windows"].max() < 2:
            return None
        sure = table[table["windows_never"] == 0].sort_values("latest_year", kind="stable")
        return self._sentence(
            "overtaking_ranges", pairs=len(table), sure=len(sure),
            never=int((table["windows_never"] == table["windows"]).sum()),
            windows=int(table["windows"].max()), soonest=sure.head(SHOWN).to_dict("records"),
            horizon=ranks.HORIZON,
        )  # fmt: skip

    def forecasts(self) -> list[Finding]:
        """What others forecast from this edition, each beside the years that past rates give."""
        keys = ["province_code", "target_code"]
        known = self.ranges.set_index(keys)
        dated = ranks.passing_years(self.projections, self.edition.year).set_index(keys)
        found = []
        for row in self.edition.forecasts.itertuples():
            pair = (row.province_code, row.target_code)
            if pair in known.index:
                said = (self.edition.year + row.years_low, self.edition.year + row.years_high)
                # A range around the forecast need not hold any year that lies within it.
                years = dated.loc[dated.index == pair, "passing_year"]
                finding = self._sentence(
                    "forecast", f"forecast_{pair[0]}_{pair[1]}", row=row, said=said,
                    own=known.loc[pair], within=int(years.between(*said).fillna(False).sum()),
                    horizon=ranks.HORIZON,
                )  # fmt: skip
                found.append(finding)
        return found

    def path_lines(self) -> Chart | None:
        """Rank of every province in every year; None for a single year."""
        table = self.frame
        if len(table) < 2:
            return None
        rise = (table.iloc[0] - table.iloc[-1]).dropna().astype(int)
        risen = list(_farthest(rise).index)
        texts = [
            f"{formats.DASH if pd.isna(a) else a}→{formats.DASH if pd.isna(b) else b}"
            for a, b in zip(table.iloc[0], table.iloc[-1], strict=True)
        ]
        points = table.rename_axis("year").reset_index().melt("year", var_name="province_code")
        points = points.rename(columns={"value": "rank"})
        known = points.dropna(subset=["rank"])
        drawing = charts.paths(table, risen, self.overtakings_frame, names(self.lang), texts, known)
        chart = self._chart(
            "bump", drawing, known, "province_code year rank", lead=True, risen=risen,
            first=int(table.index[0]), last=int(table.index[-1]),
        )  # fmt: skip
        tips = [Told(self._text("point", row=row)) for row in known.itertuples()]
        marks = [Mark(tip, *place) for tip, place in zip(tips, drawing.places, strict=True)]
        behind = replace(chart.behind, columns=self._wide_columns(), data=with_names(points))
        return replace(chart, behind=behind, marks=tuple(marks))

    def overtakings_table(self) -> Table:
        """Every time one province passed another, latest first."""
        shown = self.overtakings_frame.sort_values(
            ["year", "rank"], ascending=[False, True], kind="stable"
        )
        columns = "year previous_year province_code:passer passed_code:overtaken rank:rank_after"
        return self._table("rank_overtakings", shown, columns, data=self.overtakings_frame)

    def held_table(self) -> Table:
        """Since when each province has held its rank, and from whom it took it."""
        frame = self.held
        shown = frame.assign(
            since=[
                self._text("since", start=year, from_start=from_start)
                for year, from_start in zip(frame["since"], frame["from_start"], strict=True)
            ],
            passed_code=frame["passed_code"].replace("", None),
        )
        saved = "province_code rank since years from_start previous_rank passed_code"
        return self._table(
            "rank_held", shown,
            "rank province_code since previous_rank:previous_held passed_code:passed",
            data=frame[saved.split()], last=int(self.frame.index[-1]),
        )  # fmt: skip

    def holders_table(self) -> Table:
        """Who holds each rank and since when, and who has held it longest."""
        columns = (
            "rank province_code:holder since:since_year years:years_held holders "
            "longest_code:longest longest_years"
        )
        last = int(self.frame.index[-1])
        return self._table("rank_holders", self.holders, columns, data=self.holders, last=last)

    def projections_table(self, most: int = 0) -> Table:
        """The year in which each would pass the one above, one column a window of past growth.

        With ``most``, so many pairs at most are shown: the highest of those that change places at
        some rate. The CSV has all.
        """
        keys = ["province_code", "target_code"]
        dated = ranks.passing_years(self.projections, self.edition.year)
        wide = dated.pivot(index=keys, columns="window_years", values="passing_year")
        never = formats.label("not_at_these_rates", self.lang)
        shown = self.ranges.merge(wide.reset_index(), on=keys)
        windows = {window: f"window_{window}" for window in wide.columns}
        for window, column in windows.items():
            shown[column] = [never if pd.isna(v) else str(v) for v in shown[window]]
        shown["range"] = [
            self._text("range", row=row, never=never, horizon=ranks.HORIZON)
            for row in shown.itertuples()
        ]
        if most:
            shown = shown[shown["windows_never"] < shown["windows"]].head(most)
        columns = ["province_code", "target_code:target", *windows.values()]
        columns += ["range"] if len(windows) > 1 else []
        return self._table(
            "projections",
            shown,
            " ".join(columns),
            data=dated,
            source=source_line(self.edition),
            most=len(shown) if most else 0,
        )

    def _steps(self, change: pd.Series) -> list[dict[str, object]]:
        """Return first and last rank of some provinces as facts of a sentence."""
        first, last = self.frame.iloc[0], self.frame.iloc[-1]
        return [
            {"code": code, "first": int(first[code]), "last": int(last[code])}
            for code in change.index
        ]

    def _wide_columns(self) -> list[Column]:
        """Return the table behind the lines: one row a province, one column a year."""
        order = list(self.frame.iloc[-1].sort_values(kind="stable").index)
        labels = [names(self.lang)[code] for code in order]
        columns = [Column(formats.label("province", self.lang), labels, "name", order)]
        for year in self.frame.index:
            cells = [formats.DASH if pd.isna(v) else str(v) for v in self.frame.loc[year, order]]
            columns.append(Column(str(year), cells, "number"))
        return columns


def _farthest(change: pd.Series) -> pd.Series:
    """Return the largest positive changes: SHOWN of them, and all that equal the last of these.

    Where many are equal, they are left out, unless nothing is larger.
    """
    up = change[change > 0]
    farthest = up.nlargest(SHOWN, keep="all")
    if len(farthest) <= 2 * SHOWN:
        return farthest
    larger = farthest[farthest > farthest.min()]
    return farthest if larger.empty else larger
