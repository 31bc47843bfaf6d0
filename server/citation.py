"""How to cite a dossier: a line to read, BibTeX, and CSL-JSON.

BibTeX escapes follow its own manual (Patashnik 1988); CSL-JSON is version 1.0.2 of the Citation Style
Language's data schema.
"""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic import BaseModel, ConfigDict

_ESCAPES = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}",
            "^": r"\textasciicircum{}"} | {each: f"\\{each}" for each in "&%$#_"}  # fmt: skip


class Citation(BaseModel):
    """What names one version of a dossier."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    version: int
    sha: str  # of the scenario's file
    year: int
    language: str
    url: str
    accessed: tuple[int, int, int]  # year, month, day

    @property
    def key(self) -> str:
        """The name of the entry, safe in BibTeX."""
        return "autopsie_" + re.sub(r"\W", "_", self.id, flags=re.ASCII) + f"_{self.version}"

    def bibtex(self) -> str:
        """One ``@misc`` entry, in UTF-8."""
        year, month, day = self.accessed
        fields = {
            "author": "{Autopsie}",
            "title": "{" + _escaped(self.title) + "}",
            "year": str(self.year),
            "note": f"Version {self.version}, {_escaped(self.sha[:12])}. CC BY 4.0",
            "url": self.url,
            "urldate": f"{year:04}-{month:02}-{day:02}",
            "language": self.language,
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
        return f"@misc{{{self.key},\n{lines}\n}}\n"

    def csl(self) -> list[dict[str, Any]]:
        """One item of CSL-JSON."""
        return [
            {
                "id": self.key,
                "type": "webpage",
                "title": self.title,
                "author": [{"literal": "Autopsie"}],
                "issued": {"date-parts": [[self.year]]},
                "accessed": {"date-parts": [list(self.accessed)]},
                "version": f"{self.version} ({self.sha[:12]})",
                "language": self.language,
                "URL": self.url,
            }
        ]

    def csl_json(self) -> str:
        """The same, written."""
        return json.dumps(self.csl(), ensure_ascii=False, indent=2) + "\n"


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(each, each) for each in text)
