"""Notebooks as documents: their form, and that the stock tools run them from anywhere."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from browser import chromium

PROJECT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
BIN = Path(sys.executable).parent


# Notebooks of controls, which have a panel of their own.
TOOLS = ("Explore the trade of the provinces", "Take official files in")


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tags(cell):
    return cell.metadata.get("tags", [])


def test_committed_without_outputs(notebook):
    assert all(not cell.outputs and cell.execution_count is None for cell in code(notebook))


def test_one_parameters_cell_with_literals_only(notebook):
    cells = [cell for cell in code(notebook) if "parameters" in tags(cell)]
    assert len(cells) == 1
    for line in cells[0].source.splitlines():
        assert re.fullmatch(r"\w+ = (\d+|\"[^\"]*\")", line), line


def test_a_report_offers_its_parameters_to_a_person_right_below_them(notebook):
    cells = code(notebook)
    if notebook.metadata.title_en not in TOOLS:
        assert "controls(year=year, month=month, currency=currency, lang=lang" in cells[1].source
        assert tags(cells[1]) == ["screen-only"]


def test_cells_are_short_and_define_nothing(notebook):
    lengths = sorted(len(cell.source.splitlines()) for cell in code(notebook))
    assert lengths[len(lengths) // 2] == 1
    assert lengths[-1] <= 10
    assert not any(re.search(r"^\s*(def|class|lambda)\b", c.source, re.M) for c in code(notebook))


def test_text_comes_in_pairs_and_headings_share_their_anchor(notebook):
    texts = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    assert len(texts) % 2 == 0
    for zh, en in zip(texts[::2], texts[1::2], strict=True):
        assert tags(zh) == ["zh"]
        assert tags(en) == ["en"]
        assert zh.metadata.slug == en.metadata.slug
        assert re.fullmatch(r"[a-z-]+", zh.metadata.slug)


def test_no_number_is_typed_into_prose(notebook):
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    assert not any(re.search(r"\d", text) for text in texts)


def test_plain_papermill_runs_a_notebook_from_any_folder(tmp_path):
    out = tmp_path / "out put.ipynb"
    done = subprocess.run(
        [BIN / "papermill", PROJECT / "notebooks/rankings.ipynb", out, "-p", "year", "2023",
         "-p", "lang", "en"],
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    cells = nbformat.read(out, as_version=4).cells
    (controls,) = [cell for cell in cells if cell.id == "controls"]
    # The style of notebooks alone: no panel where nobody is at the keyboard.
    (style,) = controls.outputs
    assert set(style.data) == {"text/html", "text/plain"}
    assert style.data["text/html"].startswith("<style>")
    shown = str(cells)
    assert "In 2023, Guangdong led" in shown


def test_plain_papermill_runs_a_notebook_of_a_period_without_an_edition(tmp_path):
    out = tmp_path / "out.ipynb"
    done = subprocess.run(
        [BIN / "papermill", PROJECT / "notebooks/drivers.ipynb", out, "-p", "year", "2026",
         "-p", "month", "6", "-p", "lang", "en", "-p", "province", "Gansu"],
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    shown = str(nbformat.read(out, as_version=4).cells)
    assert "In the first six months of 2026, Gansu's exports of the eight products" in shown


def test_plain_papermill_asks_questions_of_ones_own(tmp_path):
    done = subprocess.run(
        [BIN / "papermill", PROJECT / "notebooks/ask.ipynb", tmp_path / "out.ipynb",
         "-p", "lang", "en"],
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    shown = str(nbformat.read(tmp_path / "out.ipynb", as_version=4).cells)
    assert "Change of share since 2008. Guangdong −" in shown
    assert {path.name for path in (tmp_path / "saved").iterdir()} == {
        "four.png", "four.svg", "four.csv",
    }  # fmt: skip


def test_papermill_refuses_a_parameter_that_the_notebook_does_not_have(tmp_path):
    done = subprocess.run(
        [BIN / "papermill", PROJECT / "notebooks/rankings.ipynb", tmp_path / "out.ipynb",
         "-p", "yaer", "2019"],
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    told = "'yaer' is not a parameter of this notebook; did you mean year? Its parameters are year,"
    assert told in done.stderr


def test_plain_nbconvert_runs_a_notebook(tmp_path):
    done = subprocess.run(
        [BIN / "jupyter", "nbconvert", "--to", "html", "--execute", "--output-dir", tmp_path,
         PROJECT / "notebooks/movers.ipynb"],
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert "甘肃（+25.2%）" in (tmp_path / "movers.html").read_text("utf-8")
    with chromium() as browser:
        page = browser.new_page()
        page.goto((tmp_path / "movers.html").as_uri())
        page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
        # A heading above the cell with the font: as one that is laid out now, so without boxes.
        title = page.locator("h1").first
        seen = title.screenshot()
        title.evaluate("(e) => { e.style.fontFeatureSettings = '\"test\" 9' }")
        assert title.screenshot() == seen
