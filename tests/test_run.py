"""Running pages: one that fails is told by its name, with the cell and what it said."""

import dataclasses
import json
import os
import re
import subprocess
import sys
import tomllib

import nbformat
import papermill
import pytest
import work
from nbformat.v4 import new_code_cell, new_notebook

from helpers.publish import execute
from helpers.publish import page as publish
from helpers.publish.pages import Page
from helpers.system import workers
from helpers.system.errors import RunFailed

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
        monkeypatch.setattr(execute, "FOLDER", tmp_path)

    return write


def test_parameters_reach_the_notebook(notebook):
    notebook("print(year, lang)")
    executed = next(work.execute([PAGE]))
    assert "2024 zh" in str(executed.notebook.cells[-1].outputs)
    assert executed.seconds > 0


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("x = 1 / 0", "ZeroDivisionError"),
        ("import os; os._exit(3)", "ended with exit code 3"),
        ("import os; os.kill(os.getpid(), 9)", "ended by SIGKILL"),
        ("x = []\nwhile True: x.append(b'x' * 10_000_000)", "cell 2 failed: MemoryError"),
        ("for _ in range(1000): print('x' * 100_000)", "cell 2 wrote 100 MB"),
        (
            "x = []\nwhile True: x.append(bytes(2000))",
            "cell 2 failed: .*more than 2048 MB of memory",
        ),
        ("import time; time.sleep(60)", "cell 2 failed: TookTooLong: still running after 8 s"),
        ("while True:\n  try: 1 / 0\n  except Exception: pass", "cell 2 failed: TookTooLong"),
    ],
)
def test_a_page_that_raises_exits_or_hangs_fails_by_its_name(code, told, notebook, monkeypatch):
    monkeypatch.setattr(execute, "CELL_SECONDS", 8)
    notebook(code)
    with pytest.raises(RunFailed, match=told) as failure:
        list(work.execute([PAGE]))
    assert str(failure.value).startswith("2024/probe zh: ")


def test_a_kernel_that_is_not_there_is_told(notebook):
    notebook("1", kernel="fortran77")
    with pytest.raises(RunFailed, match="fortran77"):
        list(work.execute([PAGE]))


PROBE = (
    "import sys\npreloaded = 'pandas' in sys.modules and 'seaborn' in sys.modules",
    "import matplotlib.pyplot as plt\n_ = plt.plot([1, 2])",
    "import pandas as pd\npd.DataFrame({'a': [1, 2]})",
    "import ipywidgets\nipywidgets.IntSlider(value=3)",
    "print('out'); print('error', file=sys.stderr)",
    "import warnings\nwarnings.warn('careful')",
    "from IPython.display import HTML, display\nhandle = display(HTML('a'), display_id=True)",
    "handle.update(HTML('b'))",
    "!echo from a shell",
    "__name__, __file__ if '__file__' in dir() else None",
)


def outputs(notebook):
    """What the cells show, without the ids that differ from run to run."""
    text = json.dumps([cell.get("outputs") for cell in notebook.cells], sort_keys=True)
    text = re.sub(r'"(model_id|display_id)": "[0-9a-f-]+"', r'"\1": ""', text)
    return json.loads(re.sub(r"ipykernel_\d+/\d+", "", text))


def test_outputs_are_those_of_stock_papermill(notebook, tmp_path):
    notebook(*PROBE)
    ours = next(work.execute([PAGE])).notebook
    stock = papermill.execute_notebook(
        str(tmp_path / "probe.ipynb"), None, PAGE.parameters, progress_bar=False
    )
    assert outputs(ours) == outputs(stock)
    assert "image/png" in str(outputs(ours))
    state = "application/vnd.jupyter.widget-state+json"
    models = [
        sorted(model["model_name"] for model in made.metadata.widgets[state].state.values())
        for made in (ours, stock)
    ]
    assert models[0] == models[1]
    assert "IntSliderModel" in models[0]


@pytest.mark.skipif(workers.START != "forkserver", reason="processes cannot fork here")
def test_a_page_and_its_kernel_are_one_fork_of_a_process_that_has_imported_everything(notebook):
    debugs = "'debugpy' in sys.modules"  # which a kernel started anew imports, and no page needs
    notebook(PROBE[0], f"import os\nprint(preloaded, {debugs}, os.getpid(), os.getppid())")
    pages = [PAGE, dataclasses.replace(PAGE, lang="en")]
    told = [one.notebook.cells[-1].outputs[0].text.split() for one in work.execute(pages)]
    assert [words[:2] for words in told] == [["True", "False"]] * 2
    own, parents = ({words[at] for words in told} for at in (2, 3))
    assert len(own) == 2
    assert len(parents) == 1


def test_a_page_leaves_nothing_to_the_next(notebook):
    notebook(
        "import os, random, matplotlib, numpy as np, pandas as pd\n"
        "print(os.environ.get('LEFT'), matplotlib.rcParams['font.size'], pd.options.display.width)",
        "os.environ['LEFT'] = 'yes'; matplotlib.rcParams['font.size'] = 3\n"
        "pd.options.display.width = 7; random.seed(1); np.random.seed(1)",
        "print(random.random(), np.random.random())",
    )
    pages = [PAGE, dataclasses.replace(PAGE, lang="en")]
    first, second = (one.notebook for one in work.execute(pages, processes=1))
    assert first.cells[-3].outputs == second.cells[-3].outputs
    assert first.cells[-3].outputs[0].text.startswith("None 10.0 80")


def test_random_numbers_differ_from_page_to_page(notebook):
    notebook("import random, numpy as np\nprint(random.random(), np.random.random())")
    pages = [PAGE, dataclasses.replace(PAGE, lang="en")]
    told = [one.notebook.cells[-1].outputs[0].text.split() for one in work.execute(pages)]
    assert len({number for numbers in told for number in numbers}) == 4


def test_every_page_that_fails_is_named_and_the_rest_are_done(notebook):
    notebook("assert lang == 'en'")
    pages = [PAGE, dataclasses.replace(PAGE, lang="en"), dataclasses.replace(PAGE, edition="2023")]
    done = []
    with pytest.raises(RunFailed) as error:
        done.extend(work.execute(pages))
    told = sorted(str(error.value).splitlines())
    assert [line.partition(": cell ")[0] for line in told] == ["2023/probe zh", "2024/probe zh"]


def test_the_papermill_command_can_run_a_notebook_in_its_own_process(notebook, tmp_path, project):
    """With the entry point of pyproject.toml, as an installation writes it."""
    notebook("import os; print(os.getpid(), os.getppid())")
    points = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]
    engines = points["entry-points"]["papermill.engine"]
    lines = [f"{name} = {target}" for name, target in engines.items()]
    installed = tmp_path / "installed" / "probe-1.dist-info"
    installed.mkdir(parents=True)
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: probe\nVersion: 1\n")
    (installed / "entry_points.txt").write_text("\n".join(["[papermill.engine]", *lines]))
    path = os.pathsep.join([str(installed.parent), str(project)])
    command = [sys.executable, "-m", "papermill", "--engine", "in-process", "--no-progress-bar"]
    process = subprocess.Popen(
        [*command, str(tmp_path / "probe.ipynb"), str(tmp_path / "out.ipynb")],
        env={**os.environ, "PYTHONPATH": path}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    cells = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells
    assert cells[-1].outputs[0].text.split() == [str(process.pid), str(os.getpid())]


@pytest.mark.parametrize("order", [1, -1])
def test_pages_that_share_a_process_have_the_bytes_of_pages_made_alone(made, order):
    alone = {
        one.page: one.html
        for one in made
        if one.page.edition == "2010" and one.page.notebook in ("rankings", "trends")
    }
    together = workers.outcomes(
        publish.make_page, work.orders(list(alone)[::order]), execute.PAGE_SECONDS, 1,
        lambda _: "one process",
    )  # fmt: skip
    done = list(work.successes(together))
    assert len(done) == len(alone) == 4
    assert [one.page.name for one in done if one.html != alone[one.page]] == []


def test_what_a_page_names_is_gone_for_the_next_one_in_its_process(notebook):
    notebook("before = globals().get('kept'); kept = year; print(before)")
    pages = [dataclasses.replace(PAGE, year=year, edition=str(year)) for year in (2023, 2024)]
    together = workers.outcomes(
        execute.execute_page, work.orders(pages), execute.PAGE_SECONDS, 1, lambda _: "one process"
    )
    said = [one.notebook.cells[-1].outputs[0].text for one in work.successes(together)]
    assert said == ["None\n", "None\n"]
