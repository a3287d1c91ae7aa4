"""One downloaded file once it is read: what it says of itself, and its figures as tidy rows."""

from dataclasses import dataclass, field

import pandas as pd

from helpers.data import cells


@dataclass(frozen=True)
class Release:
    """What one file holds and says of itself.

    ``kind`` is customs, bureau or tidy; ``source`` an id of sources.csv (several, joined by commas,
    for a tidy file); ``title`` and ``unit`` as printed; ``period`` like 2024-12 or 1993/2024;
    ``tables`` the rows by name of the target table, with that table's columns; ``rows_at`` the row
    in the file of each place code, for messages; ``dated`` is false where the file itself does not
    say which year it is about.
    """

    kind: str
    source: str
    title: str
    period: str
    unit: str
    file_name: str
    sha256: str
    tables: dict[str, pd.DataFrame]
    rows_at: dict[str, int] = field(default_factory=dict)
    dated: bool = True

    @property
    def id(self) -> str:
        """The id of this release in releases.csv."""
        return release_id(self.sha256)

    @property
    def rows(self) -> int:
        """How many rows the file gives to all tables."""
        return sum(len(table) for table in self.tables.values())

    def entries(self) -> pd.DataFrame:
        """The rows of releases.csv for this file, one a source, without vintage and date."""
        rows = pd.concat([_described(name, table) for name, table in self.tables.items()])
        entries = []
        for source, own in rows.groupby("source"):
            period = self.period if self.kind == "customs" else _span(own["period"])
            unit = self.unit or own["unit"].iloc[0]
            entries.append(
                {
                    "release": self.id,
                    "source": source,
                    "file_name": cells.neutral(self.file_name),
                    "sha256": self.sha256,
                    "title": cells.neutral(self.title),
                    "period": period,
                    "unit": cells.neutral(unit),
                    "rows": len(own),
                }
            )
        return pd.DataFrame(entries)


def release_id(sha256: str) -> str:
    """The id of the release with this SHA-256: its first 12 hex digits."""
    return sha256[:12]


def _described(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return source, period and unit of each row, for files that print no period or unit."""
    period = table["year"].astype(str)
    if name == "national":
        period = period + "-" + table["month"].astype(str).str.zfill(2)
    unit = pd.Series("元/美元" if name == "exchange_rates" else "", index=table.index)
    if "currency" in table:
        unit = table["currency"].map({"CNY": "亿元", "USD": "亿美元"})
    return pd.DataFrame({"source": table["source"], "period": period, "unit": unit})


def _span(periods: "pd.Series[str]") -> str:
    """The first and last period, like 1993/2024, or the one there is."""
    first, last = periods.min(), periods.max()
    return str(first) if first == last else f"{first}/{last}"
