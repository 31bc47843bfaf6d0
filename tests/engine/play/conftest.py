"""A small investigation with one node of every shape, and findings to play it with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engine.language.schema import Scenario
from tools.finding import Call, Finding, Recorded
from tools.stimulus import StimulusSet
from tools.subject import SubjectIdentity
from tools.wording import both

FindingMaker = Callable[..., Finding]


def text(fr: str, en: str | None = None) -> dict[str, Any]:
    return {"by_language": {"fr": fr, "en": en} if en is not None else {"fr": fr}}


def node(kind: str, name: str, **fields: Any) -> dict[str, Any]:
    return {"kind": kind, "id": name, "line": 1, **fields}


def option(name: str, to: str, **fields: Any) -> dict[str, Any]:
    return {"id": name, "text": text(f"Vers {to} ?", f"To {to}?"), "to": to, **fields}


def make_finding(
    call: Call, *, recorded: bool = False, caveat: str = "Ce n'est pas tout.", **result: Any
) -> Finding:
    """A finding of the right shape whose figures are those given: an instrument reduced to its contract."""
    fields = {"n": 36, "rate": 0.58, "ci_low": 0.42, "ci_high": 0.72, "verdict": "effect", **result}
    return Finding(
        tool_version="1",
        call=call,
        question=both("?"),
        subject=SubjectIdentity(name="twitter_crop", title=both("T"), badge="original", sha256="ab" * 32),
        stimuli=StimulusSet(
            case=call.case, about=both("x"), n=36, sha256="cd" * 32, person="none", licence="", credit=""
        ),
        unit_of_n=both("pair"),
        n=36,
        result=fields,
        values=[],
        verdict="effect",
        caveats=[both(caveat)],
        conclusion=both("."),
        seconds=0.5,
        origin="recorded" if recorded else "live",
        recorded=Recorded(
            at="2026-11-01T00:00:00Z", command="autopsie record", subject_sha256="ab" * 32, seed=1
        )
        if recorded
        else None,
    )


PAIRS = Call(
    verb="reproduce",
    method="paired_preference",
    subject="twitter_crop",
    case="pairs",
    params={"pairs": 36},
    seed=7,
)


def build(**changes: Any) -> Scenario:
    """The scenario ``essai``, with top-level fields replaced by ``changes``."""
    nodes = [
        node(
            "narrative",
            "debut",
            text=text(
                "Les faits : {yee.gap:points} d'écart. [@yee, p. 4]", "The facts: {yee.gap:points}. [@yee]"
            ),
            text_for={"pupil": text("Une photo est coupée.", "A picture is cut.")},
            to="pari",
            act="un",
        ),
        node(
            "ask",
            "pari",
            ask="number",
            low=0,
            high=100,
            save="pari",
            seals="mesure",
            optional=True,
            text=text("Combien ?", "How many?"),
            to="carrefour",
            act="un",
        ),
        node(
            "choice",
            "carrefour",
            text=text("Que faire ?", "What now?"),
            act="deux",
            also=[
                {
                    "when": "count.exhibits > 0",
                    "text": text("{count.exhibits} pièces.", "{count.exhibits} exhibits."),
                }
            ],
            options=[
                option("mesurer", "mesure", once=True),
                option("image", "image", once=True),
                option("questions", "croyances", once=True),
                option(
                    "cle",
                    "fin_nette",
                    when="found.ecart",
                    locked=text("Il manque une pièce.", "A piece is missing."),
                ),
                option("secret", "fin_nette", when="seen.photo"),
                option("tourner", "carrefour", set={"tours": "tours + 1"}),
                option("clore", "fin"),
            ],
        ),
        node(
            "tool",
            "mesure",
            verb="reproduce",
            method="paired_preference",
            subject="twitter_crop",
            case="pairs",
            params={"pairs": 36},
            seed=7,
            expect={"rate": {"low": 0.3, "high": 0.8}},
            otherwise="surprise",
            if_fails="panne",
            found=["mesuree"],
            to="lecture",
            act="deux",
            text=text(
                "{mesure.n} paires : {mesure.rate:percent}.", "{mesure.n} pairs: {mesure.rate:percent}."
            ),
        ),
        node(
            "branch",
            "lecture",
            act="deux",
            cases=[{"when": "mesure.ci_low > 0.5", "to": "net"}, {"to": "flou"}],
        ),
        node("narrative", "net", text=text("Net.", "Clear."), found=["ecart"], to="carrefour", act="deux"),
        node("narrative", "flou", text=text("Flou.", "Unclear."), found=["rien"], to="carrefour", act="deux"),
        node("narrative", "surprise", text=text("Surprise.", "Surprise."), to="carrefour", act="deux"),
        node("narrative", "panne", text=text("En panne.", "Broken."), to="carrefour", act="deux"),
        node(
            "ask",
            "image",
            ask="picture",
            default_case="astronaut",
            text=text("Votre image ?", "Your picture?"),
            to="photo",
            act="deux",
        ),
        node(
            "tool",
            "photo",
            verb="attribute",
            method="saliency",
            subject="twitter_crop",
            case="image",
            text=text("{photo.verdict:words}.", "{photo.verdict:words}."),
            found=["lumiere"],
            to="carrefour",
            act="deux",
        ),
        node(
            "ask",
            "croyances",
            ask="beliefs",
            optional=True,
            text=text("Que croyez-vous ?", "What do you believe?"),
            to="ordre",
            act="deux",
        ),
        node(
            "ask",
            "ordre",
            ask="rank",
            items=[{"id": name} for name in ("lumiere", "place", "hasard")],
            text=text("Classez.", "Rank."),
            to="avis",
            act="deux",
        ),
        node(
            "ask",
            "avis",
            ask="text",
            save="avis",
            text=text("Votre avis ?", "Your view?"),
            to="note",
            act="deux",
        ),
        node(
            "ask",
            "note",
            ask="scale",
            text=text("De un à cinq ?", "One to five?"),
            to="carrefour",
            act="deux",
        ),
        node(
            "ending",
            "fin_nette",
            status="established",
            text=text("C'est dit : {avis} !", "It is said: {avis}!"),
            remember=[text("{mesure.rate:percent} !", "{mesure.rate:percent}!")],
            act="trois",
        ),
        node(
            "ending",
            "fin",
            status="undecided",
            text=text("On ne sait pas.", "Nobody knows."),
            next_steps=[text("Mesurer.", "Measure.")],
            act="trois",
        ),
    ]
    fields: dict[str, Any] = {
        "id": "essai",
        "version": 1,
        "sha": "0123456789ab",
        "title": text("Essai", "Trial"),
        "languages": ["fr", "en"],
        "audiences": [
            {"id": "curious", "title": text("Curieux", "Curious")},
            {"id": "pupil", "title": text("Élève", "Pupil")},
        ],
        "acts": [{"id": name, "title": text(name, name)} for name in ("un", "deux", "trois")],
        "vars": {
            "pari": {"id": "pari", "kind": "number", "start": 50, "low": 0, "high": 90},
            "tours": {"id": "tours", "kind": "number", "start": 0, "low": 0, "high": 2},
            "avis": {"id": "avis", "kind": "text", "start": ""},
        },
        "board": "separate",
        "hypotheses": {
            "lumiere": {"id": "lumiere", "text": text("La lumière.", "The light.")},
            "place": {"id": "place", "text": text("La place.", "The place.")},
            "hasard": {"id": "hasard", "text": text("Le hasard.", "Chance."), "boring": True},
        },
        "exhibits": {
            "mesuree": {
                "id": "mesuree",
                "text": text("Taux : {mesure.rate:percent}.", "Rate: {mesure.rate:percent}."),
                "evidence": {"place": 1.0},
            },
            "ecart": {
                "id": "ecart",
                "text": text("Un écart.", "A gap."),
                "evidence": {"place": 9.0, "hasard": 1 / 9},
                "group": "mesure",
                "cites": ["yee"],
                "decisive": True,
                "why": {"hasard": text("Le hasard ne fait pas cela.", "Chance does not do this.")},
            },
            "rien": {
                "id": "rien",
                "text": text("Rien.", "Nothing."),
                "evidence": {"hasard": 3.0},
                "group": "mesure",
            },
            "lumiere": {
                "id": "lumiere",
                "text": text("La lumière.", "The light."),
                "evidence": {"lumiere": 3.0},
            },
        },
        "sources": {"yee": {"id": "yee", "title": "Yee", "facts": {"gap": 0.08}}},
        "start": "debut",
        "nodes": {each["id"]: each for each in nodes},
        "fixtures": {"mesure": make_finding(PAIRS, recorded=True, rate=0.61, ci_low=0.55)},
        **changes,
    }
    return Scenario.model_validate(fields)


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return build()


@pytest.fixture(scope="session")
def rebuild() -> Callable[..., Scenario]:
    return build


@pytest.fixture(scope="session")
def finding() -> FindingMaker:
    return make_finding
