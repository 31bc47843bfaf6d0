"""What is pinned of each asset: ``tools/assets/<name>.yaml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

_FOLDER = Path(__file__).parent


class Manifest(BaseModel):
    """One file of weights or data: where it comes from and what its bytes must be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str = Field(pattern=r"^[\w.-]+$")
    bytes: int = Field(gt=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    licence: str
    credit: str
    source: str
    commit: str
    url: str = Field(pattern=r"^https://")


@cache
def manifest(name: str) -> Manifest:
    """The manifest of the asset ``name`` (either spelling). Raises ``KeyError`` when there is none."""
    import yaml

    path = _FOLDER / f"{name.replace('-', '_')}.yaml"
    if not path.is_file():
        raise KeyError(name)
    return Manifest.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
