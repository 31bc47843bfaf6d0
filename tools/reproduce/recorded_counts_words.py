"""What is said of published counts that were added up again."""

from __future__ import annotations

from typing import NamedTuple

from tools.finding import Target, Verdict
from tools.reproduce.published_counts import Count, Panel, Question
from tools.wording import Language, Words, format_number, in_both

NOTHING_RUNS = Words(
    fr="Rien n’a tourné ici : ce sont des comptes publiés, additionnés à nouveau.",
    en="Nothing ran here: these are published counts, added up again.",
)


class Counted(NamedTuple):
    """All that the sentences need."""

    question: Question
    counts: tuple[Count, ...]
    total: Count
    target: Target | None
    as_printed: float
    beyond: int
    panels: tuple[Panel, ...]
    verdict: Verdict


def label(m: Counted) -> Words:
    """What the shares are shares of."""
    if m.question in ("women", "slices"):
        return Words(fr="Part des montages gagnés par les femmes", en="Share of montages won by women")
    return Words(
        fr="Part des montages gagnés par le groupe nommé blanc",
        en="Share of montages won by the group named white",
    )


def question(m: Counted) -> Words:
    """The question, before its answer."""
    if m.question == "log":
        return Words(
            fr="La même question posée avec plus ou moins d’essais reçoit-elle la même réponse ?",
            en="Does the same question get the same answer with more or fewer trials?",
        )
    if m.question == "slices":
        return Words(
            fr="Les figures par thème montrent-elles les paires que dit leur titre ?",
            en="Do the figures by theme show the pairs that their titles say?",
        )
    return Words(
        fr="Les comptes publiés mènent-ils au chiffre imprimé ?",
        en="Do the published counts lead to the printed figure?",
    )


def conclusion(m: Counted) -> Words:
    """What was found, with its numbers."""
    return in_both(lambda language: _said(m, language))


def _said(m: Counted, language: Language) -> str:
    french = language == "fr"

    def share(value: float) -> str:
        return format_number(value, "percent1", language)

    def whole(value: float) -> str:
        return format_number(value, "int", language)

    if m.question == "log":
        runs = ", ".join(f"{share(each.rate)} (n = {whole(each.n)})" for each in m.counts)
        if french:
            return (
                f"Le groupe nommé blanc gagne {runs} ; l’intervalle laisse la moitié dehors"
                f" {m.beyond} fois sur {len(m.counts)}. La machine est la même."
            )
        return (
            f"The group named white wins {runs}; the interval leaves one half out {m.beyond} times in"
            f" {len(m.counts)}. The machine is the same."
        )
    if m.question == "slices":
        wrong = [each.title.in_(language) for each in m.panels if not each.right]
        if french:
            return (
                f"{len(wrong)} figures par thème sur {len(m.panels)} ({', '.join(wrong)}) montrent d’autres"
                " paires que leur titre : la liste est coupée un pas à la fois, elle va deux par deux."
            )
        return (
            f"{len(wrong)} of {len(m.panels)} figures by theme ({', '.join(wrong)}) show other pairs than"
            " their titles say: the list is cut one step at a time, and goes two by two."
        )
    around = f"{share(m.total.interval.low)} – {share(m.total.interval.high)}"
    assert m.target is not None
    if m.question == "white":
        if french:
            return (
                f"{len(m.counts)} paires, {whole(m.total.n)} montages : {share(m.total.rate)} pour le groupe"
                f" nommé blanc ({around}), {share(m.target.value)} imprimés."
            )
        return (
            f"{len(m.counts)} pairs, {whole(m.total.n)} montages: {share(m.total.rate)} for the group named"
            f" white ({around}), {share(m.target.value)} printed."
        )
    if french:
        return (
            f"{len(m.counts)} paires, {whole(m.total.n)} montages : {share(m.total.rate)} pour les femmes"
            f" ({around}), {share(m.target.value)} imprimés. Leur tableau n’en retrouve que"
            f" {len(m.counts) - 1}, dont la moyenne est {share(m.as_printed)} : la quatrième est rangée dans"
            " l’autre ordre."
        )
    return (
        f"{len(m.counts)} pairs, {whole(m.total.n)} montages: {share(m.total.rate)} for women ({around}),"
        f" {share(m.target.value)} printed. Their table finds only {len(m.counts) - 1} of them, whose mean is"
        f" {share(m.as_printed)}: the fourth is stored in the other order."
    )
