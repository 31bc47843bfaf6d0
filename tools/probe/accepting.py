"""Which subjects a probe can read: networks whose layers can be reached, of the right kind of stimulus."""

from __future__ import annotations

from tools.inside.opened import why_closed
from tools.subject import Modality, SubjectCard
from tools.wording import Words


def network_that_reads(card: SubjectCard, modality: Modality | None = None) -> Words | None:
    """Why ``card`` cannot be probed with pictures, or with texts (``None``: with either); ``None``: it can.

    A stand-in's layers say nothing of the original's: its network is another.
    """
    if modality == "image" and card.modality != "image":
        return Words(
            fr=f"« {card.title.fr} » ne lit pas d’images.", en=f"“{card.title.en}” does not read pictures."
        )
    if modality == "text" and card.modality != "text":
        return Words(
            fr=f"« {card.title.fr} » ne lit pas de textes.", en=f"“{card.title.en}” does not read texts."
        )
    if card.badge == "stand-in":
        return Words(
            fr=f"« {card.title.fr} » est une doublure : ses couches ne sont pas celles de l’original, et ne"
            " disent rien de lui. Cet instrument demande l’original.",
            en=f"“{card.title.en}” is a stand-in: its layers are not the original’s, and say nothing of it."
            " This instrument asks for the original.",
        )
    return why_closed(card)
