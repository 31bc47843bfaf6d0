"""What may be done with a case, by whoever brought it and by the operator, in the order that keeps promises.

Pictures leave the disk before a row says so; what the public sees goes the moment its author says private.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Container

from server import case_pictures, case_receipts, case_store
from server.case_form import LONGEST_WORD, Sent, clean
from server.case_refusals import closed, refused, unknown
from server.case_shapes import OUTCOMES, told_of
from server.case_tables import CaseRow
from server.store import Store
from tools.wording import Language

DAY = 24 * 3600.0
MOST_WORDS = 40  # that one person adds to one case
MOST_PUBLIC = 12_000  # characters


class Erased(Exception):
    """The form was sent before, and its case has been erased since."""


def receive(store: Store, sent: Sent, receipt: str, language: Language, days: int) -> tuple[CaseRow, bool]:
    """Keep what was sent: its case, and whether it is new. The same receipt again is the same case.

    Raises :class:`Erased` where the case of this receipt was erased.
    """
    hashed = case_receipts.kept(receipt)
    if case_store.erased_at(store, hashed) is not None:
        raise Erased
    now = time.time()
    row = CaseRow(
        id=secrets.token_hex(6),
        receipt=hashed,
        kind=sent.kind,
        language=language,
        incident=sent.typed["incident"],
        piece=sent.typed["piece"] if sent.kind == "appeal" else "",
        told=sent.told.model_dump_json(),
        received=now,
        due=now + days * DAY,
        wants_public=sent.wants_public,
    )
    first = case_store.add(store, row)
    return (row, True) if first is None else (first, False)


def found(store: Store, receipt: str) -> CaseRow:
    """The case of a receipt as it was typed. Raises :class:`~server.case_refusals.CaseUnknown`."""
    row = case_store.by_receipt(store, case_receipts.kept(receipt))
    if row is None:
        raise unknown()
    return row


def named(store: Store, case: str) -> CaseRow:
    """The case that the operator names. Raises :class:`~server.case_refusals.CaseUnknown`."""
    row = case_store.case_of(store, case.strip().lower()[:64])
    if row is None:
        raise unknown()
    return row


def add_word(store: Store, row: CaseRow, text: str) -> None:
    """A word more from whoever brought the case."""
    _open(row)
    said = _text(text, LONGEST_WORD)
    if case_store.count_words(store, row.id, "person") >= MOST_WORDS:
        raise refused(
            "case_words",
            f"Un signalement reçoit {MOST_WORDS} ajouts au plus.",
            f"A case takes {MOST_WORDS} additions at most.",
        )
    case_store.say(store, row.id, "person", said)


def set_visibility(store: Store, row: CaseRow, public: bool) -> None:
    """Public or private. Private takes effect at once, on what was published too."""
    changes = {"wants_public": public}
    gone = {} if public else {"published": None, "public_text": ""}
    case_store.change(store, row.id, **changes, **gone)


def add_picture(store: Store, row: CaseRow, content: bytes) -> None:
    """A picture more. Raises what :func:`server.case_pictures.keep` does."""
    _open(row)
    case_pictures.keep(store, row, content)


def erase_pictures(store: Store, row: CaseRow) -> None:
    """Erase the pictures of a case, and leave its words."""
    case_pictures.erase(store, row.id)


def erase(store: Store, row: CaseRow) -> None:
    """Erase a case: pictures, words, what was published; a digest of its receipt says that there was one."""
    case_pictures.erase(store, row.id)
    case_store.erase(store, row)


# The operator's


def see(store: Store, row: CaseRow) -> None:
    """Note that the case was read."""
    if row.seen is None:
        case_store.change(store, row.id, seen=time.time())


def answer(store: Store, row: CaseRow, text: str) -> None:
    """Answer a case; whoever has its receipt reads it."""
    _open(row)
    said = _text(text, MOST_PUBLIC)
    now = time.time()
    if case_store.say(store, row.id, "operator", said):
        case_store.change(store, row.id, seen=row.seen or now, answered=row.answered or now)


def settle(store: Store, row: CaseRow, outcome: str, reason: str) -> None:
    """Give an appeal its outcome and the reason of it, which answers it."""
    if row.kind != "appeal":
        raise refused(
            "case_kind", "Seule une contestation reçoit une issue.", "Only an appeal gets an outcome."
        )
    if outcome not in OUTCOMES:
        raise refused(
            "case_outcome", f"Une issue est : {', '.join(OUTCOMES)}.", f"An outcome is {', '.join(OUTCOMES)}."
        )
    _open(row)
    now = time.time()
    case_store.change(
        store, row.id, outcome=outcome, outcome_reason=_text(reason, MOST_PUBLIC), outcome_at=now,
        seen=row.seen or now, answered=row.answered or now,
    )  # fmt: skip


def check_speaker(store: Store, row: CaseRow) -> None:
    """Note that the operator has checked who speaks in an organisation's reply."""
    if row.kind != "reply":
        raise refused(
            "case_kind", "Seule une réponse d'organisation a un auteur à vérifier.",
            "Only an organisation's reply has an author to check.",
        )  # fmt: skip
    now = time.time()
    case_store.change(store, row.id, speaker_checked=row.speaker_checked or now, seen=row.seen or now)


def attach(store: Store, row: CaseRow, incident: str, incidents: Container[str]) -> None:
    """Say which dossier a case is about: there it appears, if it is published."""
    if incident not in incidents:
        raise refused("case_incident", "Ce dossier n'existe pas ici.", "There is no such dossier here.")
    case_store.change(store, row.id, incident=incident)


def publish(store: Store, row: CaseRow, text: str = "") -> None:
    """Show the public part of a case. ``text`` is what is shown where the operator has taken names out.

    A reply is shown as it was written or not at all, and only once its author was checked; nothing is shown
    that its author keeps private.
    """
    whole = told_of(row).what
    shown = clean(text, lines=True) or whole
    if not row.wants_public:
        raise refused(
            "case_private", "Ce signalement est privé : son auteur n'a pas choisi de le rendre public.",
            "This case is private: whoever brought it did not choose to make it public.",
        )  # fmt: skip
    if not row.incident:
        raise refused(
            "case_incident", "Rattachez d'abord ce signalement à un dossier : c'est là qu'il paraît.",
            "First attach this case to a dossier: it appears there.",
        )  # fmt: skip
    if row.kind == "reply" and row.speaker_checked is None:
        raise refused(
            "case_unchecked", "L'auteur de cette réponse n'est pas encore vérifié.",
            "The author of this reply has not been checked yet.",
        )  # fmt: skip
    if row.kind == "reply" and shown != whole:
        raise refused(
            "case_edited", "Une réponse d'organisation se publie telle qu'elle est, ou pas du tout.",
            "An organisation's reply is published as it stands, or not at all.",
        )  # fmt: skip
    if len(shown) > MOST_PUBLIC:
        raise _too_long(MOST_PUBLIC)
    now = time.time()
    case_store.change(store, row.id, published=row.published or now, public_text=shown, seen=row.seen or now)


def withdraw(store: Store, row: CaseRow) -> None:
    """Take down what was published; the case stays."""
    case_store.change(store, row.id, published=None, public_text="")


def close(store: Store, row: CaseRow) -> None:
    """Close a case: its pictures leave the disk, then the way to answer its author is forgotten."""
    case_pictures.erase(store, row.id)
    told = told_of(row).model_copy(update={"contact": ""})
    now = time.time()
    case_store.change(
        store, row.id, closed=row.closed or now, seen=row.seen or now, told=told.model_dump_json()
    )


def _open(row: CaseRow) -> None:
    if row.closed is not None:
        raise closed()


def _text(text: str, most: int) -> str:
    said = clean(text, lines=True)
    if not said:
        raise refused("case_empty", "Il n'y a rien d'écrit.", "Nothing is written.")
    if len(said) > most:
        raise _too_long(most)
    return said


def _too_long(most: int) -> Exception:
    return refused(
        "case_long", f"Ce texte dépasse {most} signes.", f"This text is longer than {most} characters."
    )
