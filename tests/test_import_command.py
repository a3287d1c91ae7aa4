"""The commands as a person types them: exit codes, stderr in a sentence, proof on stdout."""

import os
import subprocess
import sys

import pytest
import tables

from helpers.sources import reader
from helpers.system.errors import BadInput


@pytest.fixture
def data(tmp_path, monkeypatch):
    return tables.fresh(tmp_path, monkeypatch)


def trade(*words: object) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "helpers", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"NO_COLOR": "1"},
    )


def test_import_then_again_then_check(data, tmp_path):
    path = tmp_path / "download.csv"
    path.write_text(tables.csv_table(2025, 8), encoding="utf-8")
    before = tables.state(data)

    refused = trade("import", "--accept-unchecked", path)
    assert refused.returncode == 2
    assert "--period YYYY-08" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert len(refused.stderr.strip().splitlines()) <= 2
    dry = trade("import", "--accept-unchecked", path, "--period", "2025-08", "--dry-run")
    assert dry.returncode == 0
    assert "Nothing was written" in dry.stdout
    assert tables.state(data) == before

    done = trade("import", "--accept-unchecked", path, "--period", "2025-08")
    assert done.returncode == 0, done.stderr
    assert "198 new, 0 revised" in done.stdout
    whole = "Each of the 31 provinces has one figure"
    for check in ("Exports + imports = total", "Sum of the 31 = nation", whole):
        assert check in done.stdout
    again = trade("import", "--accept-unchecked", path, "--period", "2025-08")
    assert again.returncode == 0
    assert "2025-08; imported before, nothing changes" in again.stdout

    checked = trade("check")
    assert checked.returncode == 0
    assert "customs-by-location" in checked.stdout


def test_a_mistyped_year_does_not_take_known_figures_in_again(data, tmp_path):
    path = tmp_path / "download.csv"
    path.write_text(tables.csv_table(2025, 8), encoding="utf-8")
    assert trade("import", "--accept-unchecked", path, "--period", "2025-08").returncode == 0
    before = tables.state(data)

    same_file = trade("import", "--accept-unchecked", path, "--period", "2015-08")
    assert same_file.returncode == 2
    assert "was imported as 2025-08" in same_file.stderr
    path.write_text(tables.csv_table(2025, 8) + "\n", encoding="utf-8")
    same_figures = trade("import", "--accept-unchecked", path, "--period", "2015-08")
    assert same_figures.returncode == 2
    assert "stored for 2025-08 already" in same_figures.stderr
    assert tables.state(data) == before


def test_check_fails_when_a_stored_figure_is_wrong(data, tmp_path):
    path = tmp_path / "2025-08.csv"
    path.write_text(tables.csv_table(2025, 8), encoding="utf-8")
    assert trade("import", "--accept-unchecked", path).returncode == 0
    stored = data / "trade.csv"
    value = str(tables.figures("31", 2025, 8)["export"] / 1e4)
    stored.write_text(stored.read_text().replace(f",{value},", f",{float(value) + 9},"))
    failed = trade("check")
    assert failed.returncode == 1
    assert "do not add up" in failed.stderr
    assert "Fail\n  Exports + imports = total" in failed.stdout
    assert "Shanghai, total, year to date" in failed.stdout
    row = next(line for line in trade("check", "--all").stdout.splitlines() if "Shanghai" in line)
    assert row.startswith("Exports + imports = total")
    assert row.rstrip().endswith("fails")
    stored.write_text(stored.read_text().replace("total", "sum", 1))
    broken = trade("check")
    assert broken.returncode == 2
    assert "trade.csv, row 4, column flow" in broken.stderr


@pytest.mark.parametrize(
    "name",
    ["2025-08", "表8_202508", "2025年8月", "２０２５年１至８月（人民币）", "customs 2025.8 (1)"],
)
def test_the_year_is_read_from_the_name(data, tmp_path, name):
    path = tmp_path / f"{name}.csv"
    path.write_text(tables.csv_table(2025, 8), encoding="utf-8")
    assert reader.read(path).period == "2025-08"


@pytest.mark.parametrize(
    "name", ["download", "2025", "2025-08-14", "20250814", "2025-07", "2024-08 or 2025-08"]
)
def test_a_name_that_does_not_tell_one_year_is_refused(data, tmp_path, name):
    path = tmp_path / f"{name}.csv"
    path.write_text(tables.csv_table(2025, 8), encoding="utf-8")
    with pytest.raises(BadInput, match=r"the year is not known; .* Add --period YYYY-08"):
        reader.read(path)


def test_a_year_whose_provinces_are_unlike_the_table_is_refused(data, tmp_path):
    full = tables.series(range(2014, 2025))
    # Provinces that grow at paces of their own, so that every year looks different.
    for year, values in full.items():
        for code in values:
            values[code] *= (1 + int(code) / 400) ** (year - 2024)
    bureau = tmp_path / "trade.csv"
    bureau.write_bytes(
        tables.old_csv(tables.bureau_table("经营单位所在地进出口总额", "万美元", full))
    )
    tables.take_in([bureau])
    path = tmp_path / "table.csv"
    path.write_text(tables.csv_table(2024, 8), encoding="utf-8")
    with pytest.raises(BadInput, match=r"as in 2024, not as in 2014\. Check --period"):
        tables.take_in([path], "2014-08")
    # The title of the page says the year, so there is nothing to mistype.
    assert not tables.take_in([path], "2024-08")[0].known


def test_what_is_no_publishers_file_is_told_for_what_it_is(data, tmp_path):
    own = tmp_path / "rankings.csv"
    own.write_text("rank,province_code,province_zh,total\n1,44,广东省,9\n2,32,江苏省,8\n")
    with pytest.raises(BadInput, match="a table that this project made"):
        reader.read(own)
    with pytest.raises(BadInput, match=r"is a folder\. Name the files in it"):
        reader.read(tmp_path)


def test_no_file_is_bad_usage(data):
    assert trade("import").returncode == 2
    assert trade("import", "absent.csv").returncode == 2
