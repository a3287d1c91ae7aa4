"""What the explorer can draw: the figures of the reports, by view and name."""

from collections.abc import Callable

from helpers.display.style import Chart
from helpers.explore.frames import Frames
from helpers.reports import Trends

# From the frames of an edition and the codes of the provinces followed over the years.
Draw = Callable[[Frames, list[str]], Chart | None]


def _lines(frames: Frames, codes: list[str]) -> Chart | None:
    return Trends(frames.whole, codes).lines()


# The first of each view is what it opens with.
FIGURES: dict[str, dict[str, Draw]] = {
    "ranking": {
        "ranking_bars": lambda f, _: f.rankings.bars(),
        "share_map": lambda f, _: f.rankings.share_map(),
        "rank_change": lambda f, _: f.rankings.rank_change_lines(),
        "gap_bars": lambda f, _: f.rankings.gap_bars(),
    },
    "movers": {
        "growth_bars": lambda f, _: f.mover_report.growth_bars(),
        "growth_map": lambda f, _: f.mover_report.growth_map(),
        "waterfall": lambda f, _: f.contributions.waterfall(f.edition.flow),
    },
    "regions": {
        "region_composition": lambda f, _: f.regions.composition(),
        "region_bars": lambda f, _: f.regions.share_bars(),
        "region_growth": lambda f, _: f.regions.growth_bars(),
    },
    "trends": {
        "lines": _lines,
        "multiple_bars": lambda f, _: f.trends.multiple_bars(),
    },
    "one": {"lines": _lines},
    "detail": {
        "drivers": lambda f, codes: f.drivers(codes[0]).waterfall(),
        "products": lambda f, codes: f.products(codes[0]).bars(),
        "unit_values": lambda f, codes: f.products(codes[0]).unit_value_lines(),
        "partners": lambda f, codes: f.partners(codes[0]).bars(),
        "partner_years": lambda f, codes: f.partners(codes[0]).heat_map(),
    },
    "table": {},
}
NEED_GROWTH = ("rank_change", "growth_bars", "growth_map", "waterfall", "region_growth")
OF_HISTORY = ("lines", "multiple_bars")
# Views of total trade over the years, whatever the flow.
LONG_RUN = ("trends", "one")
# Views of one province.
OF_ONE = ("one", "detail")
