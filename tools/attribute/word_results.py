"""The fields of an explanation of texts that a scenario may read, the same for every method."""

from __future__ import annotations

from tools.perturb.text_results import GAP, field
from tools.tool import ResultField
from tools.wording import Words

SANITY = ("pass", "fail", "unchecked")

RESULTS: tuple[ResultField, ...] = (
    field("n", "number", "unités (gabarits, ou textes)", "units (templates, or texts)", 1, 100_000),
    field("top_word", "text", "le mot, ou le groupe, qui apporte le plus, pour ou contre",
        "the word, or the phrase, that brings most, for or against"),
    field("top_weight", "number", "ce qu’il apporte, en moyenne", "what it brings, on average", -GAP, GAP),
    field("top_low", "number", "le bas de son étendue", "the low end of its range", -GAP, GAP),
    field("top_high", "number", "le haut de son étendue", "the high end of its range", -GAP, GAP),
    field("weights", "table", "ce que chaque mot apporte, en moyenne", "what each word brings, on average",
        -GAP, GAP),
    ResultField(name="sanity", kind="one-of", choices=SANITY,
        about=Words(fr="l’explication dépend-elle des poids ?", en="does it depend on the weights?")),
    field("sanity_rho", "share", "accord médian avec des réseaux brouillés",
        "median agreement with scrambled networks", 0, 1),
    field("null_rho", "share", "le même, sur un autre texte", "the same, on another text", 0, 1),
    field("gap", "number", "écart entre la somme des parts et ce qu’elles devaient expliquer",
        "how far the parts are from adding up to what they owed", 0, 1000),
    field("deletion", "number", "aire de l’effacement, dans son ordre", "area under deletion, in its order",
        -9, 10),
    field("deletion_position", "number", "la même, dans l’ordre de la phrase, qui ne sait rien",
        "the same, in the order of the sentence, which knows nothing", -9, 10),
    field("stability", "number", "le plus bas des accords essayés", "the lowest agreement of those tried",
        -1, 1),
    field("stable", "flag", "l’explication tient-elle ?", "does it hold?"),
    field("term_weight", "number", "ce qu’apporte le mot demandé (médiane)",
        "what the asked word brings (median)", -GAP, GAP),
    field("neutral_limit", "number", "ce que presque aucun mot neutre n’apporte à sa place",
        "what hardly any neutral word brings in its place", 0, GAP),
    ResultField(name="term_verdict", kind="one-of",
        about=Words(fr="le mot demandé pèse-t-il plus qu’un mot neutre ?",
                    en="does the asked word weigh more than a neutral one?"),
        choices=("effect", "none_shown", "inconclusive", "not_asked")),
    ResultField(name="verdict", kind="one-of", about=Words(fr="le verdict", en="the verdict"),
        choices=("usable", "unusable", "inconclusive")),
)  # fmt: skip
