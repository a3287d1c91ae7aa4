"""Whether a release fits what is stored; refused with a sentence that says where it does not."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.checks import accepted, calendar, identities, localities, neighbours, series, summary
from helpers.checks.identities import FAILS, REVISED, TABLE
from helpers.constants import NATION
from helpers.data import cells, provinces
from helpers.data.tables import LOCALITY, newest
from helpers.sources import refusals, series_messages, vocabulary
from helpers.sources.documents import refusal
from helpers.sources.release import Release
from helpers.system.errors import BadInput

Data = dict[str, pd.DataFrame]

# A year is refused if the table is further from it than this many times the distance from the
# nearest year; right years are up to 1.4 times as far.
MAX_DISTANCE_RATIO = 1.8
LONGEST_REASON = 200
FAILURE_KEY = ["check", *identities.FIGURE, "reason", "against"]


@dataclass(frozen=True)
class Admitted:
    """What the checks found on an admitted release.

    ``proof`` is the summary of the checks of its tables (summary.COLUMNS); ``flagged`` has
    one line for each of its rows that is further from its neighbours than rows usually are, and
    ``differing`` the codes of their provinces.
    """

    proof: pd.DataFrame
    flagged: tuple[str, ...] = ()
    differing: frozenset[str] = frozenset()


def admit(before: Data, after: Data, release: Release, today: datetime.date) -> Admitted:
    """Return what the checks found on ``release``, which may be taken in.

    ``before`` and ``after`` are the tables of data/ without and with the release; ``today`` is the
    last day that a figure may be known of. Raises BadInput when a check fails that did not fail
    before, in the release or in a stored table that it contradicts.
    """
    _refuse_early(release, today)
    rows = _detail(after, release)
    wrong = rows[rows["verdict"] == FAILS]
    if _judged_before(wrong, before):
        old = _detail(before, release)
        known = pd.MultiIndex.from_frame(old.loc[old["verdict"] == FAILS, FAILURE_KEY])
        wrong = wrong[~pd.MultiIndex.from_frame(wrong[FAILURE_KEY]).isin(known)]
    if not wrong.empty:
        raise BadInput(refusals.sentence(wrong, release, before["releases"]))
    annual = _annual(after, release)
    places = _localities(after, release)
    _refuse_another_period(before, release)
    if not release.dated:
        _refuse_another_year(before, release)
    tables = pd.concat(
        [t for name, t in release.tables.items() if name in ("trade", "national")]
        or [pd.DataFrame(columns=TABLE)]
    )
    own = pd.MultiIndex.from_frame(tables[TABLE].drop_duplicates())
    rows = rows[pd.MultiIndex.from_frame(rows[TABLE]).isin(own)]
    flagged = rows[(rows["check"] == "neighbours") & (rows["verdict"] == REVISED)]
    proof = pd.concat([annual.proof, summary.summary(rows)], ignore_index=True)
    copied = neighbours.repeated(after["trade"])
    copied = copied[pd.MultiIndex.from_frame(copied[TABLE]).isin(own)]
    named = (*refusals.named(flagged, release), *refusals.repeated(copied, release))
    lines = (*annual.flagged, *places, *named)
    return Admitted(proof, lines, frozenset(flagged["province_code"]))


def reasons(accept: Mapping[str, str], release: Release) -> dict[str, str]:
    """Return reasons by province code; ``accept`` has them by row of the file or name of a place.

    Raises BadInput where there is no such row, or a reason is none.
    """
    at = {str(row): code for code, row in release.rows_at.items()}
    found = {}
    for place, reason in accept.items():
        if accepted.BETWEEN.strip() in reason or not 3 <= len(reason) <= LONGEST_REASON:
            raise BadInput(
                f"--accept {place}: a reason has 3 to {LONGEST_REASON} characters and no semicolon."
            )
        if place.isdecimal() and place not in at:
            raise BadInput(
                f"--accept {place}: row {place} of {release.file_name} has no province or nation. "
                "Give the number of the row as the message names it, or the name of the province."
            )
        found[at.get(place) or provinces.code_of(place)] = cells.neutral(reason)
    return found


def refuse_needless(given: Mapping[str, str], found: Admitted, release: Release) -> None:
    """Raise BadInput where a row is to be accepted that does not differ from its neighbours."""
    for code in given:
        if code not in found.differing:
            raise BadInput(
                f"{release.file_name}: {vocabulary.place_name(code)} does not differ from its "
                "neighbours, so there is nothing to accept. Nothing was taken in. Leave out its "
                "--accept."
            )


def places_gone(localities: pd.DataFrame, release: Release) -> list[str]:
    """Return the cities and zones that the nearest stored table lists and ``release`` does not."""
    if release.kind != "customs":
        return []
    own = release.tables["localities"]
    stored = localities[localities["source"] == release.source]
    at = stored["year"] * 12 + stored["month"]
    here = int(release.period[:4]) * 12 + int(release.period[5:])
    if stored.empty:
        return []
    nearest = stored[at == at.iloc[(at - here).abs().argmin()]]
    name = "locality_zh" if (own["locality_zh"] != "").any() else "locality_en"
    listed = set(own[name])
    return [place for place in nearest[name] if place not in listed]


def _detail(data: Data, release: Release) -> pd.DataFrame:
    """Return every check of the years and months next to those of ``release``, and of its own."""
    tables = [table for table in release.tables.values() if "year" in table]
    years = {year + d for table in tables for year in set(table["year"]) for d in (-1, 0, 1)}
    months = {m + d for table in tables for m in set(table.get("month", {12})) for d in (-1, 0, 1)}
    return summary.detail(
        data["trade"],
        data["national"],
        data["exchange_rates"],
        data["releases"],
        years=years,
        months=months,
    )


def _judged_before(wrong: pd.DataFrame, before: Data) -> bool:
    """Return whether a table with one of the failed figures ``wrong`` was stored before.

    Only then can the check have failed without the release.
    """
    tables = pd.concat([before["trade"][TABLE], before["national"][TABLE]])
    stored = pd.MultiIndex.from_frame(wrong[TABLE]).isin(pd.MultiIndex.from_frame(tables))
    return bool((stored | (wrong["check"] == "rates_agree")).any())


def _refuse_early(release: Release, today: datetime.date) -> None:
    """Refuse a figure of a period that had not ended by ``today``."""
    for table in release.tables.values():
        early = calendar.not_ended(table, today)
        if not early.empty:
            year, month = early[["year", "month"]].iloc[0]
            raise refusal(
                release.file_name,
                f"it has figures of {year}-{month:02d}, which had not ended by "
                f"{today.isoformat()}. Nothing was taken in.",
                advice="Check --period, the file's name and this machine's date.",
            )


def _localities(after: Data, release: Release) -> tuple[str, ...]:
    """Return a line for each city or zone to compare; refuse the release where one is wrong."""
    if release.kind != "customs":
        return ()
    releases = after["releases"]
    year, month = map(int, release.period.split("-"))
    near = after["localities"]["source"] == release.source
    stored = newest(after["localities"][near], LOCALITY, releases)
    rows = localities.detail(stored, release.tables["trade"], {(year, month)})
    lines: dict[str, list[str]] = {verdict: [] for verdict in (FAILS, REVISED)}
    for _, row in rows[rows["verdict"].isin(lines)].iterrows():
        place = f"under {vocabulary.place_name(row['province_code'])}: {row['locality']}"
        told = localities.REASONS[row["reason"] or row["check"]].format(**row)
        lines[row["verdict"]].append(f"{place} {told}")
    if lines[FAILS]:
        raise refusal(
            release.file_name,
            f"{'; '.join(lines[FAILS][:6])}. {len(lines[FAILS])} in all. Nothing was taken in.",
        )
    copied = localities.repeated(stored[stored["month"].isin((month - 1, month))])
    for _, row in copied[(copied["year"] == year) & (copied["month"] == month)].iterrows():
        place = row["locality_zh"] or row["locality_en"]
        lines[REVISED].append(
            f"under {vocabulary.place_name(row['province_code'])}: {place} has all three "
            f"{row['what']} of {year}-{month - 1:02d}"
        )
    return tuple(lines[REVISED])


def _refuse_another_period(before: Data, release: Release) -> None:
    """Refuse a table whose year-to-date values are all stored already, for another period.

    A mistyped year would otherwise import known figures a second time.
    """
    rows = release.tables.get("trade", before["trade"].head(0))
    rows = rows[rows["span"] == "ytd"]
    figure = ["source", "province_code", "flow", "currency", "value"]
    stored = before["trade"][before["trade"]["span"] == "ytd"]
    both = rows.merge(stored, on=figure, suffixes=("", "_stored"))
    other = both[(both["year"] != both["year_stored"]) | (both["month"] != both["month_stored"])]
    counts = other.groupby(["year", "month", "year_stored", "month_stored"]).size()
    for year, month, year_stored, month_stored in counts.index[counts >= len(rows)]:
        raise refusal(
            release.file_name,
            f"taken as {year}-{month:02d}, but all its {len(rows)} values are stored for "
            f"{year_stored}-{month_stored:02d} already.",
            advice="Check --period.",
        )


def _refuse_another_year(before: Data, release: Release) -> None:
    """Refuse a table whose provinces' shares are those of another year than its own.

    They are compared with the stored full years, by the nearest year where its own is missing. The
    distance is the mean deviation of the provinces' logarithms from their median, weighted by
    trade. At the right year it was at most 1.4 times the smallest in every month of 2024 and 2025,
    so no right year is refused. A year is refused when it is three years off, from February on,
    and in every month when it is 2018 or earlier.
    """
    rows = before["trade"].query("span == 'ytd' and month == 12 and flow == 'total'")
    rows = rows[rows["province_code"] != NATION].drop_duplicates(["year", "province_code"])
    full = rows.pivot(index="province_code", columns="year", values="value").dropna(axis=1)
    own = release.tables["trade"].query("span == 'ytd' and flow == 'total'")
    own = own.set_index("province_code")["value"].drop(NATION)
    if full.empty:
        return
    apart = np.log(full.reindex(own.index).rdiv(own, axis=0))
    distance = (apart - apart.median()).abs().mul(own / own.sum(), axis=0).sum()
    year = int(release.period[:4])
    nearest = min(distance.index, key=lambda known: abs(known - year))
    closest = distance.idxmin()
    if distance[nearest] > MAX_DISTANCE_RATIO * distance[closest]:
        raise refusal(
            release.file_name,
            f"taken as {release.period}, but the provinces' shares are as in {closest}, not as in "
            f"{nearest}.",
            advice="Check --period or the file's name; if the year is right, import the saved "
            "page, whose title prints it.",
        )


def _annual(after: Data, release: Release) -> Admitted:
    """Return what the checks of annual series found on ``release``; refuse it where one fails."""
    if release.kind == "customs" or not {"trade", "indicators"} & set(release.tables):
        return Admitted(pd.DataFrame())
    figures = series.of(after["indicators"], after["trade"])
    rows = series.detail(figures, after["releases"], release.id)
    if (rows["verdict"] == FAILS).any():
        raise BadInput(series_messages.refusal(rows, release))
    return Admitted(series.summary(rows), tuple(series_messages.flags(rows, release)))
