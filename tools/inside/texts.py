"""Inside a network that reads texts: one label's score, or the next word's chance, from embedded words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.answering.asking import answer_of
from tools.answering.given import Given
from tools.inside.opened import Opened, not_differentiable

if TYPE_CHECKING:
    from torch import Tensor


def open_text(subject: Any, given: Given, answer: str) -> Opened:
    """The embedded words (1, places, width); the number is the label's share, or the next word's.

    Raises :class:`~tools.errors.CallRefused` (``no_gradient``) for the probability of a whole text.
    """
    asked = answer_of(subject, answer)
    if subject.card.answers == "words":
        return _open_next_word(subject, given, asked.card.name)
    import torch  # slow import

    column = list(subject.labels).index(asked.card.name)

    def number(embedded: Tensor) -> Tensor:
        scores: Tensor = subject.scores_from(embedded)[:, column]
        return scores

    with torch.no_grad():
        inputs = subject.embed([given.text]).detach().clone()
        padding = subject.embed([""])[:, :1].detach().clone()
    words = tuple(subject.words_at(given.text))
    return Opened(inputs, number, subject.module, padding, asked.card.label, words=words)


def _open_next_word(subject: Any, given: Given, name: str) -> Opened:
    import torch  # slow import

    asked = answer_of(subject, name)
    if not asked.card.name.startswith("next:"):
        raise not_differentiable(subject.card, asked.card.name)
    pieces = subject.tokenizer.encode(given.text).ids
    wanted = subject.tokenizer.encode(" " + asked.card.name.removeprefix("next:")).ids[0]
    table = subject.module.get_input_embeddings()
    with torch.no_grad():
        inputs = table(torch.tensor([pieces])).detach().clone()

    def number(embedded: Tensor) -> Tensor:
        logits: Tensor = subject.module(inputs_embeds=embedded).logits[:, -1]
        return logits.softmax(dim=-1)[:, wanted]

    words = tuple(subject.tokenizer.decode([piece]) for piece in pieces)
    fill = table.weight.mean(dim=0).detach().clone()[None, None]
    return Opened(inputs, number, subject.module, fill, asked.card.label, words=words)
