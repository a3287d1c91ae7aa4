"""The HTML templates of blocks and pages, filled in with escaping on."""

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from helpers.language import formats

FOLDER = Path(__file__).resolve().parent / "template"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Jinja's environment for templates outside nbconvert: what is not given is an error."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"period": formats.period, "label": formats.label}
    return made


def render(name: str, **values: object) -> str:
    """The template ``name`` filled in with ``values``."""
    return environment().get_template(name).render(**values)


def text(name: str) -> str:
    """A style sheet or script as it stands in the template folder."""
    return (FOLDER / name).read_text("utf-8")


def page_script() -> str:
    """Return the script of every page: what charts and tables do, and the page's own part."""
    return _alone("interactive.js", "page/script.js")


def lab_script() -> str:
    """Return the script of notebooks: what charts and tables do, and the part for JupyterLab."""
    return _alone("interactive.js", "lab.js")


def _alone(*names: str) -> str:
    """Return scripts as one whose names stay inside it."""
    return "(() => {\n" + "".join(text(name) for name in names) + "})();\n"
