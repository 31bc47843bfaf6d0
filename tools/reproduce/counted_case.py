"""The case, the subject and the null of published counts, and the sentences for all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.errors import CallRefused
from tools.finding import Control
from tools.subject import SubjectCard
from tools.wording import Words, format_number, in_both

if TYPE_CHECKING:
    from tools.bench import Bench
    from tools.stimuli.cases import Case


def only_twitter(subject: SubjectCard) -> Words | None:
    """Why the counts do not speak of ``subject``; ``None`` for the network that was counted."""
    if subject.name == "twitter_crop":
        return None
    return Words(
        fr=f"Aucun compte n’a été publié pour « {subject.title.fr} ».",
        en=f"No counts were published for “{subject.title.en}”.",
    )


def case_of_counts(bench: Bench, name: str) -> Case:
    """The counts. Raises :class:`CallRefused` (``wrong_case``) for a case that holds pictures or texts."""
    case = bench.case(name)
    if case.kind != "counts":
        raise CallRefused(
            "wrong_case",
            Words(
                fr=f"Le cas « {case.name} » ne contient pas de comptes publiés.",
                en=f"The case “{case.name}” holds no published counts.",
            ),
            Words(fr="Prenez le cas twitter_counts.", en="Take the case twitter_counts."),
        )
    return case


def fair_coin(n: int) -> Control:
    """What ``n`` tosses of a fair coin give, 95 times in a hundred: the null of a share that was counted."""
    from scipy import stats  # slow import

    low, high = (float(end) / n for end in stats.binom.interval(0.95, n, 0.5))
    return Control(
        name="fair_coin", kind="null", label=Words(fr="Pile ou face", en="A fair coin"), value=0.5,
        unit="share", low=round(low, 6), high=round(high, 6), n=n,
        says=in_both(
            lambda language: (
                "Un pile ou face de même effectif donnerait presque toujours de "
                if language == "fr"
                else "As many tosses of a fair coin would nearly always give from "
            )
            + format_number(low, "percent1", language)
            + (" à " if language == "fr" else " to ")
            + format_number(high, "percent1", language)
            + "."
        ),
    )  # fmt: skip
