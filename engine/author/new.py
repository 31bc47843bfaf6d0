"""A first investigation, ready to check and to play: what an author starts from instead of an empty page.

The template is a scenario with marks: ``<<French || English>>`` is a sentence, written in each language of
the new scenario; ``<fr:mot|en:word>`` a name, in its first language only; ``{id}``… are what was asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from engine.author.format import format_source
from engine.language.reader import scenarios_folder
from tools.errors import AutopsieError
from tools.names import nearest, plain_name
from tools.subject import SubjectCard
from tools.wording import Language, Words

TEMPLATE = "_template"
_PREFERRED = "contrast"
_HANDY = 32  # characters of an id drawn from a title
_SENTENCE = re.compile(r"^(?P<lead>\s*)(?P<key>[^\s#][^:]*): <<(?P<fr>.*) \|\| (?P<en>.*)>>$")
_COMMENT = re.compile(r"^(?P<lead>\s*# )<<(?P<fr>.*) \|\| (?P<en>.*)>>$")
_NAME = re.compile(r"<fr:([a-z_]+)\|en:([a-z_]+)>")
_ID = re.compile(r"[a-z][a-z0-9-]{0,59}")


class CannotStart(AutopsieError):
    """A new scenario that cannot be written as asked; nothing was."""

    exit_code = 2


def identifier_of(title: str) -> str:
    """An id drawn from a title: "Qui reste dans l'image ?" gives ``qui-reste-dans-l-image``."""
    spelled = title.lower().replace("œ", "oe").replace("æ", "ae").replace("ß", "ss")
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    whole = re.sub(r"[^a-z0-9]+", "-", plain).strip("-").lstrip("-0123456789")
    # An id is typed often: a few words of the title, none of them cut.
    return whole if len(whole) <= _HANDY else (whole[: _HANDY + 1].rpartition("-")[0] or whole[:_HANDY])


def draft(title: str, identifier: str, languages: Sequence[Language], model: str) -> str:
    """The new scenario's YAML. Raises :class:`CannotStart` for a title, an id or a model that will not do."""
    from tools import catalogue

    if not title.strip() or "\n" in title:
        raise CannotStart(
            "C910",
            Words(fr="Il faut un titre d'une ligne.", en="A title of one line is needed."),
        )
    if not _ID.fullmatch(identifier):
        raise CannotStart(
            "C911",
            Words(
                fr=f"« {identifier} » ne peut pas être un identifiant.",
                en=f"“{identifier}” cannot be an id.",
            ),
            Words(
                fr="Des lettres a–z, des chiffres et des tirets, une lettre d'abord : --id mon-enquete",
                en="Letters a–z, digits and dashes, a letter first: --id my-investigation",
            ),
        )
    known = catalogue.subjects()
    card = known.get(plain_name(model))
    if card is None:
        near = nearest(plain_name(model), [each.slug for each in known.values()])
        listed = ", ".join(each.slug for each in known.values())
        raise CannotStart(
            "C912",
            Words(fr=f"Aucun sujet ne s'appelle « {model} ».", en=f"No subject is called “{model}”."),
            Words(fr=f"Vouliez-vous dire « {near} » ?", en=f"Did you mean “{near}”?")
            if near
            else Words(fr=f"Sujets : {listed}.", en=f"Subjects: {listed}."),
        )
    changes = _changes_of(card)
    if not changes:
        raise CannotStart(
            "C913",
            Words(
                fr=f"Aucun instrument « perturb » n'accepte encore le sujet « {model} ».",
                en=f"No “perturb” instrument accepts the subject “{model}” yet.",
            ),
        )
    values = {
        "id": identifier,
        "title": _quoted(title.strip()),
        "languages": f"languages: [{', '.join(languages)}]"
        if len(languages) > 1
        else f"language: {languages[0]}",
        "subject": plain_name(model),
        "model": card.slug,
        "change": _PREFERRED if _PREFERRED in changes else changes[0],
    }
    return format_source(_filled(_template(), languages, values))


def startable() -> list[str]:
    """The models, as the command line spells them, that the template's instrument accepts today."""
    from tools import catalogue

    able = [card for card in catalogue.subjects().values() if _PREFERRED in _changes_of(card)]
    # The first is what is meant where nobody is asked: one whose map the template's words are about.
    return [card.slug for card in sorted(able, key=lambda card: card.answers != "map")]


def _changes_of(card: SubjectCard) -> list[str]:
    from tools import catalogue

    return [name for name, tool in catalogue.tools_of("perturb").items() if tool.accepts(card) is None]


def start(
    title: str, identifier: str, languages: Sequence[Language], model: str, folder: Path | None
) -> Path:
    """Write ``<folder>/<id>/scenario.yaml`` and give its path; the folder is the scenarios' own by default.

    Raises :class:`CannotStart` as :func:`draft` does, and when that folder is there already: nothing is
    ever written over.
    """
    from engine.language.reader import list_scenarios

    text = draft(title, identifier, languages, model)
    home = (folder or scenarios_folder()) / identifier
    taken = folder is None and any(listed.id == identifier for listed in list_scenarios())
    if taken or (home.exists() and any(home.iterdir())):
        raise CannotStart(
            "C914",
            Words(
                fr=f"« {identifier} » existe déjà, et rien n'y est touché.",
                en=f"“{identifier}” exists already, and nothing in it is touched.",
            ),
            Words(fr="Choisissez un autre identifiant : --id", en="Choose another id: --id"),
        )
    home.mkdir(parents=True, exist_ok=True)
    path = home / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def _template() -> str:
    # Beside the packages, wherever AUTOPSIE_SCENARIOS points to.
    beside = Path(__file__).resolve().parents[2] / "scenarios" / TEMPLATE / "template.yaml"
    return beside.read_text(encoding="utf-8")


def _filled(template: str, languages: Sequence[Language], values: dict[str, str]) -> str:
    first = languages[0]
    at = 0 if first == "fr" else 1
    lines: list[str] = []
    for line in _NAME.sub(lambda found: found.groups()[at], template).splitlines():
        for name, value in values.items():
            line = line.replace(f"{{{name}}}", value)
        if comment := _COMMENT.match(line):
            line = comment["lead"] + comment[first]
        if sentence := _SENTENCE.match(line):
            lines += _sentence(sentence, languages)
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def _sentence(found: re.Match[str], languages: Sequence[Language]) -> list[str]:
    lead, key = found["lead"], found["key"]
    # A figure is named by its node, whose name is in the first language whatever the sentence is in.
    said = {each: _figures(found[each], found[languages[0]]) for each in languages}
    if len(languages) == 1:
        return [f"{lead}{key}: {_quoted(said[languages[0]])}"]
    return [f"{lead}{key}:", *(f"{lead}  {each}: {_quoted(text)}" for each, text in said.items())]


def _figures(sentence: str, source: str) -> str:
    node = re.search(r"\{([a-z_]+)\.", source)
    return re.sub(r"\{[a-z_]+\.", f"{{{node[1]}.", sentence) if node else sentence


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
