"""Say the contrary: "is" becomes "is not". A filter that weighs words alone hardly notices."""

from __future__ import annotations

from typing import ClassVar

from tools.perturb.text_response import TextResponse, text_params
from tools.stimulus import TextChange
from tools.tool import Params
from tools.wording import Words


class Negation(TextResponse):
    """The same sentence, negated, at several doses (:mod:`tools.stimuli.sentences.rewording`)."""

    method: ClassVar[str] = "negation"
    title: ClassVar[Words] = Words(fr="La négation", en="Negation")
    about: ClassVar[Words] = Words(fr="La même phrase, niée", en="The same sentence, negated")
    params: ClassVar[type[Params]] = text_params("negation", (1,), "One negation a sentence.")
    change: ClassVar[TextChange] = "negation"
    name: ClassVar[Words] = Words(fr="nier la phrase", en="negating the sentence")
    unit: ClassVar[Words] = Words(fr="négations", en="negations")
