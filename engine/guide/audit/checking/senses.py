"""Words that carry a sense which a retelling may turn over: sides, directions, groups, degrees, negations."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from engine.guide.audit.checking.reading import Token

# each axis: a value → how its words begin, folded; values of one axis exclude each other
_AXES: dict[str, dict[str, str]] = {
    "tone": {
        "light": r"clair(?:e|s|es)?|lighter|light|pale|pales",
        "dark": r"foncee?s?|sombres?|dark|darker",
    },
    "lightening": {"lighter": r"eclairci\w*|lighten\w*", "darker": r"assombri\w*|darken\w*"},
    "order": {"first": r"premiere?s?|first", "second": r"seconde?s?|deuxiemes?|second"},
    "side": {"left": r"gauche", "right": r"droite?"},
    "height": {"top": r"haut|top|dessus", "bottom": r"bas|bottom"},
    "sex": {"women": r"femmes?|wom[ae]n", "men": r"hommes?|m[ae]n"},
    "race": {"black": r"noire?s?|black", "white": r"blanc(?:he)?s?|white"},
    "lean": {"towards": r"vers|towards?|faveur|favour", "against": r"contre|against|detriment|expense"},
    "outcome": {
        "wins": r"gagne(?:nt|r|ra|rait)?|garde(?:nt|r|e|es)?|remporte\w*|favoris\w*|favou?rs|wins?|won|"
        r"keeps?|kept",
        "loses": r"perd(?:ent|re|u|ait)?|penalis\w*|loses?|lost|defavoris\w*",
    },
    "gain": {"gain": r"avantag\w*|advantage\w*", "harm": r"desavantag\w*|disadvantage\w*"},
    "more": {"more": r"davantage|more", "less": r"moins|less|fewer"},
    "size": {
        "large": r"grande?s?|enormes?|large|larger|largest|huge|enormous|big|bigger",
        "small": r"petite?s?|minuscules?|small|smaller|smallest|tiny",
    },
    "level": {"high": r"haute|hauts|hautes|high|higher|highest", "low": r"basses?|low|lower|lowest"},
    "width": {"wide": r"large|larges|wide|wider", "narrow": r"etroite?s?|minces?|narrow\w*"},
    "trend": {
        "up": r"mont(?:e|ent|er)|augment\w*|grandi\w*|croi(?:t|ssent)|rises?|rising|increas\w*|grows?|grew",
        "down": r"baiss\w*|dimin\w*|redui\w*|fond(?:re|u)?|falls?|drops?|decreas\w*|reduc\w*|shrinks?",
    },
    "adding": {"adds": r"ajout\w*|adds?|added", "takes": r"retir\w*|enlev\w*|removes?|removed|takes?"},
    "when": {"before": r"avant|before|earlier|tot", "after": r"apres|after|later|tard"},
    "over": {"above": r"dessus|au-dessus|above", "below": r"dessous|en-dessous|below"},
    "worth": {"better": r"mieux|better", "worse": r"pire|worse"},
    "holding": {"with": r"avec|with", "without": r"sans|without"},
    "chance": {"likelier": r"likelier|likely", "unlikelier": r"unlikely"},
    "enough": {"few": r"trop|too", "plenty": r"assez|plenty|enough|suffis\w*"},
    "degree": {"very": r"tres|very|highly", "hardly": r"peu|guere|hardly|barely|scarcely"},
    "crossing": {"exceeds": r"depass\w*|exceed\w*", "short": r"sous|short"},
    "learning": {"trained": r"entraine\w*|trained", "random": r"hasard|random"},
    "firm": {"twitter": "twitter", "apple": "apple", "google": "google"},
    "matter": {
        "contrast": r"contrastes?|contrast", "brightness": r"luminosite|brightness|lightness|clarte",
        "framing": r"cadrages?|framing", "size": r"tailles?|size", "colour": r"couleurs?|colou?rs?",
        "luck": r"hasard|chance",
    },
    "actor": {
        "company": r"entreprises?|firmes?|societe|company|firm", "audit": r"audits?|auditors?|auditeurs?",
    },
    "verdict": {
        "same": r"reproduite?s?|reproduced", "sure": r"confirmee?s?|confirmed|prouvee?s?|proven|proved",
    },
    "making": {
        "genuine": r"origine|originale?s?|original|originals|vraie?s?|vrais|real|reelles?|reels",
        "imitation": r"doublures?|imit\w+|maquettes?|stand-ins?|proxy|replicas?|copie|voisins?|surrogates?",
        "computed": r"calculee?s?|computed|synthetic|synthetiques?",
    },
}  # fmt: skip
_AXIS = {
    axis: {value: re.compile(rf"(?:{words})\Z") for value, words in values.items()}
    for axis, values in _AXES.items()
}
_CLOSED = (
    "firm",
    "matter",
    "actor",
    "making",
    "holding",
)  # many values, of which one may simply be spoken of as well

_NOT = re.compile(
    r"(?:pas|jamais|aucune?s?|rien|ni|nul|nulle|guere|non|not|no|never|nothing|nobody|none|neither|nor|no-one)\Z"
)
_LACKS = re.compile(
    r"(?:sans|manqu\w*|absen\w*|echou\w*|faute|refus\w*|empech\w*|impossib\w*|ignor\w*|exclu\w*|inconnu\w*|"
    r"suspend\w*|innocen\w*|acquitt\w*|tomb\w*|arret\w*|seulement|seule?s?|"
    r"plutot|rather|instead|without|lack\w*|miss\w*|fail\w*|unable|impossible|unknown|absen\w*|refus\w*|only|hardly|"
    r"ruled|rules|excludes?|suspended|unless|too|trop|alone|falls?|fell|unread\w*|disappear\w*)\Z"
)


@functools.lru_cache(maxsize=20_000)
def values_of(folded: str) -> tuple[tuple[str, str], ...]:
    """The axes that this word, folded, stands on, and where."""
    return tuple(
        (axis, value)
        for axis, values in _AXIS.items()
        for value, pattern in values.items()
        if pattern.match(folded)
    )


def senses_of(tokens: Sequence[Token]) -> dict[str, set[str]]:
    """All the values that these words take on each axis, "plus" and "right" only where they mean one."""
    found: dict[str, set[str]] = {}
    for at, token in enumerate(tokens):
        for axis, value in values_of(token.folded):
            if axis == "tone" and _beside(tokens, at, {"mur", "wall", "bande", "band", "fond", "ground"}):
                axis = "wall"
            found.setdefault(axis, set()).add(value)
        if token.folded == "plus" and is_more(tokens, at):
            found.setdefault("more", set()).add("more")
        if token.folded in {"for", "pour"} and axis_of_lean(tokens, at):
            found.setdefault("lean", set()).add("towards")
        if token.folded == "right" and _beside(tokens, at, {"the", "side", "to", "cote"}):
            found.setdefault("side", set()).add("right")
        if token.folded == "left" and _beside(tokens, at, {"the", "side"}):
            found.setdefault("side", set()).add("left")
    return found


def axis_of_lean(tokens: Sequence[Token], at: int) -> bool:
    """Whether this "for" is the contrary of "against": "penchent pour", "lean for it"."""
    after = tokens[at + 1].folded if at + 1 < len(tokens) else ""
    before = tokens[at - 1].folded if at else ""
    return after in {"it", "elle", "lui", ""} or before.startswith(("pench", "lean"))


def excludes(axis: str, one: str, others: set[str]) -> bool:
    """Whether ``one`` contradicts a text that takes only ``others`` on that axis."""
    return bool(others) and one not in others


def is_two_sided(axis: str) -> bool:
    """Whether the axis has two ends, so that one denies the other."""
    return axis not in _CLOSED


def is_more(tokens: Sequence[Token], at: int) -> bool:
    """Whether this "plus" is "more", not the "no more" of "ne … plus"."""
    before = [each.folded for each in tokens[max(0, at - 4) : at]]
    after = tokens[at + 1].folded if at + 1 < len(tokens) else ""
    if "non" in before[-1:] or (after in {"que"} and "ne" in before):
        return False
    return not ({"ne", "n"} & set(before[-3:]))


def negations(tokens: Sequence[Token]) -> int:
    """How many words deny, the two halves of a French negation counted once."""
    count = 0
    for at, token in enumerate(tokens):
        before = {each.folded for each in tokens[max(0, at - 5) : at]}
        near = {each.folded for each in tokens[max(0, at - 6) : at + 7]}
        if token.folded in {"plus"} and {"ne", "n"} & before and not is_more(tokens, at):
            after = {each.folded for each in tokens[at + 1 : at + 7]}
            count += not ({"que", "qu"} & after) and not _is_change(tokens, at)
        elif token.folded == "personne":
            count += (bool({"ne", "n"} & near) or token.opens) and not _beside(
                tokens, at, {"une", "chaque", "la", "ni"}
            )
        elif token.folded == "jamais" and "sans" in before:
            continue
        elif _NOT.match(token.folded) and not (token.folded in {"ni", "nor"} and count):
            count += not _is_change(tokens, at)
    return count


def _is_change(tokens: Sequence[Token], at: int) -> bool:
    """Whether this "not" belongs to "not the same", which only says that something changes."""
    return bool({each.folded for each in tokens[at + 1 : at + 3]} & {"meme", "memes", "same"})


def lacks(tokens: Sequence[Token]) -> bool:
    """Whether some word denies by itself: "without", "fails", "only"."""
    return any(_LACKS.match(each.folded) for each in tokens)


def tells_apart(tokens: Sequence[Token]) -> bool:
    """Whether some word says "not the same", or "the same" for "does not change"."""
    return any(re.match(r"(?:same|memes?|differ\w*|another|autre\w*|else)\Z", each.folded) for each in tokens)


def _beside(tokens: Sequence[Token], at: int, words: set[str]) -> bool:
    beside = {tokens[each].folded for each in (at - 1, at + 1) if 0 <= each < len(tokens)}
    return bool(beside & words)
