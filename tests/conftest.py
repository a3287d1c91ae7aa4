"""What tests share: the project, and one site published once for all of them."""

import os
import pickle
from pathlib import Path

import pytest
import work
from filelock import FileLock
from hypothesis import settings

from helpers import constants
from helpers.publish import execute, pages, site
from helpers.publish import page as publish
from helpers.system import workers

PROJECT = Path(__file__).resolve().parent.parent
# A loaded machine is slow, not wrong: no example fails for the time it takes.
settings.register_profile("project", deadline=None)
settings.load_profile("project")


def pytest_addoption(parser):
    parser.addoption("--kills", type=int, default=5, help="kills a command has to survive")


def pytest_terminal_summary(terminalreporter):
    """Tell what tests have measured with record_property."""
    passed = terminalreporter.getreports("passed")
    measured = [pair for report in passed for pair in report.user_properties]
    if measured:
        terminalreporter.section("measured")
        for name, value in measured:
            terminalreporter.write_line(f"{value:8.2f}  {name}")


@pytest.fixture
def kills(request) -> int:
    """How many times a command is killed; `make torture` asks for more."""
    return request.config.getoption("--kills")


@pytest.fixture(scope="session", autouse=True)
def own_cache_folder(shared):
    """Pages that tests publish are not kept among those of the person who runs the tests."""
    os.environ["TRADE_CACHE"] = str(shared / "cache")


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder of the project."""
    return PROJECT


@pytest.fixture(scope="session")
def shared(tmp_path_factory, worker_id) -> Path:
    """A folder for what is made once, however many processes run the tests."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def executed(shared) -> list[execute.Executed]:
    """Executed notebooks of a recent year, of one without exports and imports, of a province."""
    kept = shared / "executed.pickle"
    with FileLock(shared / "executed.lock"):
        if not kept.exists():
            years = [(2024, 12), (2010, 12)]
            wanted = pages.wanted(years, "auto", ["zh", "en"], list(constants.NOTEBOOKS))
            # One page of a province stands for all 31.
            singles = list(constants.SINGLES)
            wanted += pages.wanted([(2024, 12)], "auto", ["zh", "en"], singles, ["62"])
            done = {one.page: one for one in work.execute(wanted)}
            kept.write_bytes(pickle.dumps([done[page] for page in wanted]))
    return pickle.loads(kept.read_bytes())


@pytest.fixture(scope="session")
def made(shared, executed) -> list[publish.FinishedPage]:
    """The pages of the executed notebooks."""
    kept = shared / "made.pickle"
    with FileLock(shared / "made.lock"):
        if not kept.exists():
            named = {one.page.name: one for one in executed}
            done = work.successes(workers.outcomes(publish.page_of, named, execute.PAGE_SECONDS))
            by_page = {one.page: one for one in done}
            kept.write_bytes(pickle.dumps([by_page[one.page] for one in executed]))
    return pickle.loads(kept.read_bytes())


@pytest.fixture(scope="session")
def published_site(shared, made) -> Path:
    """A site with every page of 2024 and 2010 in both languages; tests only read it."""
    out = shared / "published" / "site"
    with FileLock(shared / "published.lock"):
        if not out.exists():
            with site.rebuilt(out) as folder:
                site.write_pages(folder, made)
    return out
