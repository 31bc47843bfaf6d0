"""Words are cut from the end; one at least stays."""

from __future__ import annotations

from typing import ClassVar

from tools.perturb.text_response import TextResponse, text_params
from tools.stimulus import TextChange
from tools.tool import Params
from tools.wording import Words


class Truncation(TextResponse):
    """The same text, cut at its end, at several doses (:mod:`tools.stimuli.sentences.rewording`)."""

    method: ClassVar[str] = "truncation"
    title: ClassVar[Words] = Words(fr="La coupure", en="Truncation")
    about: ClassVar[Words] = Words(fr="Le même texte, coupé à la fin", en="The same text, cut at its end")
    params: ClassVar[type[Params]] = text_params("truncation", (1, 2, 3), "Words cut from the end.")
    change: ClassVar[TextChange] = "truncation"
    name: ClassVar[Words] = Words(fr="couper la fin", en="cutting the end")
    unit: ClassVar[Words] = Words(fr="mots coupés", en="words cut")
