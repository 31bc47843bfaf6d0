"""``explain``: the page of a code, what a verb can do, and the contract of a tool, in words and as data."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from engine.author.argument_words import argument_in
from engine.language.messages import catalogue
from tools.errors import CallRefused
from tools.names import nearest, plain_name
from tools.tool import ResultField, Tool
from tools.verbs import VERBS
from tools.wording import Language, Words, typeset

PAGES = Path(__file__).resolve().parents[2] / "docs/diagnostics"
_CODE = re.compile(r"[A-Za-z]\d{3}")


class UnknownTopicError(CallRefused):
    """Nothing is explained under that name; the cure names the nearest."""


class Argument(BaseModel):
    """One argument that authors write under ``with:``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    kind: str
    about: str
    default: Any = None
    required: bool = False
    choices: list[str] = []
    low: float | None = None
    high: float | None = None


class Field(BaseModel):
    """One field that scenarios may read of a result."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    kind: str
    about: str
    choices: list[str] = []
    low: float | None = None
    high: float | None = None


class Contract(BaseModel):
    """What a tool takes, gives and is held against."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    verb: str
    method: str
    way: str  # the argument that names the method
    title: str
    about: str
    default_case: str
    controls: list[str]
    arguments: list[Argument]
    results: list[Field]


class Topic(BaseModel):
    """What was explained. ``contract`` is there for a tool only."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    text: str
    contract: Contract | None = None


def explain(name: str, method: str | None, language: Language) -> Topic:
    """A code (``R320``), a verb (``reproduce``), or a tool (``reproduce``, ``paired_preference``).

    Raises :class:`UnknownTopicError` for a name that is none of them.
    """
    if method is None and _CODE.fullmatch(name):
        code = name.upper()
        if code not in catalogue():
            raise _unknown(name, catalogue())
        return Topic(name=code, text=page_of(code, language))
    verb = plain_name(name).lower()
    if verb not in VERBS:
        raise _unknown(name, [*VERBS, *catalogue()])
    if method is None:
        return Topic(name=verb, text=_verb(verb, language))
    return _tool(verb, method, language)


def topics(language: Language) -> str:
    """What can be explained: the codes by family, the verbs with their tools."""
    from tools import catalogue as lab

    lines = [typeset(_TOPICS.in_(language), language), ""]
    for code, entry in catalogue().items():
        lines.append(f"  {code}  {typeset(entry.title.in_(language).capitalize(), language)}")
    lines.append("")
    lines += [f"  {verb}: {', '.join(lab.tools_of(verb)) or '–'}" for verb in VERBS]
    return "\n".join(lines)


def page_of(code: str, language: Language) -> str:
    """The page of a code in one language, with its examples; its sentences alone where no page is at hand."""
    entry = catalogue()[code]
    title = f"{code} · {entry.title.in_(language).capitalize()}"
    try:
        page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    except OSError:
        cure = f"\n→ {entry.cure.in_(language)}" if entry.cure else ""
        return typeset(f"{title}\n\n{entry.says.in_(language)}{cure}", language)
    head, *sections = re.split(r"^## ", page, flags=re.MULTILINE)
    told = re.findall(r"^\*\*([^*]+)\*\* (.+?)\n\n```text\n(.*?)\n```", head, re.MULTILINE | re.DOTALL)
    severity, why, said = told[1 if language == "fr" and len(told) > 1 else 0]
    lines = [typeset(title, language), ""]
    lines += [typeset(f"{severity.split(' · ')[0].rstrip('.')}. {why}", language), "", said]
    for section in sections:
        english, _, french = section.partition("\n")[0].partition(" · ")
        shown = french if language == "fr" and french else english
        blocks = re.findall(r"```[^\n]*\n(.*?)\n```", section, re.DOTALL)
        lines += ["", f"── {shown} ──", *blocks]
    return "\n".join(lines)


def contract_of(tool: Tool, language: Language) -> Contract:
    """A tool's contract, its words in one language."""
    from engine.language.instruments import results_of

    return Contract(
        verb=tool.verb,
        method=tool.method,
        way=VERBS[tool.verb].way,
        title=tool.title.in_(language),
        about=tool.about.in_(language),
        default_case=tool.default_case,
        controls=sorted(tool.controls),
        arguments=_arguments(tool, language),
        results=[_field(each, language) for each in results_of(tool).values()],
    )


def _verb(verb: str, language: Language) -> str:
    from tools import catalogue as lab

    card = VERBS[verb]
    lines = [f"{verb} · {card.words.in_(language)}", ""]
    for method, tool in lab.tools_of(verb).items():
        usual = f" ({_USUAL.in_(language)})" if method == card.usual else ""
        lines.append(typeset(f"  {card.way}: {method}{usual}", language))
        lines.append(
            "      " + typeset(_sentences(tool.title.in_(language), tool.about.in_(language)), language)
        )
    lines += [
        "",
        typeset(_MORE.in_(language).format(verb=verb, method=next(iter(lab.tools_of(verb)), "…")), language),
    ]
    return "\n".join(lines)


def _tool(verb: str, method: str, language: Language) -> Topic:
    from tools import catalogue as lab

    known = lab.tools_of(verb)
    name = plain_name(method).lower()
    if name not in known:
        raise _unknown(method, known)
    contract = contract_of(known[name], language)
    lines = [
        f"{verb} · {VERBS[verb].way}: {name}",
        "",
        typeset(_sentences(contract.title, contract.about), language), "",
        typeset(_ARGUMENTS.in_(language), language),
        f"  {VERBS[verb].way}, subject, case ({contract.default_case})",
    ]  # fmt: skip
    lines.append("  " + typeset(_CASES.in_(language).format(cases=", ".join(lab.cases())), language))
    for argument in contract.arguments:
        lines.append(_line(argument, language))
    lines += ["", typeset(_RESULTS.in_(language), language)]
    lines += [_line(field, language) for field in contract.results]
    controls = ", ".join(_CONTROLS[each].in_(language) for each in contract.controls) or _NONE.in_(language)
    lines += ["", typeset(_HELD.in_(language).format(controls=controls), language)]
    return Topic(name=f"{verb} {name}", text="\n".join(lines), contract=contract)


def _line(each: Argument | Field, language: Language) -> str:
    kind = _KINDS[each.kind].in_(language) if each.kind in _KINDS else each.kind
    default = ""
    if isinstance(each, Argument):
        shown = str(each.default).lower() if isinstance(each.default, bool) else str(each.default or "")
        default = " *" if each.required else f" [{shown}]" if shown else ""
    about = f"  {typeset(each.about, language)}" if each.about else ""
    return f"  {each.name}: {kind}{_bounds(each)}{default}{about}"


def _bounds(each: Argument | Field) -> str:
    if each.choices:
        return " = " + " | ".join(each.choices)
    if each.low is not None and each.high is not None:
        return f" {each.low:g}..{each.high:g}"
    if each.low is not None:
        return f" ≥ {each.low:g}"
    return "" if each.high is None else f" ≤ {each.high:g}"


def _sentences(*parts: str) -> str:
    """Several titles and sentences as one text, each closed by its own mark."""
    return " ".join(part if part[-1:] in ".?!" else f"{part}." for part in parts)


def _arguments(tool: Tool, language: Language) -> list[Argument]:
    schema = tool.params.model_json_schema()
    required = set(schema.get("required", ()))
    return [
        _argument(name, _resolved(each, schema), language, required=name in required)
        for name, each in schema.get("properties", {}).items()
    ]


def _resolved(each: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """A property with its reference, or what it may be besides null, written out."""
    for branch in each.get("anyOf", ()):
        if branch.get("type") != "null":
            each = {**branch, **{name: value for name, value in each.items() if name != "anyOf"}}
            break
    if "$ref" in each:
        each = {**schema["$defs"][each["$ref"].rpartition("/")[2]], **each}
    return each


def _argument(name: str, each: dict[str, Any], language: Language, *, required: bool) -> Argument:
    low, high = each.get("minimum", each.get("exclusiveMinimum")), each.get("maximum")
    choices = each.get("enum") or ([each["const"]] if "const" in each else [])
    return Argument(
        name=name, kind="one-of" if choices else str(each.get("type", "text")), required=required,
        about=argument_in(language, each.get("description", "")), default=each.get("default"),
        choices=[str(choice) for choice in choices], low=low, high=high,
    )  # fmt: skip


def _field(each: ResultField, language: Language) -> Field:
    low, high = each.low, each.high
    if each.kind == "share":
        low, high = (0 if low is None else low), (1 if high is None else high)
    return Field(
        name=each.name, kind=each.kind, about=each.about.in_(language), choices=list(each.choices),
        low=low, high=high,
    )  # fmt: skip


def _unknown(name: str, known: Any) -> UnknownTopicError:
    names = list(known)
    near = nearest(name.upper() if _CODE.fullmatch(name) else plain_name(name), names)
    cure = Words(fr=f"Vouliez-vous dire « {near} » ?", en=f"Did you mean “{near}”?")
    if near is None:
        listed = ", ".join(names[:14])
        cure = Words(fr=f"Par exemple : {listed}.", en=f"For example: {listed}.")
    says = Words(fr=f"Rien ne s'appelle « {name} ».", en=f"Nothing is called “{name}”.")
    return UnknownTopicError("unknown_topic", says, cure)


_TOPICS = Words(
    fr="autopsie explain CODE, ou VERBE, ou VERBE INSTRUMENT :",
    en="autopsie explain CODE, or VERB, or VERB TOOL:",
)
_USUAL = Words(fr="par défaut", en="default")
_MORE = Words(
    fr="Le contrat d'un instrument : autopsie explain {verb} {method}",
    en="The contract of one: autopsie explain {verb} {method}",
)
_ARGUMENTS = Words(
    fr="Réglages, sous « with: » (* : obligatoire ; [valeur par défaut]) :",
    en="Arguments, under “with:” (*: required; [default]):",
)
_CASES = Words(fr="Cas fournis, pour « case » : {cases}", en="Cases at hand, for “case”: {cases}")
_RESULTS = Words(fr="Résultats, lus par {nœud.champ} :", en="Results, read as {node.field}:")
_HELD = Words(fr="Témoins : {controls}.", en="Controls: {controls}.")
_NONE = Words(fr="aucun", en="none")
_CONTROLS = {
    "placebo": Words(fr="placebo", en="placebo"),
    "identical": Words(fr="deux copies identiques", en="two identical copies"),
    "random_network": Words(fr="réseaux aux poids tirés au hasard", en="networks of random weights"),
    "chance": Words(
        fr="le même calcul sur ce que le hasard tire (étiquettes, groupes, canaux)",
        en="the same computation on what chance draws (labels, groups, channels)",
    ),
}
_KINDS = {
    "flag": Words(fr="oui ou non", en="flag"), "boolean": Words(fr="oui ou non", en="flag"),
    "number": Words(fr="nombre", en="number"), "integer": Words(fr="nombre entier", en="whole number"),
    "share": Words(fr="part", en="share"), "one-of": Words(fr="un mot", en="one of"),
    "text": Words(fr="texte", en="text"), "string": Words(fr="texte", en="text"),
    "list-of": Words(fr="liste", en="list"), "array": Words(fr="liste", en="list"),
    "table": Words(fr="tableau", en="table"),
}  # fmt: skip
