"""Small frames worked by hand, for tests of measures and sentences."""

from dataclasses import dataclass

import pandas as pd

from helpers.constants import FLOWS
from helpers.data.edition import Edition


def now(totals: dict[str, float], **columns: dict[str, float]) -> pd.DataFrame:
    """A frame of this period: totals by code, other columns missing unless given."""
    frame = pd.DataFrame({"total": pd.Series(totals, dtype="float64")})
    names = ["export", "import", "total_growth", "export_growth", "import_growth"]
    for name in names:
        given = columns.get(name.replace("import", "imports"), columns.get(name, {}))
        frame[name] = pd.Series(given, dtype="float64").reindex(frame.index)
    return frame.rename_axis("province_code")


def before(totals: dict[str, float], margin: float = 0.0) -> pd.DataFrame:
    """A frame of the year before: totals known within a margin, flows missing."""
    frame = pd.DataFrame({"total": pd.Series(totals, dtype="float64")})
    frame["total_margin"] = margin
    for flow in ("export", "import"):
        frame[flow] = float("nan")
        frame[f"{flow}_margin"] = float("nan")
    return frame.rename_axis("province_code")


@dataclass(frozen=True)
class Period:
    """What sentences must know of an edition."""

    year: int = 2024
    month: int = 12
    currency: str = "CNY"
    has_flows: bool = True
    has_growth: bool = True

    @property
    def full_year(self) -> bool:
        return self.month == 12

    @property
    def last_full_year(self) -> int:
        return self.year if self.full_year else self.year - 1


def edition(
    current: pd.DataFrame,
    past: pd.DataFrame | None = None,
    *,
    year: int = 2024,
    month: int = 12,
    currency: str = "CNY",
    lang: str = "zh",
    rank_years: pd.DataFrame | None = None,
) -> Edition:
    """An edition of these frames; the nation is the sum of the provinces.

    ``rank_years`` stands in the place of the ranks that the stored figures give.
    """
    flows = list(FLOWS)
    nation = current[flows].sum(min_count=len(current)).to_frame("value")
    nation_before = None
    if past is not None:
        nation_before = past[flows].sum(min_count=len(past)).to_frame("value").assign(margin=0.0)
    made = Edition(
        year=year, month=month, currency=currency, lang=lang, source="customs-by-location",
        before_source="", now=current, before=past, nation=nation.assign(growth_pct=float("nan")),
        nation_before=nation_before, nation_is_sum=True, dollars=None, dollars_before=None,
    )  # fmt: skip
    if rank_years is not None:
        made.__dict__["rank_years"] = rank_years
    return made


def presented(presenter, shown: Edition, **frames: pd.DataFrame):
    """A presenter of an edition that uses these frames in the place of its own."""
    report = presenter(shown)
    for name, frame in frames.items():
        setattr(report, name, frame)
    return report
