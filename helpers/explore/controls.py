"""A panel over the parameters of a report, for a person at the keyboard."""

import json
from typing import Any

from IPython import get_ipython
from IPython.display import DisplayHandle, display

from helpers.display.show import Block, show_style
from helpers.display.templates import render
from helpers.explore.panels import EDITION, OTHERS, DetailPanel, EditionPanel
from helpers.explore.words import said
from helpers.system.parameters import refuse_injected, refuse_unknown


def at_keyboard() -> bool:
    """Whether the cell that runs was sent by a person, who could answer a prompt.

    JupyterLab says so with every cell; Papermill and nbconvert say that nobody can answer.
    """
    shell = get_ipython()
    parent = shell.get_parent() if hasattr(shell, "get_parent") else {}
    return bool(parent.get("content", {}).get("allow_stdin"))


def controls(**parameters: Any) -> None:
    """Load the style of notebooks, and show a panel that sets the variables of this one.

    ``parameters`` are year, month, currency and lang, and province, other_year or flow where the
    notebook has them; a notebook with a flow is about trade in detail. Raises BadInput for any
    other, also for one that only Papermill was given. A change sets the variable, writes it into
    the cell of the parameters where Lab lets it, and is shown below the panel, which stays in the
    saved notebook. The button runs the cells below. Without a person at the keyboard there is no
    panel.
    """
    refuse_unknown(parameters, (*EDITION, *OTHERS), "controls")
    shell = get_ipython()
    refuse_injected(shell.user_ns.get("In", []) if shell else [])
    show_style(parameters.get("lang", ""))
    if at_keyboard():
        in_force = DisplayHandle()

        def push(changed: dict[str, Any]) -> None:
            """Set variables of the notebook and show the values in force."""
            shell.push(changed)
            in_force.update(_in_force({name: shell.user_ns[name] for name in parameters}))

        panel = DetailPanel if "flow" in parameters else EditionPanel
        display(panel(parameters, push).root)
        in_force.display(Block("", ""))


def _in_force(values: dict[str, Any]) -> Block:
    """Return what the cells below run with, as Python has it."""
    code = ", ".join(f"{name} = {json.dumps(value)}" for name, value in values.items())
    told = said("in_force", values["lang"])
    html = render("in_force.html.j2", told=told, code=code, lang=values["lang"])
    return Block(html, f"{told} {code}")
