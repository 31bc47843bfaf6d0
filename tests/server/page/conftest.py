"""A small investigation made by hand, and its log up to each moment that a page can show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from engine.language.schema import (
    Act,
    AskNode,
    Audience,
    ChoiceNode,
    EndingNode,
    Exhibit,
    Hypothesis,
    NarrativeNode,
    Option,
    Scenario,
    Source,
    Term,
    Text,
    ToolNode,
)
from engine.play.events import (
    Answered,
    Ended,
    Entered,
    Event,
    Found,
    Move,
    Moved,
    Narrated,
    Offer,
    Offered,
    OfferedOption,
    Opened,
    ToolFailedEvent,
    ToolFinished,
    ToolStarted,
)
from tools.finding import (
    Call,
    Control,
    Crop,
    Finding,
    IntervalFigure,
    IntervalRow,
    MapFigure,
    Panel,
    Recorded,
)
from tools.stimulus import Photo, Picture, StimulusSet
from tools.subject import SubjectIdentity
from tools.wording import Words, both

SHA = "b76cefc218ec8969cc62b26ad0f41111800421287e7f2725d808da1d90afbdf7"
SUBJECT = SubjectIdentity(name="twitter_crop", title=both("Le réseau"), badge="original", sha256=SHA)
STAGES = ("waiting", "choice", "bet", "measured", "ended")


def text(fr: str, en: str = "") -> Text:
    return Text(by_language={"fr": fr, "en": en} if en else {"fr": fr})


@dataclass
class PlayRow:
    """What a page needs of a stored play."""

    id: str = "p1"
    language: str = "fr"
    audience: str = "curious"


@pytest.fixture
def row() -> PlayRow:
    return PlayRow()


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    nodes = [
        NarrativeNode(
            id="debut",
            line=1,
            act="affaire",
            text=text("Deux experts [@source] ont parlé. La [[saillance]] ?", "Two experts [@source] spoke."),
        ),
        ToolNode(
            id="regard",
            line=2,
            act="machine",
            verb="attribute",
            method="saliency",
            subject="twitter_crop",
            case="astronaut",
            text=text("Voici sa réponse.", "Here is its answer."),
        ),
        ChoiceNode(
            id="choix",
            line=3,
            act="machine",
            text=text("Qui soupçonnez-vous ?"),
            options=[Option(id="place", text=text("La place"), to="pari")],
        ),
        AskNode(
            id="pari",
            line=4,
            act="suspects",
            ask="number",
            low=0,
            high=100,
            seals="mesure",
            optional=True,
            text=text("Combien de fois ?"),
        ),
        ToolNode(
            id="mesure",
            line=5,
            act="suspects",
            verb="reproduce",
            method="paired_preference",
            subject="twitter_crop",
            case="pairs",
            text=text("Le contraste pèse."),
        ),
        EndingNode(
            id="fin",
            line=6,
            act="suspects",
            status="undecided",
            text=text("Rapport partagé."),
            remember=[text("Une mesure ne dit pas une intention.")],
            next_steps=[text("Refaire avec des portraits.")],
            reopens=[text("Une mesure contraire.")],
        ),
    ]
    return Scenario(
        id="petit",
        version=1,
        sha="0123456789ab",
        title=text("L'affaire", "The case"),
        summary=text("Un résumé."),
        languages=["fr", "en"],
        audiences=[Audience(id=name, title=text(name)) for name in ("curious", "engineer")],
        duration_minutes=12,
        hypotheses={
            "place": Hypothesis(id="place", text=text("La place décide."), boring=True),
            "contraste": Hypothesis(id="contraste", text=text("Elle suit le contraste.")),
        },
        exhibits={
            "pese": Exhibit(
                id="pese",
                text=text("Le contraste gagne {mesure.rate:percent} des fois."),
                evidence={"contraste": 9.0, "place": 1 / 3},
                decisive=True,
                why={"contraste": text("Seul le contraste change.")},
            )
        },
        board="separate",
        sources={"source": Source(id="source", title="Un titre", url="https://example.org/a", year=2020)},
        glossary={"saillance": Term(text=text("Ce qui attire le regard."))},
        acts=[Act(id=name, title=text(name)) for name in ("affaire", "machine", "suspects")],
        start="debut",
        nodes={node.id: node for node in nodes},
        facts={"date": text("Septembre 2020")},
    )


def map_finding() -> Finding:
    picture = Picture(
        sha256="a" * 64, width=64, height=32, recipe=Photo(file="astronaut.png"), alt=both("Une astronaute.")
    )
    panel = Panel(
        caption=both("Avant"),
        picture=picture,
        grid=[[0.1, 0.9]],
        score=5.7,
        point=(40, 8),
        crops=[Crop(ratio="0.56", left=0, top=0, width=56, height=32)],
    )
    return _finding("attribute", "saliency", [MapFigure(title=both("Carte"), panels=[panel])], "usable")


def share_finding() -> Finding:
    rows = [IntervalRow(label=both("Mesuré"), role="measured", value=0.64, low=0.55, high=0.72, n=44)]
    figure = IntervalFigure(title=both("Part gagnée"), unit="share", rows=rows, reference=0.5)
    return _finding("reproduce", "paired_preference", [figure], "effect")


def _finding(verb: str, method: str, figures: list[object], verdict: str) -> Finding:
    return Finding.model_validate(
        {
            "tool_version": "1",
            "call": Call.model_validate(
                {"verb": verb, "method": method, "subject": "twitter_crop", "case": "pairs", "seed": 17}
            ),
            "question": Words(fr="Où va le regard ?", en="Where does it look?"),
            "subject": SUBJECT,
            "stimuli": StimulusSet(
                case="pairs",
                about=both("Des paires."),
                n=44,
                sha256=SHA,
                person="none",
                licence="CC0",
                credit="NASA",
            ),
            "unit_of_n": both("paires"),
            "n": 44,
            "conditions": 4,
            "result": {"rate": 0.64},
            "values": [],
            "verdict": verdict,
            "placebo": [
                Control(
                    name="s",
                    kind="placebo",
                    label=both("Décalage"),
                    value=0.5,
                    unit="share",
                    low=0.4,
                    high=0.6,
                    n=44,
                    size=0.01,
                    fails=True,
                    says=both("Presque rien."),
                )
            ],
            "caveats": [both("Aucun visage ici.")],
            "conclusion": both("La machine répond."),
            "figures": figures,
            "seconds": 6.2,
        }
    )


@pytest.fixture(scope="session")
def recorded_finding() -> Finding:
    record = Recorded(at="2026-03-12T10:00:00Z", command="autopsie record petit", subject_sha256=SHA, seed=1)
    return map_finding().model_copy(update={"origin": "recorded", "recorded": record})


@pytest.fixture(scope="session")
def log() -> Callable[..., list[Event]]:
    """The events of a play up to a stage, numbered from 1."""

    def build(
        stage: str = "ended", *, audience: str = "curious", finding: Finding | None = None
    ) -> list[Event]:
        calls = {"regard": map_finding().call, "mesure": share_finding().call}
        events: list[Event] = [
            Opened(
                play="p1",
                scenario="petit",
                version=1,
                sha="0123456789ab",
                audience=audience,
                language="fr",
                seed=7,
            ),
            Entered(node="debut", visit=1),
            _told("debut"),
            Entered(node="regard", visit=1),
            ToolStarted(node="regard", call=calls["regard"], title=both("Le regard")),
        ]
        cut = {"waiting": len(events)}
        options = [
            OfferedOption(id="place", text=both("La place")),
            OfferedOption(id="taille", text=both("La taille"), locked=both("mesurez d'abord")),
        ]
        events += [
            ToolFinished(node="regard", finding=finding or map_finding(), met=True),
            _told("regard"),
            Entered(node="choix", visit=1),
            _told("choix"),
            Offered(ask_id="q1", node="choix", offer=Offer(kind="choice", options=options)),
        ]
        cut["choice"] = len(events)
        bet = Offer(kind="number", low=0, high=100, optional=True, seals="mesure", axis="share")
        events += [
            Answered(ask_id="q1", node="choix", answer={"option": "place"}),
            Entered(node="pari", visit=1),
            _told("pari"),
            Offered(ask_id="q2", node="pari", offer=bet),
        ]
        cut["bet"] = len(events)
        events += [
            Answered(ask_id="q2", node="pari", answer={"number": 58}),
            Entered(node="mesure", visit=1),
            ToolStarted(node="mesure", call=calls["mesure"], title=both("La mesure")),
            ToolFinished(node="mesure", finding=share_finding(), met=True, predicted=0.58),
            _told("mesure"),
            Found(exhibit="pese", node="mesure", piece=1, rests_on=["mesure"], values={"mesure.rate": 0.64}),
            Moved(
                moves=[
                    Move(
                        hypothesis="contraste",
                        before="open",
                        after="strengthened",
                        direction="up",
                        exhibit="pese",
                        piece=1,
                        p=0.9,
                    ),
                    Move(
                        hypothesis="place",
                        before="open",
                        after="weakened",
                        direction="down",
                        exhibit="pese",
                        piece=1,
                        p=0.25,
                    ),
                ]
            ),
            ToolFailedEvent(node="regard", code="T503", says=both("Trop long."), fallback="recorded"),
        ]
        cut["measured"] = len(events)
        events += [Entered(node="fin", visit=1), _told("fin"), Ended(node="fin", status="undecided")]
        kept = events[: cut.get(stage, len(events))]
        return [event.model_copy(update={"seq": place}) for place, event in enumerate(kept, start=1)]

    return build


def _told(node: str) -> Narrated:
    return Narrated(node=node, key="text", values={}, sha="", text="")
