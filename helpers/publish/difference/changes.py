"""Compare the tables and sentences of two sites, or the figures of two states of data/."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.publish.difference import stored
from helpers.system import atomic
from helpers.system.errors import BadInput

FINDINGS = "findings"
# Not figures of an edition: what every page rests on, and tables that are one for a whole site.
SKIPPED = ("sources", "checks")
# Numbers that say which row it is.
KEYS = ("year", "month", "first_month", "other_year", "product")
ROW = ["edition", "table", "key"]
FIGURES = [*ROW, "column", "old", "new", "change_pct", "outlier"]
SENTENCES = [
    "edition", "table", "id", "notebook", "old_zh", "new_zh", "old_en", "new_en", "outlier",
]  # fmt: skip
EDITIONS = ["edition", "table", "change"]
# What is unusual enough to be looked at before it is published.
NONE = pd.DataFrame()
RANKS, LEVEL = 3, 5.0
RANK, RATE, AMOUNT = "rank", "turned", "level"
ROSE = re.compile(r"\b(rose|grew|gained|up|surplus)\b")
FELL = re.compile(r"\b(fell|lost|down|deficit)\b")


@dataclass(frozen=True)
class Changes:
    """What differs between an old site, or state of data/, and a new one.

    ``editions`` has a row for each table that only one of them has (edition, table, change: added
    or removed), ``figures`` one for each number that differs (edition, table, key, column, old,
    new, change_pct in percent, outlier) and ``sentences`` one for each sentence (edition, table,
    id, notebook, old and new text in both languages, outlier). ``outlier`` is empty, or says what
    is unusual: "rank" (moved by more than 3), "level" (changed by more than 5 %), "turned" (a rise
    that became a fall, or the other way round). Unusual changes come first, then the largest.
    """

    editions: pd.DataFrame
    figures: pd.DataFrame
    sentences: pd.DataFrame

    def empty(self) -> bool:
        """Return whether the two sites show the same."""
        return self.editions.empty and self.figures.empty and self.sentences.empty

    def outliers(self) -> int:
        """Return how many figures and sentences changed in an unusual way."""
        return int((self.figures["outlier"] != "").sum() + (self.sentences["outlier"] != "").sum())


def of(old: str, new: str) -> Changes:
    """Return what differs between two folders of sites or of data/, or two commits of data/.

    Raises BadInput where a name is none of these, or the two are not of one kind.
    """
    sides = [_named(text) for text in (old, new)]
    if isinstance(sides[0], Path) and isinstance(sides[1], Path):
        return between(sides[0], sides[1])
    if isinstance(sides[0], dict) and isinstance(sides[1], dict):
        return _compared(sides[0], sides[1])
    raise BadInput(f"{old} and {new} are a site and a state of data/. Name two of one kind.")


def _named(text: str) -> Path | stored.Tables:
    """Return the folder of a site, or the figures of a folder of data/ or a commit."""
    folder = Path(text)
    found = stored.of_folder(folder)
    if found is None and not folder.exists():
        found = stored.of_commit(text)
        if found is None:
            raise BadInput(f"{text} is neither a folder nor a commit of this project.")
    return folder if found is None else found


def between(old: Path, new: Path) -> Changes:
    """Return what differs between the sites in two folders.

    Raises BadInput where a folder is no site or one of its tables cannot be read.
    """
    return _compared(*atomic.read_consistently(lambda: _read_both(old, new), old, new))


def _read_both(old: Path, new: Path) -> tuple[stored.Tables, stored.Tables]:
    """Return the tables of two sites; those that are the same are not read."""
    one, other = _tables(old), _tables(new)
    both = {n for n in one.keys() & other.keys() if one[n].read_bytes() != other[n].read_bytes()}
    return (
        {name: _read(path) if name in both else NONE for name, path in one.items()},
        {name: _read(path) if name in both else NONE for name, path in other.items()},
    )


def _compared(one: stored.Tables, other: stored.Tables) -> Changes:
    """Return what differs between tables by edition and name."""
    gone = [(*name, "removed") for name in sorted(one.keys() - other.keys())]
    came = [(*name, "added") for name in sorted(other.keys() - one.keys())]
    figures, sentences = [], []
    for name in sorted(one.keys() & other.keys()):
        before, after = one[name], other[name]
        if before.equals(after):
            continue
        if name[1].endswith(FINDINGS):
            sentences.append(_sentences(before, after).assign(edition=name[0], table=name[1]))
        else:
            figures.append(_figures(before, after).assign(edition=name[0], table=name[1]))
    return Changes(
        pd.DataFrame(gone + came, columns=EDITIONS),
        _largest_first(figures, FIGURES),
        _joined(sentences, SENTENCES).sort_values("outlier", ascending=False, ignore_index=True),
    )


def _tables(site: Path) -> dict[tuple[str, str], Path]:
    """Return the CSV files of the editions of a site by edition and table."""
    folder = site / "data"
    editions = sorted(path.parent for path in folder.glob("*/edition.json"))
    if not editions:
        raise BadInput(f"{site} is not a site that trade publish made: it has no edition.")
    return {
        (edition.name, path.relative_to(edition).with_suffix("").as_posix()): path
        for edition in editions
        for path in edition.rglob("*.csv")
        if path.stem not in SKIPPED
    }


def _read(path: Path) -> pd.DataFrame:
    """Return a table as text; raises BadInput where it is none."""
    try:
        return pd.read_csv(path, dtype="str", keep_default_na=False)
    except (OSError, ValueError) as error:
        raise BadInput(f"{path} cannot be read: {error}. Publish that site again.") from None


def _figures(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers that differ: key, column, old, new, change_pct, outlier."""
    shared = [c for c in before if c in after and c not in KEYS and not c.endswith("code")]
    # A column that is empty on one side has numbers that came or went.
    numbers = [c for c in shared if _is_number(pd.concat([before[c], after[c]]))]
    texts = [
        c for c in before if c in after and c not in numbers and not c.endswith(("_zh", "_en"))
    ]
    # Places inside provinces have no code.
    texts += [c for c in ("locality_zh",) if c in before and c in after]
    sides = [_long(frame, texts, numbers) for frame in (before, after)]
    both = pd.concat(sides, axis=1, keys=["old", "new"]).reset_index()
    same = (both["old"] == both["new"]) | (both["old"].isna() & both["new"].isna())
    changed = both[~same].rename(columns={"variable": "column"}).reset_index(drop=True)
    change = (changed["new"] / changed["old"].where(changed["old"] != 0) - 1) * 100
    return changed.assign(change_pct=change, outlier=_unusual(changed, change))


def _long(frame: pd.DataFrame, texts: list[str], numbers: list[str]) -> "pd.Series[float]":
    """Return the numbers of a table by key and column."""
    key = frame[texts].agg(" ".join, axis=1) if texts else pd.Series("", index=frame.index)
    # Rows that no text tells apart are told apart by their order.
    count = key.groupby(key).cumcount()
    key = key.where(count == 0, key + " " + (count + 1).astype(str)).str.strip()
    values = frame[numbers].apply(pd.to_numeric).assign(key=key)
    # A table may have a column named value.
    long = values.melt("key", value_name="number")
    return long.set_index(["key", "variable"])["number"].astype("float64")


def _is_number(column: pd.Series) -> bool:
    """Return whether a column holds numbers or nothing."""
    known = column[column != ""]
    return bool(len(known)) and bool(pd.to_numeric(known, errors="coerce").notna().all())


def _unusual(changed: pd.DataFrame, change: "pd.Series[float]") -> "pd.Series[str]":
    """Return what is unusual about each change."""
    column = changed["column"]
    ranks = column.str.contains("rank") & ((changed["new"] - changed["old"]).abs() > RANKS)
    rates = column.str.contains("growth|contribution|change_pp|balance")
    turned = rates & (np.sign(changed["new"]) * np.sign(changed["old"]) < 0)
    levels = ~rates & ~column.str.contains("rank") & (change.abs() > LEVEL)
    told = np.select([ranks, turned, levels], [RANK, RATE, AMOUNT], default="")
    return pd.Series(told, index=changed.index)


def _sentences(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences that differ, came or went."""
    key = ["id", "notebook"]
    sides = [frame.drop_duplicates(key).set_index(key)[["zh", "en"]] for frame in (before, after)]
    both = sides[0].add_prefix("old_").join(sides[1].add_prefix("new_"), how="outer").fillna("")
    changed = both[(both["old_zh"] != both["new_zh"]) | (both["old_en"] != both["new_en"])]
    turned = [_turned(*pair) for pair in zip(changed["old_en"], changed["new_en"], strict=True)]
    return changed.assign(outlier=np.where(turned, RATE, "")).reset_index()


def _turned(old: str, new: str) -> bool:
    """Return whether a sentence told of rises alone and now of falls, or the other way round."""
    ways = [(bool(ROSE.search(text)), bool(FELL.search(text))) for text in (old, new)]
    return ways in ([(True, False), (False, True)], [(False, True), (True, False)])


def _largest_first(parts: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    """Return the changes of figures, unusual ones first, the largest relative change first."""
    rows = _joined(parts, columns)
    order = pd.DataFrame({"plain": rows["outlier"] == "", "size": -rows["change_pct"].abs()})
    return rows.loc[order.sort_values(["plain", "size"], kind="stable").index].reset_index(
        drop=True
    )


def _joined(parts: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    """Return the parts in one frame with these columns; no rows where there is no part."""
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.concat(parts, ignore_index=True)[columns]
