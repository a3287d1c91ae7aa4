"""Small frames worked by hand, for tests of measures and sentences."""

from dataclasses import dataclass

import pandas as pd


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
