"""The command as a person types it: real processes, their words and exit codes."""

import subprocess
import sys
from pathlib import Path

import pytest

from helpers import constants

TRADE = Path(sys.executable).parent / "trade"


def trade(*words, cwd=None):
    return subprocess.run([TRADE, *words], capture_output=True, text=True, cwd=cwd)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["publish", "--year", "2006"], "2005, 2007-2025"),
        (["publish", "--year", "2025"], "months: 1-7"),
        (["publish", "--years", "2017-2o24"], "2017-2024 or 2017,2019"),
        (["publish", "--year", "2024", "--years", "2023"], "not both"),
        (["publish", "--month", "7"], "name the year"),
        (["publish", "--year", "2024", "--address", "example.org"], "https://example.org"),
        (["publish", "--year", "2025", "--month", "13"], "from 1 to 12"),
        (["publish", "--lang", "../x"], "zh, en"),
        (["publish", "--only", "ranking"], "rankings, positions, movers, drivers, "),
        (["publish", "--currency", "EUR"], "CNY, USD or auto"),
        (["publish", "--yaer", "2024"], "--year"),
        (["publish", "--year", "2024; import os"], "--year"),
        (["publsh"], "publish"),
        (["publish", "--out", "/"], "not a site"),
        (["publish", "--lang", "EN，zh；import os"], "not 'import'"),
    ],
)
def test_bad_input_is_told_in_plain_words_before_anything_runs(words, told, tmp_path):
    done = trade(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_a_site_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    done = trade("publish", "--year", "2024", "--out", str(tmp_path))
    assert done.returncode == 2
    assert "is not a site" in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


def test_editions_say_what_they_lack():
    done = trade("editions")
    assert done.returncode == 0
    lines = {line.split()[0] + " " + line.split()[1]: line for line in done.stdout.splitlines()}
    assert "  exports and imports, growth and rank changes" in lines["2007 USD"]
    assert "growth" not in lines["2025-07 CNY"]
    assert done.stdout.splitlines()[0].split() == ["edition", "in", "source", "lacks"]


def test_help_names_every_notebook_that_can_be_published():
    told = " ".join(trade("publish", "--help").stdout.replace("│", " ").split())
    assert f"{', '.join(constants.ALL_NOTEBOOKS[:-1])} or {constants.ALL_NOTEBOOKS[-1]}" in told


def test_help_names_every_command():
    done = trade("--help")
    assert done.returncode == 0
    for command in ("publish", "import", "check", "editions"):
        assert command in done.stdout
    module = subprocess.run(
        [sys.executable, "-m", "helpers", "--help"], capture_output=True, text=True
    )
    assert module.stdout == done.stdout


@pytest.mark.parametrize("command", ["publish", "article"])
def test_a_year_that_is_not_covered_is_refused_before_pandas_is_loaded(command, tmp_path):
    words = [
        "-X",
        "importtime",
        "-m",
        "helpers",
        command,
        "--year",
        "2031",
        "--out",
        tmp_path / "o",
    ]
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True)
    assert done.returncode == 2
    assert "There are no figures for 2031; the years are 2005, 2007-2025." in done.stderr
    assert "pandas" not in done.stderr
