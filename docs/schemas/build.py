"""Write the JSON Schemas of findings and events: ``python docs/schemas/build.py`` after a contract changes.

``finding-1.json`` is one finding, ``event-1.json`` one event of a log. A field that goes or changes its
meaning makes a ``-2``; the old file then stays.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from engine.play.events import EVENTS  # noqa: E402  # the checkout comes before any installed copy
from tools.finding import Finding  # noqa: E402

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """Every published schema, by file name."""
    return {
        "finding-1.json": {"$schema": DRAFT, **Finding.model_json_schema(mode="serialization")},
        "event-1.json": {"$schema": DRAFT, **EVENTS.json_schema(mode="serialization")},
    }


def written(schema: dict[str, Any]) -> str:
    """A schema as its file holds it."""
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    for name, schema in schemas().items():
        (HERE / name).write_text(written(schema), encoding="utf-8")
