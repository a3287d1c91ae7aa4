"""Pages are made anew where something they are made from has changed, and only there."""

import csv
import dataclasses
import importlib
import os
import pickle
import shutil
import subprocess
import sys
import textwrap
from itertools import pairwise
from pathlib import Path

import pytest

from helpers.data import slices
from helpers.publish import pages, produce, unchanged
from helpers.publish.pages import Page
from helpers.system import cache as keep
from helpers.system import fingerprint, paths

PAGE = Page("rankings", 2019, 12, "CNY", "zh", "2019")


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("TRADE_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def data(tmp_path, monkeypatch, project):
    """A copy of data/ that can be changed."""
    folder = tmp_path / "data"
    shutil.copytree(project / "data", folder)
    monkeypatch.setenv("TRADE_DATA", str(folder))
    return folder


def keys(wanted=None):
    """The key of every page wanted, by its name, as publishing has it."""
    found = {}
    wanted = wanted or pages.wanted(
        [(2010, 12), (2019, 12), (2024, 12)], "auto", ["zh"], ["trends"]
    )
    tables = slices.Slices(paths.data_dir())
    for page in wanted:
        rows = slices.Slice(tables.until(produce.last_period(page)), Path("unused"))
        found[page.name] = produce.key(page, b"notebook", rows.digest, "")
    return found


def change(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_key_changes_with_everything_a_page_is_made_from(monkeypatch):
    usual = produce.key(PAGE, b"notebook", "rows", "")
    others = {"usual": usual}
    changed = {"notebook": "trends", "year": 2020, "month": 6, "currency": "USD", "lang": "en",
               "edition": "x", "province": "44", "other_year": 2009, "path": "x.ipynb"}  # fmt: skip
    assert set(changed) == {field.name for field in dataclasses.fields(Page)}
    for name, value in changed.items():
        others[name] = produce.key(
            dataclasses.replace(PAGE, **{name: value}), b"notebook", "rows", ""
        )
    others["notebook's text"] = produce.key(PAGE, b"another", "rows", "")
    others["rows"] = produce.key(PAGE, b"notebook", "others", "")
    for part in ("code", "libraries", "font"):
        with monkeypatch.context() as patched:
            patched.setattr(fingerprint, part, lambda *_: "another")
            others[part] = produce.key(PAGE, b"notebook", "rows", "")
    assert len(set(others.values())) == len(others)
    assert produce.key(PAGE, b"notebook", "rows", "") == usual


@pytest.mark.parametrize("changed", ["words.py", "display/template/page/style.css", "new.py"])
def test_code_is_every_helper_and_template(changed, tmp_path, monkeypatch):
    folder = tmp_path / "helpers"
    shutil.copytree(paths.HELPERS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(fingerprint, "HELPERS", folder)
    before = fingerprint.code.__wrapped__()
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__/words.pyc").touch()
    assert fingerprint.code.__wrapped__() == before == fingerprint.code()
    with (folder / changed).open("a") as file:
        file.write("\n")
    assert fingerprint.code.__wrapped__() != before


def test_the_digest_of_the_checks_covers_every_module_they_load():
    asked = """
        import importlib, pkgutil, sys
        import helpers.checks
        for module in pkgutil.walk_packages(helpers.checks.__path__, "helpers.checks."):
            importlib.import_module(module.name)
        print(*{name.split(".")[1] for name in sys.modules if name.startswith("helpers.")})
    """
    told = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(asked)], capture_output=True, text=True, check=True
    )
    # constants.py is covered too; helpers.analysis is loaded by the package and used by no check.
    assert set(told.stdout.split()) - {"constants", "analysis"} == set(fingerprint.CHECKS)


def test_a_sentence_changes_the_pages_of_its_report_and_of_the_article(tmp_path, monkeypatch):
    folder = tmp_path / "helpers"
    shutil.copytree(paths.HELPERS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(fingerprint, "HELPERS", folder)

    def of_notebooks():
        fingerprint.code.cache_clear()
        found = {path.stem: path.read_bytes() for path in paths.NOTEBOOKS.glob("*.ipynb")}
        return {name: produce.key(PAGE, notebook, "rows", "") for name, notebook in found.items()}

    try:
        before = of_notebooks()
        changed = {}
        for report in ("regions", "drivers", "shared"):
            with open(folder / "reports" / report / "en.j2", "a") as file:
                file.write("\n")
            after = of_notebooks()
            changed[report] = {name for name in after if after[name] != before[name]}
            before = after
    finally:
        fingerprint.code.cache_clear()
    assert changed["regions"] == {"regions", "article"}
    assert changed["drivers"] == {"drivers", "movers", "province", "article"}
    assert changed["shared"] == set(before)


def test_libraries_are_those_needed_with_their_versions(monkeypatch):
    before = fingerprint.libraries.__wrapped__()
    metadata = importlib.import_module("importlib.metadata")
    known = metadata.distribution

    def newer(changed):
        def distribution(name):
            found = known(name)
            if name != changed:
                return found
            return type("Newer", (), {"version": "999", "requires": found.requires})

        return distribution

    for name, same in (("numpy", False), ("nbconvert", False), ("pytest", True)):
        monkeypatch.setattr(metadata, "distribution", newer(name))
        assert (fingerprint.libraries.__wrapped__() == before) is same, name


def test_a_month_imported_changes_only_pages_that_may_show_it(data):
    wanted = pages.wanted(
        [(2019, 12), (2024, 12), (2025, 6), (2025, 7)], "auto", ["zh"], ["trends"]
    )
    before = keys(wanted)
    for table in ("trade", "localities"):
        path = data / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        release = header.index("release")
        newest = [row for row in rows if row[:2] == ["2025", "7"]]
        august = [["2025", "8", *row[2:release], "0" * 12, *row[release + 1 :]] for row in newest]
        assert august
        with path.open("a", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(august)
    first, *_ = (data / "releases.csv").read_text("utf-8").splitlines()[1:]
    with (data / "releases.csv").open("a", encoding="utf-8") as file:
        file.write(",".join(["0" * 12, "customs-by-location", *first.split(",")[2:]]) + "\n")
    assert keys(wanted) == before


def test_a_figure_changes_the_pages_of_its_period_and_of_later_ones(data):
    before = keys()
    with (data / "trade.csv").open(encoding="utf-8") as file:
        row = next(line for line in file if line.startswith("2019,12,ytd,44,total,CNY,"))
    change(
        data / "trade.csv",
        row,
        row.replace("2019,12,ytd,44,total,CNY,", "2019,12,ytd,44,total,CNY,9"),
    )
    after = keys()
    assert [name for name in before if before[name] != after[name]] == [
        "2019/trends zh",
        "2024/trends zh",
    ]


def test_a_page_compared_with_a_year_changes_with_the_figures_of_both(data):
    wanted = [
        page
        for against in (2017, 2019)
        for page in pages.wanted([(2024, 12)], "auto", ["zh"], ["compare"], against=against)
    ]
    known = [keys(wanted)]
    assert len(set(known[0].values())) == 2
    for period in ("2025,7", "2024,12", "2019,12"):
        with (data / "trade.csv").open(encoding="utf-8") as file:
            row = next(line for line in file if line.startswith(f"{period},ytd,44,total,CNY,"))
        change(data / "trade.csv", row, row.replace("total,CNY,", "total,CNY,9"))
        known.append(keys(wanted))
    same = [
        [name for name in before if before[name] == after[name]]
        for before, after in pairwise(known)
    ]
    assert [len(names) for names in same] == [2, 0, 0]


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("provinces", "广东省", "广东"),
        ("sources", "General Administration of Customs of China", "GACC"),
        ("regions", "East", "Eastern"),
    ],
)
def test_names_and_sources_change_every_page(data, table, old, new):
    before = keys()
    text = (data / f"{table}.csv").read_text("utf-8")
    assert old in text, text[:300]
    change(data / f"{table}.csv", old, new)
    assert not set(before.values()) & set(keys().values())


def test_a_page_made_is_plain_values_that_any_process_reads_at_once(made):
    code = "import pickle, sys; pickle.load(sys.stdin.buffer); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], input=pickle.dumps(made), check=True,
                          capture_output=True)  # fmt: skip
    assert not LARGE & set(done.stdout.decode().split())


def test_a_page_kept_comes_back_as_it_was_and_a_damaged_one_does_not(made):
    for one in made:
        produce._store(one.page.name.encode().hex(), one)
    for one in made:
        assert produce._load(one.page.name.encode().hex()) == one
    assert produce._load("none") is None
    path = keep.path_of("pages", made[0].page.name.encode().hex())
    content = path.read_bytes()
    for damaged in (content[:-1], content[:1000] + b"x" + content[1001:], b""):
        path.write_bytes(damaged)
        assert produce._load(path.name) is None


def test_no_more_is_kept_than_the_limit_and_what_was_used_lately_stays(made):
    for number in range(4):
        produce._store(f"{number}", made[0])
        os.utime(keep.path_of("pages", f"{number}"), (number, number))
    assert produce._load("0") is not None  # used now
    size = keep.path_of("pages", "0").stat().st_size
    keep.clean(2 * size)
    assert [number for number in range(4) if keep.path_of("pages", f"{number}").exists()] == [0, 3]


def test_a_folder_that_cannot_be_written_to_is_no_failure(made, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("TRADE_CACHE", str(tmp_path / "file"))
    produce._store("name", made[0])
    assert produce._load("name") is None


def test_pages_kept_are_not_made_unless_forced(made):
    wanted = [one.page for one in made if one.page.year == 2010]
    by_name = {one.page.name: one for one in made}
    asked = []

    def make(orders):
        asked.append(sorted(orders))
        for name, order in orders.items():
            assert (order.data / "trade.csv").exists()
            yield by_name[name]

    first = list(produce.pages(wanted[1:], make=make))
    again = list(produce.pages(wanted, make=make))
    forced = list(produce.pages(wanted, force=True, make=make))
    names = [page.name for page in wanted]
    assert asked == [sorted(names[1:]), names[:1], sorted(names)]
    assert [one.from_cache for one in again] == [True] * (len(wanted) - 1) + [False]
    content = [
        {one.page: (one.html, one.card, one.tables) for one in run} for run in (again, forced)
    ]
    assert content[0] == content[1]
    assert {one.page for one in first} < {one.page for one in forced}


def test_of_136_pages_made_before_none_is_made_again(made):
    years = [(year, 12) for year in range(2008, 2025)]
    notebooks = ["rankings", "movers", "regions", "trends"]
    wanted = pages.wanted(years, "auto", ["zh", "en"], notebooks)
    assert len(wanted) == 136
    asked = []

    def make(orders):
        asked.append(len(orders))
        for order in orders.values():
            yield dataclasses.replace(made[0], page=order.page, html="page", card=b"", tables={})

    for _ in range(2):
        assert {one.page for one in produce.pages(wanted, make=make)} == set(wanted)
    assert asked == [136, 0]


def test_requests_stand_until_a_file_or_an_input_differs(tmp_path):
    out = tmp_path / "site"
    out.mkdir()
    (out / "index.html").write_text("1")
    assert unchanged.complete_requests(out, "inputs") == {}
    unchanged.remember(out, {"one": 8, "another": 4}, "inputs")
    assert unchanged.complete_requests(out, "inputs") == {"one": 8, "another": 4}
    assert unchanged.complete_requests(out, "others") == {}
    (out / "index.html").write_text("2 ")
    assert unchanged.complete_requests(out, "inputs") == {}
    assert unchanged.request_key({"year": 2024}) != unchanged.request_key({"year": 2023})


LARGE = {"matplotlib", "papermill", "nbconvert", "nbformat", "IPython", "jupyter_client"}


@pytest.mark.parametrize(
    ("modules", "large"),
    [
        # To see that nothing has changed.
        ("helpers.cli", LARGE | {"numpy", "pandas", "pandera"}),
        # To order pages from other processes, and to write the site.
        ("helpers.publish.produce, helpers.publish.site", LARGE),
    ],
)
def test_a_command_imports_nothing_large_that_it_does_not_use(modules, large):
    code = f"import sys, {modules}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not large & set(done.stdout.split())
