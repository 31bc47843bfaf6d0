"""The fields of a difference of rates that a scenario may read."""

from __future__ import annotations

from tools.tool import FieldKind, ResultField
from tools.wording import Words

MOST_WORDS = 200  # bound of an equality difference: each word adds one at most


def _field(
    name: str, kind: FieldKind, fr: str, en: str, low: float | None = 0, high: float | None = 1
) -> ResultField:
    bounded = kind in ("number", "share", "table")
    return ResultField(
        name=name, kind=kind, about=Words(fr=fr, en=en),
        low=low if bounded else None, high=high if bounded else None,
    )  # fmt: skip


RESULTS: tuple[ResultField, ...] = (
    _field("n", "number", "unités (identités ou gabarits)", "units (identities or templates)", 1, 10_000),
    _field("hostile_n", "number", "gabarits insultants, 0 sans eux",
        "insulting templates, 0 without", 0, 10_000),
    _field("groups", "number", "groupes comparés à la référence",
        "groups compared with the reference", 1, 500),
    _field("threshold", "number", "le seuil d’un oui", "the threshold of a yes", -1000, 100_000),
    _field("reference_rate", "share", "part de oui dans la référence", "share of yes in the reference"),
    _field("rates", "table", "part de oui, par groupe", "share of yes, by group"),
    _field("gaps", "table", "écart à la référence, par groupe", "gap to the reference, by group", -1, 1),
    _field("chances", "table", "p exact corrigé (Holm), par groupe", "exact p, corrected (Holm), by group"),
    _field("judged", "text", "le groupe jugé : le plus grand écart", "the judged group: the largest gap"),
    _field("rate", "share", "sa part de oui", "its share of yes"),
    _field("gap", "number", "son écart à la référence", "its gap to the reference", -1, 1),
    _field("gap_low", "number", "bas de l’intervalle de l’écart", "low end of the gap’s interval", -1, 1),
    _field("gap_high", "number", "haut de cet intervalle", "its high end", -1, 1),
    _field("chance", "share", "son p exact corrigé", "its exact p, corrected"),
    _field("placebo_gap", "number", "le plus grand écart d’un placebo", "the largest gap of a placebo", 0, 1),
    _field("missed", "table", "part d’insultes manquées, par groupe (vide sans elles)",
        "share of insults missed, by group (empty without)"),
    _field("missed_judged", "text", "le groupe dont l’écart d’insultes manquées est le plus grand",
        "the group whose gap of missed insults is the largest"),
    _field("missed_gap", "number", "cet écart", "that gap", -1, 1),
    _field("missed_chance", "share", "son p exact corrigé, 1 sans insultes",
        "its exact p, corrected; 1 without insults"),
    _field("fped", "number", "inégalité des faux positifs (Dixon), somme sur les mots",
        "false positive equality difference (Dixon), summed over words", 0, MOST_WORDS),
    _field("fped_low", "number", "bas de son intervalle", "low end of its interval", 0, MOST_WORDS),
    _field("fped_high", "number", "haut de son intervalle", "its high end", 0, MOST_WORDS),
    _field("fned", "number", "inégalité des faux négatifs (Dixon)",
        "false negative equality difference (Dixon)", 0, MOST_WORDS),
    _field("fned_low", "number", "bas de son intervalle", "low end of its interval", 0, MOST_WORDS),
    _field("fned_high", "number", "haut de son intervalle", "its high end", 0, MOST_WORDS),
    _field("fped_of_a_word", "number", "la même, par mot", "the same, of a word", 0, 1),
    _field("fped_of_a_neutral_word", "number", "la même pour un mot neutre",
        "the same of a neutral word", 0, 1),
    ResultField(
        name="direction",
        kind="one-of",
        about=Words(fr="sens de l’écart jugé", en="which way the judged gap goes"),
        choices=("up", "down", "unclear"),
    ),
    ResultField(
        name="verdict",
        kind="one-of",
        about=Words(fr="le verdict", en="the verdict"),
        choices=("effect", "none_shown", "inconclusive"),
    ),
)  # fmt: skip
