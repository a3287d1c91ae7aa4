"""How long publishing takes, beside the stock commands and beside the work itself: `make bench`.

Interleaved, in one go, with the outputs compared:

A  the stock commands: papermill, then jupyter nbconvert, a process each for every page
B  what a careful user would script with the same libraries: a pool of processes that call
   Papermill with the right options, and an exporter that is used again
C  trade publish --force
D  trade publish again, with nothing changed
F  the floor: the same cells and figures in one warm process without notebooks, ÷ cores

Printed are medians: seconds, how many times faster than A, CPU seconds, peak memory (MiB, what
processes share counted once). Needs Linux. `--quick` runs one edition once.
"""

import argparse
import ctypes
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

BIN = Path(sys.executable).parent
YEARS = range(2015, 2025)
NOTEBOOKS = ("rankings", "movers", "regions", "trends")
FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
SUBREAPER = 36  # prctl's PR_SET_CHILD_SUBREAPER: what a process leaves behind comes to this one
CORES = len(os.sched_getaffinity(0))
SAMPLE = 1.0  # seconds between looks at the memory in use


def pages(years: list[int]) -> list[tuple[str, int, str]]:
    """Notebook, year and language of every page."""
    return [(name, year, lang) for year in years for name in NOTEBOOKS for lang in ("zh", "en")]


def stock(years: list[int], out: Path) -> None:
    """A: two processes a page, one after the other."""
    for name, year, lang in pages(years):
        path = out / f"{year}-{name}-{lang}.ipynb"
        given = ["-p", "year", str(year), "-p", "lang", lang, "--no-progress-bar"]
        quietly([BIN / "papermill", FOLDER / f"{name}.ipynb", path, *given])
        quietly([BIN / "jupyter", "nbconvert", "--to", "html", path])


def scripted(years: list[int], out: Path) -> None:
    """B: a pool of processes; every page still has a kernel of its own."""
    with ProcessPoolExecutor(CORES) as pool:
        list(pool.map(script_one, [(*page, out) for page in pages(years)]))


def script_one(page: tuple[str, int, str, Path]) -> None:
    """One page of B, in a process of the pool."""
    import papermill
    from nbconvert import HTMLExporter

    name, year, lang, out = page
    path = out / f"{year}-{name}-{lang}.ipynb"
    notebook = papermill.execute_notebook(
        FOLDER / f"{name}.ipynb", path, {"year": year, "lang": lang}, progress_bar=False,
        request_save_on_cell_execute=False, autosave_cell_every=0, shutdown_kernel="immediate",
    )  # fmt: skip
    kept = globals().setdefault("_exporter", HTMLExporter())
    path.with_suffix(".html").write_text(kept.from_notebook_node(notebook)[0], "utf-8")


def floor(years: list[int]) -> float:
    """F: seconds of the cells alone, in this process, after a first page that is not counted."""
    import nbformat
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    InteractiveShell.instance()
    taken = []
    for name, year, lang in [*pages(years)[:1], *pages(years)]:
        cells = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4).cells
        space: dict[str, object] = {}
        started = time.perf_counter()
        for cell in cells:
            tags = cell.metadata.get("tags", [])
            if cell.cell_type == "code" and "screen-only" not in tags:
                with capture_output():
                    exec(cell.source, space)
                if "parameters" in tags:
                    space |= {"year": year, "lang": lang}
        taken.append(time.perf_counter() - started)
    return sum(taken[1:]) / CORES


def quietly(words: list[object]) -> None:
    """Run a command; what it says is shown only where it fails."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{words} failed:\n{done.stderr}")


def measured(words: list[object], environment: dict[str, str]) -> dict[str, float]:
    """Seconds, CPU seconds and peak memory (MiB) of a command with all that it starts."""
    own = [sys.executable, __file__, "--measure", *(str(word) for word in words)]
    done = subprocess.run(own, capture_output=True, text=True, env=os.environ | environment)
    if done.returncode:
        raise SystemExit(f"{words} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def measure(words: list[str]) -> None:
    """Run a command in this process's care and print what it took."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1)
    peak, ended = [0.0], threading.Event()
    watching = threading.Thread(target=watch, args=(peak, ended))
    watching.start()
    started = time.perf_counter()
    done = subprocess.run(words, capture_output=True, text=True)
    seconds = time.perf_counter() - started
    ended.set()
    watching.join()
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    sys.stderr.write(done.stderr)
    told = [line for line in done.stdout.splitlines() if line.startswith("floor ")]
    if told:
        seconds = float(told[0].split()[1])
    print(json.dumps({"seconds": seconds, "cpu": used.ru_utime + used.ru_stime, "peak": peak[0]}))
    sys.exit(done.returncode)


def watch(peak: list[float], ended: threading.Event) -> None:
    """Keep the largest sum of proportional set sizes of this process's descendants."""
    import psutil

    while not ended.wait(SAMPLE):
        total = 0
        for process in psutil.Process().children(recursive=True):
            try:
                total += process.memory_full_info().pss
            except psutil.Error:
                continue
        peak[0] = max(peak[0], total / 2**20)


def compare(years: list[int], a: Path, b: Path, site: Path) -> None:
    """Exit where A, B and C do not show the same: every shape drawn and every mark told."""
    for name, year, lang in pages(years):
        one, other = (json.loads((f / f"{year}-{name}-{lang}.ipynb").read_text()) for f in (a, b))
        shown = drawn(one)
        page = (site / lang / str(year) / f"{name}.html").read_text("utf-8")
        if not shown or shown != drawn(other) or not all(part in page for part in shown):
            raise SystemExit(f"{year}/{name} {lang} is not the same from A, B and C.")


def drawn(notebook: dict) -> list[str]:
    """The shapes of all charts in an executed notebook, and what their marks tell."""
    html = "".join(
        "".join(output.get("data", {}).get("text/html", ""))
        for cell in notebook["cells"]
        if "screen-only" not in cell["metadata"].get("tags", [])
        for output in cell.get("outputs", [])
    )
    return re.findall(r' (?:d|aria-label)="[^"]+"', html)


def bench(years: list[int], rounds: int) -> None:
    """Run A to F ``rounds`` times, interleaved, and print the medians."""
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in "ABCDF"}
    listed = ",".join(map(str, years))
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            a, b, site = (Path(folder) / name for name in ("a", "b", "site"))
            a.mkdir()
            b.mkdir()
            environment = {"TRADE_CACHE": str(Path(folder) / "cache")}
            only = [word for name in NOTEBOOKS for word in ("--only", name)]
            publish = [BIN / "trade", "publish", "--years", listed, "--out", site, *only]
            commands = {
                "A": [sys.executable, __file__, "--part", "A", listed, a],
                "B": [sys.executable, __file__, "--part", "B", listed, b],
                "C": [*publish, "--force"],
                "D": publish,
                "F": [sys.executable, __file__, "--part", "F", listed, folder],
            }
            for name, words in commands.items():
                taken[name].append(measured(words, environment))
            compare(years, a, b, site)
    report(len(years), {name: medians(runs) for name, runs in taken.items()})


def medians(runs: list[dict[str, float]]) -> dict[str, float]:
    """The median of every measure."""
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def report(editions: int, of: dict[str, dict[str, float]]) -> None:
    """Print the medians and the ratios between them."""
    print(f"\n{editions} edition(s), {8 * editions} pages, {CORES} cores; outputs are the same")
    print("    seconds  × faster than A  CPU seconds  peak MiB")
    for name, took in of.items():
        ratio = of["A"]["seconds"] / took["seconds"]
        print(
            f"{name} {took['seconds']:10.2f} {ratio:16.1f} {took['cpu']:12.1f} {took['peak']:9.0f}"
        )
    print(f"C is {of['B']['seconds'] / of['C']['seconds']:.2f} × faster than B", end=" and takes ")
    print(f"{of['C']['seconds'] / of['F']['seconds']:.2f} × the floor", flush=True)


def main() -> None:
    """Run the benchmark, or one part of it in a process of its own."""
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2:])
    if sys.argv[1:2] == ["--part"]:
        part, years, out = sys.argv[2], [int(y) for y in sys.argv[3].split(",")], Path(sys.argv[4])
        if part == "F":
            print("floor", floor(years))
        else:
            {"A": stock, "B": scripted}[part](years, out)
        return
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="one edition, once")
    parser.add_argument("--rounds", type=int, default=3, help="for one edition; ten run once")
    given = parser.parse_args()
    bench([2024], 1 if given.quick else given.rounds)
    if not given.quick:
        bench(list(YEARS), 1)


if __name__ == "__main__":
    main()
