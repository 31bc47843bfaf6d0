"""The JSON Schemas of all that Autopsie writes for machines (findings, events, what ``--json`` prints), and
of the files that stand beside a scenario.

``python -m server.schemas FOLDER`` writes them, one file a shape, named with the version of the format.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

DRAFT = "https://json-schema.org/draft/2020-12/schema"
VERSION = 1  # of the shapes of ``--json``: what goes or changes its meaning makes a 2, and the old file stays


def schemas() -> dict[str, dict[str, Any]]:
    """Every published schema, by file name."""
    from engine.author.json_schema_beside import dossier_schema, workshop_schema
    from engine.play.events import EVENTS
    from engine.play.report_log import ReportLog
    from engine.play.verification import Verification
    from server.cli.ask_shapes import ASK_SHAPES
    from server.cli.author_shapes import AUTHOR_SHAPES
    from server.cli.dossier_shapes import DOSSIER_SHAPES
    from server.cli.shapes import SHAPES
    from server.guide_setup import GUIDE_SHAPES
    from server.listing import Listing
    from tools.finding import Finding
    from tools.subjects.external.description import published_schema

    found = {
        "finding-1.json": Finding.model_json_schema(mode="serialization"),
        "event-1.json": EVENTS.json_schema(mode="serialization"),
        "subject-description-1.json": published_schema(),
        "dossier-1.json": dossier_schema("en"),
        "workshop-1.json": workshop_schema("en"),
        "autopsie-dossiers-1.json": Listing.model_json_schema(mode="serialization"),
        "autopsie-report-1.json": ReportLog.model_json_schema(mode="serialization"),
        f"verify-{VERSION}.json": Verification.model_json_schema(mode="serialization"),
    }
    found |= {
        # As read, not as written: what is optional may be absent.
        f"{name}-{VERSION}.json": TypeAdapter(shape).json_schema(mode="validation")
        for name, shape in (SHAPES | AUTHOR_SHAPES | DOSSIER_SHAPES | GUIDE_SHAPES | ASK_SHAPES).items()
    }
    return {name: {"$schema": DRAFT, **schema} for name, schema in found.items()}


def written(schema: dict[str, Any]) -> str:
    """A schema as its file holds it."""
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def write(folder: Path) -> None:
    """Write every schema into ``folder``, and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        (folder / name).write_text(written(schema), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
