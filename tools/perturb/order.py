"""Neighbouring words change places: what a bag of words cannot see."""

from __future__ import annotations

from typing import ClassVar

from tools.perturb.text_response import TextResponse, text_params
from tools.stimulus import TextChange
from tools.tool import Params
from tools.wording import Words


class Order(TextResponse):
    """The same words, in another order, at several doses (:mod:`tools.stimuli.sentences.rewording`)."""

    method: ClassVar[str] = "order"
    title: ClassVar[Words] = Words(fr="L’ordre des mots", en="Word order")
    about: ClassVar[Words] = Words(
        fr="Les mêmes mots, dans un autre ordre", en="The same words, in another order"
    )
    params: ClassVar[type[Params]] = text_params(
        "order", (1, 2), "Pairs of neighbouring words that change places."
    )
    change: ClassVar[TextChange] = "order"
    name: ClassVar[Words] = Words(fr="échanger des voisins", en="exchanging neighbours")
    unit: ClassVar[Words] = Words(fr="paires échangées", en="pairs exchanged")
