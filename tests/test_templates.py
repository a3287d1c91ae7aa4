"""Templates of sentences: both languages have every block, and every fact given is used."""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import meta, nodes

from helpers.language.templates import FOLDER, environment

FOLDERS = sorted(path.parent.name for path in FOLDER.glob("*/zh.j2"))
# A presenter's call that renders blocks, and the blocks that it renders for a name.
CALLS = {
    "_sentence": ["{}"],
    "_text": ["{}"],
    "_table": ["{}_caption"],
    "_chart": ["{}_headline", "{}_subtitle", "{}_alt"],
    "_key_number": ["{}_label", "{}_note"],
}
OPTIONS = {"source", "data", "other", "lead", "lang", "words", "shown"}


def blocks(folder: str, lang: str) -> dict[str, set[str]]:
    """The facts that each block of a template asks for."""
    env = environment(lang)
    tree = env.parse((FOLDER / folder / f"{lang}.j2").read_text("utf-8"))
    found = {}
    for block in tree.find_all(nodes.Block):
        alone = nodes.Template(block.body, lineno=1).set_environment(env)
        found[block.name] = meta.find_undeclared_variables(alone)
    return found


def given(folder: str) -> dict[str, set[str]]:
    """The facts that the presenters of a folder give to each block, by the block's name."""
    found: dict[str, set[str]] = {}
    for path in Path(FOLDER / folder).glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
                continue
            names = CALLS.get(call.func.attr, [])
            if not names or not call.args or not isinstance(call.args[0], ast.Constant):
                continue
            facts = {k.arg for k in call.keywords if k.arg} - OPTIONS
            for name in names:
                found.setdefault(name.format(call.args[0].value), set()).update(facts)
    return found


@pytest.mark.parametrize("folder", FOLDERS)
def test_both_languages_have_every_block(folder):
    assert set(blocks(folder, "zh")) == set(blocks(folder, "en"))


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_block_is_rendered_by_a_presenter_or_another_block(folder):
    text = "".join((FOLDER / folder / f"{lang}.j2").read_text("utf-8") for lang in ("zh", "en"))
    inner = set(re.findall(r"each\([\"'](\w+)[\"']\)", text))
    source = "".join(path.read_text("utf-8") for path in Path(FOLDER / folder).glob("*.py"))
    for name in blocks(folder, "zh"):
        stem = re.sub(r"_(caption|headline|subtitle|alt|label|note)$", "", name)
        assert name in inner or f'"{name}"' in source or f'"{stem}"' in source, name


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_fact_given_is_used_by_one_of_the_blocks_it_is_given_to(folder):
    asked: dict[str, set[str]] = {}
    for lang in ("zh", "en"):
        for name, facts in blocks(folder, lang).items():
            asked.setdefault(name, set()).update(facts)
    for name, facts in given(folder).items():
        stem = re.sub(r"_(caption|headline|subtitle|alt|label|note)$", "", name)
        together = [
            asked[n] for n in asked if n == name or (n.startswith(f"{stem}_") and stem != name)
        ]
        used = set().union(*together) if together else set()
        assert facts <= used, (
            f"{folder}: {name} is given {sorted(facts - used)}, which no block uses"
        )
