"""A choice among options, some of them hidden, locked with a reason, or good for one use."""

from __future__ import annotations

from typing import Any

from engine.guide.render import words_of
from engine.language.schema import ChoiceNode, Scenario
from engine.nodes import QuestionKind
from engine.play.environment import Values, environment
from engine.play.events import InvalidAnswer, Offer, OfferedOption
from engine.play.state import PlayState
from engine.play.turn import Turn
from tools.wording import Words


class Choice(QuestionKind[ChoiceNode]):
    """Offers what is open now."""

    def enter(self, turn: Turn, node: ChoiceNode) -> str | None:
        """Tell the situation and wait."""
        turn.narrate(node)
        turn.find(node.found, node)
        return None

    def offer(self, scenario: Scenario, state: PlayState, node: ChoiceNode) -> Offer:
        """The options whose condition holds, and those that say why they are closed."""
        env, values = environment(scenario, state), Values(scenario, state)
        offered = []
        for option in node.options:
            if option.once and f"{node.id}.{option.id}" in state.taken:
                continue
            is_open = option.when is None or option.when.evaluate(env) is True
            if not is_open and option.locked is None:
                continue
            locked = None if is_open or option.locked is None else words_of(scenario, option.locked, values)
            text = words_of(scenario, option.text, values)
            offered.append(OfferedOption(id=option.id, text=text, locked=locked))
        return Offer(kind="choice", options=offered)

    def check(self, node: ChoiceNode, offer: Offer, answer: dict[str, Any]) -> dict[str, Any]:
        """One open option, by its id."""
        chosen = answer.get("option")
        option = next((each for each in offer.options if each.id == chosen), None)
        if option is None:
            raise InvalidAnswer(
                "X810",
                Words(fr="Ce choix n'est pas proposé ici.", en="This choice is not on offer here."),
                Words(fr="Choisissez parmi les suites affichées.", en="Choose among the options shown."),
            )
        if option.locked is not None:
            raise InvalidAnswer(
                "X811",
                Words(
                    fr=f"Cette suite n'est pas encore ouverte\u00a0: {option.locked.fr}",
                    en=f"This option is not open yet: {option.locked.en}",
                ),
            )
        return {"option": option.id}

    def answered(self, turn: Turn, node: ChoiceNode, answer: dict[str, Any]) -> str | None:
        """Apply the option's own ``set`` and ``found``, then follow it."""
        option = next(each for each in node.options if each.id == answer["option"])
        turn.assign(option.set)
        turn.find(option.found, node)
        return option.to
