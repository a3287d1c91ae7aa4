"""The figures stored in a folder of data/ as tables that can be compared, with ranks and growth."""

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from helpers.constants import NATION
from helpers.data import tables
from helpers.system import atomic
from helpers.system.errors import BadInput
from helpers.system.paths import data_dir

Tables = dict[tuple[str, str], pd.DataFrame]
# What makes two rows the same figure, and the numbers compared, of each file with figures.
FIGURES = {
    "trade": (("span", "currency", "flow", "province_code"), ("value", "growth_pct")),
    "national": (("currency", "flow"), ("value", "growth_pct")),
    "localities": (
        ("currency", "province_code", "locality_zh", "locality_en"),
        ("total", "export", "import", "total_month", "export_month", "import_month",
         "total_growth_pct", "export_growth_pct", "import_growth_pct"),
    ),
    "indicators": (("indicator", "province_code"), ("value",)),
    "exchange_rates": ((), ("cny_per_usd",)),
}  # fmt: skip
PERIOD = ["year", "month"]
GROUP = [*PERIOD, "source", "currency", "flow"]
Read = Callable[[str], bytes]


def of_folder(folder: Path) -> Tables | None:
    """Return the tables of a folder of data/, or None where it is none."""
    if not (folder / "trade.csv").is_file():
        return None
    return atomic.read_consistently(
        lambda: _tables(lambda name: (folder / name).read_bytes(), str(folder)), folder
    )


def of_commit(commit: str) -> Tables | None:
    """Return the tables of data/ as they are in a commit, or None where there is no such commit."""
    if (
        commit.startswith("-")
        or _git("rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}") is None
    ):
        return None

    def read(name: str) -> bytes:
        """Return a file of data/ in the commit; raises BadInput where it has none."""
        content = _git("show", f"{commit}:./{name}")
        if content is None:
            raise BadInput(f"Commit {commit} has no {name} in data/. Name a later one.")
        return content

    return _tables(read, f"commit {commit}")


def _git(*words: str) -> bytes | None:
    """Return what git says in the folder of the data, or None where it fails or is missing."""
    try:
        done = subprocess.run(["git", *words], cwd=data_dir(), capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def _tables(read: Read, where: str) -> Tables:
    """Return a table for each period, file and source, of the newest release of each figure."""
    releases = _frame(read("releases.csv"), where).astype({"vintage": int})
    found: Tables = {}
    for name, (key, numbers) in FIGURES.items():
        rows = _frame(read(f"{name}.csv"), where)
        period = [column for column in PERIOD if column in rows]
        figure = [*period, *key, "source"]
        if "release" in rows:
            rows = tables.newest(rows, figure, releases)
        columns = list(numbers)
        if name in ("trade", "national"):
            rows = _with_ranks_and_growth(rows)
            columns += ["rank", "computed_growth_pct"]
        for (*at, source), own in rows.groupby([*period, "source"], sort=False):
            edition = "-".join(at[:1] + [str(month).zfill(2) for month in at[1:]])
            found[edition, f"{name}/{source}"] = own[[*key, *columns]].reset_index(drop=True)
    return found


def _frame(content: bytes, where: str) -> pd.DataFrame:
    """Return a file of data/ as text; raises BadInput where it is no table."""
    try:
        return pd.read_csv(io.BytesIO(content), dtype="str", keep_default_na=False)
    except ValueError as error:
        raise BadInput(f"A table of {where} cannot be read: {error}.") from None


def _with_ranks_and_growth(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of trade or of the nation with rank and computed_growth_pct, as text.

    Ranks are among the provinces, growth is over the same months of the year before by one source;
    both are of the year to date, and empty where they do not exist.
    """
    values = rows.assign(value=pd.to_numeric(rows["value"]), year=rows["year"].astype(int))
    to_date = values[values.get("span", "ytd") == "ytd"] if "span" in values else values
    place = [*GROUP, "province_code"] if "province_code" in values else GROUP
    before = to_date.assign(year=to_date["year"] + 1)[[*place, "value"]]
    growth = to_date[place].merge(before, "left", place).set_index(to_date.index)["value"]
    growth = (to_date["value"] / growth.where(growth != 0) - 1) * 100
    rank = pd.Series(dtype="float64")
    if "province_code" in values:
        own = to_date[to_date["province_code"] != NATION]
        rank = own.groupby(GROUP)["value"].rank(method="min", ascending=False)
    return rows.assign(
        rank=rank.reindex(rows.index).map(_text),
        computed_growth_pct=growth.reindex(rows.index).map(_text),
    )


def _text(value: float) -> str:
    return "" if pd.isna(value) else repr(float(value))
