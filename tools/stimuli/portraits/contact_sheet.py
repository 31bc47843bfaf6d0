"""The contact sheet of the docs: every factor of the studio on one page, labelled."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tools.stimuli.portrait_cases import CREDIT
from tools.stimuli.portraits.identities import person
from tools.stimuli.portraits.tones import MONK
from tools.stimulus import Portrait

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont, ImageFont

CELL: Final = 184  # pixels of a bust on the sheet
_DRAWN: Final = 368  # pixels it is drawn at
_LEFT, _TOP, _GAP, _LABEL = 118, 58, 26, 16
_PAPER, _INK, _FAINT = (250, 249, 246), (34, 34, 34), (110, 108, 104)

_ABOUT = (
    "No person is shown: one recipe, one portrait. Aucune personne n’est montrée : une recette, un portrait."
)

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """One row of the sheet: its name, and the labelled recipes."""

    name: str
    cells: tuple[tuple[str, Portrait], ...]


def rows() -> tuple[Row, ...]:
    """What the sheet shows."""
    tones = tuple(range(1, 11))

    def by_tone(name: str, fields: Fields) -> Row:
        return Row(name, tuple((f"Monk {tone}", _recipe({"tone": tone, **fields})) for tone in tones))

    def each(name: str, cells: Sequence[tuple[str, Fields]]) -> Row:
        return Row(name, tuple((label, _recipe(fields)) for label, fields in cells))

    woman, man = person(19), person(10)
    styles = ("bald", "cropped", "short", "curls", "tied", "long")
    grounds = ("gradient", "bookshelf", "office", "near-black", "near-white")
    scarves = ((3, 2), (11, 4), (5, 6), (13, 8), (9, 10))
    glasses = ((7, 2, "long"), (10, 4, "short"), (12, 6, "cropped"), (15, 8, "tied"), (4, 10, "curls"))
    expressions = ("neutral", "smile", "angry", "surprise", "sad")
    turned = {**_of(man), "tone": 7}
    haired = {**_of(woman), "tone": 6}
    return (
        by_tone("reference", {}),
        by_tone("smile 0.8", {"expression": "smile", "strength": 0.8}),
        by_tone("age 75", {"age": 75}),
        by_tone("perceived sex 0", {"perceived_sex": 0, "hair": "tied"}),
        by_tone("perceived sex 1", {"perceived_sex": 1}),
        by_tone("light from the side", {"light_azimuth": -85, "light_elevation": 15}),
        each(
            "hair, by age",
            [(f"{style}, 25", {**haired, "hair": style}) for style in styles]
            + [(f"{style}, 70", {**haired, "hair": style, "age": 70}) for style in styles[2:]],
        ),
        each(
            "worn",
            [
                (f"headscarf, Monk {tone}", {**_of(person(at)), "tone": tone, "headscarf": True})
                for at, tone in scarves
            ]
            + [
                (f"glasses, Monk {tone}", {**_of(person(at)), "tone": tone, "glasses": True, "hair": hair})
                for at, tone, hair in glasses
            ],
        ),
        each(
            "pose and framing",
            [(f"yaw {yaw}", {**turned, "yaw": yaw}) for yaw in (-40, -20, 20, 40)]
            + [(f"pitch {pitch}", {**turned, "pitch": pitch}) for pitch in (-18, 18)]
            + [(f"roll {roll}", {**turned, "roll": roll}) for roll in (-15, 15)]
            + [(f"zoom {zoom}", {**turned, "zoom": zoom}) for zoom in (0.55, 1.5)],
        ),
        each(
            "background",
            [(f"plain {level}", {"background_level": level}) for level in (0.2, 0.8)]
            + [(ground, {"background": ground}) for ground in grounds]
            + [(f"{ground}, Monk 9", {"background": ground, "tone": 9}) for ground in grounds[1::2]]
            + [(f"{grounds[4]}, Monk 9", {"background": grounds[4], "tone": 9})],
        ),
        each(
            "light",
            [(f"× {light}", {"light": light, "tone": 6}) for light in (0.3, 0.6, 1.5)]
            + [(f"{kelvin} K", {"light_kelvin": kelvin, "tone": 6}) for kelvin in (3000, 4500, 10000)]
            + [(f"azimuth {azimuth}", {"light_azimuth": azimuth, "tone": 6}) for azimuth in (-80, 0, 80)]
            + [("from above", {"light_elevation": 75, "light_azimuth": 0, "tone": 6})],
        ),
        each(
            "expression",
            [
                (f"{expression}, Monk {tone}", {**_of(who), "expression": expression, "tone": tone})
                for expression in expressions
                for who, tone in ((woman, 3), (man, 8))
            ],
        ),
        *(
            each(
                f"identities {first}–{first + 9}",
                [
                    (
                        str(at),
                        {**_of(person(at)), "tone": 2 + (7 * at) % 9, "hair": styles[1 + (at // 2) % 5]},
                    )
                    for at in range(first, first + 10)
                ],
            )
            for first in (1, 11)
        ),
    )


def _of(recipe: Portrait) -> dict[str, Any]:
    """The fields that make an identity."""
    return {"identity": recipe.identity, "perceived_sex": recipe.perceived_sex, "ancestry": recipe.ancestry}


def _recipe(fields: Fields) -> Portrait:
    return Portrait.model_validate({"side": _DRAWN, **fields})


def write_sheet(path: Path, progress: Callable[[int, int], None] | None = None) -> int:
    """Draw the sheet into a PNG or WebP file; returns how many busts it shows.

    Raises :class:`~tools.errors.MissingAsset` without the mesh, :class:`~tools.errors.StimulusRefused`
    (``cannot_write``).
    """
    from PIL import Image, ImageDraw  # slow import

    from tools.errors import StimulusRefused
    from tools.stimuli.portraits.published import published
    from tools.stimuli.portraits.studio import portrait
    from tools.wording import Words

    published()
    shown = rows()
    across = max(len(row.cells) for row in shown)
    step = CELL + _LABEL + _GAP // 3
    page = Image.new("RGB", (_LEFT + across * (CELL + 4) + 12, _TOP + len(shown) * step + 30), _PAPER)
    pen = ImageDraw.Draw(page)
    title, small = _font(19), _font(11)
    pen.text((14, 14), "Computed busts · bustes calculés", _INK, title)
    pen.text((14, 38), _ABOUT, _FAINT, small)
    total, done = sum(len(row.cells) for row in shown), 0
    for number, row in enumerate(shown):
        y = _TOP + number * step
        for line, word in enumerate(_wrapped(row.name)):
            pen.text((14, y + _LABEL + 6 + 14 * line), word, _INK, small)
        for place, (label, recipe) in enumerate(row.cells):
            x = _LEFT + place * (CELL + 4)
            if label.startswith("Monk "):
                hexes = MONK[int(label.removeprefix("Monk ")) - 1]
                swatch = tuple(int(hexes[at : at + 2], 16) for at in (0, 2, 4))
                pen.rectangle((x, y + 3, x + 9, y + 12), swatch, _FAINT)
                pen.text((x + 14, y + 1), label, _INK, small)
            else:
                pen.text((x, y + 1), label, _INK, small)
            bust = Image.fromarray(portrait(recipe).pixels).resize((CELL, CELL), Image.Resampling.LANCZOS)
            page.paste(bust, (x, y + _LABEL))
            done += 1
            if progress is not None:
                progress(done, total)
    pen.text((14, page.height - 22), CREDIT, _FAINT, small)
    file = io.BytesIO()
    if path.suffix.lower() == ".webp":
        page.save(file, "WEBP", quality=88, method=6)
    else:
        page.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.FLOYDSTEINBERG).save(
            file, "PNG", optimize=True
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.getvalue())
    except OSError as closed:
        raise StimulusRefused(
            "cannot_write",
            Words(
                fr=f"On ne peut pas écrire {path} ({closed.strerror}).",
                en=f"{path} cannot be written ({closed.strerror}).",
            ),
            Words(fr="Nommez un autre fichier par --out.", en="Name another file with --out."),
        ) from None
    return total


def _wrapped(text: str) -> list[str]:
    """Words on lines of 15 letters or so."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) > 15:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _font(size: int) -> FreeTypeFont | ImageFont:
    """The lettering's own font, or Pillow's where it is not on this machine."""
    from PIL import ImageFont as Fonts  # slow import

    from tools.assets import store
    from tools.errors import AutopsieError
    from tools.stimuli.lettering import FONT_ASSET

    try:
        return Fonts.truetype(io.BytesIO(store.read(FONT_ASSET)), size)
    except AutopsieError:
        return Fonts.load_default(size)
