"""The pages of a case: the form, what its receipt opens, and the operator's queue."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from engine.language.schema import Scenario
from server import case_store
from server.case_form import LONGEST, LONGEST_WORD, Sent
from server.case_shapes import AFFECTED, EXPECTS, KINDS, OUTCOMES, Told, state_of, told_of
from server.case_tables import CaseRow
from server.cases import MOST_PUBLIC
from server.cases_kept import kept_words
from server.context import PageContext
from server.facts import text_of
from server.layout import written
from server.settings import Settings
from server.store import Store
from server.views.plate import day_of
from tools.wording import Language, format_number

FIRST_WORDS = 120


@dataclass(frozen=True)
class Happening:
    """One line of a case's history. ``text`` is somebody's own words, shown as they are."""

    at: float
    key: str
    text: str = ""


def form_page(
    context: PageContext, settings: Settings, scenarios: Iterable[Scenario], sent: Sent, key: str, *,
    too_large: bool = False,
) -> str:  # fmt: skip
    """The form, empty or with what was typed and what is to be looked at again."""
    return written(
        "saisir/form.html",
        context,
        context.language,
        sent=sent,
        key=key,
        kinds=KINDS,
        affected=AFFECTED,
        expects=EXPECTS,
        longest=LONGEST,
        dossiers=_dossiers(scenarios, context.language),
        days=settings.case_days,
        mega=mega(settings, context.language),
        kept=kept_words(),
        too_large=too_large,
        piece=sent.typed["piece"],
    )


def receipt_page(context: PageContext, typed: str = "") -> str:
    """Where a receipt number is typed."""
    return written("saisir/receipt.html", context, context.language, typed=typed[:40])


def erased_page(context: PageContext, at: float) -> str:
    """That there was a case, and that it is erased."""
    return written("saisir/erased.html", context, context.language, day=day_of(at, context.language))


def case_page(
    context: PageContext, store: Store, settings: Settings, scenarios: Iterable[Scenario], row: CaseRow,
    receipt: str,
) -> str:  # fmt: skip
    """A case, to whoever has its receipt."""
    return written(
        "saisir/case.html",
        context,
        context.language,
        receipt=receipt,
        history=history(store, row),
        longest=LONGEST_WORD,
        mega=mega(settings, context.language),
        **_case(context.language, store, scenarios, row),
    )


def ask_erase_page(context: PageContext, receipt: str) -> str:
    """What erasing does, before it is done."""
    return written("saisir/erase.html", context, context.language, receipt=receipt)


def key_page(context: PageContext, key: str) -> str:
    """What a one-time key opens, before it is used: a preview of the link must not use it up."""
    return written("saisir/key.html", context, context.language, key=key)


def queue_page(context: PageContext, store: Store, scenarios: Iterable[Scenario]) -> str:
    """The operator's queue."""
    rows, new = case_store.cases(store), case_store.with_new_words(store)
    titles = dict(_dossiers(scenarios, context.language))
    lines = [
        {
            "row": row,
            "state": state_of(row),
            "late": is_late(row),
            "new": row.id in new,
            "first": first_words(told_of(row)),
            "dossier": titles.get(row.incident, row.incident),
        }
        for row in rows
    ]
    return written("saisir/queue.html", context, context.language, lines=lines, day=_days(context.language))


def queued_page(context: PageContext, store: Store, scenarios: Iterable[Scenario], row: CaseRow) -> str:
    """One case of the queue, with what the operator may do."""
    scenarios = list(scenarios)
    return written(
        "saisir/queued.html",
        context,
        context.language,
        words=case_store.words(store, row.id),
        outcomes=OUTCOMES,
        longest=MOST_PUBLIC,
        dossiers=_dossiers(scenarios, context.language),
        **_case(context.language, store, scenarios, row),
    )


def history(store: Store, row: CaseRow) -> list[Happening]:
    """What has happened to a case, oldest first."""
    dated = (
        ("received", row.received), ("seen", row.seen), ("checked", row.speaker_checked),
        ("published", row.published), ("closed", row.closed),
    )  # fmt: skip
    found = [Happening(at, f"case.history.{name}") for name, at in dated if at is not None]
    for word in case_store.words(store, row.id):
        key = "case.history.answer" if word.by == "operator" else "case.history.word"
        found.append(Happening(word.at, key, word.text))
    return sorted(found, key=lambda each: each.at)


def is_late(row: CaseRow) -> bool:
    """Whether an answer was promised, and is not there."""
    return row.answered is None and row.closed is None and row.due < time.time()


def first_words(told: Told) -> str:
    """The beginning of what was written, on one line."""
    line = " ".join(told.what.split())
    return line if len(line) <= FIRST_WORDS else line[: FIRST_WORDS - 1].rstrip() + "…"


def mega(settings: Settings, language: Language) -> str:
    """The most that a form's pictures may weigh, in megabytes."""
    return format_number(settings.upload_bytes / 1_000_000, "number", language)


def _case(language: Language, store: Store, scenarios: Iterable[Scenario], row: CaseRow) -> dict[str, object]:
    titles = dict(_dossiers(scenarios, language))
    return {
        "row": row,
        "told": told_of(row),
        "state": state_of(row),
        "late": is_late(row),
        "dossier": titles.get(row.incident, row.incident),
        "pictures": case_store.pictures(store, row.id),
        "day": _days(language),
    }


def _dossiers(scenarios: Iterable[Scenario], language: Language) -> list[tuple[str, str]]:
    return [(each.id, text_of(each.title, language)) for each in scenarios]


def _days(language: Language) -> Callable[[float], str]:
    return partial(day_of, language=language)
