"""What is said of published counts that were added up again."""

from __future__ import annotations

from typing import NamedTuple

from tools.finding import TableCell, TableFigure, Target, Verdict
from tools.reproduce.published_counts import Count, Panel, Question
from tools.wording import Language, Words, format_number, in_both

NOTHING_RUNS = Words(
    fr="Rien n’a tourné ici : ce sont des comptes publiés, additionnés à nouveau.",
    en="Nothing ran here: these are published counts, added up again.",
)


FIGURE = Words(fr="figure", en="figure")
RIGHT = Words(
    fr="Figures qui ne montrent que les paires de leur titre",
    en="Figures that show the pairs of their title, and no other",
)
_LABELS_HOLD = Words(
    fr="Les noms sous les barres restent justes, et dans la grande figure chaque titre est au-dessus de ses "
    "paires : seuls les titres des figures découpées égarent.",
    en="The names under the bars stay right, and in the large figure each title stands above its pairs: only "
    "the titles of the figures cut out of it mislead.",
)
PLOTS = "Twitter, notebooks/Demographic Bias Plots.ipynb of image-crop-analysis, 2021"


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


def of_slices(m: Counted) -> list[Words]:
    """Figure by figure what is shown and what was meant, and what stays right."""
    wrong = [each for each in m.panels if not each.right]
    french = " ; ".join(
        f"« {each.title.fr} » montre {' et '.join(each.shown)}, au lieu de {' et '.join(each.meant)}"
        for each in wrong
    )
    english = "; ".join(
        f"“{each.title.en}” shows {' and '.join(each.shown)} in place of {' and '.join(each.meant)}"
        for each in wrong
    )
    return [
        Words(
            fr=f"{french} (B noir, W blanc, F femmes, M hommes).",
            en=f"{english} (B Black, W White, F women, M men).",
        ),
        _LABELS_HOLD,
    ]


def themes_table(m: Counted) -> TableFigure:
    """For each figure by theme: how many of the pairs that it shows belong to its title."""
    return TableFigure(
        title=Words(
            fr="Paires montrées par chaque figure publiée", en="Pairs shown by each published figure"
        ),
        unit="count",
        row_label=Words(fr="Titre de la figure", en="Title of the figure"),
        columns=[Words(fr="Paires de son titre", en="Of its title"), Words(fr="Autres paires", en="Others")],
        rows=[
            (each.title, [
                TableCell(value=len(set(each.shown) & set(each.meant))),
                TableCell(value=len(set(each.shown) - set(each.meant))),
            ])
            for each in m.panels
        ],
    )  # fmt: skip


def _said(m: Counted, language: Language) -> str:
    french = language == "fr"

    def share(value: float) -> str:
        return format_number(value, "percent1", language)

    def whole(value: float) -> str:
        return format_number(value, "int", language)

    if m.question == "log":
        runs = ", ".join(f"{share(each.rate)} ({each.label.in_(language)})" for each in m.counts)
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
