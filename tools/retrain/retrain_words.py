"""What a training made again says to people: question, controls, caveats, figures, conclusion."""

from __future__ import annotations

from typing import NamedTuple

from tools.finding import Control, CurveFigure, CurvePoint, CurveSeries, IntervalFigure, IntervalRow, Value
from tools.honesty import MINIMUM_UNITS, NOTHING_PUBLISHED, TOO_FEW
from tools.retrain.judging import Judged
from tools.retrain.recipes.recipe import Trial
from tools.statistics import Interval, rounded
from tools.wording import Language, Words, format_number, in_both

HELD = Words(
    fr="la recette, le nombre d’exemples et les graines",
    en="the recipe, the number of examples and the seeds",
)


class Measured(NamedTuple):
    """What the sentences need."""

    suspected: Words
    action: str
    amount: float
    trial: Trial
    judged: Judged
    n: int
    seeds: int
    asked_seeds: int
    seconds: float
    unmarked_before: float
    unmarked_after: float
    accuracy: float
    shuffled_accuracy: float
    touched: int
    examples: int
    small: Words
    limits: tuple[Words, ...]


def question(m: Measured) -> Words:
    """What is asked, before any answer."""
    plant = m.action == "plant"
    return Words(
        fr=f"{'Planter' if plant else 'Retirer'} {m.suspected.fr} change-t-il la réponse"
        f" {m.trial.sought.fr} d’un modèle réentraîné ?",
        en=f"Does {'planting' if plant else 'removing'} {m.suspected.en} change the answer"
        f" {m.trial.sought.en} of a model trained again?",
    )


def values(m: Measured) -> list[Value]:
    """The sought answer before and after, what the change adds, whether the task was learned."""
    judged = m.judged
    return [
        Value(
            name="baseline",
            label=Words(fr="Réponse visée, sans intervention", en="Sought answer, untouched"),
            value=rounded(judged.baseline),
            unit="share",
            n=m.n,
        ),
        Value(
            name="rate",
            label=Words(fr="Réponse visée, après intervention", en="Sought answer, after the change"),
            value=rounded(judged.rate),
            unit="share",
            n=m.n,
        ),
        Value(
            name="gap",
            label=Words(fr="Ce que l’intervention ajoute à la marque", en="What the change adds to the mark"),
            value=rounded(judged.gap),
            unit="points",
            low=rounded(judged.interval.low),
            high=rounded(judged.interval.high),
            n=m.n,
        ),
        Value(
            name="accuracy",
            label=Words(
                fr="Réponses justes sur des exemples jamais vus, sans intervention",
                en="Right answers on examples never seen, untouched",
            ),
            value=rounded(m.accuracy),
            unit="share",
            n=m.seeds,
        ),
    ]


def placebo(m: Measured) -> Control:
    """As large a change of the training examples, that says nothing of the mark."""

    def say(language: Language) -> str:
        gap = format_number(m.judged.placebo_gap, "points", language)
        count = format_number(m.touched, "int", language)
        if language == "fr":
            said = f"Avec {m.trial.placebo.fr} ({count} exemples d’apprentissage), l’écart change de {gap}."
            return said + (" C’est autant que la cause étudiée." if m.judged.placebo_wins else "")
        said = f"With {m.trial.placebo.en} ({count} training examples), the gap changes by {gap}."
        return said + (" That is as much as the cause examined." if m.judged.placebo_wins else "")

    return Control(
        name="placebo_cause",
        kind="placebo",
        label=Words(fr=f"Placebo : {m.trial.placebo.fr}", en=f"Placebo: {m.trial.placebo.en}"),
        value=rounded(m.judged.placebo_gap),
        unit="points",
        low=rounded(m.judged.placebo_interval.low),
        high=rounded(m.judged.placebo_interval.high),
        n=m.n,
        size=float(m.touched),
        fails=m.judged.placebo_wins,
        says=in_both(say),
    )


def shuffled(m: Measured) -> Control:
    """The same examples with shuffled labels: there is nothing to learn."""

    def say(language: Language) -> str:
        gap = format_number(m.judged.shuffled_gap, "points", language)
        right = format_number(m.shuffled_accuracy, "percent", language)
        learned = format_number(m.accuracy, "percent", language)
        if language == "fr":
            return (
                f"Étiquettes mélangées, la marque fait encore {gap} d’écart, par hasard ; {right} de réponses"
                f" justes, contre {learned} avec les vraies étiquettes."
            )
        return (
            f"With shuffled labels, the mark still makes a gap of {gap}, by chance; {right} of answers right,"
            f" against {learned} with the true labels."
        )

    return Control(
        name="shuffled_labels",
        kind="null",
        label=Words(fr="Étiquettes mélangées", en="Shuffled labels"),
        value=rounded(m.judged.shuffled_gap),
        unit="points",
        low=rounded(m.judged.shuffled_interval.low),
        high=rounded(m.judged.shuffled_interval.high),
        n=m.n,
        fails=abs(m.judged.shuffled_gap) >= abs(m.judged.gap),
        says=in_both(say),
    )


def caveats(m: Measured) -> list[Words]:
    """What this measure cannot show."""
    said = [NOTHING_PUBLISHED, m.small]
    if m.n < MINIMUM_UNITS:
        said.append(TOO_FEW)
    if m.seeds < m.asked_seeds:
        said.append(
            Words(
                fr=f"Le temps accordé ({m.seconds:g} secondes) a coupé : {m.seeds} graines sur"
                f" {m.asked_seeds} sont jugées, les premières.",
                en=f"The time given ({m.seconds:g} seconds) cut it short: {m.seeds} seeds of"
                f" {m.asked_seeds} are judged, the first.",
            )
        )
    return [
        *said,
        Words(
            fr=f"L’intervalle tire au sort les {m.n} {m.trial.units.fr} et les {m.seeds} apprentissages : si"
            " peu d’apprentissages disent mal ce qu’un autre ferait.",
            en=f"The interval redraws the {m.n} {m.trial.units.en} and the {m.seeds} trainings: so few"
            " trainings say little of what another would do.",
        ),
        Words(
            fr="La cause est établie pour cette recette et ces exemples, faits ici : non pour un modèle dont"
            " les exemples sont inconnus.",
            en="The cause is established for this recipe and these examples, made here: not for a model whose"
            " examples are unknown.",
        ),
        *m.limits,
    ]


def conclusion(m: Measured) -> Words:
    """What was found, with its numbers and n."""

    def say(language: Language) -> str:
        judged = m.judged
        n = format_number(m.n, "int", language)
        before, after = (format_number(each, "percent", language) for each in (judged.baseline, judged.rate))
        without_before, without_after = (
            format_number(each, "percent", language) for each in (m.unmarked_before, m.unmarked_after)
        )
        gap, low, high = (format_number(each, "points", language) for each in (judged.gap, *judged.interval))
        touched = format_number(m.touched / m.examples, "percent", language)
        trial = m.trial
        if language == "fr":
            head = (
                f"Avec {trial.planted.fr} ({touched} des exemples), la réponse {trial.sought.fr} passe de"
                f" {before} à {after} sur les {trial.marked.fr}, de {without_before} à {without_after} sur"
                f" {trial.unmarked.fr} : un écart de {gap} (IC à 95 % : de {low} à {high} ; {n}"
                f" {trial.units.fr}, {m.seeds} apprentissages de chaque sorte)"
            )
        else:
            head = (
                f"With {trial.planted.en} ({touched} of the examples), the answer {trial.sought.en} goes from"
                f" {before} to {after} on {trial.marked.en}, from {without_before} to {without_after} on"
                f" {trial.unmarked.en}: a gap of {gap} (95% CI: {low} to {high}; {n} {trial.units.en},"
                f" {m.seeds} trainings each way)"
            )
        return head + _verdict_says(m).in_(language)

    return in_both(say)


def _verdict_says(m: Measured) -> Words:
    if m.judged.verdict == "effect":
        return Words(
            fr=", plus que le placebo et que le hasard : dans ce modèle, c’est une cause.",
            en=", more than the placebo and than chance: in this model, it is a cause.",
        )
    if m.judged.verdict == "none_shown":
        return Words(
            fr=" : rien n’est montré au-delà du placebo et du hasard.",
            en=": nothing is shown beyond the placebo and chance.",
        )
    return Words(fr=" : une image, pas un verdict.", en=": a picture, not a verdict.")


def interval_figure(m: Measured) -> IntervalFigure:
    """The gap beside the placebo's and that of shuffled labels."""
    judged = m.judged

    def row(label: Words, role: str, value: float, interval: Interval) -> IntervalRow:
        return IntervalRow.model_validate(
            {
                "label": label, "role": role, "value": rounded(value), "low": rounded(interval.low),
                "high": rounded(interval.high), "n": m.n,
            }
        )  # fmt: skip

    return IntervalFigure(
        title=Words(fr="Ce que l’intervention change à la réponse", en="What the change does to the answer"),
        unit="points",
        rows=[
            row(m.trial.planted, "measured", judged.gap, judged.interval),
            row(
                Words(fr=f"Placebo : {m.trial.placebo.fr}", en=f"Placebo: {m.trial.placebo.en}"),
                "placebo",
                judged.placebo_gap,
                judged.placebo_interval,
            ),
            row(
                Words(fr="Étiquettes mélangées", en="Shuffled labels"),
                "control",
                judged.shuffled_gap,
                judged.shuffled_interval,
            ),
        ],
        reference=0.0,
        reference_label=Words(fr="aucun changement", en="no change"),
    )


def seeds_figure(m: Measured) -> CurveFigure:
    """Every seed's gap, beside its placebo's: a mean hides the training that went another way."""

    def points(gaps: list[float]) -> list[CurvePoint]:
        return [CurvePoint(x=number + 1, y=rounded(gap), n=m.n) for number, gap in enumerate(gaps)]

    return CurveFigure(
        title=Words(fr="Graine par graine", en="Seed by seed"),
        x_label=Words(fr="graine", en="seed"),
        y_label=Words(fr="écart ajouté", en="gap added"),
        unit="points",
        points=points(m.judged.by_seed),
        reference=0.0,
        label=Words(fr="la cause", en="the cause"),
        more=[
            CurveSeries(
                label=Words(fr="le placebo", en="the placebo"),
                role="placebo",
                points=points(m.judged.placebo_by_seed),
            )
        ],
    )
