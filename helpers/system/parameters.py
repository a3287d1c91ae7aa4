"""Parameters that do not exist are refused by name, with the nearest that does."""

import ast
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from helpers.system.errors import BadInput

# The first line of the cell that Papermill puts in below the one tagged parameters.
INJECTED = "# Parameters"


def refuse_unknown(given: Iterable[str], known: Sequence[str], owner: str) -> None:
    """Raise BadInput where a name in ``given`` is not in ``known``.

    The message names the parameter, the nearest that ``owner`` has, and all that it has.
    """
    for name in given:
        if name not in known:
            near = get_close_matches(name, known, 1, 0.5)
            meant = f"; did you mean {near[0]}?" if near else "."
            raise BadInput(
                f"{name!r} is not a parameter of {owner}{meant} "
                f"Its parameters are {', '.join(known)}."
            )


def refuse_injected(cells: Sequence[str]) -> None:
    """Raise BadInput where Papermill was given a parameter that the notebook does not have.

    ``cells`` are the sources that the kernel has run. Papermill puts what it was given into a cell
    of its own; the parameters of the notebook are what the cells above assign. Without any there
    is nothing to compare with.
    """
    for at, source in enumerate(cells):
        if source.startswith(INJECTED):
            known = [name for above in cells[:at] for name in _assigned(above)]
            if known:
                refuse_unknown(_assigned(source), list(dict.fromkeys(known)), "this notebook")


def _assigned(source: str) -> list[str]:
    """Return the names that a cell assigns at its top level; none where it is not plain Python."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return []
    return [
        target.id
        for statement in statements
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    ]
