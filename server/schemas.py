"""The JSON Schemas of all that Autopsie writes for machines: findings, events, what ``--json`` prints.

``python -m server.schemas FOLDER`` writes them, one file a shape, named with the version of the format.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

VERSION = 1  # of the shapes of ``--json``: a field may be added, never renamed or taken away


def schemas() -> dict[str, dict[str, Any]]:
    """Every schema (JSON Schema 2020-12) by the name of its file without the ending."""
    from engine.play.events import EVENTS
    from server.cli.shapes import SHAPES
    from tools.finding import Finding

    found = {
        "finding-1": Finding.model_json_schema(mode="serialization"),
        "event-1": EVENTS.json_schema(mode="serialization"),
    }
    found |= {
        # As read, not as written: what is optional may be absent.
        f"{name}-{VERSION}": TypeAdapter(shape).json_schema(mode="validation")
        for name, shape in SHAPES.items()
    }
    return {
        name: {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"autopsie:{name}", **schema}
        for name, schema in found.items()
    }


def as_text(schema: dict[str, Any]) -> str:
    """A schema as its file holds it."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def write(folder: Path) -> None:
    """Write every schema into ``folder``, and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        (folder / f"{name}.json").write_text(as_text(schema), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
