"""Drawings of the partners report: the shares of partners, year by year."""

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.colors import BoundaryNorm, ListedColormap

from helpers.display import style
from helpers.display.style import Drawing
from helpers.display.texts import name_rows, write
from helpers.display.tilemap import SHARE, Scale, legend_below
from helpers.language import formats

ROW = 0.29  # inches for one partner
TOP = 100.0  # the largest share there can be


def heat_map(shares: pd.DataFrame, labels: list[str], lang: str, scale: Scale = SHARE) -> Drawing:
    """Draw the share of every partner (rows) in every year (columns), percent.

    ``labels`` are those of the rows. A cell without trade is empty.
    """
    rows, columns = shares.shape
    limits = [0.0, *scale.bounds, TOP]
    colors = ListedColormap([fill for fill, _ in scale.colors])
    texts = [[_text(value, lang) for value in row] for row in shares.to_numpy(dtype=float)]
    with style.theme():
        figure, ax = style.canvas((rows + 1) * ROW + 0.5)
        sns.heatmap(
            shares.to_numpy(dtype=float), ax=ax, cmap=colors, norm=BoundaryNorm(limits, colors.N),
            cbar=False, linewidths=1.0, linecolor="white", mask=shares.isna().to_numpy(),
        )  # fmt: skip
        rows_at, columns_at = np.nonzero(shares.notna().to_numpy())
        known = [(at, column) for at, column in zip(rows_at, columns_at, strict=True)]
        write(
            ax, columns_at + 0.5, rows_at + 0.5, [texts[at][column] for at, column in known],
            size=8.1, color=[scale.of(shares.iat[cell])[1] for cell in known], anchor="center",
            in_layout=False,
        )  # fmt: skip
        name_rows(ax, np.arange(rows) + 0.5, labels)
        years = [f"{int(year)}" for year in shares.columns]
        ax.set_xticks([at + 0.5 for at in range(columns)], years, rotation=0, fontsize=8.1)
        ax.xaxis.tick_top()
        ax.tick_params(length=0)
        ax.set(xlabel="", ylabel="", ylim=(rows + 1.0, 0))
        legend_below(ax, scale, (0.0, float(columns)), rows + 0.6, lang)
    places = [
        ((column, column + 1.0), (at, at + 1.0)) for at in range(rows) for column in range(columns)
    ]
    names = [label.replace("\n", " ") for label in labels]
    return Drawing(figure, names, [row[-1] for row in texts], places)


def _text(value: float, lang: str) -> str:
    """Return a share with one decimal, a dash where there is none."""
    if 0 < value < 0.05:
        return "<0.1"
    return formats.number(value, lang, 1)
