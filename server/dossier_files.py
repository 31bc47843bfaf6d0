"""What anybody may take away from a dossier: the scenario as a pack, and its recorded measures."""

from __future__ import annotations

import io
import tempfile
import zipfile
from functools import lru_cache
from pathlib import Path

from engine.language.schema import Scenario
from tools.wording import LANGUAGES

_WHEN = (1980, 1, 1, 0, 0, 0)  # ZIP's first: the same content is the same file


def pack_of(scenario: Scenario) -> bytes:
    """The public pack: without facilitators' notes. Raises as ``engine.author.pack``."""
    return _pack(scenario.id, scenario.sha)


def findings_of(scenario: Scenario) -> bytes:
    """Every recorded measure as JSON and, in both languages, as a table."""
    from tools.figures import to_csv  # slow import

    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, finding in sorted(scenario.fixtures.items()):
            files = {f"{name}.json": finding.model_dump_json(indent=1) + "\n"}
            files |= {f"{name}.{language}.csv": to_csv(finding, language) for language in LANGUAGES}
            for file, text in files.items():
                entry = zipfile.ZipInfo(f"{scenario.id}-{scenario.version}/{file}", _WHEN)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, text)
    return held.getvalue()


@lru_cache(maxsize=16)
def _pack(name: str, sha: str) -> bytes:
    """Made once for each version: packing checks the whole scenario."""
    from engine.author.pack import pack
    from engine.language.reader import find_scenario

    with tempfile.TemporaryDirectory() as folder:
        return pack(find_scenario(name), Path(folder) / "pack.zip", public=True).path.read_bytes()
