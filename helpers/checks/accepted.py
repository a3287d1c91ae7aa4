"""Rows of official tables that a person has accepted although they differ from their neighbours.

releases.csv records them in its column accepted: code of the province and reason, such as
"45: corrected by the customs in September; 63: new plant".
"""

from collections.abc import Mapping

import pandas as pd

from helpers.checks.identities import FAILS, REVISED

COLUMNS = ["source", "year", "month", "province_code", "reason", "file_name", "imported"]
# The check whose rows can be accepted: what adds up within a table is no matter of opinion.
CHECK = "neighbours"
BETWEEN = "; "


def as_text(reasons: Mapping[str, str]) -> str:
    """Return reasons by province code as releases.csv has them."""
    return BETWEEN.join(f"{code}: {reason}" for code, reason in sorted(reasons.items()))


def rows(releases: pd.DataFrame | None) -> pd.DataFrame:
    """Return one row for each accepted row of a current table (columns: COLUMNS).

    ``releases`` has the columns of releases.csv. Of two releases of a table the newest counts.
    """
    found = []
    if releases is not None and "accepted" in releases:
        newest = releases.sort_values("vintage").drop_duplicates(["source", "period"], keep="last")
        for entry in newest[newest["accepted"] != ""].to_dict("records"):
            year, month = map(int, entry["period"].split("-"))
            for part in entry["accepted"].split(BETWEEN):
                code, _, reason = part.partition(": ")
                found.append({**entry, "year": year, "month": month, "province_code": code,
                              "reason": reason})  # fmt: skip
    return pd.DataFrame(found, columns=COLUMNS)


def applied(checked: pd.DataFrame, releases: pd.DataFrame | None) -> pd.DataFrame:
    """Return ``checked`` (columns of summary.detail) with accepted rows not failing any more."""
    known = rows(releases)
    if known.empty:
        return checked
    key = ["source", "year", "month", "province_code"]
    excused = pd.MultiIndex.from_frame(checked[key]).isin(pd.MultiIndex.from_frame(known[key]))
    excused &= (checked["check"] == CHECK) & (checked["verdict"] == FAILS)
    return checked.assign(verdict=checked["verdict"].mask(excused, REVISED))
