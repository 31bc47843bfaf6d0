"""Which plays a browser holds: those it began, and those that were moved to it with a code."""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import time
from collections.abc import Iterable, Sequence

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, delete, or_, select

from server.relatives import relatives
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
    """Open the play of a code and its branches to ``owner``, and use the code up; ``None`` for a code that
    holds no more.
    """
    code = "".join(each for each in typed.upper() if each in LETTERS)[: CODE_LENGTH + 1]
    with store.session() as session:
        found = session.get(MoveCode, _hash(code))
    if found is None or found.until < time.time():
        return None
    with store.session() as session:
        used = session.execute(delete(MoveCode).where(col(MoveCode.code) == found.code))
    if used.rowcount != 1:  # type: ignore[attr-defined]  # another took it in between
        return None
    play = store.play(found.playthrough)
    if play is not None and play.owner != owner:
        for each in relatives(store, play):
            hold(store, each.id, [owner])
    return play


def hold(store: Store, play: str, owners: Iterable[str]) -> None:
    """Let other browsers hold a play too; those that do already go on doing so."""
    for owner in owners:
        with contextlib.suppress(IntegrityError), store.session() as session:
            session.add(Holder(playthrough=play, owner=owner, at=time.time()))


def holders(store: Store, play: str) -> list[str]:
    """The other browsers on which a play goes on."""
    with store.session() as session:
        return list(session.exec(select(Holder.owner).where(Holder.playthrough == play)).all())


def withdraw(store: Store, play: Playthrough) -> None:
    """Let a play and its branches go on nowhere but where it began; codes that are out open nothing."""
    names = [each.id for each in relatives(store, play)]
    with store.session() as session:
        for table in (Holder, MoveCode):
            session.execute(delete(table).where(col(table.playthrough).in_(names)))


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
