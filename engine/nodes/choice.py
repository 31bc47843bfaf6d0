"""A choice among options, some of them hidden, locked with a reason, or good for one use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.guide.render import words_of
from engine.language.schema import ChoiceNode, Option, Scenario
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
        return Offer(
            kind="choice",
            options=[
                OfferedOption(
                    id=option.id,
                    text=words_of(scenario, option.text, values),
                    locked=None
                    if is_open or option.locked is None
                    else words_of(scenario, option.locked, values),
                )
                for option, is_open in shown_options(node, state.taken, env)
            ],
        )

    def admit(self, turn: Turn, node: ChoiceNode, answer: dict[str, Any]) -> dict[str, Any]:
        """One open option, by its id; the offer is drawn up only to say why another is refused."""
        chosen = answer.get("option")
        for option, is_open in shown_options(node, turn.state.taken, turn.environment()):
            if is_open and option.id == chosen:
                return {"option": chosen}
        return super().admit(turn, node, answer)

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


def shown_options(
    node: ChoiceNode, taken: list[str], env: Mapping[str, Any]
) -> Iterator[tuple[Option, bool]]:
    """The options that are on offer, each with whether it is open; a closed one says why."""
    for option in node.options:
        if option.once and f"{node.id}.{option.id}" in taken:
            continue
        is_open = option.when is None or option.when.evaluate(env) is True
        if is_open or option.locked is not None:
            yield option, is_open
