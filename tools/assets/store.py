"""Where an asset is on this machine, and whether its bytes are the pinned ones.

Looked for in this order: the path given by option, the folders ``AUTOPSIE_ASSETS`` names (never written),
the user's cache, this repository (what we trained ourselves), the package that holds it where that package is
installed in this Python. The first place that has the file decides: a wrong file is refused, never skipped in
silence. Only an installed package of another version is passed over: nobody put it there for us.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tools.assets import failures
from tools.assets.manifest import Committed, Manifest, Packaged, manifest, manifests
from tools.errors import AssetRefused, AutopsieError, MissingAsset
from tools.home import assets_cache
from tools.subject import Availability, SubjectCard
from tools.wording import NO_BREAK_SPACE, Words

FOLDER_VARIABLE = "AUTOPSIE_ASSETS"
Place = Literal["option", "AUTOPSIE_ASSETS", "cache", "repository", "package"]

ROOT = Path(__file__).resolve().parents[2]
"""What the paths of committed assets are relative to: the checkout, or the folder we are installed in."""

_hashes: dict[tuple[str, int, int], str] = {}


@dataclass(frozen=True)
class Located:
    """An asset that was found and whose hash is right."""

    path: Path
    where: Place


def locate(name: str, option: Path | None = None) -> Located:
    """Find the asset and check its SHA-256; ``option`` is a file, or a folder that holds it.

    A file that bears the name of another asset is no answer for this one: of a subject with several files,
    one may be given. What comes with Autopsie itself need not lie in a folder that is given.

    Raises :class:`MissingAsset` (``asset_missing``) or :class:`AssetRefused` (``asset_wrong_hash``,
    ``asset_unreadable``).
    """
    pinned = manifest(name)
    for where, path in _places(pinned, option):
        if path.is_file():
            _check(name, pinned, path)
            return Located(path, where)
        if where == "option" and not _comes_along(pinned):
            raise _missing(name, pinned, path)
    if (installed := _in_package(pinned)) is not None:
        return Located(installed, "package")
    raise _missing(name, pinned)


def read(name: str, option: Path | None = None) -> bytes:
    """The bytes of the asset, checked as they are read. Raises as :func:`locate`."""
    pinned = manifest(name)
    found = locate(name, option)
    try:
        content = found.path.read_bytes()
    except OSError as unreadable:
        raise _unreadable(name) from unreadable
    # The memoised hash may be older than a file that was exchanged under us.
    if (hashed := hashlib.sha256(content).hexdigest()) != pinned.sha256:
        raise wrong_hash(name, pinned, hashed, len(content))
    return content


def availability(name: str, option: Path | None = None) -> Availability:
    """Whether the asset is here and sound; cheap after the first time, and never loads a model."""
    try:
        return Availability(available=True, where=locate(name, option).where)
    except AutopsieError as refusal:
        reason = Words(fr=refusal.sentence("fr"), en=refusal.sentence("en"))
        return Availability(available=False, reason=reason)


def locate_all(card: SubjectCard, option: Path | None = None) -> tuple[Located, ...]:
    """Find every asset of a subject and check each. Raises as :func:`locate`, of the first that fails."""
    return tuple(locate(name, option) for name in card.assets)


def subject_availability(card: SubjectCard, option: Path | None = None) -> Availability:
    """Whether every asset of a subject is here and sound; never loads a model."""
    found = [availability(name, option) for name in card.assets]
    missing = next((each for each in found if not each.available), None)
    return missing or (found[0] if found else Availability(available=True))


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, remembered as long as its path, time and size stay the same."""
    stat = path.stat()
    known = (str(path.absolute()), stat.st_mtime_ns, stat.st_size)
    if known not in _hashes:
        with path.open("rb") as file:
            _hashes[known] = hashlib.file_digest(file, "sha256").hexdigest()
    return _hashes[known]


def wrong_hash(name: str, pinned: Manifest, found: str, size: int) -> AssetRefused:
    """The refusal of a file that is not the pinned one, with both hashes."""
    slug = name.replace("_", "-")
    short_fr = short_en = ""
    if size != pinned.bytes:
        short_fr = (
            f" Taille attendue{NO_BREAK_SPACE}: {pinned.bytes} octets, trouvée{NO_BREAK_SPACE}: {size}."
        )
        short_en = f" Expected size: {pinned.bytes} bytes, found: {size}."
    return AssetRefused(
        "asset_wrong_hash",
        Words(
            fr=f"Le fichier {pinned.file} n’est pas celui de {slug}. SHA-256 attendu{NO_BREAK_SPACE}: "
            f"{pinned.sha256}, trouvé{NO_BREAK_SPACE}: {found}.{short_fr}",
            en=f"The file {pinned.file} is not that of {slug}. Expected SHA-256: {pinned.sha256}, "
            f"found: {found}.{short_en}",
        ),
        Words(
            fr=f"Écartez ce fichier, puis lancez{NO_BREAK_SPACE}: autopsie subjects fetch {slug}",
            en=f"Move that file away, then run: autopsie subjects fetch {slug}",
        ),
    )


def _places(pinned: Manifest, option: Path | None) -> list[tuple[Place, Path]]:
    places: list[tuple[Place, Path]] = []
    if option is not None and not _is_anothers(pinned, option):
        places.append(("option", option / pinned.file if option.is_dir() else option))
    places.extend(("AUTOPSIE_ASSETS", folder / pinned.file) for folder in named_folders())
    places.append(("cache", assets_cache() / pinned.file))
    if isinstance(pinned.origin, Committed):
        places.append(("repository", ROOT / pinned.origin.path))
    return places


def _is_anothers(pinned: Manifest, option: Path) -> bool:
    """Whether a file that was given is, by its name, another asset's."""
    if option.name == pinned.file or not option.is_file():
        return False
    return any(other.file == option.name for other in manifests().values())


def _comes_along(pinned: Manifest) -> bool:
    """Whether the asset came with Autopsie: in this repository, or in a package that is installed with it."""
    return isinstance(pinned.origin, Committed) or _in_package(pinned) is not None


def named_folders() -> list[Path]:
    """The folders that ``AUTOPSIE_ASSETS`` names, in their order."""
    named = os.environ.get(FOLDER_VARIABLE, "")
    return [Path(folder).expanduser() for folder in named.split(os.pathsep) if folder]


def _in_package(pinned: Manifest) -> Path | None:
    """The asset in its package, if that is installed here and the bytes are right; imports nothing of it."""
    origin = pinned.origin
    if not isinstance(origin, Packaged) or origin.making != "as-is":
        return None
    from importlib import metadata

    try:
        path = Path(str(metadata.distribution(origin.package).locate_file(origin.members[0])))
        right = path.is_file() and sha256_of(path) == pinned.sha256
    except (metadata.PackageNotFoundError, OSError):
        return None
    return path if right else None


def _check(name: str, pinned: Manifest, path: Path) -> None:
    try:
        found, size = sha256_of(path), path.stat().st_size
    except OSError as unreadable:
        raise _unreadable(name) from unreadable
    if found != pinned.sha256:
        raise wrong_hash(name, pinned, found, size)


def _missing(name: str, pinned: Manifest, path: Path | None = None) -> MissingAsset:
    slug = name.replace("_", "-")
    if path is not None:
        says = Words(
            fr=f"Il n’y a pas de fichier «\u202f{path}\u202f».",
            en=f"There is no file “{path}”.",
        )
    elif isinstance(pinned.origin, Committed):
        return failures.not_fetchable(pinned)
    else:
        says = Words(
            fr=f"Les poids de {slug} ({pinned.file}) ne sont pas sur cette machine.",
            en=f"The weights of {slug} ({pinned.file}) are not on this machine.",
        )
        if pinned.kind != "weights":
            says = Words(
                fr=f"Les données de {slug} ({pinned.file}) ne sont pas sur cette machine.",
                en=f"The data of {slug} ({pinned.file}) are not on this machine.",
            )
        if named_folders():  # a misspelt folder must not pass for an empty one
            says = Words(
                fr=f"{says.fr} Le dossier que nomme {FOLDER_VARIABLE} ne les contient pas, ou n’existe pas.",
                en=f"{says.en} The folder that {FOLDER_VARIABLE} names does not hold them, or is not there.",
            )
    return MissingAsset(
        "asset_missing",
        says,
        Words(
            fr=f"Pour les récupérer{NO_BREAK_SPACE}: autopsie subjects fetch {slug}",
            en=f"To fetch them: autopsie subjects fetch {slug}",
        ),
    )


def _unreadable(name: str) -> AssetRefused:
    slug = name.replace("_", "-")
    return AssetRefused(
        "asset_unreadable",
        Words(
            fr=f"Le fichier de poids de {slug} n’est pas lisible par ce compte.",
            en=f"The weight file of {slug} cannot be read by this account.",
        ),
        Words(fr="Vérifiez ses droits.", en="Check its permissions."),
    )
