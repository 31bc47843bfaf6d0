"""Where cases live: rows in, rows out. Every function is one transaction of the place's store."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from server.case_receipts import remains
from server.case_refusals import unknown
from server.case_tables import CasePicture, CaseRow, CaseWord, ErasedCase, OperatorKey
from server.store import Store


def add(store: Store, row: CaseRow) -> CaseRow | None:
    """Keep a new case: ``None``, or the case of the same receipt that came first."""
    try:
        with store.session() as session:
            session.add(row)
        return None
    except IntegrityError:
        return by_receipt(store, row.receipt)


def by_receipt(store: Store, kept_receipt: str) -> CaseRow | None:
    """The case of a receipt, which is given as its hash."""
    with store.session() as session:
        return session.exec(select(CaseRow).where(CaseRow.receipt == kept_receipt)).first()


def erased_at(store: Store, kept_receipt: str) -> float | None:
    """When the case of this receipt was erased."""
    with store.session() as session:
        left = session.get(ErasedCase, remains(kept_receipt))
        return left.at if left is not None else None


def case_of(store: Store, case: str) -> CaseRow | None:
    """The case of that id."""
    with store.session() as session:
        return session.get(CaseRow, case)


def cases(store: Store, *, closed: bool = True) -> Sequence[CaseRow]:
    """The cases that wait for an answer, by date due, then those with a new word, the closed ones last."""
    with store.session() as session:
        chosen = select(CaseRow)
        if not closed:
            chosen = chosen.where(col(CaseRow.closed).is_(None))
        rows = session.exec(chosen).all()
    new = with_new_words(store)
    return sorted(
        rows,
        key=lambda row: (
            row.closed is not None, row.answered is not None, row.id not in new, row.due, row.id,
        ),
    )  # fmt: skip


def with_new_words(store: Store) -> set[str]:
    """The ids of the cases in which whoever brought it spoke last."""
    with store.session() as session:
        latest = select(func.max(CaseWord.id)).group_by(col(CaseWord.case))
        chosen = select(CaseWord.case).where(col(CaseWord.id).in_(latest), CaseWord.by == "person")
        return set(session.exec(chosen).all())


def published(store: Store, incident: str) -> Sequence[CaseRow]:
    """The cases about a dossier of which the operator has published something, oldest first."""
    with store.session() as session:
        chosen = select(CaseRow).where(CaseRow.incident == incident, col(CaseRow.published).is_not(None))
        return session.exec(chosen.order_by(col(CaseRow.received))).all()


def change(store: Store, case: str, **values: Any) -> None:
    """Set some columns of a case."""
    with store.session() as session:
        session.execute(update(CaseRow).where(col(CaseRow.id) == case).values(**values))


def erase(store: Store, row: CaseRow) -> None:
    """Forget a case but for a digest of its receipt. Erasing twice is fine."""
    with store.session() as session:
        for table in (CaseWord, CasePicture):
            session.execute(delete(table).where(col(table.case) == row.id))
        session.execute(delete(CaseRow).where(col(CaseRow.id) == row.id))
        if session.get(ErasedCase, remains(row.receipt)) is None:
            session.add(ErasedCase(digest=remains(row.receipt), at=time.time()))


# What is said


def say(store: Store, case: str, by: str, text: str) -> bool:
    """Add a word; the same one twice in a row is one. Returns whether it was added.

    Raises :class:`~server.case_refusals.CaseUnknown` for a case that was erased meanwhile.
    """
    try:
        with store.session() as session:
            latest = select(CaseWord).where(CaseWord.case == case).order_by(col(CaseWord.id).desc()).limit(1)
            last = session.exec(latest).first()
            if last is not None and (last.by, last.text) == (by, text):
                return False
            session.add(CaseWord(case=case, by=by, text=text, at=time.time()))
            return True
    except IntegrityError:
        raise unknown() from None


def words(store: Store, case: str) -> Sequence[CaseWord]:
    """All that was said of a case, oldest first."""
    with store.session() as session:
        return session.exec(select(CaseWord).where(CaseWord.case == case).order_by(col(CaseWord.id))).all()


def count_words(store: Store, case: str, by: str) -> int:
    """How many words one side has added."""
    with store.session() as session:
        chosen = select(func.count()).select_from(CaseWord).where(CaseWord.case == case, CaseWord.by == by)
        return session.exec(chosen).one()


# Pictures


def note_picture(store: Store, case: str, sha: str) -> None:
    """Remember that a picture of a case is on disk. Raises what the database does for a case erased since."""
    with store.session() as session:
        known = select(CasePicture.id).where(CasePicture.case == case, CasePicture.sha == sha)
        if session.exec(known).first() is None:
            session.add(CasePicture(case=case, sha=sha, at=time.time()))


def pictures(store: Store, case: str) -> Sequence[str]:
    """The SHA-256 of a case's pictures, in the order they came."""
    with store.session() as session:
        chosen = select(CasePicture.sha).where(CasePicture.case == case)
        return session.exec(chosen.order_by(col(CasePicture.id))).all()


def forget_pictures(store: Store, case: str) -> None:
    """The pictures of a case are off the disk."""
    with store.session() as session:
        session.execute(delete(CasePicture).where(col(CasePicture.case) == case))


# The operator's keys


def keep_key(store: Store, hashed: str, until: float) -> None:
    """Remember a one-time key; those that have run out go."""
    with store.session() as session:
        session.execute(delete(OperatorKey).where(col(OperatorKey.until) < time.time()))
        session.add(OperatorKey(key=hashed, until=until))


def key_is_good(store: Store, hashed: str) -> bool:
    """Whether a key may still be used."""
    with store.session() as session:
        found = session.get(OperatorKey, hashed)
        return found is not None and found.until > time.time()


def use_key(store: Store, hashed: str) -> bool:
    """Use a key up; whether it was good. Of two who use it at once, one gets in."""
    with store.session() as session:
        gone = session.execute(
            delete(OperatorKey).where(col(OperatorKey.key) == hashed, col(OperatorKey.until) > time.time())
        )
        return bool(gone.rowcount)  # type: ignore[attr-defined]
