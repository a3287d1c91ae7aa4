"""A panel over the parameters of a report, for a person at the keyboard."""

import json
from collections.abc import Callable
from typing import Any

import ipywidgets as w
from IPython import get_ipython
from IPython.display import DisplayHandle, display

from helpers.data import editions, provinces
from helpers.display.show import Block, show_style
from helpers.display.templates import render
from helpers.explore.choices import DESCRIPTION, LANGS, Options, Period
from helpers.explore.state import Explorer
from helpers.explore.words import said
from helpers.system.parameters import refuse_injected, refuse_unknown

EDITION = ("year", "month", "currency", "lang")
# What a notebook may have besides.
OTHERS = ("province", "other_year")


def at_keyboard() -> bool:
    """Whether the cell that runs was sent by a person, who could answer a prompt.

    JupyterLab says so with every cell; Papermill and nbconvert say that nobody can answer.
    """
    shell = get_ipython()
    parent = shell.get_parent() if hasattr(shell, "get_parent") else {}
    return bool(parent.get("content", {}).get("allow_stdin"))


def controls(**parameters: Any) -> None:
    """Load the style of notebooks, and show a panel that sets the variables of this one.

    ``parameters`` are year, month, currency and lang, and province or other_year where the
    notebook has them; raises BadInput for any other, also for one that only Papermill was given. A
    change sets the variable, writes it into the cell of the parameters where Lab lets it, and is
    shown below the panel, which stays in the saved notebook. The button runs the cells below.
    Without a person at the keyboard there is no panel.
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

        display(Panel(parameters, push).root)
        in_force.display(Block("", ""))


def _in_force(values: dict[str, Any]) -> Block:
    """Return what the cells below run with, as Python has it."""
    code = ", ".join(f"{name} = {json.dumps(value)}" for name, value in values.items())
    told = said("in_force", values["lang"])
    html = render("in_force.html.j2", told=told, code=code, lang=values["lang"])
    return Block(html, f"{told} {code}")


class Panel:
    """The widgets of the panel over ``parameters``; ``push`` is given the variables to set."""

    def __init__(self, parameters: dict[str, Any], push: Callable[[dict[str, Any]], None]) -> None:
        """The state is the explorer's, so only what exists can be chosen."""
        self._explorer = Explorer(**{name: parameters[name] for name in EDITION})
        self._push = push
        self._set: dict[str, Any] = {}
        self._period = Period(self._explorer)
        self._lang = Options("lang", lambda value: setattr(self._explorer, "lang", value))
        self._currency = Options(
            "currency", lambda value: setattr(self._explorer, "currency", value)
        )
        self._others = {name: w.Dropdown() for name in parameters if name not in EDITION}
        for name, box in self._others.items():
            box.style.description_width = DESCRIPTION
            box.options = self._offered(name)
            if parameters[name] in dict(box.options).values():
                box.value = parameters[name]
            box.observe(lambda change, name=name: self._put({name: change.new}), "value")
        self._run = w.HTML()
        self.root = w.VBox(
            [
                w.HBox([self._lang.box, self._currency.box]),
                self._period.box, *self._others.values(), self._run,
            ],
            layout=w.Layout(max_width="30rem"),
        )  # fmt: skip
        self.root.add_class("trade-explorer")
        self._explorer.observe(self._changed)
        self._show()

    def _offered(self, name: str) -> list[tuple[str, Any]]:
        """What there is of a parameter beside the edition's: provinces, or years."""
        x = self._explorer
        if name == "other_year":
            years = editions.earlier_years(x.year, x.month, x.currency)
            return [(str(year), year) for year in reversed(years)]
        known = provinces.names(x.lang)
        return [(known[code], code) for code in provinces.provinces().index]

    def _changed(self, _: Any) -> None:
        self._put({name: getattr(self._explorer, name) for name in EDITION})
        self._show()

    def _put(self, changed: dict[str, Any]) -> None:
        """Set variables, and have the page write them into the cell of the parameters."""
        self._set |= changed
        self._push(changed)
        self._show_below()

    def _show(self) -> None:
        x = self._explorer
        self._period.show()
        self._lang.show(LANGS, x.lang, x.lang)
        self._currency.show(x.currencies(), x.currency, x.lang)
        for name, box in self._others.items():
            box.description = said(name, x.lang)
            offered, chosen = self._offered(name), box.value
            if offered != list(box.options):
                # What was chosen stays where it is still offered; else the first takes its place.
                box.options = offered
                box.value = chosen if chosen in dict(offered).values() else box.value
        self._show_below()

    def _show_below(self) -> None:
        """Show why some choices are not there, and the button."""
        x = self._explorer
        self._run.value = render(
            "controls.html.j2", said=said, lang=x.lang, reasons=x.reasons(), changed=self._set
        )
