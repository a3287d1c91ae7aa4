"""The commands as a person types them: exit codes, stderr in a sentence, proof on stdout."""

import os
import subprocess
import sys

import pytest
import tables


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

    refused = trade("import", path)
    assert refused.returncode == 2
    assert "--period YYYY-08" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert len(refused.stderr.strip().splitlines()) <= 2
    dry = trade("import", path, "--period", "2025-08", "--dry-run")
    assert dry.returncode == 0
    assert "Nothing was written" in dry.stdout
    assert tables.state(data) == before

    done = trade("import", path, "--period", "2025-08")
    assert done.returncode == 0, done.stderr
    assert "198 new, 0 revised" in done.stdout
    for check in ("flows_add_up", "provinces_add_up", "codes_complete"):
        assert check in done.stdout
    again = trade("import", path, "--period", "2025-08")
    assert again.returncode == 0
    assert "nothing changes" in again.stdout

    checked = trade("check")
    assert checked.returncode == 0
    assert "customs-by-location" in checked.stdout


def test_a_mistyped_year_does_not_take_known_figures_in_again(data, tmp_path):
    path = tmp_path / "download.csv"
    path.write_text(tables.csv_table(2025, 8), encoding="utf-8")
    assert trade("import", path, "--period", "2025-08").returncode == 0
    before = tables.state(data)

    same_file = trade("import", path, "--period", "2015-08")
    assert same_file.returncode == 2
    assert "was imported as 2025-08" in same_file.stderr
    path.write_text(tables.csv_table(2025, 8) + "\n", encoding="utf-8")
    same_figures = trade("import", path, "--period", "2015-08")
    assert same_figures.returncode == 2
    assert "stored for 2025-08 already" in same_figures.stderr
    assert tables.state(data) == before


def test_check_fails_when_a_stored_figure_is_wrong(data, tmp_path):
    path = tmp_path / "2025-08.csv"
    path.write_text(tables.csv_table(2025, 8), encoding="utf-8")
    assert trade("import", path).returncode == 0
    stored = data / "trade.csv"
    value = str(tables.figures("31", 2025, 8)["export"] / 1e4)
    stored.write_text(stored.read_text().replace(f",{value},", f",{float(value) + 9},"))
    failed = trade("check")
    assert failed.returncode == 1
    assert "do not add up" in failed.stderr
    assert "31 total ytd" in failed.stdout
    stored.write_text(stored.read_text().replace("total", "sum", 1))
    broken = trade("check")
    assert broken.returncode == 2
    assert "trade.csv, row 4, column flow" in broken.stderr


def test_no_file_is_bad_usage(data):
    assert trade("import").returncode == 2
    assert trade("import", "absent.csv").returncode == 2
