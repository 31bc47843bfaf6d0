"""One archive to share: a checked scenario with all that it plays on, and nothing else.

A pack is a zip of known names with a ``manifest.json`` that states the SHA-256 of each file. Two packs of the
same files are the same bytes. ``unpack`` trusts nothing: names, sizes, hashes, then ``check``.
"""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import stat
import tempfile
import zipfile
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engine.language.diagnostics import Diagnostic, Diagnostics, publishable
from engine.language.libraries import library_file
from engine.language.reader import dossier_of, read_scenario
from engine.language.schema import Scenario
from engine.language.tree import Fields, Items, Tree, build
from engine.language.versions import undeclared_changes
from tools.errors import AutopsieError
from tools.wording import Words

MANIFEST = "manifest.json"
MAX_FILES = 500
MAX_FILE = 16 << 20  # bytes, unpacked
MAX_TOTAL = 64 << 20
_NAMES = re.compile(
    r"(?:scenario|dossier|workshop)\.yaml|dossier\.md|CREDITS\.md|[a-z][a-z0-9-]{0,59}\.lock"
    r"|(?:findings|dossier)/[a-z][a-z0-9_]{0,39}\.json"
    r"|dossier/[a-z][a-z0-9_]{0,39}(?:-[1-9][0-9]?)?\.(?:fr|en)\.svg|libraries/[a-z][a-z0-9_-]{0,59}\.yaml"
    r"|assets/[A-Za-z0-9][A-Za-z0-9_.-]{0,99}\.(?:png|jpg|jpeg|webp|svg|gif)"
)
_NEVER = (1980, 1, 1, 0, 0, 0)  # the oldest date that a zip can hold: a pack states none


class Refused(AutopsieError):
    """A scenario that cannot be packed, or an archive that cannot be trusted; nothing was written."""

    exit_code = 1


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PackedFile(_Part):
    """One file of a pack."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(ge=0, le=MAX_FILE)


class Manifest(_Part):
    """What a pack says of itself."""

    format: Literal["pack/1"] = "pack/1"
    id: str = Field(pattern=r"^[a-z][a-z0-9-]{0,59}$")
    version: int
    public: bool  # notes for facilitators and comments were left out
    files: dict[str, PackedFile]


class Pack(BaseModel):
    """An archive made or opened: its manifest, and what ``check`` says of the scenario in it."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    manifest: Manifest
    path: Path
    diagnostics: list[Diagnostic]


def pack(
    path: Path,
    out: Path | None = None,
    *,
    strict: bool = False,
    public: bool = False,
    published: Path | None = None,
) -> Pack:
    """Write the scenario at ``path`` and its files into one archive (``<id>-<version>.zip`` by default).

    ``public`` leaves out notes for facilitators, and comments. ``published`` is the version that readers
    have: every node of it must still be there, or be accounted for (G541). Raises :class:`Refused` for a
    scenario that is not fit to be published: errors, what only a draft may lack, or any warning under
    ``strict``.
    """
    scenario, found = read_scenario(path)
    if published is not None and scenario is not None:
        before, _ = read_scenario(published)
        source = path.read_text(encoding="utf-8", errors="replace")
        found += undeclared_changes(before, scenario, source, path.name) if before is not None else []
    barred = scenario is None or not publishable(found) or (strict and any(_counts(each) for each in found))
    if scenario is None or barred:
        raise _unfit(path, found)
    files = _files_of(path, scenario)
    if public:
        files = {name: _public(name, raw) for name, raw in files.items()}
    manifest = Manifest(
        id=scenario.id,
        version=scenario.version,
        public=public,
        files={name: PackedFile(sha256=_sha(raw), size=len(raw)) for name, raw in files.items()},
    )
    target = out or Path(f"{scenario.id}-{scenario.version}.zip")
    _write_archive(target, {MANIFEST: (manifest.model_dump_json(indent=2) + "\n").encode(), **files})
    return Pack(manifest=manifest, path=target, diagnostics=found)


def unpack(archive: Path, into: Path) -> Pack:
    """Open an archive as ``into/<id>/``. Raises :class:`Refused` for one that is not whole, sound and safe,
    and when that folder is there already."""
    files = _read_archive(archive)
    manifest = _manifest_of(files, archive)
    home = into / manifest.id
    if home.exists():
        raise _refused(
            archive,
            f"le dossier « {home} » existe déjà, et rien n'y est touché",
            f"the folder “{home}” exists already, and nothing in it is touched",
            Words(
                fr="Déplacez-le, ou choisissez un autre endroit : --in DOSSIER",
                en="Move it away, or choose another place: --in FOLDER",
            ),
        )
    into.mkdir(parents=True, exist_ok=True)
    # Whole or not at all: written aside, checked, then renamed.
    with tempfile.TemporaryDirectory(dir=into, prefix=".unpacking-") as aside:
        draft = Path(aside) / manifest.id
        for name, raw in files.items():
            if name != MANIFEST:
                (draft / name).parent.mkdir(parents=True, exist_ok=True)
                (draft / name).write_bytes(raw)
        scenario, found = read_scenario(draft / "scenario.yaml")
        if scenario is not None and scenario.id != manifest.id:
            raise _refused(
                archive,
                f"le scénario s'appelle « {scenario.id} », le manifeste dit « {manifest.id} »",
                f"the scenario is called “{scenario.id}”, the manifest says “{manifest.id}”",
            )
        shutil.move(draft, home)
    return Pack(manifest=manifest, path=home, diagnostics=found)


def _counts(diagnostic: Diagnostic) -> bool:
    return diagnostic.severity in ("error", "warning")


def _sha(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


# -- what goes in -----------------------------------------------------------------------------------------


def _files_of(path: Path, scenario: Scenario) -> dict[str, bytes]:
    """Every file of the scenario's folder that a play may need, by its name in the pack."""
    folder = path.parent
    found = {"scenario.yaml": path}
    for name in (f"{scenario.id}.lock", "dossier.md", "CREDITS.md", "dossier.yaml", "workshop.yaml"):
        found[name] = folder / name
    found |= _measured(path)
    for node in scenario.fixtures:
        found[f"findings/{node}.json"] = folder / "findings" / f"{node}.json"
    for each in scenario.nodes.values():
        if each.figure is not None:
            found[each.figure.file] = folder / each.figure.file
    for picture in scenario.case_pictures.values():
        found[picture.file] = folder / picture.file
    for name in scenario.uses:
        library = library_file(name, folder)
        if library is not None:
            found[f"libraries/{name}.yaml"] = library
    files = {name: where.read_bytes() for name, where in sorted(found.items()) if where.is_file()}
    for name, raw in files.items():
        if not _NAMES.fullmatch(name):
            raise _refused(
                path,
                f"le nom « {name} » ne peut pas entrer dans une archive",
                f"the name “{name}” cannot go into an archive",
                Words(
                    fr="Renommez le fichier : lettres, chiffres, point, tiret ; PNG, JPEG, WebP, GIF ou SVG.",
                    en="Rename the file: letters, digits, dot, dash, as PNG, JPEG, WebP, GIF or SVG.",
                ),
            )
        if len(raw) > MAX_FILE:
            raise _refused(path, f"« {name} » dépasse 16 Mio", f"“{name}” is over 16 MiB")
    if sum(map(len, files.values())) > MAX_TOTAL or len(files) > MAX_FILES:
        raise _refused(
            path, "le tout dépasse 64 Mio ou 500 fichiers", "all of it is over 64 MiB or 500 files"
        )
    return files


def _measured(path: Path) -> dict[str, Path]:
    """What was measured for the dossier: each run's finding, and its figures."""
    dossier = dossier_of(path)
    folder = path.parent / "dossier"
    found = {}
    for run in dossier.runs if dossier else ():
        for file in (
            folder / f"{run.id}.json",
            *folder.glob(f"{run.id}.*.svg"),
            *folder.glob(f"{run.id}-*.svg"),
        ):
            if _NAMES.fullmatch(f"dossier/{file.name}"):
                found[f"dossier/{file.name}"] = file
    return found


def _public(name: str, raw: bytes) -> bytes:
    """A YAML file without its comments and its notes for facilitators; any other file as it is."""
    if not name.endswith(".yaml"):
        return raw
    tree = build(raw.decode("utf-8"), Diagnostics(name))
    if tree is None:
        return raw
    written: str = yaml.serialize(_without_notes(tree), allow_unicode=True, width=110)
    return written.encode()


def _without_notes(tree: Tree) -> yaml.Node:
    """The tree as PyYAML writes it, each scalar in the style that its author chose."""
    if isinstance(tree, Fields):
        pairs = [
            (_without_notes(key), _without_notes(value))
            for name, (key, value) in tree.items.items()
            if name != "facilitator"
        ]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=tree.flow)
    if isinstance(tree, Items):
        return yaml.SequenceNode(
            "tag:yaml.org,2002:seq", [_without_notes(each) for each in tree.items], flow_style=tree.flow
        )
    tag = "tag:yaml.org,2002:str"
    if tree.plain:  # the tag that PyYAML would give it: any other would be written out
        tag = yaml.resolver.Resolver().resolve(yaml.ScalarNode, tree.value, (True, False))  # type: ignore[no-untyped-call]
    return yaml.ScalarNode(tag, tree.value, style=tree.style)


def _write_archive(target: Path, files: dict[str, bytes]) -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, raw in files.items():
            entry = zipfile.ZipInfo(name, _NEVER)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, raw)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".packing-", delete=False) as aside:
        aside.write(body.getvalue())
    Path(aside.name).chmod(0o644)
    Path(aside.name).replace(target)


# -- what comes out ---------------------------------------------------------------------------------------


def _read_archive(path: Path) -> dict[str, bytes]:
    """The files of an archive, none of them trusted yet beyond its name and its size."""
    try:
        archive = zipfile.ZipFile(path)
    except OSError as error:
        raise _refused(path, "le fichier ne peut pas être lu", "the file cannot be read") from error
    except zipfile.BadZipFile as error:
        raise _refused(path, "ce n'est pas une archive zip", "this is not a zip archive") from error
    files: dict[str, bytes] = {}
    total = 0
    with archive:
        entries = archive.infolist()
        if len(entries) > MAX_FILES:
            raise _refused(
                path, f"{len(entries)} fichiers, 500 au plus", f"{len(entries)} files, 500 at most"
            )
        for entry in entries:
            name = entry.filename
            kind = stat.S_IFMT(entry.external_attr >> 16)
            if (name != MANIFEST and not _NAMES.fullmatch(name)) or kind not in (0, stat.S_IFREG):
                raise _refused(
                    path,
                    f"le nom « {name[:80]} » n'a pas sa place dans une enquête",
                    f"the name “{name[:80]}” has no place in an investigation",
                )
            if name in files:
                raise _refused(path, f"« {name} » y est deux fois", f"“{name}” is in it twice")
            try:
                with archive.open(entry) as packed:
                    raw = packed.read(MAX_FILE + 1)  # what is there, whatever size the archive claims
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
                raise _refused(path, f"« {name} » est abîmé", f"“{name}” is damaged") from error
            total += len(raw)
            if len(raw) > MAX_FILE or total > MAX_TOTAL:
                raise _refused(path, "il contient plus de 64 Mio", "it holds more than 64 MiB")
            files[name] = raw
    return files


def _manifest_of(files: dict[str, bytes], path: Path) -> Manifest:
    try:
        manifest = Manifest.model_validate_json(files[MANIFEST])
    except (KeyError, ValidationError) as error:
        raise _refused(
            path, "son manifeste manque ou ne se lit pas", "its manifest is missing or cannot be read"
        ) from error
    stated, held = set(manifest.files), set(files) - {MANIFEST}
    if stated != held or "scenario.yaml" not in held:
        odd = ", ".join(sorted(stated ^ held) or ["scenario.yaml"])
        raise _refused(
            path, f"le manifeste et les fichiers ne s'accordent pas : {odd}",
            f"the manifest and the files do not agree: {odd}",
        )  # fmt: skip
    for name, packed in manifest.files.items():
        if _sha(files[name]) != packed.sha256:
            raise _refused(
                path,
                f"« {name} » a changé depuis qu'il a été emballé",
                f"“{name}” was changed after it was packed",
            )
    return manifest


def _refused(path: Path, fr: str, en: str, cure: Words | None = None) -> Refused:
    return Refused(
        "C920",
        Words(fr=f"« {path.name} » est refusé : {fr}.", en=f"“{path.name}” is refused: {en}."),
        cure,
    )


def _unfit(path: Path, found: list[Diagnostic]) -> Refused:
    codes = ", ".join(sorted({each.code for each in found if _counts(each)}))
    return Refused(
        "C921",
        Words(
            fr=f"« {path.name} » n'est pas prêt à être publié : {codes}.",
            en=f"“{path.name}” is not fit to be published: {codes}.",
        ),
        Words(fr=f"autopsie check --strict {path}", en=f"autopsie check --strict {path}"),
    )
