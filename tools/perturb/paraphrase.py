"""The same thing in other words: an answer about meaning should not move."""

from __future__ import annotations

from typing import ClassVar

from tools.perturb.text_response import TextResponse, text_params
from tools.stimulus import TextChange
from tools.tool import Params
from tools.wording import Words


class Paraphrase(TextResponse):
    """The same thing, said in another way, at several doses (:mod:`tools.stimuli.sentences.rewording`)."""

    method: ClassVar[str] = "paraphrase"
    title: ClassVar[Words] = Words(fr="La paraphrase", en="Paraphrase")
    about: ClassVar[Words] = Words(
        fr="La même chose, dite autrement", en="The same thing, said in another way"
    )
    params: ClassVar[type[Params]] = text_params("paraphrase", (1,), "Phrases said in another way.")
    change: ClassVar[TextChange] = "paraphrase"
    name: ClassVar[Words] = Words(fr="dire autrement", en="rewording phrases")
    unit: ClassVar[Words] = Words(fr="tournures changées", en="phrases reworded")
