"""What the explorer can draw: the figures of the reports, by view and name."""

from dataclasses import dataclass

# What the report of a figure is given: the edition by the flow chosen, the edition of total trade,
# the provinces followed, one province, or trade in detail of one province.
FLOW, TOTAL, LINES, PROVINCE, DETAIL = "flow", "total", "lines", "province", "detail"


@dataclass(frozen=True)
class Figure:
    """A chart of a report: the presenter in :mod:`helpers.reports`, its method, what it is of.

    ``by_flow`` says that the method is given the flow.
    """

    report: str
    method: str
    of: str = FLOW
    by_flow: bool = False


# The first of each view is what it opens with.
FIGURES: dict[str, dict[str, Figure]] = {
    "ranking": {
        "ranking_bars": Figure("Rankings", "bars"),
        "share_map": Figure("Rankings", "share_map"),
        "rank_change": Figure("Rankings", "rank_change_lines"),
        "gap_bars": Figure("Rankings", "gap_bars"),
    },
    "movers": {
        "growth_bars": Figure("Movers", "growth_bars"),
        "growth_map": Figure("Movers", "growth_map"),
        "waterfall": Figure("Contributions", "waterfall", TOTAL, by_flow=True),
        "balance_bars": Figure("Contributions", "balance_bars", TOTAL),
    },
    "regions": {
        "region_composition": Figure("Regions", "composition"),
        "region_bars": Figure("Regions", "share_bars"),
        "region_growth": Figure("Regions", "growth_bars"),
        "inside_changes": Figure("Regions", "inside_changes"),
    },
    "trends": {
        "lines": Figure("Trends", "lines", LINES),
        "multiple_bars": Figure("Trends", "multiple_bars", TOTAL),
    },
    "spread": {
        "path_lines": Figure("Positions", "path_lines", TOTAL),
        "share_lines": Figure("Concentration", "share_lines", TOTAL),
        "lorenz": Figure("Concentration", "lorenz", TOTAL),
        "convergence_points": Figure("Concentration", "convergence_points", TOTAL),
    },
    "openness": {
        "ratio_bars": Figure("Openness", "ratio_bars", TOTAL),
        "ratio_map": Figure("Openness", "ratio_map", TOTAL),
        "per_head_bars": Figure("Openness", "per_head_bars", TOTAL),
    },
    "months": {
        "regions_to_date": Figure("Months", "regions_to_date", TOTAL),
        "heat": Figure("Months", "heat", TOTAL),
    },
    "one": {
        "lines": Figure("Trends", "lines", LINES),
        "rank_line": Figure("Province", "rank_line", PROVINCE),
        "growth_lines": Figure("Province", "growth_lines", PROVINCE),
    },
    "detail": {
        "drivers": Figure("Drivers", "waterfall", DETAIL),
        "parts": Figure("Drivers", "parts_waterfall", DETAIL),
        "volume": Figure("Drivers", "volume_waterfall", DETAIL),
        "products": Figure("Products", "bars", DETAIL),
        "nation_bars": Figure("Products", "nation_bars", DETAIL),
        "unit_values": Figure("Products", "unit_value_lines", DETAIL),
        "partners": Figure("Partners", "bars", DETAIL),
        "partner_years": Figure("Partners", "heat_map", DETAIL),
    },
    "table": {},
}
NEED_GROWTH = (
    "rank_change", "growth_bars", "growth_map", "waterfall", "region_growth", "inside_changes",
)  # fmt: skip
OF_HISTORY = (
    "lines", "multiple_bars", "path_lines", "share_lines", "convergence_points", "rank_line",
    "growth_lines",
)  # fmt: skip
# Views whose figures are of total trade over the years in US dollars, whatever is chosen.
LONG_RUN = ("trends", "one")
# Views of total trade, whatever the flow.
OF_TOTALS = ("trends", "spread", "openness", "months")
# Views of one province.
OF_ONE = ("one", "detail")
# Figures that mark the provinces chosen in no way.
PLAIN = ("path_lines", "share_lines", "lorenz", "convergence_points", "regions_to_date", "heat")
# Views that only some editions have, by the subject of editions.subjects.
SUBJECTS = ("openness", "months")
# How lines over years can be drawn; the first is the figure of the report.
SCALES = ("log", "linear", "index", "share")
