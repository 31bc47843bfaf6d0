"""Whole pages: sound HTML, a strict content policy, honesty on the page, words in both languages."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Callable
from html import unescape

import pytest

from engine.language.schema import Audience, Scenario, Text
from engine.play.events import Answered, Event, Offer, Offered, OfferedOption, SettingsChanged, ToolProgress
from server.cases_public import PublicRecord
from server.context import Notice, PageContext
from server.dossier_page import dossier_page
from server.fates import Fates
from server.home_page import CatalogueEntry, home_page
from server.layout import message_page
from server.page import play_page
from server.phrases import listed, phrases
from server.report_page import report_page
from server.tables import Share
from server.templating import WEB
from tools.finding import Finding
from tools.wording import Words, both

Log = Callable[..., list[Event]]
STAGES = ("waiting", "choice", "bet", "measured", "ended")


def door(context: PageContext, scenario: Scenario) -> str:
    """The page that an investigation is begun from."""
    return dossier_page(context, scenario, None, fates=Fates(), public=PublicRecord())


@pytest.fixture(params=["home", "start", "message", "report", *STAGES])
def any_page(request: pytest.FixtureRequest, scenario: Scenario, log: Log, row: object) -> str:
    context = PageContext(language="fr", profile="curious")
    name = request.param
    if name == "home":
        return home_page(context, [CatalogueEntry(scenario), CatalogueEntry(scenario, "p2", ended=True)][:1])
    if name == "start":
        return door(context, scenario)
    if name == "message":
        return message_page(context, 404, "H404", both("Rien ici."), both("Revenez."))
    if name == "report":
        return report_page(context, scenario, row, log())
    return play_page(context, scenario, row, log(name))


def test_nothing_inline_that_the_content_policy_refuses(any_page: str) -> None:
    assert not re.search(r"<script(?![^>]*\bsrc=)", any_page)
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", any_page)
    assert "data:" not in any_page


def test_ids_are_unique_and_every_anchor_leads_somewhere(any_page: str) -> None:
    ids = Counter(re.findall(r'\sid="([^"]+)"', any_page))
    assert [name for name, times in ids.items() if times > 1] == []
    for anchor in re.findall(r'href="#([^"]+)"', any_page):
        assert anchor in ids


def test_french_printing_rules_hold_on_what_is_read(any_page: str) -> None:
    shown = re.sub(r"<code>.*?</code>|<(script|title)\b.*?</\1>", "", any_page, flags=re.DOTALL)
    read = unescape(re.sub(r"<[^>]+>", "\n", shown))
    assert re.findall(r"\w[ \u00a0][?!;%]", read) == []
    assert re.findall(r"\w'\w", read) == []


def test_the_home_page_says_where_one_stands(scenario: Scenario) -> None:
    page = home_page(PageContext(language="en"), [CatalogueEntry(scenario)])
    assert "Not started" in page
    resumed = home_page(PageContext(language="en"), [CatalogueEntry(scenario, "p9")])
    assert 'href="/playthroughs/p9"' in resumed


def test_a_profile_is_called_as_its_author_says(scenario: Scenario) -> None:
    title = Text(by_language={"en": "People of the trade"})
    called = scenario.model_copy(update={"audiences": [Audience(id="engineer", title=title)]})
    page = door(PageContext(language="en"), called)
    assert "People of the trade" in page
    assert "Parameters, numbers, caveats." in page  # the usual help, since its id is a usual one


def test_the_start_page_is_a_plain_form(scenario: Scenario) -> None:
    page = door(PageContext(language="fr", profile="engineer"), scenario)
    assert '<form class="start-form" method="post" action="/playthroughs"' in page
    assert 'name="scenario" value="petit"' in page
    assert re.search(r'name="audience" value="engineer" checked', page)
    assert re.search(r'name="language" value="fr" checked', page)


def test_only_a_recorded_finding_is_labelled_so(
    scenario: Scenario, log: Log, row: object, recorded_finding: Finding
) -> None:
    live = play_page(PageContext(), scenario, row, log("choice"))
    kept = play_page(PageContext(), scenario, row, log("choice", finding=recorded_finding))
    assert "Mesure enregistrée" not in live
    assert "Mesure enregistrée le 12 mars 2026 sur le réseau d’origine, avec l’empreinte b76cefc218ec" in kept


def test_a_plate_shows_what_is_needed_to_doubt_it(scenario: Scenario, log: Log, row: object) -> None:
    page = play_page(PageContext(), scenario, row, log("measured"))
    for said in (
        "Original",
        "Aucun chiffre publié à retrouver.",
        "n\u00a0=\u00a044 (unité\u00a0: paires) × 4\u00a0conditions",
        "Calcul de 6,2\u00a0s, graine 17",
        "Le témoin bouge autant que le suspect.",
        "Aucun visage ici.",
        "/playthroughs/p1/findings/18.csv",
    ):
        assert said in page


def test_the_bet_comes_before_and_is_drawn_after(scenario: Scenario, log: Log, row: object) -> None:
    before = play_page(PageContext(), scenario, row, log("bet"))
    assert "Sceller mon pari" in before
    assert "Voir sans parier" in before
    assert "64\u202f%" not in before
    after = play_page(PageContext(), scenario, row, log("measured"))
    assert "Vous, pari scellé" in after
    assert "Votre pari 58\u202f%" in after
    assert "Votre pari tombe dans l’intervalle." in after


def test_hypotheses_speak_in_words_and_only_engineers_read_the_number(
    scenario: Scenario, log: Log, row: object
) -> None:
    page = play_page(PageContext(), scenario, row, log("measured"))
    assert "Renforcée par la pièce 1" in page
    assert "Seul le contraste change." in page
    assert "Position calculée" not in page
    assert "Position calculée\u00a0: 0," in play_page(
        PageContext(), scenario, row, log("measured", audience="engineer")
    )


def test_what_a_reader_typed_is_escaped_and_left_as_typed(scenario: Scenario, log: Log, row: object) -> None:
    events = log("choice")
    asked = Offered(seq=90, ask_id="q8", node="choix", offer=Offer(kind="text"))
    typed = Answered(seq=91, ask_id="q8", node="choix", answer={"text": "<b>l'été ?</b>"})
    page = play_page(PageContext(), scenario, row, [*events, asked, typed])
    assert "&lt;b&gt;l&#39;été ?&lt;/b&gt;" in page


def test_a_refused_answer_comes_back_with_its_reason(scenario: Scenario, log: Log, row: object) -> None:
    asked = Offered(seq=90, ask_id="q8", node="choix", offer=Offer(kind="text"))
    notice = Notice(
        kind="error", code="X814", says=Words(fr="Trop long.", en="Too long."), typed={"text": "l'été"}
    )
    page = play_page(PageContext(notice=notice), scenario, row, [*log("measured"), asked])
    assert 'role="alert"' in page
    assert "X814" in page
    assert ">l&#39;été</textarea>" in page


@pytest.mark.parametrize(
    ("offer", "fields"),
    [
        (Offer(kind="choice", options=[OfferedOption(id="a", text=both("A"))]), ['name="option" value="a"']),
        (Offer(kind="number", low=0, high=10), ['name="number" type="number"']),
        (Offer(kind="scale", low=1, high=5), ['type="radio" name="number" value="5"']),
        (Offer(kind="text", optional=True), ["<textarea", 'name="skip"']),
        (
            Offer(kind="rank", items=[OfferedOption(id="a", text=both("A"))]),
            ['<select id="rank-1" name="ranking.1"'],
        ),
        (
            Offer(kind="beliefs", items=[OfferedOption(id="a", text=both("A"))]),
            ['name="beliefs.a" min="0" max="1"'],
        ),
        (
            Offer(kind="picture", optional=True),
            ['type="file"', "multipart/form-data", "prendre l’image proposée"],
        ),
    ],
)
def test_every_question_is_a_form_that_posts_without_script(
    offer: Offer, fields: list[str], scenario: Scenario, log: Log, row: object
) -> None:
    page = play_page(
        PageContext(),
        scenario,
        row,
        [*log("waiting")[:3], Offered(seq=9, ask_id="q", node="pari", offer=offer)],
    )
    form = re.search(r'<form class="next.*?</form>', page, re.DOTALL)
    assert form
    for field in [
        'method="post" action="/playthroughs/p1/turns"',
        'name="ask_id" value="q"',
        'name="key"',
        *fields,
    ]:
        assert field in form[0]


def test_a_locked_option_gives_its_reason_and_no_button(scenario: Scenario, log: Log, row: object) -> None:
    page = play_page(PageContext(), scenario, row, log("choice"))
    assert "mesurez d’abord" in page
    assert 'value="taille"' not in page


def test_a_page_without_script_looks_again_only_while_something_runs(
    scenario: Scenario, log: Log, row: object
) -> None:
    running = play_page(PageContext(query={"look": "1"}), scenario, row, log("waiting"))
    assert '<noscript><meta http-equiv="refresh" content="3; url=/playthroughs/p1?look=2#now">' in running
    assert "http-equiv" not in play_page(PageContext(), scenario, row, log("choice"))
    assert "http-equiv" not in play_page(PageContext(), scenario, row, log("ended"))
    progress = ToolProgress(node="regard", done=46, total=120)
    page = play_page(PageContext(), scenario, row, log("waiting"), progress)
    assert '<progress max="120" value="46"' in page
    assert "il en reste 74" in page


def test_another_language_reads_the_same_play_again(scenario: Scenario, log: Log, row: object) -> None:
    events = [*log("choice"), SettingsChanged(seq=99, language="en", audience="curious")]
    page = play_page(PageContext(language="fr"), scenario, row, events)
    assert '<html lang="en"' in page
    assert "Here is its answer." in page
    assert "This passage exists only in French." in page  # a text that has no translation says so


def test_before_its_first_event_a_play_speaks_its_own_language(scenario: Scenario, row: object) -> None:
    assert '<html lang="fr"' in play_page(PageContext(language="en"), scenario, row, [])


def test_the_ending_says_what_is_claimed_and_what_is_not(scenario: Scenario, log: Log, row: object) -> None:
    page = play_page(PageContext(), scenario, row, log("ended"))
    end = page[page.index('class="verdict"') :]
    for said in (
        "Nous affirmons",
        "Nous n’affirmons pas",
        "Il manque",
        "Une mesure ne dit pas une intention.",
        "Refaire avec des portraits.",
        "Ce qui rouvrirait le dossier",
        "Une mesure contraire.",
        "/playthroughs/p1/report",
        "/playthroughs/p1/log",
        "/playthroughs/p1/report.html",
        "/playthroughs/p1/share",
        'action="/playthroughs/p1/erase"',
    ):
        assert said in end
    assert 'id="question"' not in page


def test_what_would_reopen_the_file_is_printed_with_the_report(
    scenario: Scenario, log: Log, row: object
) -> None:
    report = report_page(PageContext(), scenario, row, log())
    after = report[report.index("Ce qui rouvrirait le dossier") :]
    assert "Une mesure contraire" in after[: after.index("</section>")]
    fin = scenario.nodes["fin"].model_copy(update={"reopens": []})
    silent = scenario.model_copy(update={"nodes": {**scenario.nodes, "fin": fin}})
    assert "rouvrirait le dossier" not in report_page(PageContext(), silent, row, log())


def test_a_shared_report_finds_its_pictures_and_unfolds_everything(
    scenario: Scenario, log: Log, row: object
) -> None:
    link = Share(token="T", playthrough="p1", created=0.0, until=0.0, words=True)
    page = report_page(PageContext(), scenario, row, log(), share=link)
    assert "/pictures/" + "a" * 64 + ".png?share=T" in page
    assert len(re.findall(r"<footer>\s*<details(?! open)", page)) == 0
    assert "graine de l’enquête" in page.lower()


def test_phrases_have_the_same_places_in_both_languages() -> None:
    def places(said: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(said) if name}

    for key, words in phrases().items():
        assert words.fr.strip(), key
        assert words.en.strip(), key
        assert places(words.fr) == places(words.en), key


def test_every_phrase_that_a_template_asks_for_exists() -> None:
    for template in (WEB / "templates").rglob("*.html"):
        for key in re.findall(r"\bt\([\"']([\w.-]+)[\"'](?!\s*~)", template.read_text("utf-8")):
            assert listed(key), f"{template.name}: {key}"


@pytest.mark.parametrize("short", [None, 7.0])
def test_a_short_path_is_announced_beside_the_whole(scenario: Scenario, short: float | None) -> None:
    timed = scenario.model_copy(update={"duration_minutes": 25.0, "short_minutes": short})
    for page in (
        home_page(PageContext(language="fr"), [CatalogueEntry(timed)]),
        door(PageContext(language="fr"), timed),
    ):
        assert "25 min" in page.replace("\u00a0", " ")
        assert ("l’essentiel en 7" in page.replace("\u00a0", " ").replace("\u202f", " ")) is bool(short)
