"""nbconvert's HTML exporter with our template, one a language."""

from functools import lru_cache
from typing import Any

from nbconvert import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbformat import NotebookNode
from traitlets.config import Config

from helpers.display import templates
from helpers.language import formats
from helpers.language.formats import LANGS


class Exporter(HTMLExporter):  # type: ignore[misc]
    """nbconvert's exporter without its last step, which takes longer than all the others.

    That step reads the finished page again, for pictures without a text alternative, which
    :mod:`helpers.publish.page_check` refuses, and to mark cells in a way our template does not use.
    """

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any = None, **given: Any
    ) -> tuple[str, Any]:
        """Return the page of a notebook and the resources used."""
        return TemplateExporter.from_notebook_node(self, nb, resources, **given)


@lru_cache(maxsize=2)
def exporter(lang: str) -> Exporter:
    """Return the exporter of a language, which removes the cells of the other one."""
    other = next(known for known in LANGS if known != lang)
    config = Config()
    config.TagRemovePreprocessor.enabled = True
    config.TagRemovePreprocessor.remove_cell_tags = {other, "screen-only"}
    return Exporter(
        config=config,
        template_name="page",
        extra_template_basedirs=[str(templates.FOLDER)],
        exclude_anchor_links=True,
        filters={
            "label": formats.label,
            "period": formats.period,
            "highlight_code": Highlight2HTML(pygments_lexer="ipython3"),
        },
    )
