"""The gap of provinces to the one ranked just above, over the years: a sentence, a line, a table."""

from functools import cached_property

import pandas as pd
from matplotlib.axes import Axes

from helpers.data import provinces
from helpers.data.edition_extras import full_years
from helpers.display import style
from helpers.display.lines import Look, lines_with_gaps, year_axis
from helpers.display.source_lines import rank_line
from helpers.display.style import ACCENT, Chart, Drawing
from helpers.display.table import Table
from helpers.display.texts import write
from helpers.language.sentences import Finding
from helpers.measures import gaps
from helpers.reports.shared.presenter import Presenter

WRITTEN = 10  # years, at most, whose values are all written in the chart
TOP = 10  # the pair that is told by itself is one of these


class Gaps(Presenter):
    """Gaps between neighbours in the ranking, in the full years of the edition's own currency.

    The order is that of the last full year. A pair is named by its lower province, as code or name;
    without one it is the pair of the ten largest that closed most of its widest gap.
    """

    @cached_property
    def totals(self) -> pd.DataFrame:
        """Totals of every full year in the currency of the edition: years × province codes, 亿."""
        return full_years(self.edition)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The gap of every pair in every year, see :func:`helpers.measures.gaps.over_years`."""
        return gaps.over_years(self.totals)

    @cached_property
    def paths(self) -> pd.DataFrame:
        """Where each gap began, was widest and ended, see :func:`helpers.measures.gaps.paths`."""
        return gaps.paths(self.frame)

    @cached_property
    def closest(self) -> pd.Series | None:
        """The pair of the largest that closed most, see :func:`helpers.measures.gaps.closest`."""
        return gaps.closest(self.paths[self.paths["rank"] <= TOP])

    @cached_property
    def source(self) -> str:
        """The line below figures of several years."""
        return rank_line(self.edition)

    def of(self, lower: str = "") -> pd.Series | None:
        """The path of one pair; None for a single year, for the leader, or where none closed.

        Raises BadInput for a name that is no province.
        """
        if len(self.totals) < 2:
            return None
        if not lower:
            return self.closest
        own = self.paths[self.paths["province_code"] == provinces.code_of(lower)]
        return None if own.empty else own.iloc[0]

    def path(self, lower: str = "") -> Finding | None:
        """How the gap of a pair has changed, see :meth:`of` for which pair and when there is none."""
        pair = self.of(lower)
        if pair is None:
            return None
        return self._sentence("gap_path", pair=pair, chosen=bool(lower), top=TOP)

    def line(self, lower: str = "") -> Chart | None:
        """The gap of a pair in every year, see :meth:`of`."""
        pair = self.of(lower)
        if pair is None:
            return None
        own = self.frame[self.frame["province_code"] == pair["province_code"]]
        own = own.reset_index(drop=True)
        texts = self._percents(own["gap_to_previous_pct"])
        drawing = _line(own.set_index("year")["gap_to_previous_pct"], texts)
        return self._chart(
            "gap_line", drawing, own, "year gap_to_previous_pct province_code target_code:target",
            pair=pair, dotted=bool((own["year"].diff() > 1).any()),
        )  # fmt: skip

    def table(self) -> Table | None:
        """Every pair of neighbours, from the top down; None for a single year."""
        if len(self.totals) < 2:
            return None
        first, last = int(self.totals.index[0]), int(self.totals.index[-1])
        return self._table(
            "gap_paths", self.paths,
            "rank province_code target_code:target first_gap widest_gap widest_year "
            "last_gap",
            data=self.paths, first=first, last=last,
        )  # fmt: skip


def _line(known: pd.Series, texts: list[str]) -> Drawing:
    """Draw a line over the years; of many values the first, the widest and the last are written."""
    with style.theme():
        figure, ax = style.canvas(3.0)
        lines_with_gaps(ax, known.to_frame("gap"), {"gap": Look(ACCENT, 1.8, dot=4)})
        low, high = min(0.0, float(known.min())), float(known.max())
        ax.axhline(0, color=style.TEXT, linewidth=0.8)
        _write(ax, known, texts)
        ax.set_ylim(low * 1.1, high * 1.15)
        ax.set_yticks([])
        year_axis(ax, known.index, 0.5, 0.5)
    places = [((year - 0.5, year + 0.5), (low, high)) for year in known.index]
    return Drawing(figure, [str(year) for year in known.index], texts, places)


def _write(ax: Axes, known: pd.Series, texts: list[str]) -> None:
    """Write values above their points, on the side that the line leaves free."""
    told = {0, int(known.to_numpy().argmax()), len(known) - 1}
    shown = range(len(known)) if len(known) <= WRITTEN else sorted(told)
    before = known.diff().bfill()
    after = (known.diff(-1) * -1).fillna(before)
    # Above the lowest point of a valley the steeper side would run through the value.
    valley = (before < 0) & (after >= 0)
    steeper = before.abs() >= after.abs()
    left = (before < 0) & (after < 0) | valley & steeper
    right = (before > 0) & (after > 0) | valley & ~steeper
    for side, wanted in (("left", left), ("right", right), ("center", ~(left | right))):
        own = [at for at in shown if wanted.iloc[at]]
        place = known.iloc[own]
        write(ax, place.index, place, [texts[at] for at in own], anchor=side, offset=(0, 9))
