"""From the form's fields to a profile: short, plain, and never more than a hint to a model."""

from __future__ import annotations

import re
from typing import Literal

from engine.guide.audience import MOST_PHRASE, Profile, profile_of
from tools.wording import Language, Words

LENGTHS: dict[str, int] = {"short": 12, "usual": 18, "long": 24}
MOST_ROLE = 120
_PLAIN = re.compile(r"[^\w\s,.;:()%'’\-–«»\"/+&]|[\r\n\t]")


def profile_from(
    *, language: Language, like: str, role: str, length: str, avoid: str, domains: str, figures: str
) -> Profile:
    """The profile that a reader described; what is left empty is taken from the nearest one.

    Whatever signs could be markup or a template are dropped, and every field is cut short.
    """
    nearest = profile_of(like)
    told, shown = _plain(role, MOST_ROLE), _plain(domains, MOST_PHRASE)
    words = [word for each in avoid[:2000].split(",") if (word := _plain(each, MOST_PHRASE))]
    depth: Literal["words", "computed"] = "computed" if figures == "computed" else "words"
    return nearest.model_copy(
        update={
            "id": "own",
            "like": nearest.told_as,
            "title": Words(fr="Mon profil", en="My profile"),
            "role": Words(fr=told, en=told) if told else nearest.role,
            "sentence_words": LENGTHS.get(length, nearest.sentence_words),
            "avoid": {**nearest.avoid, language: [*nearest.avoid.get(language, []), *words][:30]},
            "domains": Words(fr=shown, en=shown) if shown else nearest.domains,
            "figures": depth,
        }
    )


def _plain(text: str, most: int) -> str:
    return re.sub(r"\s+", " ", _PLAIN.sub(" ", text[: most * 4])).strip()[:most]
