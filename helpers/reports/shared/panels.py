"""Small charts of one scale in a single pair of axes: a line each, named above it."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from helpers.display import style, texts
from helpers.display.lines import Look, lines_with_gaps
from helpers.display.style import ACCENT, GREY, Corners
from helpers.display.texts import write
from helpers.language import formats

COLUMNS = 2  # panels beside each other
TALL = 1.3  # inches for a panel with its title
ABOVE = 0.35  # of the height of a panel, for a title of one line
MORE = 0.15  # of it, for a second line
SMALL = 8.5  # points


@dataclass(frozen=True)
class Panel:
    """Where a small chart stands in the axes of all: what is added to its years and values."""

    right: int
    up: float

    def corners(self, at: float, value: float) -> Corners:
        """Return the place of a point of the panel in the axes, as corners of no size."""
        return (at + self.right,) * 2, (value + self.up,) * 2


def panels(
    values: pd.DataFrame, titles: Mapping[str, str], named: Mapping[int, str], lang: str, *,
    behind: pd.Series | None = None, base: float = 0.0,
) -> tuple[Figure, dict[str, Panel]]:  # fmt: skip
    """Draw a panel for each key of ``titles``, in this order, and return where each stands.

    ``values`` has years (or other whole numbers, all in ``named`` with their names) as index and
    the keys as columns; lines break where one is missing. ``behind`` is drawn in grey in every
    panel, and alone where ``values`` lacks the key. ``base`` is the value of the dark rule.
    """
    drawn = values if behind is None else values.assign(behind=behind)
    low, high = (f(base, getattr(drawn, f.__name__)(axis=None)) for f in (min, max))
    high += high == low  # of values that are all alike there would be no height
    lines = texts.most_lines(titles.values())
    above = ABOVE + MORE * (lines - 1)
    placed = _placed(titles, values.index, (high - low) * (1 + above))
    rows = len({panel.up for panel in placed.values()})
    with style.theme():
        figure, ax = style.canvas(rows * (TALL + 0.15 * (lines - 1)) + 0.4)
        if behind is not None:
            _draw(ax, dict.fromkeys(placed, behind), placed, Look(GREY, 1.3))
        own = {key: values[key] for key in placed if key in values}
        _draw(ax, own, placed, Look(ACCENT, 2, dot=3))
        _rules(ax, placed, values.index, (low, high), base, lang)
        _axes(ax, placed, named, (low - (high - low) * 0.05, high + (high - low) * above))
        inks = [ACCENT if key in values else style.TEXT for key in titles]
        corners = [panel.corners(values.index[0], high) for panel in placed.values()]
        x, y = zip(*((across[0], up[0]) for across, up in corners), strict=True)
        write(ax, x, y, list(titles.values()), size=9.5, color=inks, offset=(0, 5 + 5 * lines))
    return figure, placed


def _placed(titles: Mapping[str, str], index: pd.Index, tall: float) -> dict[str, Panel]:
    """Return a panel for each key, from left to right and from top to bottom."""
    wide = int(index[-1] - index[0]) + max(2, round((index[-1] - index[0]) * 0.12))
    return {
        key: Panel(at % COLUMNS * wide, -(at // COLUMNS) * tall) for at, key in enumerate(titles)
    }


def _draw(
    ax: Axes, lines: Mapping[str, pd.Series], placed: Mapping[str, Panel], look: Look
) -> None:
    """Draw each of ``lines`` in the panel of its key."""
    shifted = {
        key: (line + placed[key].up).set_axis(line.index + placed[key].right)
        for key, line in lines.items()
    }
    lines_with_gaps(ax, pd.DataFrame(shifted), dict.fromkeys(shifted, look))


def _rules(
    ax: Axes, placed: Mapping[str, Panel], index: pd.Index, ends: tuple[float, float],
    base: float, lang: str,
) -> None:  # fmt: skip
    """Draw the rules of every panel, and name those on the left."""
    low, high = ends
    ticks = [
        tick
        for tick in MaxNLocator(4, steps=[1, 2, 5, 10]).tick_values(low, high)
        if low <= tick <= high
    ]
    for color, rules in ((style.RULE, ticks), (style.TEXT, [base])):
        starts = [
            panel.corners(index[0] - 0.3, rule) for panel in placed.values() for rule in rules
        ]
        long = index[-1] - index[0] + 0.6
        pieces = [[(x, y), (x + long, y)] for (x, _), (y, _) in starts]
        ax.add_collection(LineCollection(pieces, colors=color, linewidths=0.6, zorder=0))
    ups = sorted({panel.up for panel in placed.values()})
    digits = 0 if all(float(tick).is_integer() for tick in ticks) else 1
    told = [formats.number(tick, lang, digits) for tick in ticks] * len(ups)
    ax.set_yticks([up + tick for up in ups for tick in ticks], told, fontsize=SMALL)


def _axes(
    ax: Axes, placed: Mapping[str, Panel], named: Mapping[int, str], around: tuple[float, float]
) -> None:
    """Name some of the years below the lowest panels; ``around`` are the ends of a panel."""
    known = sorted(named)
    first, last = known[0], known[-1]
    step = max(1, round((last - first) / 3))
    shown = [at for at in known if (at - first) % step == 0 and last - at >= step * 0.6]
    shown.append(last)
    rights = sorted({panel.right for panel in placed.values()})
    ax.set_xticks(
        [right + at for right in rights for at in shown],
        [named[at] for at in shown] * len(rights), fontsize=SMALL,
    )  # fmt: skip
    ax.set_xlim(first - 0.5, rights[-1] + last + 0.5)
    lowest = min(panel.up for panel in placed.values())
    ax.set_ylim(lowest + around[0], around[1])
    sns.despine(ax=ax, left=True, bottom=True)
    ax.tick_params(length=0)
