"""What conditions and placeholders may read of a reader's answer: ``node.field``, typed and bounded.

``fields_of`` declares the fields of a question; ``fields_in`` draws their values from a checked answer. The
two list the same names. A skipped question has no fields: reading them wants ``seen.node`` as a guard, as for
a tool that gave nothing.
"""

from __future__ import annotations

from typing import Any

from engine.language.schema import AskNode
from tools.tool import FieldKind, ResultField
from tools.wording import both

Value = bool | int | float | str


def fields_of(node: AskNode) -> dict[str, ResultField]:
    """The readable fields of a question, by name; none for a text, estimates or a picture."""
    items = [item.id for item in node.items]
    piles = [pile.id for pile in node.piles]
    match node.ask:
        case "number" | "scale" | "slider":
            fields = [_field("value", "number", node.low, node.high)]
        case "rank":
            fields = [
                _field("first", "one-of", choices=items),
                *(_field(item, "number", 1, len(items)) for item in items),
            ]
        case "sort":
            fields = [
                *(_field(item, "one-of", choices=piles) for item in items),
                *(_field(pile, "number", 0, len(items)) for pile in piles),
            ]
        case "curve":
            low, high = node.low or 0.0, node.high or 0.0
            fields = [_field(name, "number", low, high) for name in ("first", "last", "lowest", "highest")]
            fields.append(_field("rise", "number", low - high, high - low))
        case "budget":
            fields = [
                *(_field(item.id, "number", 0, item.most) for item in node.items),
                _field("left", "number", 0, node.total),
            ]
        case "sign":
            fields = [
                *(_field(item, "flag") for item in items),
                _field("count", "number", 0, len(items)),
            ]
        case _:
            fields = []
    return {each.name: each for each in fields}


def fields_in(node: AskNode, answer: dict[str, Any]) -> dict[str, Value]:
    """The values of those fields in ``answer``, which the question admitted; none when it was skipped."""
    if answer.get("skipped") is True:
        return {}
    match node.ask:
        case "number" | "scale" | "slider":
            return {"value": answer["number"]}
        case "rank":
            ranking = answer["ranking"]
            return {"first": ranking[0], **{item: at for at, item in enumerate(ranking, 1)}}
        case "sort":
            placed = answer["sorted"]
            counts = {pile.id: sum(where == pile.id for where in placed.values()) for pile in node.piles}
            return {**placed, **counts}
        case "curve":
            drawn = answer["curve"]
            return {
                "first": drawn[0], "last": drawn[-1], "lowest": min(drawn), "highest": max(drawn),
                "rise": round(drawn[-1] - drawn[0], 6),
            }  # fmt: skip
        case "budget":
            spent = {item.id: int(answer["spent"].get(item.id, 0)) for item in node.items}
            paid = sum(item.cost * spent[item.id] for item in node.items)
            return {**spent, "left": (node.total or 0) - paid}
        case "sign":
            signed = set(answer["signed"])
            return {**{item.id: item.id in signed for item in node.items}, "count": len(signed)}
        case _:
            return {}


def _field(
    name: str,
    kind: FieldKind,
    low: float | None = None,
    high: float | None = None,
    choices: list[str] | None = None,
) -> ResultField:
    return ResultField(name=name, kind=kind, about=both(""), low=low, high=high, choices=tuple(choices or ()))
