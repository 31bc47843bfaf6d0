"""What an explanation says to people: which region carries how much, and whether it may be believed."""

from __future__ import annotations

from typing import NamedTuple

from tools.attribute.regions.region import Region
from tools.attribute.trial import Trial
from tools.finding import Control, Value
from tools.honesty import NO_PUBLISHED_FIGURE
from tools.statistics import Interval, rounded
from tools.wording import Language, Words, format_number, in_both

UNIT = Words(fr="image", en="picture")
HELD = Words(
    fr="le réseau, la place examinée et le reste de l’image",
    en="the network, the place examined and the rest of the picture",
)
HIDDEN_IN_MEAN = Words(
    fr="Ce qui est caché prend la couleur moyenne de l’image : le réseau n’a jamais vu de telle image, et"
    " l’explication répond à cela aussi.",
    en="What is hidden takes the picture’s mean colour: the network never saw such a picture, and the"
    " explanation answers to that too.",
)
BEFORE_SIGMOID = Words(
    fr="Le nombre expliqué est celui d’avant la dernière sigmoïde, que sa pente nulle rendrait muette.",
    en="The number explained is the one before the last sigmoid, whose flat ends would say nothing.",
)


class Told(NamedTuple):
    """What the sentences need. ``share`` is the top region's, over ``n`` pictures; ``range_`` its range."""

    title: Words  # of the method
    answer: Words  # what is explained: "the interview score"
    trial: Trial
    regions: tuple[Region, ...]
    areas: list[float]
    top: int
    share: float
    range_: Interval
    n: int
    logit: bool
    slope: bool
    complete: bool
    failing: Words | None  # where the method is known to ignore the weights


def question(t: Told) -> Words:
    """What was asked."""
    return Words(
        fr=f"Quelles régions de l’image portent {t.answer.fr} ?",
        en=f"Which regions of the picture carry {t.answer.en}?",
    )


def varied(title: Words) -> Words:
    """What the method changes."""
    return Words(fr=f"ce que change la méthode « {title.fr} »", en=f"what the method “{title.en}” changes")


def values(t: Told) -> list[Value]:
    """Every region, every seed, every check, one by one: a mean would hide ±1."""
    trial = t.trial
    found = [
        Value(name="whole", label=_first(t.answer), value=rounded(trial.whole), unit="score", n=1),
        Value(
            name="nothing",
            label=Words(fr="La même, tout caché", en="The same, all hidden"),
            value=rounded(trial.nothing), unit="score", n=1,
        ),
    ]  # fmt: skip
    for number in sorted(range(len(t.regions)), key=lambda each: -float(trial.shares[each]))[:10]:
        low, high = (rounded(each) for each in trial.ranges[number])
        region = t.regions[number]
        found.append(
            Value(
                name=f"share_{region.name}", label=_first(region.words), unit="share", n=1,
                value=rounded(trial.shares[number]), low=low, high=high,
            )
        )  # fmt: skip
        found.append(
            Value(
                name=f"weight_{region.name}", unit="score", n=1, value=rounded(trial.weights[number]),
                label=Words(fr=f"{_first(region.words).fr}, signé", en=f"{_first(region.words).en}, signed"),
            )
        )  # fmt: skip
    for name, words, rhos in (
        ("permuted", Words(fr="Accord, poids permutés", en="Agreement, permuted weights"), trial.permuted),
        (
            "redrawn",
            Words(fr="Accord, poids tirés à nouveau", en="Agreement, redrawn weights"),
            trial.redrawn,
        ),
        ("null", Words(fr="Accord, autre image", en="Agreement, another picture"), trial.null),
    ):
        found += [
            Value(
                name=f"{name}_{at}", label=Words(fr=f"{words.fr} ({at})", en=f"{words.en} ({at})"),
                value=rounded(rho), unit="correlation",
            )
            for at, rho in enumerate(rhos, start=1)
        ]  # fmt: skip
    rows: list[tuple[str, Words, float]] = [
        (
            "nearness",
            Words(fr="Accord avec la simple proximité", en="Agreement with mere nearness"),
            trial.nearness,
        ),
    ]
    return [
        *found,
        *(Value(name=name, label=label, value=rounded(rho), unit="correlation") for name, label, rho in rows),
        *_of_hiding(t),
    ]


def _of_hiding(t: Told) -> list[Value]:
    """Completeness, infidelity, deletion and insertion, each with what it stands beside."""
    trial = t.trial
    rows = [
        ("infidelity", Words(fr="Infidélité", en="Infidelity"), trial.infidelity),
        (
            "infidelity_nearness",
            Words(fr="Infidélité de la seule proximité", en="Infidelity of nearness alone"),
            trial.infidelity_of_nearness,
        ),
        ("gain", Words(fr="Ajout moins effacement", en="Insertion minus deletion"), trial.order.gain),
        (
            "gain_nearness",
            Words(fr="Le même, ordre de la distance", en="The same, order of distance"),
            trial.order_knowing_nothing.gain,
        ),
        ("gain_random", Words(fr="Le même, au hasard", en="The same, at random"), trial.order_random),
    ]
    if t.complete:
        gap = Words(fr="Écart de complétude", en="Completeness gap")
        rows.append(("gap", gap, trial.gap))
    return [Value(name=name, label=label, value=rounded(each), unit="score") for name, label, each in rows]


def nulls(t: Told) -> list[Control]:
    """What no agreement looks like, and what an order that knows nothing reaches."""
    trial = t.trial
    found = []
    if trial.permuted:

        def say(language: Language) -> str:
            own, rho = (
                format_number(each, "number2", language) for each in (trial.sanity_rho, trial.null_rho)
            )
            if language == "fr":
                return (
                    f"Avec les réseaux brouillés, l’explication s’accorde à {own} (en valeur absolue,"
                    f" médiane) ; avec leurs explications d’une autre image, à {rho}."
                )
            return (
                f"With scrambled networks, the explanation agrees at {own} (absolute value, median);"
                f" with their explanations of another picture, at {rho}."
            )

        found.append(
            Control(
                name="other_picture", kind="null",
                label=Words(fr="Témoin : une autre image", en="Null: another picture"),
                value=rounded(trial.null_rho), unit="correlation", n=len(trial.null),
                fails=trial.sanity == "fail", says=in_both(say),
            )
        )  # fmt: skip

    def orders(language: Language) -> str:
        own, near, blind = (
            format_number(each, "number2", language)
            for each in (trial.order.gain, trial.order_knowing_nothing.gain, trial.order_random)
        )
        if language == "fr":
            return (
                f"Effacer et ajouter dans l’ordre de l’explication gagne {own} ; dans l’ordre de la seule"
                f" distance, qui ne sait rien, {near} ; au hasard, {blind}."
            )
        return (
            f"Deleting and inserting in the explanation’s order gains {own}; in the order of distance alone,"
            f" which knows nothing, {near}; at random, {blind}."
        )

    found.append(
        Control(
            name="order_knowing_nothing", kind="null",
            label=Words(fr="L’ordre qui ne sait rien", en="The order that knows nothing"),
            value=rounded(trial.order_knowing_nothing.gain), unit="share", n=1,
            fails=trial.order_knowing_nothing.gain >= trial.order.gain, says=in_both(orders),
        )
    )  # fmt: skip
    return found


def caveats(t: Told) -> list[Words]:
    """What this explanation cannot show."""

    def bar(language: Language) -> str:
        limit = format_number(t.trial.limit, "number2", language)
        return (
            f"Refusée si l’accord avec des réseaux brouillés dépasse {limit}, proximité mise à part ;"
            " remplacée par sa dispersion si elle ne tient pas."
            if language == "fr"
            else f"Refused if agreement with scrambled networks exceeds {limit}, nearness set aside; replaced"
            " by its spread if it does not hold."
        )

    said = [in_both(bar), NO_PUBLISHED_FIGURE]
    said.append(
        Words(
            fr="Elle dit ce que ferait un peu plus de lumière à chaque endroit, pas ce qu’il apporte.",
            en="It says what a little more light would do at each place, not what the place brings.",
        )
        if t.slope
        else HIDDEN_IN_MEAN
    )
    if t.logit:
        said.append(BEFORE_SIGMOID)
    if t.failing is not None:
        said.append(t.failing)
    if t.n == 1:
        said.append(
            Words(
                fr="Une seule image : l’explication ne vaut que pour elle. L’étendue d’une part va de la plus"
                " basse à la plus haute, sur l’image et ses voisines anodines.",
                en="One picture: the explanation holds for it only. The range of a part goes from the lowest"
                " to the highest, over the picture and its harmless neighbours.",
            )
        )
    else:
        said.append(
            Words(
                fr="Poids brouillés, voisins et effacements sont essayés sur la première image seulement.",
                en="Scrambled weights, neighbours and deletions are tried on the first picture only.",
            )
        )
    return said


def conclusion(t: Told) -> Words:
    """What carries most, by how much, and whether it may be believed."""
    return in_both(lambda language: _concluded(t, language))


_WHERE: dict[str, Words] = {
    "seeds": Words(fr="d’une graine à l’autre", en="from seed to seed"),
    "neighbours": Words(fr="quand l’image change à peine", en="when the picture hardly changes"),
    "methods": Words(fr="avec d’autres méthodes", en="with other methods"),
    "twins": Words(fr="d’un apprentissage à l’autre", en="from training to training"),
}


def _weakest(trial: Trial) -> str:
    """Which comparison agrees least."""
    tried = {name: getattr(trial.holds, name) for name in _WHERE}
    return min((name for name in tried if tried[name] is not None), key=lambda name: tried[name])


def _concluded(t: Told, language: Language) -> str:
    trial, fr = t.trial, language == "fr"
    rho = format_number(trial.sanity_rho, "number2", language)
    agreement = format_number(trial.holds.agreement, "number2", language)
    if not trial.moves:
        return (
            f"Rien de ce qui est essayé ne change {t.answer.fr} plus qu’un changement anodin : il n’y a rien"
            " à expliquer."
            if fr
            else f"Nothing that is tried changes {t.answer.en} more than a harmless change: there is nothing"
            " to explain."
        )
    if trial.sanity == "fail":
        return (
            "La méthode échoue ici : l’explication ressemble trop à celle d’un réseau aux poids brouillés"
            f" (accord {rho}). Elle ne montre pas ce que le réseau a appris."
            if fr
            else "The method fails here: the explanation looks too much like that of a network with"
            f" scrambled weights (agreement {rho}). It does not show what the network learned."
        )
    region = t.regions[t.top]
    share, low, high, area = (
        format_number(each, "percent", language) for each in (t.share, *t.range_, t.areas[t.top])
    )
    over = "" if t.n == 1 else (f", sur {t.n} images" if fr else f", over {t.n} pictures")
    if not trial.holds.stable:
        where = _WHERE[_weakest(trial)].in_(language)
        goes = ("vont" if region.plural else "va") if fr else ("go" if region.plural else "goes")
        return (
            f"Explication instable : {where}, elle ne s’accorde qu’à {agreement}. Nous montrons sa"
            f" dispersion, pas une carte ; {region.words.fr} {goes} de {low} à {high} du tout{over}."
            if fr
            else f"Unstable explanation: {where} it agrees at {agreement} only. We show its spread, not a"
            f" map; {region.words.en} {goes} from {low} to {high} of the whole{over}."
        )
    kind = ("étendue" if t.n == 1 else "intervalle") if fr else ("range" if t.n == 1 else "interval")
    carries = region.carries(language)
    carries = carries[:1].upper() + carries[1:]
    head = (
        f"{carries} {share} de ce qui change {t.answer.fr} ({kind} de {low} à {high}{over}), pour {area} de"
        " la surface."
        if fr
        else f"{carries} {share} of what changes {t.answer.en} ({kind} {low} to {high}{over}), on {area} of"
        " the area."
    )
    if trial.sanity == "unchecked":
        return head + (
            " Ses poids ne peuvent pas être brouillés : cela reste sans vérification, et n’est pas montré en"
            " carte."
            if fr
            else " Its weights cannot be scrambled: this stays unchecked, and is not shown as a map."
        )
    return head + (
        f" Elle change quand on brouille les poids (accord {rho}) et tient sinon (accord {agreement})."
        if fr
        else f" It changes when the weights are scrambled (agreement {rho}) and holds otherwise (agreement"
        f" {agreement})."
    )


def _first(words: Words) -> Words:
    """The same with a capital."""
    return Words(fr=words.fr[:1].upper() + words.fr[1:], en=words.en[:1].upper() + words.en[1:])
