"""What `make bench` holds publishing against, each in a process of its own: parts A, B and F.

They make the same pages in ways of their own, and leave what every page shows in a folder.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path

BIN = Path(sys.executable).parent
FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
CORES = len(os.sched_getaffinity(0))
# A notebook, the year it is run for, and the language.
Page = tuple[str, int, str]


def pages(notebooks: list[str], years: list[int]) -> list[Page]:
    """Every page of the notebooks for the years, in both languages."""
    return list(product(notebooks, years, ("zh", "en")))


def file_of(page: Page, folder: Path, suffix: str) -> Path:
    """Where a page lies in the folder of its part."""
    name, year, lang = page
    return folder / f"{year}-{name}-{lang}{suffix}"


def stock(wanted: list[Page], out: Path) -> None:
    """A: papermill, then jupyter nbconvert; a process each for every page, one after the other."""
    for page in wanted:
        name, year, lang = page
        path = file_of(page, out, ".ipynb")
        given = ["-p", "year", str(year), "-p", "lang", lang, "--no-progress-bar"]
        quietly([BIN / "papermill", FOLDER / f"{name}.ipynb", path, *given])
        quietly([BIN / "jupyter", "nbconvert", "--to", "html", path])


def quietly(words: list[object]) -> None:
    """Run a command; what it says is shown only where it fails."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{words} failed:\n{done.stderr}")


def scripted(wanted: list[Page], out: Path) -> None:
    """B: a pool of processes; every page still has a kernel of its own."""
    # Every core is at work anyway.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    with ProcessPoolExecutor(CORES) as pool:
        list(pool.map(script_one, [(page, out) for page in wanted]))


def script_one(given: tuple[Page, Path]) -> None:
    """One page of B, in a process of the pool."""
    import papermill
    from nbconvert import HTMLExporter

    page, out = given
    name, year, lang = page
    path = file_of(page, out, ".ipynb")
    notebook = papermill.execute_notebook(
        FOLDER / f"{name}.ipynb", path, {"year": year, "lang": lang}, progress_bar=False,
        request_save_on_cell_execute=False, autosave_cell_every=0, shutdown_kernel="immediate",
        skip_cells_with_tag="screen-only",
    )  # fmt: skip
    kept = globals().setdefault("_exporter", HTMLExporter())
    path.with_suffix(".html").write_text(kept.from_notebook_node(notebook)[0], "utf-8")


def floor(wanted: list[Page], out: Path) -> float:
    """F: seconds of the cells alone, in this process, after a first page that is not counted."""
    import nbformat
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    InteractiveShell.instance()
    taken = []
    for page in [*wanted[:1], *wanted]:
        name, year, lang = page
        cells = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4).cells
        space: dict[str, object] = {}
        shown = []
        started = time.perf_counter()
        for cell in cells:
            tags = cell.metadata.get("tags", [])
            if cell.cell_type == "code" and "screen-only" not in tags:
                with capture_output() as captured:
                    exec(cell.source, space)
                shown += captured.outputs
                if "parameters" in tags:
                    space |= {"year": year, "lang": lang}
        taken.append(time.perf_counter() - started)
        html = "\n".join(each.data.get("text/html", "") for each in shown)
        file_of(page, out, ".html").write_text(html, "utf-8")
    return sum(taken[1:]) / CORES


def main() -> None:
    """Run one part: its letter, the notebooks, the years, the folder."""
    part, notebooks, years, out = sys.argv[1:]
    wanted = pages(notebooks.split(","), [int(year) for year in years.split(",")])
    if part == "F":
        print("floor", floor(wanted, Path(out)))
    else:
        {"A": stock, "B": scripted}[part](wanted, Path(out))


if __name__ == "__main__":
    main()
