"""Publish the site of this checkout and of an older commit, and list every file that differs.

    python tests/compare_sites.py COMMIT [--quick] [--only NOTEBOOK …] [--ignore-code]

Without options every edition there is goes in: full years in the currency chosen by default and in
US dollars, every year to date, the comparison, the article, and one province of each region. Exit
code 1 when a byte differs. With ``--ignore-code`` the cells' code and blank lines do not count, for
commits that change cells of notebooks and nothing that they show. With ``--keep FOLDER`` the site
of the older commit stays there and is used again.
"""

import argparse
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BINARY = (".png", ".docx", ".zip")
ONE_OF_EACH_REGION = "31,44,11,42,54,62,21"
QUICK = {("2005", ""), ("2010", ""), ("2015", ""), ("2016", ""), ("2024", ""), ("2024", "7"),
         ("2025", "7"), ("2024", "1"), ("2024", "USD")}  # fmt: skip
CODE = re.compile(rb'<div class="code">.*?</pre>\s*</div>\s*</div>\s*', re.DOTALL)
BLANK = re.compile(rb"\n\s*\n")
Request = tuple[str, str, str]  # years, last month, currency


def main() -> int:
    """Compare as the command line asks; returns the exit code."""
    asked = _arguments()
    commit = _git("rev-parse", asked.commit)
    with tempfile.TemporaryDirectory(prefix="compare-") as name:
        temporary = Path(name)
        old = (asked.keep or temporary / "old") / commit[:12]
        if not old.exists():
            tree = temporary / "tree"
            _git("worktree", "add", "--detach", "--force", str(tree), commit)
            try:
                _publish(tree, temporary / "site", asked.quick, asked.only)
            finally:
                _git("worktree", "remove", "--force", str(tree))
            shutil.copytree(temporary / "site", old)
        new = temporary / "new"
        _publish(ROOT, new, asked.quick, asked.only)
        if asked.ignore_code:
            shutil.copytree(old, temporary / "without")
            old = temporary / "without"
            for page in [*old.rglob("*.html"), *new.rglob("*.html")]:
                page.write_bytes(BLANK.sub(b"\n", CODE.sub(b"", page.read_bytes())))
        return _compare(old, new, asked.only, asked.lines)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("commit", help="the older commit")
    parser.add_argument("--quick", action="store_true", help="nine editions instead of all")
    parser.add_argument("--only", nargs="+", default=[], help="these notebooks only")
    parser.add_argument("--ignore-code", action="store_true", help="leave out cells' code")
    parser.add_argument("--keep", type=Path, help="folder for the site of the older commit")
    parser.add_argument("--lines", type=int, default=6, help="changed lines shown for a file")
    return parser.parse_args()


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def _trade(tree: Path, *words: str) -> str:
    """What the command of a checkout prints; its pages come from its own code and data."""
    environment = {**os.environ, "PYTHONPATH": str(tree), "TRADE_DATA": str(tree / "data")}
    done = subprocess.run(
        [sys.executable, "-m", "helpers", *words],
        cwd=tree, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"trade {' '.join(words)}: {done.stderr}")
    return done.stdout


def _requests(tree: Path, quick: bool) -> list[Request]:
    """Years, month and currency of every edition; the currency is empty where it is the default."""
    rows = [line.split()[:2] for line in _trade(tree, "editions").splitlines()[1:]]
    in_yuan = {period for period, currency in rows if currency == "CNY"}
    together: dict[tuple[str, str], list[str]] = {}
    for period, currency in rows:
        year, _, month = period.partition("-")
        month = month.lstrip("0")
        other = currency if currency == "USD" and period in in_yuan else ""
        if not quick or (year, month or other) in QUICK:
            together.setdefault((month, other), []).append(year)
    return [(",".join(years), month, other) for (month, other), years in together.items()]


def _publish(tree: Path, out: Path, quick: bool, only: list[str]) -> None:
    """Publish the editions of ``tree`` into ``out``."""
    everything = not only
    for years, month, currency in _requests(tree, quick):
        period = ["--years", years, *(["--month", month] if month else [])]
        words = ["publish", *period, *(["--currency", currency] if currency else [])]
        words += ["--out", str(out)]
        names = [name for name in only if name != "province"]
        if everything or "province" in only:
            _trade(tree, *words, "--province", ONE_OF_EACH_REGION)
        if everything:
            names = _page_notebooks(tree)
        if names:
            try:
                _trade(tree, *words, *(w for name in names for w in ("--only", name)))
            except SystemExit as error:
                # An edition without the figures of a notebook has no such page.
                if everything or "has the figures of" not in str(error):
                    raise


def _page_notebooks(tree: Path) -> list[str]:
    """The notebooks that make one page an edition."""
    known = sorted(path.stem for path in (tree / "notebooks").glob("*.ipynb"))
    return [name for name in known if name not in ("explore", "province")]


def _compare(old: Path, new: Path, only: list[str], most: int) -> int:
    """Print which files of two sites differ and how; returns 1 when any does."""
    sites = [{p.relative_to(s) for p in s.rglob("*") if p.is_file()} for s in (old, new)]
    if only:
        sites = [{p for p in s if p.stem.split("-")[0] in only} for s in sites]
    before, after = sites
    differing = sorted(
        p for p in before & after if (old / p).read_bytes() != (new / p).read_bytes()
    )
    for path in sorted(before - after):
        print(f"- {path}")
    for path in sorted(after - before):
        print(f"+ {path}")
    for path in differing:
        print(f"≠ {path}")
        if path.suffix not in BINARY:
            _print_changes(old / path, new / path, most)
    print(f"{len(before | after)} files, {len(differing) + len(before ^ after)} differ")
    return int(bool(differing or before ^ after))


def _print_changes(old: Path, new: Path, most: int) -> None:
    """The first changed lines of a file, without what is embedded in base64."""
    texts = [re.sub(r"base64,[\w+/=]+", "base64,…", p.read_text("utf-8")) for p in (old, new)]
    lines = [re.sub(r"(</\w+>)", r"\1\n", text).splitlines() for text in texts]
    changes = [
        line for line in difflib.unified_diff(*lines, lineterm="", n=0)
        if line[:1] in "+-" and line[:3] not in ("+++", "---")
    ]  # fmt: skip
    for line in changes[:most] or ["only what is embedded differs: font or data"]:
        print(f"    {line[:300]}")


if __name__ == "__main__":
    sys.exit(main())
