"""``autopsie check`` from the shell on scenarios of 100, 1,000 and 2,000 nodes, and what growing costs.

Run from the root: ``python benchmarks/check.py [--json] [--rounds 7]``. Sizes take turns, so that a busy
moment hits all; medians are told. The reading alone is timed in this process, without the start of Python.
Compiled modules are used as an installed program uses them: a first run, not counted, makes them.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

SIZES = (100, 500, 1_000, 2_000)
WANTED = {100: 0.3, 1_000: 2.0}  # seconds of wall clock, from the shell

HEAD = """\
format: incident/1
id: banc
title: {fr: Banc d'essai, en: Test bench}
languages: [fr, en]
audiences: [public, press]
vars: {pari: 50, titre: [aucun, fort]}
hypotheses:
  place: {fr: "La place décide.", en: "Place decides."}
  contraste: {fr: "Le contraste décide.", en: "Contrast decides."}
  hasard: {text: {fr: "Le hasard suffit.", en: "Chance suffices."}, boring: true}
exhibits:
  ecart:
    text: {fr: "La première place gagne.", en: "The first place wins."}
    evidence: {place: for, contraste: against}
  nul:
    text: {fr: "La place ne fait pas de différence.", en: "Place makes no difference."}
    evidence: {place: against}
sources:
  yee: {title: Image Cropping on Twitter, year: 2021, facts: {ecart: 0.04}}
glossary:
  saillance: {fr: "Ce que l'œil regardera d'abord.", en: "What the eye looks at first."}
nodes:
"""

# Ten nodes of every common kind, with the length of sentences and the conditions of real scenarios.
TEN = """\
  h{n}:
    text:
      fr: |
        Sur l'aperçu, un seul visage reste. On accuse la [[saillance]] d'avoir choisi. [@yee]

        L'écart publié vaut {{yee.ecart:points}} [@yee]. Que faire maintenant ?
      en: |
        On the preview, a single face remains. [[saillance]] is blamed. [@yee]

        The published gap is {{yee.ecart:points}} [@yee]. What now?
    options:
      mesurer: {{text: {{fr: "Refaire l'expérience", en: "Run it again"}}, to: p{n}}}
      relire: {{text: {{fr: "Relire la mesure", en: "Read it again"}}, when: seen.m{n}, to: r{n}, once: true}}
      avancer: {{text: {{fr: "Passer à la suite", en: "Go on"}}, to: {next}, set: {{titre: fort}}}}
  p{n}:
    text: {{fr: "Sur cent essais, combien ?", en: "Out of a hundred, how many?"}}
    ask: number
    range: 0..100
    save: pari
    seals: m{n}
  m{n}:
    tool: reproduce
    text:
      fr: "La part vaut {{m{n}.rate:percent}} ({{m{n}.n:int}} essais)."
      en: "The share is {{m{n}.rate:percent}} ({{m{n}.n:int}} trials)."
    expect: {{rate: 0.2..0.9}}
    else: s{n}
  b{n}:
    branch:
      - {{when: m{n}.ci_low > 0.5 and pari < 60, to: o{n}}}
      - {{when: m{n}.verdict == "effect" or belief.place > 0.7, to: o{n}}}
      - {{to: s{n}}}
  o{n}:
    text: {{fr: "L'écart tient.", en: "The gap holds."}}
    text_for: {{press: {{fr: "L'écart est net.", en: "The gap is clear."}}}}
    found: ecart
    to: a{n}
  s{n}:
    text: {{fr: "L'intervalle contient l'égalité.", en: "The interval contains equality."}}
    found: nul
    to: a{n}
  a{n}:
    text: {{fr: "Une remarque ?", en: "Any remark?"}}
    ask: text
    optional: true
  c{n}:
    text: {{fr: "On compare les récits, sans les départager.", en: "Stories are compared, not judged."}}
    also:
      - when: seen.m{n}
        text: {{fr: "La part était de {{m{n}.rate:percent}}.", en: "The share was {{m{n}.rate:percent}}."}}
    to: k{n}
  r{n}:
    text: {{fr: "C'était {{m{n}.rate:percent}}.", en: "It was {{m{n}.rate:percent}}."}}
    to: k{n}
  k{n}:
    text: {{fr: "Le carnet est à jour.", en: "The notebook is up to date."}}
    to: {next}
"""
END = """\
  fin:
    ending: undecided
    text: {fr: "Fin.", en: "The end."}
"""


def scenario(nodes: int) -> str:
    """A sound scenario of ``nodes`` nodes (a multiple of ten)."""
    blocks = nodes // 10
    story = "".join(TEN.format(n=n, next=f"h{n + 1}" if n + 1 < blocks else "fin") for n in range(blocks))
    return HEAD + story + END


def from_the_shell(path: Path) -> float:
    """Wall seconds of the command on one file."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [str(Path(sys.executable).parent / "autopsie"), "check", str(path)]
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    taken = time.perf_counter() - begun
    if done.returncode != 0:
        raise SystemExit(done.stdout.decode()[-2000:] + done.stderr.decode()[-2000:])
    return taken


def reading(path: Path) -> float:
    """Seconds of processor time of reading and checking one file, Python being warm."""
    from engine.language.reader import read_scenario

    begun = time.process_time()
    read, found = read_scenario(path)
    taken = time.process_time() - begun
    if read is None:
        raise SystemExit(str([each for each in found if each.severity == "error"][:5]))
    return taken


def main() -> None:
    """Time, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    shell: dict[int, list[float]] = {size: [] for size in SIZES}
    warm: dict[int, list[float]] = {size: [] for size in SIZES}
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for size in SIZES:
            paths[size] = Path(folder) / f"n{size}.yaml"
            paths[size].write_text(scenario(size - 1 if size == SIZES[-1] else size), encoding="utf-8")
        for path in paths.values():
            from_the_shell(path)
            reading(path)
        for _ in range(chosen.rounds):
            for size, path in paths.items():
                shell[size].append(from_the_shell(path))
                warm[size].append(reading(path))
        kilobytes = {size: path.stat().st_size // 1000 for size, path in paths.items()}
    median = {size: statistics.median(values) for size, values in shell.items()}
    read = {size: statistics.median(values) for size, values in warm.items()}
    report = {
        "rounds": chosen.rounds,
        "kilobytes": kilobytes,
        "shell_seconds": {size: round(value, 3) for size, value in median.items()},
        "reading_seconds": {size: round(value, 3) for size, value in read.items()},
        "reading_ms_a_node": {size: round(1000 * value / size, 3) for size, value in read.items()},
        "growth_1000_to_2000": round(read[2_000] / read[1_000], 2),
        "wanted_seconds": WANTED,
        "met": all(median[size] < wanted for size, wanted in WANTED.items()),
    }
    if chosen.json:
        print(json.dumps(report))
        return
    for size in SIZES:
        print(
            f"{size:>5} nodes ({kilobytes[size]:>4} kB): check {median[size]:.3f} s from the shell,"
            f" reading {read[size]:.3f} s ({1000 * read[size] / size:.2f} ms a node)"
        )
    print(f"reading 2,000 nodes over 1,000: x{report['growth_1000_to_2000']} (2 is linear)")


if __name__ == "__main__":
    main()
