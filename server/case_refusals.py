"""Failures of a case, each with its sentence."""

from __future__ import annotations

from tools.errors import AutopsieError
from tools.wording import Words


class CaseRefused(AutopsieError):
    """A case, or something added to it, that cannot be taken as it is."""


class CaseClosed(AutopsieError):
    """A case that is closed takes nothing more."""

    status = 409


class CaseUnknown(AutopsieError):
    """No case of that number, or of that name in the queue."""

    status = 404


def unknown() -> CaseUnknown:
    """The failure of a receipt, or of an operator's name for a case, that is not one."""
    return CaseUnknown(
        "case_unknown",
        Words(fr="Aucun signalement n'a ce numéro.", en="No case has this number."),
        Words(fr="Vérifiez-le, lettre par lettre.", en="Check it, letter by letter."),
    )


def closed() -> CaseClosed:
    """The failure of whatever is added to a closed case."""
    return CaseClosed(
        "case_closed",
        Words(
            fr="Ce signalement est clos : rien ne peut plus y être ajouté.",
            en="This case is closed: nothing can be added to it.",
        ),
        Words(
            fr="Faites-en un nouveau, et donnez-y le numéro de celui-ci.",
            en="Make a new one, and give the number of this one in it.",
        ),
    )


def refused(code: str, fr: str, en: str) -> CaseRefused:
    """A refusal in one sentence."""
    return CaseRefused(code, Words(fr=fr, en=en))
