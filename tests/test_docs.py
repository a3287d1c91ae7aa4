"""What the documents tell a newcomer to write works as it stands."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```(?:python|csv|jinja)\n# (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks() -> list[tuple[str, str]]:
    """Path and text of every block that names the file it belongs into."""
    return BLOCK.findall((ROOT / "docs" / "adding.md").read_text("utf-8"))


def add(file: Path, code: str) -> None:
    """Put a block at the end of a file, or among the methods of a presenter."""
    text = file.read_text("utf-8")
    first_method = "    def key_findings("
    if file.name == "report.py":
        text = text.replace(first_method, f"{code}\n{first_method}", 1)
    else:
        text += code if file.suffix == ".csv" else f"\n\n{code}"
    file.write_text(text, "utf-8")


def test_the_worked_example_runs_from_definition_to_page(tmp_path):
    shutil.copytree(ROOT / "helpers", tmp_path / "helpers")
    cells = ""
    for path, code in blocks():
        if path.endswith(".ipynb"):
            cells += code
        elif path.startswith("tests/"):
            head = "import pandas as pd\nfrom helpers.measures import core\n"
            (tmp_path / "test_example.py").write_text(head + code, "utf-8")
        else:
            add(tmp_path / path, code)
    (tmp_path / "page.py").write_text(
        "from helpers import Edition, show\n"
        "from helpers.reports import Rankings\n"
        "for year in (2024, 2010):\n"
        "    rankings = Rankings(Edition.open(year, lang='en'))\n"
        + "".join(f"    {line}\n" for line in cells.splitlines()),
        "utf-8",
    )
    (tmp_path / "run.py").write_text(
        "import runpy, sys, test_example\n"
        "test_example.test_cover_is_exports_for_every_hundred_of_imports()\n"
        "shown = []\n"
        "import helpers.display.show as s\n"
        "s.display = shown.append\n"
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


def commands(name: str) -> list[str]:
    """Every line of code of a README, without its comment."""
    fences = re.findall(r"^```(?:sh|python)\n(.*?)^```", text_of(name), re.MULTILINE | re.DOTALL)
    return [line.split("  #")[0].strip() for block in fences for line in block.splitlines() if line]


def same_language(lines: list[str]) -> list[str]:
    return [re.sub(r"\bzh\b", "en", line).replace("甘肃", "Gansu") for line in lines]


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def linked(name: str) -> set[str]:
    """What a README links to, the picture and the README of the other language aside."""
    targets = re.findall(r"\]\(([^)#]+)\)", text_of(name))
    return {each for each in targets if not re.search(r"README(\.zh)?\.md$|-(zh|en)\.png$", each)}


def test_both_readmes_give_the_same_commands_links_and_years():
    english, chinese = "README.md", "README.zh.md"
    # Each shows its own language in examples.
    assert same_language(commands(english)) == same_language(commands(chinese))
    assert linked(english) == linked(chinese)
    years = [sorted(set(re.findall(r"20\d\d", text_of(name)))) for name in (english, chinese)]
    assert years[0] == years[1]


def test_every_link_of_the_documents_leads_somewhere():
    for file in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("data/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)", file.read_text("utf-8")):
            if not target.startswith("http"):
                assert (file.parent / target).exists(), f"{file.name}: {target}"


def test_both_readmes_list_every_notebook():
    notebooks = {file.name for file in (ROOT / "notebooks").glob("*.ipynb")}
    for name in ("README.md", "README.zh.md"):
        assert {Path(each).name for each in linked(name) if "notebooks/" in each} == notebooks


def test_the_lines_for_a_notebook_of_one_s_own_work():
    code = re.search(r"```python\n(.*?)```", text_of("README.md"), re.DOTALL)
    assert code is not None
    told = f"{code[1].rstrip()}\n".splitlines()
    scope: dict[str, object] = {}
    exec("\n".join([*told[:-1], f"shown = {told[-1]}"]), scope)
    shown = scope["shown"]
    assert isinstance(shown, pd.DataFrame)
    assert shown["province"].iloc[0] == "Guangdong"


def test_the_architecture_names_every_package_with_what_it_holds():
    told = text_of("docs/architecture.md")
    for file in sorted((ROOT / "helpers").glob("*/__init__.py")):
        job = ast.get_docstring(ast.parse(file.read_text("utf-8"))).splitlines()[0]
        assert f"| {file.parent.name} | {job} |" in told, file.parent.name
