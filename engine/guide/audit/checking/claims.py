"""What a sentence claims beyond the step: names, sources, causes, badges, verdicts, and what is all new."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from engine.guide.audit.checking.alignment import Match
from engine.guide.audit.checking.reading import Read, Said, Token, clauses, fold, read, words_of
from engine.guide.audit.checking.senses import lacks, negations
from tools.wording import Language

_CITE = re.compile(r"\[@([\w-]+)[^\]]*\]")
_FIRMS = words_of(
    "facebook google apple meta microsoft openai amazon ibm instagram tiktok youtube nvidia zoom",
    "twitter snapchat linkedin reuters bbc nature science propublica unesco cnil onu ue",
)
_SPEAKS = words_of(
    "a ont dit ecrit publie affirme confirme has have had says said wrote finds posts posted",
)
_ORDINARY = words_of(
    "il elle on ils elles nous vous cela ceci ce c tout rien personne chacun celui celle qui it he",
    "she they we you autrement this that which nobody everybody everyone who nothing each one",
)
_TITLES = frozenset({"i", "ic", "ci", "janvier", "fevrier", "mars", "avril", "mai", "juin", "monk"})
_AUTHORITY = re.compile(
    r"(?:etudes?|rapports?|chercheu\w*|scientifiques?|universites?|journa\w*|sondages?|experts?|enqueteurs?|"
    r"stud(?:y|ies)|report|researchers?|scientists?|universit\w*|newspapers?|journals?|surveys?|professors?)\Z"
)
# what says outright that one thing makes another, and what only may
_CAUSE = re.compile(
    r"\ba cause d|\bcauses?\b|\bcaus(?:ed|ing|e|ent|er)\b|\bprouv\w*|\bpreuves?\b|\bdemontr\w*|\bprovoqu\w*|"
    r"\bentrain(?:e|ent|er)\b(?! sur)|\bexpliqu\w*|\ben raison d|\bgrace a\b|\bresponsables?\b|"
    r"\bfait qu|\bfont qu|"
    r"\bc'est pourquoi\b|\braisons? pour\b|\bresult\w* d|\bdu a\b|\bdue? aux?\b|"
    r"\bbecause\b|\bprov(?:e|es|ed|ing)\b|\bproof\b|\bdemonstrat\w*|\bexplain\w*|\bleads? to\b|\bled to\b|"
    r"\bresult(?:s|ed|ing)? (?:in|from)\b|\bowing to\b|\bdue to\b|\bresponsible\b|\breasons? (?:why|for)\b|"
    r"\bthat is why\b|\bwhich is why\b|\bthanks to\b|\bstems?\b|\bparce qu|\bvient d|\bmakes the\b"
)
_LINK = re.compile(r"\bpuisqu|\bcar\b|\bsince\b|\bcomme la\b")
_LINKED = re.compile(
    r"[:;]|\bdonc\b|\balors\b|\bso\b|\btherefore\b|\bthus\b|\bcar\b|\bpuisqu|\bsince\b|\bpourquoi\b|\bwhy\b|\bhence\b|"
    r"\bnothing in\b|\brien dans\b"
)
_WORD_OF_TIME = re.compile(r"\bsince (?:19|20)\d\d")
_VERDICT = re.compile(
    r"(?:coupab\w*|innocen\w*|acquitt\w*|clos|close|closed|classee?|etabli\w*|conclu(?:t|sion|sions|ons)?|condamn\w*|"
    r"verdicts?|sign(?:er|ez|ed|s)?|guilt\w*|cleared|dismissed|establish\w*|concludes|convict\w*|confirm\w*|certifi\w*|"
    r"accus\w*|disculp\w*|blanchi[est]*|exonerat\w*|resolu\w*|resolved|solved)\Z"
)
_CLEARED = re.compile(r"\bhors de cause\b|\bcase dismissed\b|\baffaire classee\b")
_BLAMED = re.compile(r"\b(?:l[ae]|the|its?) (?:faute|fault)\b|\b\w+'s fault\b")
_ACHIEVED = re.compile(
    r"\bvous (?:l')?(?:signez|avez (?:montre|trouve|prouve|etabli|signe))\b|"
    r"\byou (?:showed|found|proved|sign|signed|established)\b"
)
_STANDIN = re.compile(
    r"\bdoublures?\b|\bimit\w+|\bmaquettes?\b|\bstand-?ins?\b|\bproxy\b|\breplicas?\b|\bsurrogates?\b|"
    r"\b(?:reseau|machine|modele) voisine?\b|\bsimilar (?:network|machine|model)\b|\bmade here\b|"
    r"\bcopie du reseau\b|\bcopy of the network\b"
)
_REAL = re.compile(
    r"\bvra(?:is|ies|i) (?=gens|personnes?|visages?|portraits?)|\breal (?=people|person|faces|men|women)|"
    r"\bpersonnes reelles|\bcertifi"
)


def names(sentence: Read, held: Said) -> Iterator[str]:
    """Capitalised words that the step does not hold."""
    tokens = sentence.tokens
    for at, token in enumerate(tokens):
        if not token.is_word or not token.raw[0].isupper() or token.folded in held.folded | _TITLES:
            continue
        if set(re.split(r"['-]", token.folded)) <= held.folded:
            continue
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if token.opens and not token.raw[1:].isupper() and token.folded not in _FIRMS:
            named = following and following.raw[:1].isupper() and following.folded not in held.folded
            acts = following and following.folded in _SPEAKS and token.folded not in _ORDINARY
            if not named and not acts:
                continue
        yield f"name: {token.raw}"


def references(sentence: Read, cited: set[str]) -> Iterator[str]:
    """References that no statement of the step has."""
    yield from (f"source: @{name}" for name in _CITE.findall(sentence.text) if name not in cited)


def sources(sentence: Read, held: Said) -> Iterator[str]:
    """Authorities that the step does not speak of."""
    for token in sentence.tokens:
        if token.is_word and _AUTHORITY.match(token.folded) and token.key not in held.stems:
            yield f"source: {token.raw}"


def causes(sentence: Read, near: Sequence[Match]) -> Iterator[str]:
    """A cause or a proof where no statement near it claims one."""
    text = _WORD_OF_TIME.sub("", _joined(sentence.tokens))
    best = near[0]
    beside = [_joined(each.tokens) for each in near if each.covered >= 0.5 * best.covered]
    outright = _CAUSE.findall(text)
    # A sentence made of two statements copies one of them, and is not held to that one alone.
    alone = best.is_near and all(each.covered <= 1.5 * best.covered for each in near)
    told = [_CAUSE.findall(each) for each in ([_joined(best.tokens)] if alone else beside)]
    harder = [each for each in outright if not each.startswith(("expl", "why"))]
    if len(outright) > max(map(len, told)) or (
        harder and all(each.startswith("expl") for found in told for each in found)
    ):
        yield f"cause: {(harder or outright)[0]}"
    elif (link := _LINK.search(text)) and not any(_LINKED.search(each) for each in beside):
        reason = [each for each in sentence.tokens if each.is_content and each.folded in text[link.end() :]]
        new = [each for each in reason if not any(each.key in one.stems for one in near)]
        if best.is_near or 3 * len(new) > len(reason):
            yield f"cause: {link[0]}"


def badges(sentence: Read, held: Said, near: Sequence[Match]) -> Iterator[str]:
    """An imitation spoken of where the step speaks of none, or of another thing than it."""
    text = _joined(sentence.tokens)
    whole = " ".join(_joined(each.tokens) for each in held.statements)
    found = _STANDIN.findall(text)
    beside = [each for each in near if each.covered >= 0.7 * near[0].covered]
    more = bool(found) and len(found) > max(len(_STANDIN.findall(_joined(each.tokens))) for each in beside)
    if more or (found and not _STANDIN.search(whole)):
        yield f"badge: {found[0]}"
    if _REAL.search(text) and not _REAL.search(whole):
        yield f"badge: {_REAL.findall(text)[0]}"


def endings(sentence: Read, held: Said, near: Sequence[Match]) -> Iterator[str]:
    """A verdict that no statement near it tells."""
    beside = frozenset().union(*(each.stems for each in near))
    there = {
        match[0][:5] for each in near for token in each.tokens if (match := _VERDICT.match(token.folded))
    }
    denied = any(negations(each.tokens) for each in near)
    # "too few to conclude" denies as "no conclusion" does, of that word alone
    lacking = {token.folded[:5] for each in near if lacks(each.tokens) for token in each.tokens}
    for clause in clauses(sentence.tokens):
        for token in clause:
            denies = negations(clause) > 0 and (denied or token.folded[:5] in lacking)
            told = token.key in beside or token.folded[:5] in there or denies
            if token.is_word and _VERDICT.match(token.folded) and not told:
                yield f"ending: {token.raw}"
    text = _joined(sentence.tokens)
    whole = " ".join(_joined(each.tokens) for each in held.statements)
    for pattern in (_CLEARED, _ACHIEVED, _BLAMED):
        if pattern.search(text) and not pattern.search(whole):
            yield f"ending: {pattern.findall(text)[0]}"


def novelty(sentence: Read, held: Said, near: Sequence[Match]) -> Iterator[str]:
    """Too little of it in anything that the step says."""
    content = [each for each in sentence.tokens if each.is_content]
    if len(content) < 4:
        return
    roots = {each[:5] for each in held.stems}
    new = [each.raw for each in content if each.key[:5] not in roots]
    if len(new) / len(content) > 0.7 and near[0].covered < 0.3:
        yield f"vocabulary: {', '.join(new[:5])}"


def forbidden(sentence: Read, held: Said, never: Iterable[str], language: Language) -> Iterator[str]:
    """What the author asks never to be said, unless the author says it here."""
    text = _joined(sentence.tokens)
    whole = " ".join(_joined(each.tokens) for each in held.statements)
    for each in never:
        pattern = re.compile(rf"\b{re.escape(_joined(read(each, language).tokens))}")
        if pattern.search(text) and not pattern.search(whole):
            yield f"must_not_say: {each}"


def _joined(tokens: Sequence[Token]) -> str:
    return re.sub(r" ?' ?", "'", _elided(" ".join(each.folded for each in tokens)))


def _elided(text: str) -> str:
    """The elided word put back on the next, as "c' est" was written."""
    return re.sub(r"\b([cdjlmnst]|qu) (?=[aeiouyh])", r"\1'", fold(text))
