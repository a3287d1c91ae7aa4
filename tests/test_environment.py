"""One list of dependencies: environment.yml and the lock follow pyproject.toml."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

PROJECT = Path(__file__).resolve().parent.parent
# conda-forge names a few packages otherwise: here its name, there PyPI's.
CONDA_NAMES = {
    "matplotlib-base": "matplotlib",
    "pandera-pandas": "pandera",
    "python-duckdb": "duckdb",
}


def declared() -> dict[str, Requirement]:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    return {canonicalize_name(r.name): r for r in map(Requirement, project["dependencies"])}


def development() -> dict[str, Requirement]:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    extra = project["optional-dependencies"]["dev"]
    return {canonicalize_name(r.name): r for r in map(Requirement, extra)}


def locked() -> dict[str, list[Version]]:
    found: dict[str, list[Version]] = {}
    for line in (PROJECT / "requirements.lock").read_text("utf-8").splitlines():
        match = re.match(r"([A-Za-z0-9._-]+)==([^ ;\\]+)", line)
        if match:
            found.setdefault(canonicalize_name(match[1]), []).append(Version(match[2]))
    return found


def conda() -> dict[str, Requirement]:
    listed = yaml.safe_load((PROJECT / "environment.yml").read_text("utf-8"))["dependencies"]
    plain = [entry for entry in listed if isinstance(entry, str)]
    pip = next(entry["pip"] for entry in listed if isinstance(entry, dict))
    named = [Requirement(entry) for entry in plain + pip if not entry.startswith("-e")]
    return {canonicalize_name(CONDA_NAMES.get(r.name, r.name)): r for r in named}


def test_conda_lists_the_same_packages():
    assert set(conda()) - {"python", "pip"} == set(declared())


@pytest.mark.parametrize("name", sorted(declared()))
def test_conda_has_the_same_range(name):
    assert conda()[name].specifier == declared()[name].specifier


def test_conda_has_the_same_python():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    assert str(conda()["python"].specifier) == str(
        Requirement(f"python{project['requires-python']}").specifier
    )


@pytest.mark.parametrize("name", sorted(declared() | development()))
def test_the_lock_is_inside_the_range(name):
    requirement = (declared() | development())[name]
    assert locked()[name]
    assert all(requirement.specifier.contains(version) for version in locked()[name])


def test_the_lock_has_hashes_and_no_address():
    text = (PROJECT / "requirements.lock").read_text("utf-8")
    assert "://" not in text
    for line in text.splitlines():
        if re.match(r"[A-Za-z0-9._-]+==", line):
            assert line.endswith("\\"), f"{line} has no hash"


def imported() -> set[str]:
    """The packages that a module of helpers imports, anywhere in it."""
    names: set[str] = set()
    for path in (PROJECT / "helpers").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                names.add(node.module.partition(".")[0])
    return names - {*sys.stdlib_module_names, "helpers"}


def test_every_imported_package_is_declared():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    optional = map(Requirement, project["optional-dependencies"]["cluster"])
    known = {*declared(), *(canonicalize_name(r.name) for r in optional)}
    found = packages_distributions()
    owners = {name: {canonicalize_name(o) for o in found.get(name, [])} for name in imported()}
    assert {name for name, own in owners.items() if not own & known} == set()


def test_tools_outside_the_lock_are_pinned():
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    assert re.search(r"tool run pip-audit@\d+\.\d+\.\d+ ", makefile)
    assert "--require-hashes --requirement tests/fuzz.lock" in makefile
    lock = (PROJECT / "tests" / "fuzz.lock").read_text("utf-8")
    assert re.search(r"^atheris==\S+ \\\n    --hash=sha256:[0-9a-f]{64}", lock, re.MULTILINE)


def test_every_dependency_has_its_reason():
    lines = (PROJECT / "pyproject.toml").read_text("utf-8").splitlines()
    listed = [line for line in lines if re.match(r'    "[A-Za-z0-9._\[\]-]+[><=]', line)]
    runtime = listed[: len(declared())]
    assert all("#" in line for line in runtime)
