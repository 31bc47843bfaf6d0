"""Slips of the finger: an attack that everybody makes, on purpose or not."""

from __future__ import annotations

from typing import ClassVar

from tools.perturb.text_response import TextResponse, text_params
from tools.stimulus import TextChange
from tools.tool import Params
from tools.wording import Words


class Misspelling(TextResponse):
    """The same words, mistyped, at several doses (:mod:`tools.stimuli.sentences.rewording`)."""

    method: ClassVar[str] = "misspelling"
    title: ClassVar[Words] = Words(fr="La faute de frappe", en="Misspelling")
    about: ClassVar[Words] = Words(fr="Les mêmes mots, mal tapés", en="The same words, mistyped")
    params: ClassVar[type[Params]] = text_params(
        "misspelling", (1, 2, 3), "Words with one slip of the finger."
    )
    change: ClassVar[TextChange] = "misspelling"
    name: ClassVar[Words] = Words(fr="mal taper des mots", en="mistyping words")
    unit: ClassVar[Words] = Words(fr="mots mal tapés", en="words mistyped")
