"""What a search for failures says to people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from tools.discover.clusters import Cluster, Search
from tools.finding import Control, Value, Verdict
from tools.statistics import Interval, bootstrap, rounded, rounded_chance
from tools.stimulus import Portrait
from tools.tool import ResultField
from tools.wording import Language, Words, enumeration, format_chance, format_number, in_both

RESULTS: tuple[ResultField, ...] = (
    ResultField(name="n", kind="number", low=1, high=2000, about=Words(fr="unités", en="units")),
    ResultField(name="clusters", kind="number", low=0, high=4, about=Words(fr="groupes", en="clusters")),
    ResultField(name="failure_rate", kind="share", low=0, high=1,
                about=Words(fr="part des stimuli où le sujet échoue", en="share of stimuli that fail")),
    ResultField(name="held_in_cluster", kind="number", low=0, high=2000,
                about=Words(fr="stimuli réservés qui tombent dans le groupe jugé",
                            en="held-out stimuli in the cluster judged")),
    ResultField(name="rate", kind="share", low=0, high=1,
                about=Words(fr="échecs parmi eux", en="failures among them")),
    ResultField(name="elsewhere", kind="share", low=0, high=1,
                about=Words(fr="échecs ailleurs", en="failures elsewhere")),
    ResultField(name="gap", kind="number", low=-1, high=1, about=Words(fr="l’écart", en="the gap")),
    ResultField(name="gap_low", kind="number", low=-1, high=1, about=Words(fr="borne basse", en="lower end")),
    ResultField(name="gap_high", kind="number", low=-1, high=1,
                about=Words(fr="borne haute", en="upper end")),
    ResultField(name="chance", kind="share", low=0, high=1,
                about=Words(fr="probabilité qu’un groupe au hasard fasse autant (corrigée)",
                            en="probability that a random cluster does as much (corrected)")),
    ResultField(name="random_rate", kind="share", low=0, high=1,
                about=Words(fr="échecs dans des groupes au hasard", en="failures in random clusters")),
    ResultField(name="shared", kind="table", low=-1000, high=1000,
                about=Words(fr="réglages sur-représentés dans le groupe, écart",
                            en="settings over-represented in the cluster, difference")),
    ResultField(name="verdict", kind="one-of", choices=("effect", "none_shown", "inconclusive"),
                about=Words(fr="effet si le groupe échoue plus, sur des unités réservées, qu’ailleurs et"
                            " qu’au hasard",
                            en="effect if, on held-out units, the cluster fails more than elsewhere and than"
                            " chance")),
)  # fmt: skip

QUESTION = Words(
    fr="Les échecs du sujet se ressemblent-ils, et les retrouve-t-on sur des unités réservées ?",
    en="Are the subject’s failures alike, and are they found again on held-out units?",
)
EXEMPLARS = Words(fr="Échecs, par groupe : les plus typiques", en="Failures by cluster: the most typical")
RATES = Words(fr="Part d’échecs, unités réservées", en="Share of failures, held-out units")
ELSEWHERE = Words(fr="hors du premier groupe", en="outside the first cluster")
RANDOM = Words(fr="groupes au hasard (95 % au-dessous de la borne)", en="random clusters (95% below the end)")
FACTORS: dict[str, Words] = {
    "tone": Words(fr="teinte", en="tone"),
    "age": Words(fr="âge", en="age"),
    "perceived_sex": Words(fr="sexe perçu", en="perceived sex"),
    "light": Words(fr="lumière", en="light"),
    "glasses": Words(fr="lunettes", en="glasses"),
    "headscarf": Words(fr="foulard", en="headscarf"),
    "near-black": Words(fr="fond presque noir", en="near-black ground"),
    "near-white": Words(fr="fond presque blanc", en="near-white ground"),
    "bookshelf": Words(fr="bibliothèque", en="bookshelf"),
    "smile": Words(fr="sourire", en="smile"),
    "angry": Words(fr="colère", en="anger"),
    "surprise": Words(fr="surprise", en="surprise"),
    "sad": Words(fr="tristesse", en="sadness"),
    "turn": Words(fr="tête tournée (degrés)", en="turn of the head (degrees)"),
}


class Shared(NamedTuple):
    """A setting that the cluster has more, or less, of than the stimuli it was sought in."""

    name: str
    difference: float
    interval: Interval


class Discovered(NamedTuple):
    """What the sentences need."""

    subject: Words
    what: Words
    n: int
    held_units: int
    found: Search
    seen_by: Words
    shared: Sequence[Shared]
    verdict: Verdict
    unit: Words
    units: Words

    @property
    def best(self) -> Cluster | None:
        """The cluster judged."""
        return self.found.clusters[0] if self.found.clusters else None


def cluster_label(at: int) -> Words:
    """By number: a cluster has exemplars, not a name."""
    return Words(fr=f"Groupe {at + 1}", en=f"Cluster {at + 1}")


def cluster_note(cluster: Cluster) -> Words:
    """Beside its exemplars."""
    return in_both(
        lambda language: (
            f"{cluster.failed} échecs sur {len(cluster.held)} stimuli réservés"
            if language == "fr"
            else f"{cluster.failed} failures in {len(cluster.held)} held-out stimuli"
        )
    )


def over_represented(
    recipes: Sequence[Any], members: Sequence[int], among: Sequence[int], seed: int
) -> list[Shared]:
    """Settings whose mean in the cluster differs from that of the half it was sought in.

    By an interval that resamples the members; a description, not a cause, and not corrected for their number.
    """
    if not members or not all(isinstance(recipes[each], Portrait) for each in among):
        return []
    found = []
    for name in FACTORS:
        mean = sum(_setting(recipes[each], name) for each in among) / len(among)
        own = [_setting(recipes[each], name) - mean for each in members]
        ends = bootstrap(own, seed=seed)
        if ends.low > 0 or ends.high < 0:
            found.append(Shared(name, sum(own) / len(own), ends))
    return found


def _setting(recipe: Portrait, name: str) -> float:
    if name == "turn":
        return abs(recipe.yaw)
    if name in ("near-black", "near-white", "bookshelf"):
        return float(recipe.background == name)
    if name in ("smile", "angry", "surprise", "sad"):
        return float(recipe.expression == name)
    return float(getattr(recipe, name))


def result(m: Discovered, rate: float) -> dict[str, Any]:
    """The fields that a scenario may read."""
    best = m.best
    return {
        "n": m.n,
        "clusters": len(m.found.clusters),
        "failure_rate": rounded(rate),
        "held_in_cluster": len(best.held) if best else 0,
        "rate": rounded(best.rate) if best else 0.0,
        "elsewhere": rounded(best.elsewhere) if best else 0.0,
        "gap": rounded(best.rate - best.elsewhere) if best else 0.0,
        "gap_low": rounded(best.gap.low) if best else -1.0,
        "gap_high": rounded(best.gap.high) if best else 1.0,
        "chance": rounded_chance(best.chance) if best else 1.0,
        "random_rate": rounded(m.found.random_mean),
        "shared": {each.name: rounded(each.difference) for each in m.shared},
        "verdict": m.verdict,
    }


def values(m: Discovered) -> list[Value]:
    """The gap with its interval."""
    if m.best is None:
        return []
    return [
        Value(name="gap", label=Words(fr="Écart d’échecs, groupe contre ailleurs",
                                      en="Gap of failures, cluster against elsewhere"),
              value=rounded(m.best.rate - m.best.elsewhere), unit="points", low=rounded(m.best.gap.low),
              high=rounded(m.best.gap.high), n=m.held_units)
    ]  # fmt: skip


def null_control(m: Discovered) -> Control:
    """Random clusters of the same size among the held-out stimuli."""
    return Control(
        name="random_clusters", kind="null",
        label=Words(fr="Groupes au hasard de même taille", en="Random clusters of the same size"),
        value=rounded(m.found.random_mean), unit="share", low=0.0, high=rounded(m.found.random_limit), n=200,
        fails=m.best is None or m.best.rate <= m.found.random_limit,
        says=Words(fr="Part d’échecs d’un groupe tiré au hasard parmi les stimuli réservés.",
                   en="Share of failures of a cluster drawn at random among the held-out stimuli."),
    )  # fmt: skip


def conclusion(m: Discovered) -> Words:
    """What was found on the held-out half."""

    def say(language: Language) -> str:
        def share(value: float) -> str:
            return format_number(value, "percent", language)

        best, units = m.best, m.units.in_(language)
        if best is None:
            return (
                f"Sur {m.n} {units}, trop peu d’échecs ({m.what.fr}) pour y chercher des groupes."
                if language == "fr"
                else f"Over {m.n} {units}, too few failures ({m.what.en}) to seek clusters."
            )
        gap = best.rate - best.elsewhere
        ends = [format_number(end, "points", language) for end in best.gap]
        if language == "fr":
            tail = {
                "effect": "un groupe d’échecs est confirmé",
                "none_shown": "aucun groupe d’échecs n’est montré",
            }.get(m.verdict, "trop peu d’unités pour conclure")
            return (
                f"Sur {m.held_units} {units} réservées, le premier groupe échoue {share(best.rate)} du temps"
                f" ({m.what.fr}), ailleurs {share(best.elsewhere)} : écart de"
                f" {format_number(gap, 'points', language)} (IC à 95 % : {ends[0]} à {ends[1]} ;"
                f" par hasard, corrigé : {format_chance(best.chance, language)}) : {tail}."
            )
        tail = {
            "effect": "a cluster of failures is confirmed", "none_shown": "no cluster of failures is shown",
        }.get(m.verdict, "too few units to tell")  # fmt: skip
        return (
            f"Over {m.held_units} held-out {units}, the first cluster fails {share(best.rate)} of the time"
            f" ({m.what.en}), elsewhere {share(best.elsewhere)}: a gap of"
            f" {format_number(gap, 'points', language)} (95% CI: {ends[0]} to {ends[1]};"
            f" by chance, corrected: {format_chance(best.chance, language)}): {tail}."
        )

    return in_both(say)


def caveats(m: Discovered) -> list[Words]:
    """How clusters were seen, what their members share, and that it is no cause."""

    def parts(language: Language) -> str:
        return enumeration(
            [
                f"{FACTORS[each.name].in_(language)} {format_number(each.difference, 'signed', language)}"
                for each in m.shared
            ],
            language,
        )

    said = [
        Words(
            fr=f"Les groupes sont cherchés dans {m.seen_by.fr}.",
            en=f"Clusters are sought in {m.seen_by.en}.",
        )
    ]
    if m.shared:
        said.append(
            in_both(
                lambda language: (
                    f"Les échecs du groupe diffèrent de l’ensemble par : {parts(language)}. C’est une"
                    " description, pas une cause."
                    if language == "fr"
                    else f"The cluster’s failures differ from the whole by: {parts(language)}. This is a"
                    " description, not a cause."
                )
            )
        )
    return said
