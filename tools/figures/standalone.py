"""A figure that can travel: with its title, its subject and badge, n, interval and source, and its own style.

A page puts these around a figure; a file that somebody sends on must carry them itself (honesty rules 1 to 3:
whose answer it is, over how many units, and against which published figure, or none).
"""

from __future__ import annotations

import re
from html import escape

from tools import figures
from tools.figures import svg
from tools.figures.panels import PictureUrl
from tools.figures.words import INTERVAL, say, show
from tools.finding import Finding
from tools.subject import BADGE_WORDS
from tools.wording import Language, Words, format_number

WIDTH = 740.0
LINE = 20.0
_VIEW = re.compile(r'viewBox="([-\d. ]+)"')
_NO_TARGET = Words(fr="Aucun chiffre publié.", en="No published figure.")
_PUBLISHED = Words(fr="Publié", en="Published")
_RECORDED = Words(fr="relevé du", en="recorded on")

STYLE = """
svg{background:#fff;color:#14201e;font-family:"Schibsted Grotesk","Helvetica Neue",Arial,sans-serif}
text{fill:#14201e;font-size:14px} .soft{fill:#42504d} .small{font-size:13px} .strong{font-weight:650}
.title{font-size:17px;font-weight:650} .foot{font-size:12.5px;fill:#42504d}
.t0{fill:#14201e} .t1{fill:#57268f} .tc{fill:#42504d}
.axis{stroke:#14201e;stroke-width:1.25;fill:none} .tick{stroke:#14201e;stroke-width:1}
.drop{stroke:#14201e;stroke-dasharray:1 4} .reference{stroke:#71807c;stroke-width:1.25;stroke-dasharray:3 3}
.s0{stroke:#14201e;fill:none} .s0 .mark{stroke-width:2;fill:#fff}
.s1{stroke:#57268f;fill:#57268f} .s1 .mark{stroke:#fff;stroke-width:2} .s1 .line{fill:none;stroke-width:2.5}
.ctl{stroke:#586662;fill:#fff} .ctl .mark{stroke-width:1.75}
.ctl .line{fill:none;stroke-width:1.75;stroke-dasharray:5 4}
.s1.n1 .line{stroke-dasharray:9 4} .s1.n2 .line{stroke-dasharray:2 4} .s1.n3 .line{stroke-dasharray:9 4 2 4}
.s1.n1 .mark,.s1.n2 .mark{fill:#fff;stroke:#57268f}
.interval{stroke-width:6;opacity:.38;fill:none} .whisker{stroke-width:1.75;fill:none}
.placebo-band{fill:#586662;opacity:.22}
.word-bar{stroke:#57268f;stroke-width:1.5;fill:#57268f} .word-bar.against{fill:none;stroke-dasharray:3 2}
.heat-cells{opacity:.4} .framing{fill:none}
.outline-halo{fill:none;stroke:#fff;stroke-width:2.4;opacity:.5;vector-effect:non-scaling-stroke}
.outline{fill:none;stroke:#0b1413;stroke-width:.6;vector-effect:non-scaling-stroke}
.outline-1{stroke-width:1} .outline-2{stroke-width:1.6} .pixel-ruler{color:#14201e}
"""


def standalone(finding: Finding, index: int, language: Language, picture_url: PictureUrl) -> str:
    """Figure ``index`` of a finding as a whole SVG file. Raises :class:`IndexError`."""
    figure = finding.figures[index]
    drawn = figures.draw(figure, language, narrow=False, picture_url=picture_url)
    found = _VIEW.search(drawn)
    if found is None:
        raise ValueError("a drawing without a viewBox")
    _, _, wide, tall = (float(each) for each in found[1].split())
    high = tall * WIDTH / wide
    title = svg.wrapped(say(figure.title, language), WIDTH - 20, 17)
    foot = [line for each in provenance(finding, language) for line in svg.wrapped(each, WIDTH - 20, 12.5)]
    head = 14 + LINE * len(title)
    total = head + high + 14 + 17 * len(foot) + 8
    parts = [f"<style>{STYLE}</style>", _grey_filter()]
    parts += [svg.text(10, 20 + LINE * row, line, css="title") for row, line in enumerate(title)]
    inner = drawn.replace(
        "<svg ", f'<svg x="0" y="{svg.number(head)}" width="{WIDTH:g}" height="{high:.1f}" ', 1
    )
    parts.append(inner.replace('role="img" ', "", 1))
    base = head + high + 26
    parts += [svg.text(10, base + 17 * row, line, css="foot") for row, line in enumerate(foot)]
    label = figures.alt_text(figure, language)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {total:.0f}" width="{WIDTH:g}" '
        f'height="{total:.0f}" role="img" aria-label="{escape(label)}">' + "".join(parts) + "</svg>\n"
    )


def provenance(finding: Finding, language: Language) -> list[str]:
    """Whose answer, over what and how many, with which interval, against which published figure."""
    badge = say(BADGE_WORDS[finding.subject.badge], language)
    colon = "\u00a0:" if language == "fr" else ":"
    who = f"{say(finding.subject.title, language)} ({badge}, {finding.subject.sha256[:12]})"
    if finding.recorded is not None:
        who += f", {say(_RECORDED, language)} {finding.recorded.at[:10]}"
    count = format_number(finding.n, "int", language)
    over = f"n = {count} ({say(finding.unit_of_n, language)}). {say(INTERVAL, language)}."
    published = say(_NO_TARGET, language)
    if finding.target is not None:
        value = show(finding.target.value, finding.target.unit, language)
        published = f"{say(_PUBLISHED, language)}{colon} {value}, {finding.target.source}."
    lines = [f"{who}. {over} {published}"]
    if finding.stimuli.credit:
        about = say(finding.stimuli.about, language).rstrip(".")
        lines.append(f"{about}. {finding.stimuli.credit.rstrip('.')}.")
    return lines


def _grey_filter() -> str:
    """The page's filter that takes the colours out of photographs under a heat map."""
    return (
        '<filter id="grey" color-interpolation-filters="sRGB">'
        '<feColorMatrix type="saturate" values="0"/></filter>'
    )
