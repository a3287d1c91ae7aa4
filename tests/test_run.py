"""Running pages: one that fails is told by its name, with the cell and what it said."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from helpers import run
from helpers.errors import RunFailed
from helpers.pages import Page

PAGE = Page("probe", 2024, 12, "CNY", "zh", "2024")


@pytest.fixture
def notebook(tmp_path, monkeypatch):
    """A folder whose notebook ``probe`` has the given code after its parameters."""

    def write(*code, kernel="python3"):
        parameters = new_code_cell("year = 2020", metadata={"tags": ["parameters"]})
        cells = [parameters, *map(new_code_cell, code)]
        kernelspec = {"name": kernel, "display_name": kernel, "language": "python"}
        made = new_notebook(cells=cells, metadata={"kernelspec": kernelspec})
        nbformat.write(made, tmp_path / "probe.ipynb")
        monkeypatch.setattr(run, "FOLDER", tmp_path)

    return write


def test_parameters_reach_the_notebook(notebook):
    notebook("print(year, lang)")
    executed = next(run.execute([PAGE]))
    assert "2024 zh" in str(executed.notebook.cells[-1].outputs)
    assert executed.seconds > 0


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("x = 1 / 0", "ZeroDivisionError"),
        ("import os; os._exit(3)", "Kernel died"),
        ("import time; time.sleep(60)", "timed out|timeout"),
    ],
)
def test_a_page_that_raises_exits_or_hangs_fails_by_its_name(code, told, notebook, monkeypatch):
    monkeypatch.setattr(run, "CELL_SECONDS", 8)
    notebook(code)
    with pytest.raises(RunFailed, match=told) as failure:
        list(run.execute([PAGE]))
    assert str(failure.value).startswith("2024/probe zh: ")


def test_a_kernel_that_is_not_there_is_told(notebook):
    notebook("1", kernel="fortran77")
    with pytest.raises(RunFailed, match="fortran77"):
        list(run.execute([PAGE]))
