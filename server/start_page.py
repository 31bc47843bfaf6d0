"""The door of one investigation: what it is, and the plain form that opens it."""

from __future__ import annotations

from itertools import zip_longest

from engine.language.schema import Scenario
from server.context import PageContext
from server.facts import audiences_of, badges_of, facts_of, named, text_of
from server.layout import written
from server.templating import prose


def start_page(context: PageContext, scenario: Scenario) -> str:
    """What an investigation is, and the plain form that opens it."""
    language = context.language
    told = [text_of(text, language) for text in scenario.about_subjects.values()]
    about = list(zip_longest(told, badges_of(scenario)))
    return written(
        "start.html",
        context,
        language,
        scenario=scenario,
        title=text_of(scenario.title, language),
        summary=text_of(scenario.summary, language),
        facts=facts_of(scenario, language),
        subjects=about,
        audiences=audiences_of(scenario, language),
        audience=context.profile or scenario.default_audience,
        hypotheses=[
            prose(*named(each.text, language), sources=[], block=False)
            for each in scenario.hypotheses.values()
        ],
        sources=list(scenario.sources.values()),
    )
