"""Notebooks of one's own as pages: what they are about, and what is refused."""

import json
import subprocess
import sys

import nbformat
import pandas as pd
import pytest

from helpers.display.show import show, show_style
from helpers.publish import own, page_check
from helpers.publish.execute import Executed
from helpers.system.errors import BadInput, RunFailed


def notebook(*cells):
    """Cells as (kind, source, tags)."""
    made = nbformat.v4.new_notebook()
    for kind, source, *tags in cells:
        new = nbformat.v4.new_markdown_cell if kind == "text" else nbformat.v4.new_code_cell
        made.cells.append(new(source, metadata={"tags": tags}))
    return made


@pytest.fixture
def file(tmp_path):
    def write(*cells, name="my question.ipynb"):
        path = tmp_path / name
        path.write_text(nbformat.writes(notebook(*cells)), "utf-8")
        return path

    return write


def test_the_edition_and_the_language_are_those_of_its_parameters(file):
    asked = 'year = 2019\ncurrency = "USD"\nlang = "en"\nother = None'
    path = file(("text", "# Mine\nand more"), ("code", asked, "parameters"))
    (page,) = own.wanted([path], [], "auto", [])
    assert (page.stem, page.edition, page.lang) == ("my-question", "2019-usd", "en")
    assert page.tables == "2019-usd/my-question/en"
    assert own.title(nbformat.read(path, 4), "en") == "Mine"
    (page,) = own.wanted([path], [(2024, 12)], "CNY", ["zh"])
    assert (page.edition, page.lang) == ("2024", "zh")
    both = file(("text", "# 我的", "zh"), ("text", "# Mine", "en"), name="b.ipynb")
    assert [(p.edition, p.lang) for p in own.wanted([both], [], "auto", [])] == [
        ("2024", "zh"), ("2024", "en"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "cells", "told"),
    [
        ("rankings.ipynb", [("text", "# Mine")], "not as a report"),
        ("我的.ipynb", [("text", "# Mine")], "Latin letters"),
        ("mine.ipynb", [("text", "no heading")], r"mine.ipynb has no title. Begin it with"),
        ("mine.ipynb", [("code", "year = 1999", "parameters"), ("text", "# M")], "1999"),
    ],
)
def test_what_cannot_be_published_is_refused_with_what_to_do(file, name, cells, told):
    with pytest.raises(BadInput, match=told):
        own.wanted([file(*cells, name=name)], [], "auto", [])


def test_a_file_that_is_no_notebook_is_refused(tmp_path):
    (tmp_path / "a.ipynb").write_text("[]")
    for name, told in (("a.ipynb", "is not a notebook"), ("b.ipynb", "does not exist")):
        with pytest.raises(BadInput, match=told):
            own.read(tmp_path / name)


def test_headings_get_anchors_and_cells_a_language():
    made = own.prepared(
        notebook(("text", "# Mine\nfirst\n## One\nsaid\n## Two"), ("code", "1"), ("text", "end")),
        "en",
    )
    told = [(c.source, c.metadata.get("slug"), c.metadata.tags) for c in made.cells]
    assert told == [
        ("# Mine", "top", ["en"]), ("first", None, ["en"]),
        ("## One", "section-1", ["en"]), ("said", None, ["en"]),
        ("## Two", "section-2", ["en"]), ("1", None, []), ("end", None, ["en"]),
    ]  # fmt: skip
    ids = [cell.id for cell in made.cells]
    assert len(set(ids)) == len(ids)


def test_the_style_for_jupyterlab_is_left_out_of_the_page(monkeypatch):
    shown = []
    monkeypatch.setattr("helpers.display.show.display", shown.append)
    show_style("en")
    show(pd.DataFrame({"a": [1.5]}))
    outputs = [nbformat.v4.new_output("display_data", block._repr_mimebundle_()) for block in shown]
    assert len(outputs) == 2
    cell = nbformat.v4.new_code_cell("pt.show_style()", outputs=outputs)
    made = nbformat.v4.new_notebook(cells=[cell])
    (output,) = own.prepared(made, "en").cells[0].outputs
    assert "1.50" in output.data["text/html"]


def test_a_picture_without_words_is_refused(file):
    path = file(("text", "# Mine"), ("code", "1"))
    (page,) = own.wanted([path], [], "auto", ["en"])
    drawn = nbformat.read(path, 4)
    data = {"image/png": "iVBOR"}
    drawn.cells[1].outputs = [nbformat.v4.new_output("display_data", data=data)]
    with pytest.raises(RunFailed, match="picture without a text alternative"):
        page_check.check(Executed(page, drawn, 0.0))


def test_ask_is_published_in_both_languages_like_a_report(tmp_path, project):
    site = tmp_path / "site"
    words = ["publish", project / "notebooks/ask.ipynb", "--out", site]
    done = subprocess.run(
        [sys.executable, "-m", "helpers", *words], cwd=project, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    for lang, told in (("zh", "四川与西南平均"), ("en", "Sichuan and the mean of the southwest")):
        html = (site / lang / "2024/ask.html").read_text("utf-8")
        assert told in html
        assert html.count("<figure") == 5
        assert (site / lang / "2024/ask.png").is_file()
    manifest = json.loads((site / "data/2024/edition.json").read_text("utf-8"))
    assert list(manifest["pages"]) == ["ask"]
    assert any((site / "data/2024/ask/en").glob("frame-*.csv"))
    assert "报告没有回答的问题" in (site / "zh/index.html").read_text("utf-8")
