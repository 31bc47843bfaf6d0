"""Branches of a play: made at an earlier question, kept beside the first."""

from __future__ import annotations

import hashlib
import secrets
import shutil
import time
from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError

from engine.play.branch import branch
from engine.play.events import Answered, Event
from server.access import hold, holders, plays_held
from server.place import Place
from server.relatives import relatives
from server.store import Store
from server.tables import Playthrough, Turn
from server.turns import OPENING
from tools.stimuli.uploads import folder_of


def branch_of(place: Place, row: Playthrough, ask_id: str, key: str) -> Playthrough:
    """A new play that begins with ``row`` up to its question ``ask_id``. The same key makes it once.

    Whoever holds ``row`` holds its branch. Raises as :func:`engine.play.branch.branch`.
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
        place.store.add_play(made, turn, events)  # at once: a kill leaves a whole branch or none
    except IntegrityError:  # the same form, sent twice at once
        return place.store.play(name) or made
    hold(place.store, name, holders(place.store, row.id))
    _copy_pictures(place.store, row.id, name, brought(events))
    return made


def family(place: Place, row: Playthrough, owner: str) -> list[Playthrough]:
    """The plays that share a beginning with ``row`` and that this browser holds, oldest first."""
    held = {each.id for each in plays_held(place.store, owner)}
    return [each for each in relatives(place.store, row) if each.id in held]


def brought(events: Sequence[Event]) -> list[str]:
    """The SHA-256 of the pictures that the reader brought in these events."""
    given = (each.answer.get("picture") for each in events if isinstance(each, Answered))
    return [str(each) for each in given if each]


def has_lost_pictures(play: str, events: Sequence[Event]) -> bool:
    """Whether a picture that the reader brought is no longer there for a branch to measure again."""
    return any(not (folder_of(play) / f"{sha}.png").is_file() for sha in brought(events))


def _copy_pictures(store: Store, before: str, after: str, names: Sequence[str]) -> None:
    """The reader's pictures that are still there, for as long as they would have been."""
    for upload in store.uploads(play=before):
        if upload.sha not in names:
            continue
        store.note_upload(after, upload.sha, upload.at)  # first: what is noted is erased in time
        for suffix in (".png", ".json"):
            file = folder_of(before) / f"{upload.sha}{suffix}"
            if file.is_file():
                folder_of(after).mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, folder_of(after) / file.name)
