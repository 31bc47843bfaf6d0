"""Texts, scripts and emoji drawn as pictures: the letters of a banner, a meme, a screenshot.

The font is an asset with a pinned hash. A sign that it lacks is refused: a box in its place would be shown
to a subject as if it were a letter. Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Georgian and plain
emoji are there; Chinese, Japanese, Korean and the scripts of India are not.
"""

from __future__ import annotations

import io
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from tools.assets import store
from tools.errors import StimulusRefused
from tools.stimuli.cases import Case, Shown
from tools.stimulus import Lettering
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.ImageFont import FreeTypeFont

FONT_ASSET = "lettering_font"
_MISSING = "\ufffe"  # never assigned: what the font draws for it is its sign for "no such sign"
LEADING = 1.3  # distance of two lines, in sizes of the letters

SCRIPTS: dict[str, tuple[str, Words]] = {
    "latin": ("Bonjour tout le monde", Words(fr="alphabet latin", en="Latin letters")),
    "greek": ("Καλημέρα σε όλους", Words(fr="alphabet grec", en="Greek letters")),
    "cyrillic": ("Привет всем", Words(fr="alphabet cyrillique", en="Cyrillic letters")),
    "armenian": ("Բարեւ բոլորին", Words(fr="alphabet arménien", en="Armenian letters")),
    "georgian": ("გამარჯობა ყველას", Words(fr="alphabet géorgien", en="Georgian letters")),
    "hebrew": ("שלום לכולם", Words(fr="alphabet hébreu", en="Hebrew letters")),
    "arabic": ("مرحبا بالجميع", Words(fr="alphabet arabe", en="Arabic letters")),
    "emoji": ("😀 😐 ☹", Words(fr="émojis au trait", en="line-drawn emoji")),
}
"""“Hello everyone” (“Bonjour tout le monde”) in each script that the font has, and three faces."""


def lettering(recipe: Lettering) -> NDArray[np.uint8]:
    """The text, wrapped at spaces and centred: (height, width, 3) bytes of RGB.

    Raises :class:`~tools.errors.MissingAsset` without the font, :class:`StimulusRefused` for signs that the
    font lacks (``sign_missing``) and for a text that does not fit (``text_too_large``).
    """
    import numpy as np  # slow import
    from PIL import Image, ImageDraw  # slow import

    font = _font(recipe.size)
    _refuse_missing(recipe.text)
    ground, ink = round(255 * recipe.ground), round(255 * recipe.ink)
    picture = Image.new("L", (recipe.width, recipe.height), ground)
    drawing = ImageDraw.Draw(picture)
    lines = _wrapped(recipe.text, font, recipe.width)
    step = round(LEADING * recipe.size)
    if step * len(lines) > recipe.height or max(font.getlength(line) for line in lines) > recipe.width:
        raise StimulusRefused(
            "text_too_large",
            Words(
                fr=f"Le texte ne tient pas dans {recipe.width} × {recipe.height} pixels "
                f"en corps {recipe.size}.",
                en=f"The text does not fit in {recipe.width} × {recipe.height} pixels at size {recipe.size}.",
            ),
            Words(
                fr="Réduisez le corps, ou agrandissez l’image.", en="Use a smaller size, or a larger picture."
            ),
        )
    top = (recipe.height - step * len(lines)) / 2 + step / 2
    for rank, line in enumerate(lines):
        drawing.text((recipe.width / 2, top + rank * step), line, fill=ink, font=font, anchor="mm")
    return np.repeat(np.asarray(picture)[:, :, None], 3, axis=2)


def has_signs(text: str) -> bool:
    """Whether the font has every sign of a text."""
    return not _missing_signs(text)


def _wrapped(text: str, font: FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and font.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines or [""]


def _refuse_missing(text: str) -> None:
    missing = _missing_signs(text)
    if missing:
        named = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in missing[:5])
        raise StimulusRefused(
            "sign_missing",
            Words(
                fr=f"La police n’a pas de dessin pour\u00a0: {named}.",
                en=f"The font has no drawing for: {named}.",
            ),
            Words(
                fr="Retirez ces signes\u00a0; un carré vide passerait pour une lettre.",
                en="Take these signs out; an empty box would pass for a letter.",
            ),
        )


def _missing_signs(text: str) -> list[str]:
    absent = _glyph(_MISSING)
    signs = dict.fromkeys(sign for sign in text if not sign.isspace())
    # Joiners and direction marks draw nothing, in any font.
    return [sign for sign in signs if unicodedata.category(sign) != "Cf" and _glyph(sign) == absent]


@cache
def _glyph(sign: str) -> bytes:
    from PIL import Image, ImageDraw  # slow import

    picture = Image.new("L", (64, 64))
    ImageDraw.Draw(picture).text((8, 8), sign, fill=255, font=_font(32))
    return picture.tobytes()


@cache
def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont  # slow import

    # Basic layout cannot join Arabic letters or set Hebrew from the right: raqm can, and comes with Pillow.
    return ImageFont.truetype(io.BytesIO(store.read(FONT_ASSET)), size, layout_engine=ImageFont.Layout.RAQM)


CASES: tuple[Case, ...] = (
    Case(
        name="scripts",
        title=Words(fr="Le même salut en plusieurs écritures", en="The same greeting in several scripts"),
        about=Words(
            fr=f"{len(SCRIPTS)} images d’un salut, une par écriture, lettres noires sur fond clair",
            en=f"{len(SCRIPTS)} pictures of a greeting, one a script, black letters on a light ground",
        ),
        kind="pictures",
        n=len(SCRIPTS),
        person="none",
        licence="CC-BY-4.0",
        credit="Autopsie; DejaVu Sans",
        pictures=tuple(
            Shown(
                recipe=Lettering(text=text, size=40, ground=0.9),
                alt=Words(
                    fr=f"Le texte «\u202f{text}\u202f» ({named.fr}), en noir sur fond clair.",
                    en=f"The text “{text}” ({named.en}), in black on a light ground.",
                ),
                credit="DejaVu Sans",
            )
            for text, named in SCRIPTS.values()
        ),
        held=(Words(fr="la police, le corps, les gris", en="the font, the size, the greys"),),
        varied=(
            Words(
                fr="l’écriture, et avec elle la longueur du texte",
                en="the script, and with it the length of the text",
            ),
        ),
    ),
)
