"""Values of no field in particular, as JSON would hold them: answers and results."""

from __future__ import annotations

import re
from typing import Any

from engine.language.tree import Fields, Items, Tree


def value_of(tree: Tree) -> Any:
    """Plain numbers and flags get their type, the rest is text; a plain ``null`` or nothing is ``None``."""
    if isinstance(tree, Items):
        return [value_of(each) for each in tree.items]
    if isinstance(tree, Fields):
        return {name: value_of(value) for name, (_, value) in tree.items.items()}
    if tree.plain and re.fullmatch(r"-?(?:0|[1-9]\d{0,14})", tree.value):
        return int(tree.value)
    if tree.plain and re.fullmatch(r"-?\d{1,15}\.\d{1,15}", tree.value):
        return float(tree.value)
    if tree.plain and tree.value in ("true", "false"):
        return tree.value == "true"
    if tree.plain and tree.value in ("null", "~", ""):
        return None
    return tree.value
