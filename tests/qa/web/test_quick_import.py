"""Gradio is imported without its work for editors."""

from __future__ import annotations

import subprocess
import sys

COUNTED = """
import ast, inspect
parsed, getfile = [], inspect.getfile
usual = ast.get_source_segment
ast.get_source_segment = lambda code, node, **how: parsed.append(node) or usual(code, node, **how)
import pincite.qa.web.page as page
page.gr.component_meta.create_or_modify_pyi(page.gr.Number, "Number", [])
print(len(parsed), inspect.getfile is getfile)
"""


def test_no_source_of_a_component_is_parsed_while_gradio_is_imported() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", COUNTED], capture_output=True, text=True, check=True
    )
    # two for the component that is parsed afterwards, its source and its stub
    assert ran.stdout.split() == ["2", "True"]
