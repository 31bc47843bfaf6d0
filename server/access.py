"""Which plays a browser holds: those it began, and those that were moved to it with a code."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, delete, or_, select

from server.store import Store
from server.tables import Holder, MoveCode, Playthrough

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without 0, O, 1, I, L: read aloud, typed on a phone
CODE_LENGTH = 8
CODE_SECONDS = 15 * 60


def holds(store: Store, play: Playthrough, owner: str | None) -> bool:
    """Whether a visitor may open a play."""
    if owner is None:
        return False
    if play.owner == owner:
        return True
    with store.session() as session:
        found = select(Holder.id).where(Holder.playthrough == play.id, Holder.owner == owner)
        return session.exec(found).first() is not None


def plays_held(store: Store, owner: str) -> Sequence[Playthrough]:
    """A visitor's plays, the latest first."""
    with store.session() as session:
        moved = select(Holder.playthrough).where(Holder.owner == owner)
        mine = or_(col(Playthrough.owner) == owner, col(Playthrough.id).in_(moved))
        return session.exec(select(Playthrough).where(mine).order_by(col(Playthrough.updated).desc())).all()


def new_code(store: Store, play: str) -> str:
    """A code for another device, grouped in fours; those made before for this play no longer hold."""
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    made = MoveCode(code=_hash(code), playthrough=play, until=time.time() + CODE_SECONDS)
    with store.session() as session:
        session.execute(delete(MoveCode).where(col(MoveCode.playthrough) == play))
        session.execute(delete(MoveCode).where(col(MoveCode.until) < time.time()))
        session.add(made)
    return f"{code[:4]}-{code[4:]}"


def take_code(store: Store, typed: str, owner: str) -> Playthrough | None:
    """Open the play of a code to ``owner``, and use the code up; ``None`` for one that holds no more."""
    code = "".join(each for each in typed.upper() if each in LETTERS)[: CODE_LENGTH + 1]
    with store.session() as session:
        found = session.get(MoveCode, _hash(code))
        if found is None or found.until < time.time():
            return None
        play = session.get(Playthrough, found.playthrough)
        session.delete(found)
    if play is not None and play.owner != owner:
        try:
            with store.session() as session:
                session.add(Holder(playthrough=play.id, owner=owner, at=time.time()))
        except IntegrityError:
            return play  # moved there before
    return play


def holders(store: Store, play: str) -> int:
    """On how many other devices a play goes on."""
    with store.session() as session:
        return len(session.exec(select(Holder.id).where(Holder.playthrough == play)).all())


def withdraw(store: Store, play: str) -> None:
    """Let a play go on nowhere but where it began, and use up the code that may be out."""
    with store.session() as session:
        for table in (Holder, MoveCode):
            session.execute(delete(table).where(col(table.playthrough) == play))


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
