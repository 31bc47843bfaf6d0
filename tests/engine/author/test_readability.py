"""Reading ease: syllables of known words, both formulas worked by hand, harder texts below easier ones."""

from __future__ import annotations

import pytest

from engine.author.readability import read
from engine.author.syllables import syllables
from tools.wording import LANGUAGES, Language

# As spoken: a final mute e is none, and « voyage » has two.
FRENCH = """
    chat 1 maison 2 machine 2 regard 2 réseau 2 contraste 2 photo 2 lumière 2 peau 1 visage 2 place 1
    hypothèse 3 mesure 2 mesurée 3 chaos 2 théâtre 2 client 2 action 2 saillance 2 image 2 images 2
    publié 3 publiée 3 parlent 1 gagnent 1 vraiment 2 seulement 3 souvent 2 argument 3 question 2
    langage 2 guerre 1 nageait 2 oui 1 roi 1 voyage 2 payer 2 février 3 une 1 le 1 les 1 réalité 4
    société 4 entreprise 3 intervalle 3 hasard 2 montage 2 noire 1 claire 1 écart 2 idée 2 portraits 2
    bleue 1 vue 1 accident 3 évident 3 naïf 2 maïs 2 œil 1 cœur 1 yeux 1 feuille 1 travail 2 bouteille 2
    famille 2 science 1 patient 2 trois 1 étaient 2 avaient 2 cercle 1 autre 1 quatre 1 probabilité 5
    identique 3 qu’elle 1 l’image 2
"""
ENGLISH = """
    cat 1 house 1 machine 2 picture 2 pictures 2 table 2 contrast 2 network 2 people 2 measure 2
    measured 2 measures 2 light 1 wanted 2 looked 1 asked 1 added 2 reading 2 being 2 science 2 idea 3
    area 3 question 2 attention 3 special 2 ocean 2 patient 2 the 1 be 1 company 3 interval 3 random 2
    hypothesis 4 identical 4 side 1 sides 1 faces 2 changes 2 makes 1 boxes 2 wishes 2 reproduced 3
    create 2 real 1 reality 4 radio 3 evaluation 5 individual 5 poem 2 going 2 lion 2 million 2
    statement 2 lonely 2 useful 2 careless 2 statistics 3 saliency 4 weighed 1 published 2 decides 2
    examples 3 people’s 2 little 2 called 1 lightened 2 probability 5 library 3 variation 4 evidence 3
    queue 1 trial 2 quiet 2 darker 2 every 2 nobody 3
"""


def known(listed: str) -> list[tuple[str, int]]:
    words = listed.split()
    return [(word, int(count)) for word, count in zip(words[::2], words[1::2], strict=True)]


@pytest.mark.parametrize(("language", "listed"), [("fr", FRENCH), ("en", ENGLISH)])
def test_known_words_have_the_syllables_that_are_heard(language: Language, listed: str) -> None:
    assert [(word, syllables(word, language)) for word, _ in known(listed)] == known(listed)


def test_an_abbreviation_is_spelt_out() -> None:
    assert (syllables("CNIL", "fr"), syllables("MIT", "en")) == (4, 3)


def test_flesch_by_hand() -> None:
    reading = read(["The cat sat on the mat. It looked at the little machine."], "en")
    assert (reading.sentences, reading.words, reading.syllables) == (2, 12, 14)
    assert reading.ease == pytest.approx(206.835 - 1.015 * 6 - 84.6 * 14 / 12)


def test_kandel_and_moles_by_hand() -> None:
    reading = read(["Le chat regarde la machine. Il voit une image."], "fr")
    assert (reading.sentences, reading.words, reading.syllables) == (2, 9, 12)
    assert reading.ease == pytest.approx(207 - 1.015 * 4.5 - 0.736 * 100 * 12 / 9)


def test_marks_are_left_out_and_a_figure_is_a_syllable() -> None:
    marked = read(
        ["La part vaut {mesure.rate:percent1}. [@yee2021, p. 4] La [[note|saillance]] monte."], "fr"
    )
    assert (marked.sentences, marked.words, marked.syllables) == (2, 7, 7)


def test_a_decimal_or_an_abbreviated_title_ends_no_sentence_within_it() -> None:
    assert read(["It gives 0.5 and 2.5 at most."], "en").sentences == 1


def test_texts_are_weighed_together_not_averaged() -> None:
    one, other = "Le chat dort.", "La probabilité conditionnelle demeure indéterminable aujourd’hui."
    together = read([one, other], "fr")
    assert together.words == read([one], "fr").words + read([other], "fr").words
    assert read([one], "fr").ease > together.ease > read([other], "fr").ease  # type: ignore[operator]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_has_no_ease(language: Language) -> None:
    assert read(["…", " "], language).ease is None
