"""A notebook that fails: told by page and cell; the site only changes with --keep-going."""

import os
import shutil
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from processes import content, needs_fork

from helpers import cli
from helpers.publish import execute

pytestmark = needs_fork
WORDS = ["publish", "--year", "2024", "--lang", "zh", "--only", "regions,trends", "--out"]


def publish(out: Path, monkeypatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["trade", *WORDS, str(out), *words])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    return int(stop.value.code or 0)


def test_a_failed_page_stops_the_site_unless_the_rest_is_asked_for(tmp_path, monkeypatch, capsys):
    folder = Path(shutil.copytree(execute.FOLDER, tmp_path / "notebooks"))
    broken = nbformat.read(folder / "trends.ipynb", as_version=4)
    broken.cells.append(new_code_cell("raise ValueError('no such figure')"))
    nbformat.write(broken, folder / "trends.ipynb")
    monkeypatch.setattr(execute, "FOLDER", folder)
    out = tmp_path / "site"
    assert publish(out, monkeypatch) == 1
    told = capsys.readouterr().err
    cell = len(broken.cells)
    assert f"2024/trends zh: cell {cell} failed: ValueError: no such figure" in told
    assert "Traceback" not in told
    assert not out.exists()
    assert publish(out, monkeypatch, "--keep-going") == 1
    said = capsys.readouterr()
    assert "Published 1 page" in said.out
    assert "2024/trends zh" in said.err
    assert (out / "zh/2024/regions.html").exists()
    assert "此页未能生成。" in (out / "zh/index.html").read_text("utf-8")
    assert "2024/trends.html" not in "".join(content(out))
    assert os.listdir(out / "zh/2024")
