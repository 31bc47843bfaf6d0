"""Branches of a play: made at an earlier question, kept beside the first, compared with it."""

from __future__ import annotations

import hashlib
import secrets
import shutil
import time
from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError

from engine.play.branch import branch
from server.access import plays_held
from server.place import Place
from server.store import Store
from server.tables import Playthrough, Turn
from server.turns import OPENING
from tools.stimuli.uploads import folder_of


def branch_of(place: Place, row: Playthrough, ask_id: str, key: str) -> Playthrough:
    """A new play that begins with ``row`` up to its question ``ask_id``. The same key makes it once.

    Raises as :func:`engine.play.branch.branch`.
    """
    name = hashlib.sha256(f"{row.id} {ask_id} {key or secrets.token_hex()}".encode()).hexdigest()[:32]
    known = place.store.play(name)
    if known is not None:
        return known
    events = branch(place.turns.scenario(row), place.turns.logs.events(row.id), ask_id, name)
    now = time.time()
    kept = row.model_dump(exclude={"id", "created", "updated", "status", "parent", "forked_at"})
    made = Playthrough(
        **kept, id=name, created=now, updated=now, status="open", parent=row.id, forked_at=events[-1].seq
    )
    turn = Turn(
        id=secrets.token_hex(16), playthrough=name, ask_id=OPENING, answer="{}", status="done", at=now
    )
    try:
        place.store.add_play(made, turn)
    except IntegrityError:  # the same form, sent twice at once
        return place.store.play(name) or made
    place.store.append(name, events)
    _copy_pictures(place.store, row.id, name)
    return made


def family(place: Place, row: Playthrough, owner: str) -> list[Playthrough]:
    """The plays of this reader that share a beginning with ``row``, itself among them, oldest first."""
    mine = {each.id: each for each in plays_held(place.store, owner) if each.scenario == row.scenario}
    root = _root(mine, row)
    return sorted(
        (each for each in mine.values() if _root(mine, each) == root), key=lambda each: each.created
    )


def _root(plays: dict[str, Playthrough], row: Playthrough) -> str:
    """The oldest ancestor's id: that of an erased one too, as long as a branch of it names it."""
    while row.parent is not None:
        if row.parent not in plays:
            return row.parent
        row = plays[row.parent]
    return row.id


def children(plays: Sequence[Playthrough], row: Playthrough) -> list[Playthrough]:
    """The branches that begin in ``row``."""
    return [each for each in plays if each.parent == row.id]


def _copy_pictures(store: Store, before: str, after: str) -> None:
    """The reader's pictures that are still there, for as long as they would have been."""
    for upload in store.uploads(play=before):
        for suffix in (".png", ".json"):
            file = folder_of(before) / f"{upload.sha}{suffix}"
            if file.is_file():
                folder_of(after).mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, folder_of(after) / file.name)
        store.note_upload(after, upload.sha)
