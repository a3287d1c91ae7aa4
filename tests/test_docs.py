"""What the documents tell a newcomer to write works as it stands."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```python\n# (\S+?)(, in LABELS)?\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks() -> list[tuple[str, bool, str]]:
    """Path, whether it is a line of LABELS, and code of every block that names its place."""
    text = (ROOT / "docs" / "adding.md").read_text("utf-8")
    return [(path, bool(inside), code) for path, inside, code in BLOCK.findall(text)]


def test_the_worked_example_runs_from_definition_to_page(tmp_path):
    shutil.copytree(ROOT / "helpers", tmp_path / "helpers")
    cells = ""
    for path, inside, code in blocks():
        if path.endswith(".ipynb"):
            cells += code
            continue
        if path.startswith("tests/"):
            (tmp_path / "test_example.py").write_text(
                "import pandas as pd\nfrom helpers import measures\n" + code, "utf-8"
            )
            continue
        file = tmp_path / path
        text = file.read_text("utf-8")
        added = text.replace("] = {\n", "] = {\n" + code, 1) if inside else f"{text}\n\n{code}"
        file.write_text(added, "utf-8")
    (tmp_path / "page.py").write_text(
        "from helpers import measures, say_rankings as findings, tables_rankings as tables\n"
        "from helpers.edition import open_edition\n"
        "from helpers.blocks import show\n"
        "for year in (2024, 2010):\n"
        "    edition = open_edition(year, lang='en')\n"
        + "".join(f"    {line}\n" for line in cells.splitlines()),
        "utf-8",
    )
    (tmp_path / "run.py").write_text(
        "import runpy, sys, test_example\n"
        "test_example.test_cover_is_exports_for_every_hundred_of_imports()\n"
        "shown = []\n"
        "import IPython.display as d\n"
        "import helpers.blocks as b\n"
        "b.display = shown.append\n"
        "runpy.run_path('page.py')\n"
        "print('\\n'.join(block.text for block in shown))\n",
        "utf-8",
    )
    done = subprocess.run(
        [sys.executable, "run.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "TRADE_DATA": str(ROOT / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"Exports came to [\d.,]+% of imports in \w+, the most", done.stdout)
    assert "Exports and imports, billion yuan, 2024" in done.stdout
