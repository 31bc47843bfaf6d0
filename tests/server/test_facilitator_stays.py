"""A facilitator's notes never reach a participant: not by any route, at any moment of a play."""

from __future__ import annotations

import importlib
import io
import pkgutil
import zipfile
from pathlib import Path
from typing import Any

import server.routes
from server.answering import FileAnswers
from server.settings import Settings

SECRETS = ("SECRET-DOCUMENT", "SECRET-NODE", "SECRET-OPTION", "SECRET-ACTIVITY")
PLACE = (
    "/", "/subjects", "/healthz", "/readyz", "/about", "/dossiers.json", "/feed.xml", "/robots.txt",
    "/sitemap.xml", "/instruments", "/queue", "/reprendre", "/saisir", "/saisir/recu", "/table",
)  # fmt: skip
AUTHORS_OWN = {"authoring"}  # the preview shows an author their own draft; it is no participant's route


def routes() -> set[tuple[str, str]]:
    """Method and address of everything that this server answers to a participant."""
    found = set()
    for module in pkgutil.iter_modules(server.routes.__path__):
        if module.name in AUTHORS_OWN:
            continue
        router = getattr(importlib.import_module(f"server.routes.{module.name}"), "router", None)
        for route in router.routes if router is not None else []:
            found |= {(method, route.path) for method in route.methods - {"HEAD"}}
    return found


class Watching:
    """A visitor whose every answer from the server is looked through, headers included."""

    def __init__(self, visitor: Any) -> None:
        self._visitor = visitor
        self.asked: set[tuple[str, str]] = set()

    def __call__(self, method: str, route: str, data: dict[str, str] | None = None, **places: str) -> Any:
        self.asked.add((method, route))
        answered = self._visitor.request(method, route.format(**places), data=data, follow_redirects=True)
        sent = f"{answered.headers}\n{_text_of(answered)}"
        assert not [secret for secret in SECRETS if secret in sent], f"{method} {route}"
        return answered


def _text_of(answered: Any) -> str:
    """What was sent, unpacked where it is packed."""
    if not answered.content.startswith(b"PK"):
        return str(answered.text)
    with zipfile.ZipFile(io.BytesIO(answered.content)) as pack:
        return "\n".join(pack.read(name).decode("utf-8", "replace") for name in pack.namelist())


def newest(log: list[dict[str, Any]]) -> str:
    """The question asked last."""
    return next((str(each["ask_id"]) for each in reversed(log) if each["type"] == "offered"), "")


def _look_at_the_place(ask: Watching) -> None:
    """Every address that belongs to no play."""
    for end in ("card.png", "cite.bib", "cite.json", "findings.zip", "pack.zip"):
        found = ask("GET", f"/incidents/{{incident}}/{end}", incident="activites")
        # A pack is given of what passes every check only: that one without notes is tried in test_dossier.
        assert found.status_code == (422 if end == "pack.zip" else 200), end
    ask("GET", "/incidents/{incident}/pictures/{sha}.png", incident="activites", sha="0" * 64)
    ask("GET", "/about/{name}", name="methode")
    ask("GET", "/instruments/{name}", name="perturb.contrast")
    ask("POST", "/table", {"instrument": "perturb.contrast"})
    ask("POST", "/table/picture", {"instrument": "perturb.contrast"})
    ask("GET", "/table/{side}.csv", side="a")
    ask("GET", "/table/pictures/{key}/{sha}.png", key="0" * 32, sha="0" * 64)
    ask("POST", "/text-size", {"size": "large"})
    ask("POST", "/reprendre", {"code": "AAAA"})
    # A case and the operator's queue, as one who has neither receipt nor key
    ask("POST", "/saisir", {"what": "SECRET"})
    ask("POST", "/saisir/recu", {"receipt": "0"})
    for method, end in (
        ("GET", ""), ("GET", "/erase"), ("POST", "/erase"), ("POST", "/pictures"),
        ("POST", "/pictures/erase"), ("POST", "/visibility"), ("POST", "/words"),
    ):  # fmt: skip
        ask(method, f"/saisir/{{receipt}}{end}", receipt="0000-0000")
    for method in ("GET", "POST"):
        ask(method, "/queue/open/{key}", key="0" * 32)
    ask("POST", "/queue/leave")
    ask("GET", "/queue/{case}", case="1")
    ask("POST", "/queue/{case}/attach", case="1")
    ask("POST", "/queue/{case}/{act}", case="1", act="close")
    ask("GET", "/queue/{case}/pictures/{sha}", case="1", sha="0" * 64)


def _look_after_the_end(ask: Watching, visitor: Any, play: str, question: str) -> None:
    """What a reader may do with a play that is over."""
    path = f"/playthroughs/{play}"
    for end in ("count", "erase-words", "move", "share", "branch", "branches", "report.html"):
        ask("GET", f"/playthroughs/{{play}}/{end}", play=play)
    ask("POST", "/playthroughs/{play}/count", {"counted": "1"}, play=play)
    ask("POST", "/playthroughs/{play}/would-change", {"text": "Rien."}, play=play)
    ask("POST", "/playthroughs/{play}/move", play=play)
    ask("POST", "/playthroughs/{play}/move/withdraw", play=play)
    ask("POST", "/playthroughs/{play}/share", {"days": "7"}, play=play)
    shared = visitor.post(f"{path}/share", headers={"accept": "application/json"}).json()["path"]
    token = shared.rsplit("/", 1)[1]
    assert ask("GET", "/shared/{token}", token=token).status_code == 200
    ask("POST", "/playthroughs/{play}/share/revoke", {"token": token}, play=play)
    branch = ask("POST", "/playthroughs/{play}/branch", {"at": question, "key": "k"}, play=play)
    other = branch.url.path.rsplit("/", 1)[1]
    assert other != play
    ask("GET", "/playthroughs/{play}/branches/compare", play=play)
    compared = visitor.get(f"{path}/branches/compare", params={"other": other})
    assert compared.status_code == 200
    assert not [secret for secret in SECRETS if secret in compared.text]
    ask("POST", "/playthroughs/{play}/erase-words", play=play)


def test_the_notes_stay_on_the_server(start: Any, tmp_path: Path) -> None:
    words_alone = FileAnswers(Settings(home=tmp_path, guide_encoder=str(tmp_path / "no encoder")))
    server = start(answerer=words_alone)
    noted = server.place.scenarios["activites"]
    assert all(secret in noted.model_dump_json() for secret in SECRETS)  # there is something to keep back

    visitor = server.visitor()
    ask = Watching(visitor)
    for address in PLACE:
        ask("GET", address)
    _look_at_the_place(ask)
    ask("GET", "/subjects/{name}", name="twitter-crop")
    ask("POST", "/theme", {"theme": "dark"})
    ask("GET", "/incidents/{incident}", incident="activites")
    form = {"scenario": "activites", "language": "fr", "audience": "public"}
    page = ask("POST", "/playthroughs", form)
    play = page.url.path.rsplit("/", 1)[1]
    path = f"/playthroughs/{play}"

    answers = [
        {"option": "tout"},
        {"curve.1": "0", "curve.2": "0", "curve.3": "0"},
        {"number": "1"},
        {"sorted.change": "mesure", "sorted.toujours": "rien", "sorted.peau": "rien"},
        {"spent": ""},
        {"ranking.1": "hasard", "ranking.2": "place", "ranking.3": "contraste"},
        {"signed": ""},
        {"text": "Rien."},
        {"skip": "1"},
    ]
    visitor.until(path, lambda log: newest(log) != "")
    ask("POST", "/playthroughs/{play}/settings", {"audience": "engineer", "language": "en"}, play=play)
    ask("GET", "/playthroughs/{play}/profile", play=play)
    ask("POST", "/playthroughs/{play}/profile", {"like": "engineer", "role": "juge"}, play=play)
    asked = ask("POST", "/playthroughs/{play}/questions", {"question": "secret node document ?"}, play=play)
    seq = asked.url.fragment.rpartition("-")[2]
    assert seq.isdigit()
    ask("POST", "/playthroughs/{play}/questions/{seq}/measure", play=play, seq=seq)
    question = ""
    for answer in answers:
        visitor.until(path, lambda log, past=question: newest(log) not in ("", past))
        question = visitor.question(path)
        ask("GET", "/playthroughs/{play}", play=play)
        ask("POST", "/playthroughs/{play}/turns", {"ask_id": question, "option": "?"}, play=play)
        ask("POST", "/playthroughs/{play}/turns", {"ask_id": question, **answer}, play=play)
    log = visitor.until(path, lambda log: log[-1]["type"] == "ended")
    finding = next(each["seq"] for each in log if each["type"] == "tool_finished")
    streamed = ask("GET", "/playthroughs/{play}/events", play=play)
    assert "event: offered" in streamed.text
    ask("GET", "/playthroughs/{play}/log", play=play)
    ask("GET", "/playthroughs/{play}/report", play=play)
    ask("GET", "/playthroughs/{play}/findings/{seq}.csv", play=play, seq=str(finding))
    ask("GET", "/playthroughs/{play}/pictures/{sha}.png", play=play, sha="0" * 64)
    ask("GET", "/playthroughs/{play}/figures/{sha}", play=play, sha="0" * 64)
    ask("POST", "/playthroughs/{play}/findings/{seq}/again", play=play, seq=str(finding))
    _look_after_the_end(ask, visitor, play, question)
    ask("POST", "/playthroughs/{play}/erase", play=play)
    assert ask.asked == routes()  # a new route must be looked through here too
