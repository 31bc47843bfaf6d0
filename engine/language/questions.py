"""Reading questions to the reader: each kind of ``ask`` has its own fields, and its answer its own bounds."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from engine.language.diagnostics import did_you_mean
from engine.language.header import known_names, unknown
from engine.language.instruments import find_case
from engine.language.node_parts import NodeParts, TableUse, value_of_leaf
from engine.language.saying import listing, nearest, words
from engine.language.schema import AskNode, Item, Node
from engine.language.tree import Fields, Items, Leaf, Tree
from engine.language.verbatim import verbatim
from tools.wording import Words, both

QUESTIONS: dict[str, tuple[str, ...]] = {
    "number": ("range", "save", "unit", "seals"),
    "scale": ("range", "save", "unit", "seals"),
    "slider": ("range", "step", "save", "unit", "shows", "seals"),
    "text": ("save",),
    "rank": ("items", "save"),
    "beliefs": (),
    "picture": ("default",),
    "sort": ("items", "into"),
    "curve": ("points", "range", "unit", "seals", "of"),
    "budget": ("items", "total", "unit"),
    "sign": ("items",),
}
"""The fields of each kind of question, besides ``ask``, ``optional`` and those of every node."""
ITEM = ("text", "cost", "most", "rests_on")

_ITEM_FIELDS = {"budget": ("text", "cost", "most"), "sign": ("text", "rests_on")}
_ITEMS = {"rank": (2, 12), "sort": (2, 24), "budget": (1, 24), "sign": (1, 24)}
_PILES, _POINTS = (2, 5), (3, 12)
_MOST_POSITIONS = 1000  # of a slider
_SAVED = {"number": "number", "scale": "number", "slider": "number", "text": "text", "rank": "one-of"}
_RANGED = ("number", "slider", "curve")
_OWN_NAMES = {"rank": ("first",), "budget": ("left",)}  # fields of the answer beside its items


class Questions(NodeParts):
    """Reads ``ask`` nodes."""

    def _ask(self, name: str, block: Fields, common: dict[str, Any]) -> Node | None:
        reading = self.reading
        ask = reading.one_of(block.get("ask"), "ask", tuple(QUESTIONS))
        if ask is None:
            return None
        self._refuse_fields(name, ask, block)
        low, high = self._range(name, ask, block)
        default = reading.name(block.get("default"), "default")
        if ask == "picture" and default is None:
            self._missing(name, block, "default")
            return None
        total = self._total(name, ask, block)
        items = self.items(name, ask, block, total)
        piles = self._piles(name, ask, block)
        points = self._points(name, ask, block)
        if (low is None and ask in _RANGED) or items is None or piles is None or points is None or total == 0:
            return None
        self._clashes(name, ask, block, items, piles)
        seals = self.sealed(name, block.get("seals"))
        return AskNode(
            **common,
            ask=cast(Any, ask),
            low=low,
            high=high,
            step=self._step(ask, block, low, high),
            save=self.save(name, ask, block.get("save"), items),
            items=items,
            piles=piles,
            points=points,
            total=total,
            shows=self._shows(name, ask, block),
            of=self._of(name, ask, block, seals),
            unit=reading.text(block.get("unit"), f"nodes.{name}.unit", role="title"),
            optional=reading.flag(block.get("optional"), "optional") or ask == "picture",
            default_case=find_case(reading, self.header, default, set()) if default else None,
            seals=seals,
        )

    def _refuse_fields(self, name: str, ask: str, block: Fields) -> None:
        """S202: a field that another kind of question has."""
        others = {field for fields in QUESTIONS.values() for field in fields} - set(QUESTIONS[ask])
        allowed = ("ask", "optional", *QUESTIONS[ask])
        for field in block.items.keys() & others:
            where = words(f"la question « {name} » (ask: {ask})", f"question “{name}” (ask: {ask})")
            key = block.items[field][0]
            near = did_you_mean(nearest(field, allowed))
            self.reading.report("S202", key, field=field, where=where, near=near, list=listing(allowed))

    def _missing(self, name: str, block: Fields, field: str) -> None:
        where = words(f"le nœud « {name} »", f"node “{name}”")
        self.reading.report("S201", block.items["ask"][0], field=field, where=where, line=block.place.line)

    # -- numbers -----------------------------------------------------------------------------------------

    def _range(self, name: str, ask: str, block: Fields) -> tuple[float, float] | tuple[None, None]:
        if block.get("range") is None:
            if ask in _RANGED:
                self._missing(name, block, "range")
            return (1.0, 5.0) if ask == "scale" else (None, None)
        return self.reading.span(block.get("range"), "range") or (None, None)

    def _step(self, ask: str, block: Fields, low: float | None, high: float | None) -> float | None:
        tree = block.get("step")
        if tree is None or ask != "slider" or low is None or high is None:
            return None
        step = self.reading.number(tree, "step")
        if step is None:
            return None
        steps = (high - low) / step if step > 0 else 0.0
        if steps < 1 or steps > _MOST_POSITIONS or abs(steps - round(steps)) > 1e-6:
            expected = words(
                f"un pas qui tombe juste entre {low:g} et {high:g}, en {_MOST_POSITIONS} pas au plus",
                f"a step that divides {low:g} to {high:g} evenly, in {_MOST_POSITIONS} steps at most",
            )
            self.reading.wrong("step", tree, expected, f"{(high - low) / 10:g}")
            return None
        return step

    def _total(self, name: str, ask: str, block: Fields) -> int | None:
        """What may be spent; 0 when it could not be read."""
        if ask != "budget":
            return None
        tree = block.get("total")
        if tree is None:
            self._missing(name, block, "total")
            return 0
        return self.reading.integer(tree, "total", 1, 1000) or 0

    # -- things ------------------------------------------------------------------------------------------

    def items(self, name: str, ask: str, block: Fields, total: int | None = None) -> list[Item] | None:
        """What to rank, sort, pay for or sign: a map id → text, or ``hypotheses``; a ranking takes a list of
        names too. ``None`` when it could not be read."""
        if ask not in _ITEMS:
            return []
        tree = block.get("items")
        if tree is None:
            self._missing(name, block, "items")
            return None
        items: list[Item] = []
        if value_of_leaf(tree) == "hypotheses" and ask != "budget":
            items = [Item(id=each) for each in self.header.hypotheses]
        elif isinstance(tree, Items) and ask == "rank":
            leaves = [leaf for leaf in self.reading.names(tree, "items") if self.reading.identifier(leaf)]
            items = [Item(id=each) for each in dict.fromkeys(leaf.value for leaf in leaves)]
        elif isinstance(tree, Fields):
            for key, value in self.reading.entries(tree, "items"):
                self.reading.places["items", name, key.value] = key.place
                item = self._item(name, ask, key, value, total)
                if item:
                    items.append(item)
        else:
            expected = words("une liste de noms suivis de leur phrase", "a list of names, each with its text")
            self.reading.wrong("items", tree, expected, "{first: …, second: …}")
            return None
        given = len(tree.items) if isinstance(tree, Fields) else len(items)
        return items if self._counted(block, name, "items", given, _ITEMS[ask]) else None

    def _item(self, name: str, ask: str, key: Leaf, tree: Tree, total: int | None) -> Item | None:
        path = f"nodes.{name}.items.{key.value}"
        if not (isinstance(tree, Fields) and tree.items.keys() & set(ITEM)):
            text = self.reading.text(tree, path, owner=name, role="option")
            return Item(id=key.value, text=text) if text else None
        where = words(f"« {key.value} » de « {name} »", f"“{key.value}” of “{name}”")
        block = self.reading.fields(tree, where, _ITEM_FIELDS.get(ask, ("text",)), ("text",))
        text = self.reading.text(tree.get("text"), f"{path}.text", owner=name, role="option")
        if block is None or text is None:
            return None
        cost, most = block.get("cost"), block.get("most")
        return Item(
            id=key.value,
            text=text,
            cost=(self.reading.integer(cost, "cost", 1, total or 1000) if cost else None) or 1,
            most=(self.reading.integer(most, "most", 1, 1000) if most else None) or 1,
            rests_on=known_names(self.reading, "R340", block.get("rests_on"), "rests_on", self.exhibits),
        )

    def _piles(self, name: str, ask: str, block: Fields) -> list[Item] | None:
        if ask != "sort":
            return []
        tree = block.get("into")
        if tree is None:
            self._missing(name, block, "into")
            return None
        entries = self.reading.entries(tree, "into")
        read = [
            Item(id=key.value, text=text)
            for key, value in entries
            if (text := self.reading.text(value, f"nodes.{name}.into.{key.value}", owner=name, role="option"))
        ]
        if not isinstance(tree, Fields):
            return None
        return read if self._counted(block, name, "into", len(entries), _PILES) else None

    def _points(self, name: str, ask: str, block: Fields) -> list[str] | None:
        if ask != "curve":
            return []
        tree = block.get("points")
        if tree is None:
            self._missing(name, block, "points")
            return None
        leaves = self.reading.names(tree, "points")
        seen: set[str] = set()
        for leaf in leaves:
            if leaf.value in seen or len(leaf.value) > 40:
                expected = words(
                    "des repères tous différents, de 40 lettres au plus",
                    "marks that all differ, of 40 letters at most",
                )
                self.reading.wrong("points", leaf, expected, "[none, half, full]")
                return None
            seen.add(leaf.value)
        fits = self._counted(block, name, "points", len(leaves), _POINTS)
        return [leaf.value for leaf in leaves] if fits else None

    def _counted(self, block: Fields, name: str, field: str, count: int, bounds: tuple[int, int]) -> bool:
        """S225: too many or too few."""
        low, high = bounds
        if low <= count <= high:
            return True
        where = words(f"« {field} » du nœud « {name} »", f"“{field}” of node “{name}”")
        self.reading.report("S225", block.items[field][0], where=where, n=count, low=low, high=high)
        return False

    def _clashes(self, name: str, ask: str, block: Fields, items: list[Item], piles: list[Item]) -> None:
        """S212: ``node.name`` must say one thing: an item, a pile or what is left."""
        own: Collection[str] = _OWN_NAMES.get(ask, ())
        taken: dict[str, Words] = dict.fromkeys(
            own, words("un résultat de la question", "a result of the question")
        )
        taken |= {pile.id: words("une pile", "a pile") for pile in piles}
        for item in items:
            if item.id in taken:
                line = block.items["into" if piles else "ask"][0].place.line
                at = self.reading.places.get(("items", name, item.id)) or block.items["items"][0]
                here = words("une chose à ranger", "a thing to place")
                self.reading.report("S212", at, id=item.id, kind1=taken[item.id], first=line, kind2=here)

    # -- links to variables and tools --------------------------------------------------------------------

    def _undeclared(self, node: str, ask: str, leaf: Leaf, items: list[Item]) -> None:
        """R301: the variable that an answer is saved to is not declared; how to, or how to do without."""
        shown = leaf.value[:60]
        near = did_you_mean(nearest(shown, self.header.vars))
        start = {"number": "50", "text": '""'}.get(_SAVED[ask])
        start = start or f"[none, {', '.join(item.id for item in items[:4])}]"
        declare = verbatim(f"vars: {{{shown}: {start}}}")
        field = {"number": "value", "one-of": "first"}.get(_SAVED[ask])
        without = both("")
        if field:
            read = verbatim(f"{{{node}.{field}}}")
            without = words(f" Ou ôtez « save » et lisez {read}.", f" Or drop “save” and read {read}.")
        said = words(
            f"{near.fr}Déclarez-la en tête du fichier : {declare}.{without.fr}",
            f"{near.en}Declare it at the top of the file: {declare}.{without.en}",
        )
        self.reading.report("R301", leaf, cause=shown, name=shown, near=said)

    def save(self, node: str, ask: str, tree: Tree | None, items: list[Item]) -> str | None:
        """The variable that keeps the answer; of a ranking, the item that was put first."""
        leaf = self.reading.name(tree, "save")
        if leaf is None or ask not in _SAVED:
            return None
        var = self.header.vars.get(leaf.value)
        if var is None:
            self._undeclared(node, ask, leaf, items)
            return None
        if var.kind != _SAVED[ask]:
            answer = words(f"la réponse à « ask: {ask} »", f"the answer to “ask: {ask}”")
            holds = words(f"Elle contient : {var.kind}.", f"It holds: {var.kind}.")
            self.reading.report("T426", leaf, var=var.id, value=answer, type2=holds)
            return None
        foreign = [item.id for item in items if item.id not in var.choices] if ask == "rank" else []
        if foreign:
            first = foreign[0]
            value = words(f"« {first} », qui peut venir en tête", f"“{first}”, which may come first")
            holds = words(
                f"Valeurs possibles : {listing(var.choices)}.", f"It can be: {listing(var.choices)}."
            )
            self.reading.report("T426", leaf, var=var.id, value=value, type2=holds)
            return None
        return var.id

    def sealed(self, name: str, tree: Tree | None) -> str | None:
        """The tool whose result this predicts."""
        leaf = self.reading.name(tree, "seals")
        if leaf is None:
            return None
        target = self.target(leaf, name, "seals")
        if target is None or leaf.value not in self.out.keys:
            return None
        if self.out.kinds[target] != "tool":
            self.reading.report("R302", leaf, node=target, kind=self.out.kinds[target])
            return None
        self.out.seals[name] = leaf
        return target

    def _of(self, name: str, ask: str, block: Fields, seals: str | None) -> str | None:
        """The table that the drawn curve is laid upon; it and ``seals`` go together."""
        if ask != "curve" or (block.get("of") is None and block.get("seals") is None):
            return None
        for field in ("of", "seals"):
            if block.get(field) is None:
                self._missing(name, block, field)
                return None
        leaf = self.reading.name(block.get("of"), "of")
        if leaf is None or seals is None:
            return None
        self.out.tables[name] = TableUse(leaf, seals, leaf.value, shown=False)
        return leaf.value

    def _shows(self, name: str, ask: str, block: Fields) -> str | None:
        leaf = self.reading.name(block.get("shows"), "shows")
        if leaf is None or ask != "slider":
            return None
        base, dot, field = leaf.value.partition(".")
        if not dot:
            expected = words("un tableau d'un instrument : nœud.champ", "a tool's table: node.field")
            self.reading.wrong("shows", leaf, expected, "shows: node.deltas")
            return None
        if base not in self.out.keys:
            unknown(self.reading, "R301", leaf, self._tool_names())
            return None
        if self.out.kinds[base] != "tool":
            self.reading.report("R302", leaf, node=base, kind=self.out.kinds[base])
            return None
        self.out.tables[name] = TableUse(leaf, base, field, shown=True)
        return leaf.value

    def _tool_names(self) -> list[str]:
        return [name for name, kind in self.out.kinds.items() if kind == "tool"]

    def check_tables(self) -> None:
        """R303 and S203: the tables that sliders show and curves are laid upon, once every tool is read."""
        for use in self.out.tables.values():
            instrument = self.out.instruments.get(use.tool)
            if instrument is None:
                continue
            results = instrument.results
            tables = [each.name for each in results.values() if each.kind == "table"]
            if use.field not in results:
                near = did_you_mean(nearest(use.field, tables))
                tool = instrument.tool.method
                self.reading.report(
                    "R303", use.leaf, tool=tool, field=use.field[:40], near=near, list=listing(tables)
                )
            elif use.field not in tables:
                known = listing(tables)
                expected = words(f"un tableau de l'instrument ({known})", f"a table of the tool ({known})")
                self.reading.wrong("shows" if use.shown else "of", use.leaf, expected)
