"""A user's own folder of pictures as a case: ``folder:<sha256>``, the hash of the list of its files.

The pictures that can be read are kept in the lab's home under their hash, with the list beside them, so that
the same folder is the same case for every process and every later day. Those that cannot be read are left
out, with the reason, and counted on the case itself.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from tools.errors import MissingAsset, StimulusRefused
from tools.stimuli.cases import FOLDER_PREFIX, Case, Shown
from tools.stimuli.files import MOST_BYTES, decoded, keep, kept
from tools.stimulus import File
from tools.wording import Words

MOST_PICTURES = 5000
PORTRAIT_INDEX = "portraits.parquet"  # what the studio writes beside a set of its portraits
SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff"})


UNCONTROLLED = Words(
    fr="Ces images diffèrent entre elles de bien des façons à la fois ; qui elles montrent n’est pas connu.",
    en="These pictures differ from each other in many ways at once; whom they show is not known.",
)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Listed(_Part):
    """One picture of the folder: the name of its file and the hash of its bytes."""

    name: str
    sha256: str


class FolderList(_Part):
    """What was kept of a folder; its JSON is what the case's hash is of."""

    pictures: tuple[Listed, ...]
    left_out: int


class LeftOut(_Part):
    """A file that could not be read, and why."""

    name: str
    reason: Words


def pictures_in(folder: Path) -> list[Path]:
    """The files of a folder that pass for pictures, in the order of their names; sub-folders are not read.

    Raises :class:`StimulusRefused`: ``folder_missing``, ``folder_empty``, ``folder_too_large``.
    """
    try:
        found = sorted(
            path
            for path in folder.iterdir()
            # The studio's mattes lie beside its portraits: they are answers, not pictures to examine.
            if path.suffix.lower() in SUFFIXES and not path.name.endswith(".matte.png") and path.is_file()
        )
    except OSError:
        raise StimulusRefused(
            "folder_missing",
            Words(
                fr=f"Il n’y a pas de dossier lisible à «\u202f{folder}\u202f».",
                en=f"There is no readable folder at “{folder}”.",
            ),
        ) from None
    if not found:
        kinds = ", ".join(sorted(SUFFIXES))
        raise StimulusRefused(
            "folder_empty",
            Words(fr=f"Le dossier {folder} n’a aucune image.", en=f"The folder {folder} has no picture."),
            Words(fr=f"Sont lus\u00a0: {kinds}.", en=f"These are read: {kinds}."),
        )
    if len(found) > MOST_PICTURES:
        raise StimulusRefused(
            "folder_too_large",
            Words(
                fr=f"Le dossier {folder} a {len(found)} images\u00a0; {MOST_PICTURES} au plus.",
                en=f"The folder {folder} has {len(found)} pictures; {MOST_PICTURES} at most.",
            ),
            Words(fr="Partagez-le en plusieurs dossiers.", en="Split it into several folders."),
        )
    return found


def keep_folder(
    folder: Path, progress: Callable[[int, int], None] | None = None
) -> tuple[str, tuple[LeftOut, ...]]:
    """Keep a folder's pictures; the name of its case, and what was left out.

    Raises as :func:`pictures_in`, and :class:`StimulusRefused` (``folder_unreadable``) where not one picture
    can be read.
    """
    paths = pictures_in(folder)
    _refuse_repeated_identities(folder, len(paths))
    listed: list[Listed] = []
    left_out: list[LeftOut] = []
    for done, path in enumerate(paths, start=1):
        try:
            content = _content(path)
            decoded(content)
            listed.append(Listed(name=path.name, sha256=keep(content)))
        except StimulusRefused as refused:
            left_out.append(LeftOut(name=path.name, reason=refused.says))
        if progress:
            progress(done, len(paths))
    if not listed:
        first = left_out[0].reason
        raise StimulusRefused(
            "folder_unreadable",
            Words(
                fr=f"Aucune des {len(paths)} images de {folder} n’a pu être lue. "
                f"La première\u00a0: {first.fr}",
                en=f"Not one of the {len(paths)} pictures of {folder} could be read. The first: {first.en}",
            ),
        )
    index = FolderList(pictures=tuple(listed), left_out=len(left_out))
    return FOLDER_PREFIX + keep(index.model_dump_json().encode()), tuple(left_out)


def _refuse_repeated_identities(folder: Path, pictures: int) -> None:
    """A set of the studio's portraits shows one face several times: its pictures are no units (rule 3)."""
    index = folder / PORTRAIT_INDEX
    if not index.is_file():
        return
    from pyarrow import parquet  # slow import

    identities = len(set(parquet.read_table(index, columns=["identity"])["identity"].to_pylist()))
    if identities >= pictures:
        return
    raise StimulusRefused(
        "identities_repeated",
        Words(
            fr=f"Ce dossier montre {identities} identités en {pictures} images\u00a0: les compter comme "
            f"{pictures} unités donnerait des intervalles faux.",
            en=f"This folder shows {identities} identities in {pictures} pictures: counting them as "
            f"{pictures} units would give false intervals.",
        ),
        Words(
            fr="Gardez une image par identité, ou prenez le cas portraits.",
            en="Keep one picture an identity, or take the case portraits.",
        ),
    )


def folder_case(sha256: str) -> Case:
    """The case of a folder that was kept. Raises :class:`MissingAsset` where it is not, or no longer."""
    try:
        index = FolderList.model_validate_json(kept(sha256))
    except (MissingAsset, ValidationError):
        raise MissingAsset(
            "folder_not_kept",
            Words(
                fr="Ce dossier d’images n’est pas gardé sur cette machine.",
                en="This folder of pictures is not kept on this machine.",
            ),
            Words(
                fr="Donnez-le de nouveau\u00a0: --case folder:DOSSIER.",
                en="Give it again: --case folder:FOLDER.",
            ),
        ) from None
    n = len(index.pictures)
    notes = [UNCONTROLLED]
    if index.left_out:
        notes.append(
            Words(
                fr=f"{index.left_out} fichiers illisibles sont laissés de côté.",
                en=f"{index.left_out} files that could not be read are left out.",
            )
        )
    return Case(
        name=FOLDER_PREFIX + sha256,
        title=Words(fr="Votre dossier d’images", en="Your folder of pictures"),
        about=Words(fr=f"{n} images d’un dossier apporté", en=f"{n} pictures of a folder of one's own"),
        kind="pictures",
        n=n,
        person="unknown",
        licence="not stated",
        credit="",
        pictures=tuple(
            Shown(
                recipe=File(sha256=each.sha256),
                alt=Words(fr=f"L’image {each.name}", en=f"The picture {each.name}"),
            )
            for each in index.pictures
        ),
        notes=tuple(notes),
        caveats=(UNCONTROLLED,),
    )


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise StimulusRefused(
                "picture_too_heavy",
                Words(
                    fr=f"Le fichier pèse plus de {MOST_BYTES // 1_000_000}\u00a0Mo.",
                    en=f"The file is larger than {MOST_BYTES // 1_000_000} MB.",
                ),
            )
        return path.read_bytes()
    except OSError as closed:
        raise StimulusRefused(
            "picture_missing",
            Words(
                fr=f"Le fichier n’est pas lisible ({closed.strerror}).",
                en=f"It cannot be read ({closed.strerror}).",
            ),
        ) from None
