"""What a tool node asks of the lab: its names, arguments and results come from the tools' own contracts.

Nothing here knows a tool by name, apart from the way that each verb takes when the author names none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from engine.language.declared import Header, SubjectUse, unknown
from engine.language.diagnostics import did_you_mean
from engine.language.reading import Reading
from engine.language.saying import listing, nearest, words
from engine.language.schema import ExpectedRange
from engine.language.tree import Fields, Items, Leaf, Tree
from tools.names import plain_name
from tools.parameters import expected as wanted_of
from tools.tool import ResultField, Tool
from tools.verbs import VERBS, Verb
from tools.wording import both

WAY = {name: card.way for name, card in VERBS.items()}
"""The argument that names a verb's way of working."""
_USUAL = {name: card.usual for name, card in VERBS.items()}

COMMON_RESULTS = {
    each.name: each
    for each in (
        ResultField(name="ok", kind="flag", about=both("")),
        ResultField(name="origin", kind="one-of", about=both(""), choices=("live", "recorded")),
        ResultField(name="seconds", kind="number", about=both(""), low=0, high=3600),
    )
}
"""What every tool's result has besides its own fields; the core fills them."""


@dataclass
class Instrument:
    """A tool node's question, resolved."""

    tool: Tool
    subject: str
    case: str
    params: dict[str, bool | int | float | str | list[float]] = field(default_factory=dict)

    @property
    def results(self) -> dict[str, ResultField]:
        """The fields that the tool gives, by name."""
        return results_of(self.tool)


def results_of(tool: Tool) -> dict[str, ResultField]:
    """A tool's own result fields and those that every tool has."""
    return COMMON_RESULTS | {each.name: each for each in tool.results}


def read_instrument(
    reading: Reading, header: Header, node: str, verb_leaf: Leaf, tree: Tree | None, pictures: set[str]
) -> Instrument | None:
    """Resolve ``tool:`` and ``with:``; ``pictures`` are the ids of the ``ask: picture`` nodes."""
    from tools import catalogue

    verb = verb_leaf.value
    if verb not in VERBS:
        built = [each for each in VERBS if catalogue.tools_of(each)]
        near = did_you_mean(nearest(verb, built))
        reading.report("R310", verb_leaf, tool=verb[:40], near=near, list=listing(built))
        return None
    given: dict[str, tuple[Leaf, Tree]] = {}
    if isinstance(tree, Fields):
        given = tree.items
    elif tree is not None:
        reading.wrong("with", tree, words("une liste de réglages", "a list of arguments"))
    tool = _find_tool(reading, verb, given, verb_leaf)
    if tool is None:
        return None
    use = _find_subject(reading, header, given, node, verb_leaf)
    subject = use.model if use else None
    case = _find_case(reading, header, given, pictures, tool, subject)
    arguments = {name: pair for name, pair in given.items() if name not in ("subject", "case", WAY.get(verb))}
    params = _read_params(reading, tool, arguments, verb)
    if use is None or subject is None or case is None or params is None:
        return None
    refusal = None if use.drafted else tool.accepts(catalogue.subject_card(subject))
    if refusal:
        problem = words(refusal.fr.rstrip("."), refusal.en.rstrip("."))
        reading.report(
            "T420", verb_leaf, arg="subject", tool=verb, value=subject, problem=problem, near=both("")
        )
        return None
    return Instrument(tool, subject, case, params)


def _find_tool(
    reading: Reading, verb: Verb, given: dict[str, tuple[Leaf, Tree]], verb_leaf: Leaf
) -> Tool | None:
    from tools import catalogue
    from tools.errors import CallRefused

    way = WAY.get(verb, "method")
    named = reading.name(given[way][1], way) if way in given else None
    if way in given and named is None:
        return None
    method = plain_name(named.value) if named else _USUAL.get(verb, "")
    if not method:
        known = catalogue.tools_of(verb)
        if len(known) != 1 and known:
            where = words(f"« tool: {verb} » (sous « with: »)", f"“tool: {verb}” (under “with:”)")
            reading.report("S201", verb_leaf, field=way, where=where, line=verb_leaf.place.line)
            return None
        method = next(iter(known), "")
    try:
        return catalogue.tool(verb, method)
    except CallRefused:
        known = catalogue.tools_of(verb)
        if not known:
            built = listing(each for each in VERBS if catalogue.tools_of(each))
            reading.report("R310", verb_leaf, tool=verb, near=both(""), list=built)
            return None
        near = did_you_mean(nearest(method, known))
        fields = {"arg": way, "tool": verb, "value": method[:40]}
        listed = words(f"au choix : {listing(known)}", f"one of: {listing(known)}")
        reading.report("T420", named or verb_leaf, problem=listed, near=near, **fields)
        return None


def _find_subject(
    reading: Reading, header: Header, given: dict[str, tuple[Leaf, Tree]], node: str, verb_leaf: Leaf
) -> SubjectUse | None:
    if "subject" in given:
        leaf = reading.name(given["subject"][1], "subject")
        if leaf is None:
            return None
        if leaf.value not in header.subjects:
            unknown(reading, "R312", leaf, header.subjects, kind=words("sujet", "subject"))
            return None
        return header.subjects[leaf.value]
    # A draft's subject that is not on the table yet is meant only where it is named, or alone.
    present = [use for use in header.subjects.values() if not use.drafted] or [*header.subjects.values()]
    if len(present) == 1:
        return present[0]
    if header.subjects:
        where = words(f"le nœud « {node} » (sous « with: »)", f"node “{node}” (under “with:”)")
        reading.report("S201", verb_leaf, field="subject", where=where, line=verb_leaf.place.line)
    return None


def _find_case(
    reading: Reading,
    header: Header,
    given: dict[str, tuple[Leaf, Tree]],
    pictures: set[str],
    tool: Tool,
    subject: str | None,
) -> str | None:
    if "case" in given:
        leaf = reading.name(given["case"][1], "case")
        if leaf is None:
            return None
        return find_case(reading, header, leaf, pictures)
    for use in header.subjects.values():
        if use.model == subject and use.default_case:
            return header.cases.get(use.default_case, plain_name(use.default_case))
    return tool.default_case


def find_case(reading: Reading, header: Header, leaf: Leaf, pictures: set[str]) -> str | None:
    """A case by name: an ``ask: picture`` node, a declared case or a built-in one."""
    from tools import catalogue

    if leaf.value in pictures:
        return leaf.value
    if leaf.value in header.cases:
        return header.cases[leaf.value]
    built_in = catalogue.cases()
    name = plain_name(leaf.value)
    if name in built_in:
        return name
    unknown(reading, "R312", leaf, {*pictures, *header.cases, *built_in}, kind=words("cas", "case"))
    return None


def _read_params(
    reading: Reading,
    tool: Tool,
    given: dict[str, tuple[Leaf, Tree]],
    verb: str,
    beside: dict[str, Any] | None = None,
) -> dict[str, bool | int | float | str | list[float]] | None:
    """The settings as the tool's own model takes them; ``beside`` are those that stand already."""
    known = tool.params.model_fields
    values: dict[str, Any] = dict(beside or {})
    sound = True
    for name, (key, tree) in given.items():
        if name not in known:
            names = [*known] if beside is not None else [WAY.get(verb, "method"), "subject", "case", *known]
            near = did_you_mean(nearest(name, names))
            reading.report(
                "R311", key, tool=f"{verb} {tool.method}", arg=name[:40], near=near, list=listing(names)
            )
            sound = False
            continue
        values[name] = _value(reading, tree)
    try:
        params: dict[str, Any] = tool.params.model_validate(values).model_dump(mode="json", exclude_none=True)
        return params
    except ValidationError as error:
        for fault in error.errors()[:5]:
            name = str(fault["loc"][0]) if fault["loc"] else ""
            at = given[name][1] if name in given else next(iter(given.values()))[1] if given else None
            if at is None:
                continue
            shown = at.value[:40] if isinstance(at, Leaf) else "…"
            wanted = wanted_of(fault)
            problem = words(_inside(wanted.fr), _inside(wanted.en))
            reading.report(
                "T420", at, arg=name, tool=tool.method, value=shown, problem=problem, near=both("")
            )
        return None if values or not sound else {}


def read_live(reading: Reading, tree: Tree | None, instrument: Instrument) -> dict[str, Any]:
    """``live``: the settings that change when a reader makes the measure again. Checked like ``with``."""
    if tree is None:
        return {}
    if not isinstance(tree, Fields) or not tree.items:
        reading.wrong("live", tree, words("une liste de réglages", "a list of arguments"), "{n: 40}")
        return {}
    verb, beside = instrument.tool.verb, instrument.params
    params = _read_params(reading, instrument.tool, tree.items, verb, beside)
    return {name: params[name] for name in tree.items if name in params} if params else {}


def _inside(sentence: str) -> str:
    """A sentence as it stands in brackets: no capital, no full stop."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")


def _value(reading: Reading, tree: Tree) -> Any:
    """What a parameter's own model will check: lists of values, flags, numbers, words."""
    if isinstance(tree, Items):
        return [_value(reading, each) for each in tree.items]
    if isinstance(tree, Fields):
        return {name: _value(reading, value) for name, (_, value) in tree.items.items()}
    if not tree.plain:
        return tree.value
    if tree.value in ("true", "false"):
        return tree.value == "true"
    number = reading.as_number(tree)
    return tree.value if number is None else number


def read_expect(
    reading: Reading, tree: Tree | None, instrument: Instrument
) -> dict[str, ExpectedRange | str | bool]:
    """``expect``: the contract that the prose relies on, field by field."""
    if tree is None:
        return {}
    if not isinstance(tree, Fields):
        reading.wrong("expect", tree, words("une liste de champs attendus", "a list of expected fields"))
        return {}
    expected: dict[str, ExpectedRange | str | bool] = {}
    results = instrument.results
    for name, (key, value) in tree.items.items():
        known = results.get(name)
        if known is None:
            near = did_you_mean(nearest(name, results))
            tool = instrument.tool.method
            reading.report("R303", key, tool=tool, field=name[:40], near=near, list=listing(results))
        elif known.kind == "flag":
            expected[name] = reading.flag(value, name)
        elif known.kind in ("number", "share"):
            bounds = _expected_range(reading, value, known)
            if bounds:
                expected[name] = bounds
        elif isinstance(value, Leaf):
            if known.choices and value.value not in known.choices:
                near_word = did_you_mean(nearest(value.value, known.choices))
                shown = value.value[:40]
                reading.report(
                    "T413", value, left=name, word=shown, list=listing(known.choices), near=near_word
                )
            else:
                expected[name] = value.value
        else:
            reading.wrong(name, value, words("une valeur", "a value"))
    return expected


def _expected_range(reading: Reading, tree: Tree, known: ResultField) -> ExpectedRange | None:
    if isinstance(tree, Leaf) and ".." not in tree.value:
        number = reading.number(tree, known.name)
        bounds = None if number is None else (number, number)
    else:
        bounds = reading.span(tree, "expect")
    if bounds is None:
        return None
    low = known.low if known.low is not None else (0.0 if known.kind == "share" else None)
    high = known.high if known.high is not None else (1.0 if known.kind == "share" else None)
    if (
        (low is not None and bounds[1] < low)
        or (high is not None and bounds[0] > high)
        or ((low is not None and bounds[0] < low) or (high is not None and bounds[1] > high))
    ):
        range_ = f"{low if low is not None else '…'}..{high if high is not None else '…'}"
        problem = words(
            f"sort de ce que l'instrument peut rendre ({range_})",
            f"leaves what the tool can return ({range_})",
        )
        reading.report("T421", tree, low=f"{bounds[0]:g}", high=f"{bounds[1]:g}", problem=problem)
        return None
    return ExpectedRange(low=bounds[0], high=bounds[1])
