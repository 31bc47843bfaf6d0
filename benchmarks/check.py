"""How long ``autopsie check`` takes from the shell, on scenarios of 100, 1,000 and 2,000 nodes.

    python benchmarks/check.py [--runs N] [--json]

The scenarios are made of one block of ten nodes, of all kinds, told in two languages, again and again. Wall
time of the whole command, start of Python included: medians, with the least beside them because the machine
may be shared. ``growth`` is the time of 2,000 nodes over that of 1,000 in the same run, less the start of the
command: 2 is linear.

The targets: 100 nodes under 0.3 s, 1,000 under 2 s.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGETS = {100: 0.3, 1000: 2.0}
SIZES = (10, 100, 1000, 2000)

HEAD = """\
format: incident/1
id: banc-{size}
title: {{fr: Un banc, en: A bench}}
languages: [fr, en]
audiences: [public, presse]
board: separate
subjects: {{reseau: {{model: twitter-crop, about: {{fr: Le réseau., en: The network.}}}}}}
vars: {{pari: 50, pannes: 0, titre: [aucun, fort, prudent]}}
hypotheses:
  place: {{text: {{fr: La place décide., en: Place decides.}}, boring: true}}
  contraste: {{fr: Le contraste décide., en: Contrast decides.}}
  hasard: {{fr: Le hasard décide., en: Chance decides.}}
sources:
  etude: {{title: A study, authors: A. Author, year: 2021, facts: {{ecart: 0.08}}}}
exhibits:
{exhibits}
nodes:
"""
EXHIBIT = """\
  piece{at}:
    text: {{fr: "Un constat parmi d'autres. [@etude]", en: "A finding among others. [@etude]"}}
    evidence: {{place: {weight}, contraste: for, hasard: against}}
"""
BLOCK = """\
  scene{at}:
    text:
      fr: "Une scène commence ici, et l'on se demande ce qui vient de se passer. [@etude]"
      en: "A scene begins here, and one wonders what has just happened. [@etude]"
    text_for: {{presse: {{fr: Une scène commence., en: A scene begins.}}}}
  pari{at}:
    text: {{fr: "Combien, selon vous ?", en: "How many, in your view?"}}
    ask: number
    range: 0..100
    save: pari
  carrefour{at}:
    text: {{fr: "Que faire ?", en: "What now?"}}
    options:
      mesurer: {{text: {{fr: Mesurer, en: Measure}}, to: mesure{at}, once: true}}
      fort: {{text: {{fr: Titrer fort, en: A strong headline}}, to: suite{at}, set: {{titre: fort}}}}
      suivre: {{text: {{fr: Continuer, en: Go on}}, to: suite{at}}}
      fin: {{text: {{fr: Renoncer, en: Give up}}, to: fin{at}, when: count.exhibits >= 1,
            locked: {{fr: Il manque une pièce., en: A piece is missing.}}}}
  mesure{at}:
    tool: perturb
    with: {{change: contrast, case: photographs}}
    text:
      fr: "La réponse change dans {{mesure{at}.flips:percent}} des cas ; vous aviez dit {{pari:int}}."
      en: "The answer changes in {{mesure{at}.flips:percent}} of cases; you had said {{pari:int}}."
    expect: {{n: 30..400}}
    else: etrange{at}
    if_fails: panne{at}
  lecture{at}:
    branch:
      - {{when: mesure{at}.flips > 0.2 and mesure{at}.verdict == 'effect', to: net{at}}}
      - {{to: carrefour{at}}}
  net{at}:
    text: {{fr: "L'effet est là, et il compte. [@etude]", en: "The effect is there, and it counts. [@etude]"}}
    found: piece{piece}
    to: carrefour{at}
  etrange{at}:
    text: {{fr: Un résultat inattendu., en: An unexpected result.}}
    to: carrefour{at}
  panne{at}:
    text: {{fr: L'instrument n'a pas répondu., en: The tool did not answer.}}
    set: {{pannes: pannes + 1}}
    to: carrefour{at}
  fin{at}:
    ending: abandoned
    text: {{fr: Vous vous arrêtez ici., en: You stop here.}}
  suite{at}:
    text: {{fr: "On continue, avec ce que l'on sait.", en: "One goes on, with what one knows."}}
    also:
      - when: seen.mesure{at}
        text: {{fr: "Rappel : {{mesure{at}.flips:percent}}.", en: "Reminder: {{mesure{at}.flips:percent}}."}}
"""
LAST = """\
  fin:
    ending: undecided
    text: {fr: L'enquête reste ouverte., en: The inquiry stays open.}
"""


def scenario(nodes: int) -> str:
    """A scenario of ``nodes`` nodes."""
    weights = ("for", "against")
    exhibits = "".join(EXHIBIT.format(at=at, weight=weights[at % 2]) for at in range(20))
    blocks = "".join(BLOCK.format(at=at, piece=at % 20) for at in range((nodes - 1) // 10))
    spare = (nodes - 1) % 10
    more = "".join(f"  pas{at}: {{text: {{fr: Un pas., en: A step.}}}}\n" for at in range(spare))
    return HEAD.format(size=nodes, exhibits=exhibits.rstrip("\n")) + blocks + more + LAST


def seconds(file: Path) -> float:
    """One run of the command. Stops the benchmark if the scenario has errors."""
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", "from server.cli import main; main()", "check", str(file), "--format", "json"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    spent = time.perf_counter() - begun
    if done.returncode != 0:
        sys.exit(f"the scenario made for the benchmark has errors:\n{done.stdout[:2000]}{done.stderr[:2000]}")
    return spent


def main() -> None:
    """Measure and print; exit 1 above a target."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for size in SIZES:
            files[size] = Path(folder) / f"banc{size}.yaml"
            files[size].write_text(scenario(size), encoding="utf-8")
        spent: dict[int, list[float]] = {size: [] for size in SIZES}
        for _ in range(given.runs):
            for size in SIZES:
                spent[size].append(seconds(files[size]))
    for size in SIZES:
        figures[f"seconds_{size}_nodes"] = round(statistics.median(spent[size]), 3)
        figures[f"least_{size}_nodes"] = round(min(spent[size]), 3)
    start = min(spent[SIZES[0]])
    figures["growth"] = round((min(spent[2000]) - start) / (min(spent[1000]) - start), 2)
    if given.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:24} {value:>8}")
        print("targets: " + ", ".join(f"{size} nodes < {most:g} s" for size, most in TARGETS.items()))
    sys.exit(0 if all(figures[f"seconds_{size}_nodes"] < most for size, most in TARGETS.items()) else 1)


if __name__ == "__main__":
    main()
