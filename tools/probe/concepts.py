"""Find a concept by name: each is a file of this folder, and a probe by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.errors import CallRefused
from tools.names import nearest, plain_name
from tools.wording import Words

if TYPE_CHECKING:
    from tools.probe.linear_probe import LinearProbe

USUAL = {"image": "tone", "text": "identity"}


def concept_for(subject: Any, name: str) -> LinearProbe:
    """The concept of that name, for a loaded subject; the usual one of its kind for ``""``.

    Raises :class:`~tools.errors.CallRefused`: ``unknown_concept`` with the nearest name, ``wrong_subject``
    for a concept of texts asked of a reader of pictures, or the reverse.
    """
    from tools.catalogue import tools_of
    from tools.probe.linear_probe import LinearProbe

    known = {method: tool for method, tool in tools_of("probe").items() if isinstance(tool, LinearProbe)}
    asked = plain_name(name) or USUAL[subject.card.modality]
    if asked not in known:
        near = nearest(asked, known)
        raise CallRefused(
            "unknown_concept",
            Words(fr=f"Aucun concept ne s’appelle « {name} ».", en=f"No concept is called “{name}”."),
            Words(fr=f"Vouliez-vous dire « {near} » ?", en=f"Did you mean “{near}”?")
            if near
            else Words(fr=f"Concepts : {', '.join(known)}.", en=f"Concepts: {', '.join(known)}."),
        )
    found = known[asked]
    if (reason := found.accepts(subject.card)) is not None:
        fitting = [method for method, tool in known.items() if tool.modality == subject.card.modality]
        raise CallRefused(
            "wrong_subject",
            reason,
            Words(fr=f"Concepts : {', '.join(fitting)}.", en=f"Concepts: {', '.join(fitting)}."),
        )
    return found
