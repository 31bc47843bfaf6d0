"""A set of portraits as files: PNG, their mattes on demand, and a Parquet index with every factor.

Each PNG carries the recipe and the hash of its pixels as text, so that a set that was cut short goes on where
it stopped: a file whose recipe, studio and pixels are as they should be is kept.
"""

from __future__ import annotations

import io
import itertools
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from tools.errors import StimulusRefused
from tools.stimuli.portrait_cases import CREDIT, LICENCE
from tools.stimuli.portraits.recipes import recipe_of
from tools.stimuli.units import Counted, counted
from tools.stimulus import Portrait
from tools.wording import Words

MOST: Final = 50_000
INDEX: Final = "portraits.parquet"
_RECIPE, _PIXELS, _STUDIO = "autopsie-recipe", "autopsie-pixels-sha256", "autopsie-studio"

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Written:
    """One portrait on disk. ``file`` and ``matte`` are names in the set's folder; ``kept``: it was there."""

    recipe: Portrait
    file: str
    matte: str | None
    sha256: str
    kept: bool


@dataclass(frozen=True)
class DataSet:
    """What was written: ``folder``, ``index``, the portraits in the order of their recipes."""

    folder: Path
    index: Path
    written: tuple[Written, ...]

    @property
    def counted(self) -> Counted:
        """Identities and pictures."""
        return counted(each.recipe for each in self.written)


def grid(
    base: Mapping[str, Any], factors: Mapping[str, Sequence[Any]], people: bool = True
) -> list[Portrait]:
    """Every combination of the factors' values, the last factor turning fastest.

    ``base`` holds the fields that stay. With ``people`` an identity that varies, or is given, brings its own
    perceived sex and ancestries where neither ``base`` nor a factor names them. Raises
    :class:`~tools.errors.StimulusRefused` for a value out of range and for more than ``MOST`` portraits.
    """
    count = 1
    for values in factors.values():
        count *= len(values)
    if count > MOST:
        raise StimulusRefused(
            "too_many_portraits",
            Words(fr=f"Cette grille compte {count} portraits.", en=f"This grid holds {count} portraits."),
            Words(
                fr=f"Donnez moins de valeurs : {MOST} portraits au plus.",
                en=f"Give fewer values: {MOST} portraits at most.",
            ),
        )
    recipes = []
    for values in itertools.product(*factors.values()):
        fields = {**base, **dict(zip(factors, values, strict=True))}
        recipes.append(recipe_of({**_own(fields), **fields} if people else fields))
    return list(dict.fromkeys(recipes))


def _own(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What an identity brings of its own."""
    from tools.stimuli.portraits.identities import person

    identity = fields.get("identity")
    if not isinstance(identity, int) or not 0 < identity <= 9999:
        return {}
    own = person(identity)
    return {"perceived_sex": own.perceived_sex, "ancestry": own.ancestry}


def name_of(recipe: Portrait) -> str:
    """The file of a portrait: its identity, its tone, and a short hash of the whole recipe."""
    import hashlib

    told = hashlib.sha256(recipe.model_dump_json().encode()).hexdigest()[:12]
    return f"identity{recipe.identity:04d}-tone{recipe.tone:02d}-{told}.png"


def write_set(
    recipes: Sequence[Portrait],
    folder: Path,
    *,
    mattes: bool = False,
    workers: int = 1,
    progress: Progress | None = None,
) -> DataSet:
    """Write the portraits and their index into a folder, which is made where there is none.

    Raises :class:`~tools.errors.StimulusRefused` (``cannot_write``) and
    :class:`~tools.errors.MissingAsset` without the mesh.
    """
    from tools.stimuli.portraits.published import published

    published()  # say at once that the mesh is missing, before anything is written
    written: list[Written | None] = [None] * len(recipes)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for done, (place, one) in enumerate(_each(recipes, folder, mattes, workers), start=1):
            written[place] = one
            if progress is not None:
                progress(done, len(recipes))
        rows = tuple(one for one in written if one is not None)
        index = folder / INDEX
        _write_whole(index, _parquet(rows))
    except OSError as closed:
        raise StimulusRefused(
            "cannot_write",
            Words(
                fr=f"On ne peut pas écrire dans {folder} ({closed.strerror}).",
                en=f"{folder} cannot be written to ({closed.strerror}).",
            ),
            Words(fr="Nommez un autre dossier par --out.", en="Name another folder with --out."),
        ) from None
    return DataSet(folder, index, rows)


def _each(
    recipes: Sequence[Portrait], folder: Path, mattes: bool, workers: int
) -> Iterator[tuple[int, Written]]:
    if workers <= 1 or len(recipes) < 2:
        for place, recipe in enumerate(recipes):
            yield place, write_one(recipe, folder, mattes)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        places = {
            pool.submit(write_one, recipe, folder, mattes): place for place, recipe in enumerate(recipes)
        }
        try:
            for ended in as_completed(places):
                yield places[ended], ended.result()
        finally:
            for waiting in places:
                waiting.cancel()


def write_one(recipe: Portrait, folder: Path, matte: bool) -> Written:
    """Write one portrait, or keep it where its file is as it should be."""
    name = name_of(recipe)
    beside = name.replace(".png", ".matte.png") if matte else None
    known = _known(folder / name, recipe)
    if known is not None and (beside is None or (folder / beside).is_file()):
        return Written(recipe, name, beside, known, kept=True)
    from tools.stimuli.portraits.studio import portrait
    from tools.stimuli.render import pixels_sha256, png

    made = portrait(recipe)
    sha256 = pixels_sha256(made.pixels)
    if beside is not None:
        _write_whole(folder / beside, png(made.matte))
    _write_whole(folder / name, _labelled(made.pixels, recipe, sha256))
    return Written(recipe, name, beside, sha256, kept=False)


def _studio(recipe: Portrait) -> str:
    from tools.stimuli.portraits.studio import cache_key

    return cache_key(recipe)


def _labelled(pixels: Any, recipe: Portrait, sha256: str) -> bytes:
    """A PNG that says what it is."""
    from PIL import Image, PngImagePlugin  # slow import

    label = PngImagePlugin.PngInfo()
    label.add_text(_RECIPE, recipe.model_dump_json())
    label.add_text(_PIXELS, sha256)
    label.add_text(_STUDIO, _studio(recipe))
    label.add_text("Description", "Computed bust, not a person")
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", pnginfo=label)
    return file.getvalue()


def _known(path: Path, recipe: Portrait) -> str | None:
    """The hash of the pixels of a file that already is this portrait."""
    if not path.is_file():
        return None
    import numpy as np  # slow import
    from PIL import Image  # slow import

    from tools.stimuli.render import pixels_sha256

    with suppress(OSError, ValueError, SyntaxError), Image.open(path) as opened:
        said = opened.info
        if said.get(_RECIPE) != recipe.model_dump_json() or said.get(_STUDIO) != _studio(recipe):
            return None
        found = pixels_sha256(np.asarray(opened.convert("RGB")))
        if found == said.get(_PIXELS):
            return found
    return None


def _parquet(rows: Sequence[Written]) -> bytes:
    """The index: file, matte, hash of the pixels, the recipe as JSON, and every factor as a column."""
    import pyarrow as pa  # slow import
    import pyarrow.parquet as pq  # slow import

    columns: dict[str, list[Any]] = {
        "file": [row.file for row in rows],
        "matte": [row.matte for row in rows],
        "sha256": [row.sha256 for row in rows],
        "recipe": [row.recipe.model_dump_json() for row in rows],
    }
    for field in Portrait.model_fields:
        if field == "kind":
            continue
        values = [getattr(row.recipe, field) for row in rows]
        if field == "ancestry":
            for at, part in enumerate(("african", "asian", "european")):
                columns[f"ancestry_{part}"] = [value[at] for value in values]
        else:
            columns[field] = values
    types = {"matte": pa.string()} | {
        name: pa.float64() for name, field in Portrait.model_fields.items() if field.annotation is float
    }
    table = pa.table({name: pa.array(values, types.get(name)) for name, values in columns.items()})
    about = {
        "about": "Computed busts, not people",
        "person": "synthetic",
        "licence": LICENCE,
        "credit": CREDIT,
    }
    table = table.replace_schema_metadata({"autopsie": json.dumps(about)})
    file = io.BytesIO()
    pq.write_table(table, file)
    return file.getvalue()


def _write_whole(path: Path, content: bytes) -> None:
    """A file whole or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
