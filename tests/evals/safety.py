"""The stress test of the screen, on messages that neither rules nor training have seen.

``python -m tests.evals.safety [--write] [--gate FILE] [--quick]`` prints the figures and puts them in
``build/evals/safety.json``; ``--write`` also puts them into ``docs/safety-case.md``; ``--gate`` ends with an
error when a headline figure has fallen. With ``CARNET_CORPUS``, also the corpus' searches. No message is
ever printed.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from core.language import LANGUAGES, Language
from safety import labelled, screen
from safety.labelled import Labelled
from safety.verdict import Verdict
from tests.evals import safety_judge, safety_pairs, safety_regression
from tests.evals.safety_report import Report, markdown, readers
from tests.evals.safety_shares import Share
from tests.evals.safety_slices import (
    Screened,
    agreed,
    benign,
    by,
    crisis,
    emergency,
    figures,
    quiet,
    rank,
    shown,
)
from tests.evals.safety_vectors import BUILD, Vectors

ROOT = Path(__file__).parents[2]
CASE = ROOT / "docs" / "safety-case.md"
HEADLINES = Path(__file__).with_name("safety_headlines.toml")
START, END = "<!-- figures: python -m tests.evals.safety --write -->", "<!-- end of figures -->"
LADDERS = labelled.HOME / "apart_ladders.tsv"
TRANSLATIONS = Path(__file__).with_name("safety_translations.tsv")
_EACH = 8
"""Of the corpus' searches, one in so many."""
_PAIRED, _PAIRED_CALM = 100, 60
"""Messages of each language that are told in another way: dangers, benign ones."""


def asking(judge: screen.Screen) -> safety_pairs.Ask:
    """The screen as a function of message and language."""

    def ask(text: str, language: Language) -> Verdict:
        return judge.question(text, language=language)

    return ask


def tests() -> dict[str, list[Labelled]]:
    """The messages of each set; none but those of ``trained`` was trained or calibrated on."""
    every = [one for one in labelled.read() if one.part == "test"]
    apart = [one for one in every if one.file.startswith("apart")]
    return {
        "apart": apart,
        "split": [one for one in every if not one.file.startswith("apart")],
        "agreed": [one for one in every if agreed(one)],
        "trained": [one for one in labelled.read() if one.part == "train"],
    }


def measured(way: str, ask: safety_pairs.Ask, *, quick: bool) -> Report:
    """Every figure of one way to run the screen; `quick` leaves out messages told in another way."""
    report = Report(way)
    sets = tests()
    if quick:
        del sets["trained"]
    seen = {one: Screened(one, ask(one.text, one.language)) for some in sets.values() for one in some}
    report.sets = {name: figures([seen[one] for one in some]) for name, some in sets.items()}
    unseen = [seen[one] for one in (*sets["apart"], *sets["split"])]
    report.frames = list(by(unseen, lambda one: one.frame))
    report.voices = list(by(unseen, lambda one: one.voice))
    report.ladders = _ladders(ask)
    both = [(ask(row["fr"], "fr"), ask(row["en"], "en")) for row in _rows(TRANSLATIONS)]
    report.translated = Share.of(fr.urgency == en.urgency for fr, en in both)
    report.shown_alike = Share.of(shown(fr) == shown(en) for fr, en in both)
    report.regression = safety_regression.kept(ask)
    report.searches = _searches(ask)
    if quick:
        return report
    messages = [one.message for one in unseen]
    danger = safety_pairs.some([one for one in messages if emergency(one) or crisis(one)], _PAIRED)
    calm = safety_pairs.some([one for one in messages if quiet(one) or _mild(one)], _PAIRED_CALM)
    for change in safety_pairs.changes():
        report.pairs[change] = safety_pairs.kept(ask, danger, change)
        report.calm[change] = safety_pairs.added(ask, calm, change)
    return report


def _mild(message: Labelled) -> bool:
    return benign(message) and message.intent == "symptom"


def _ladders(ask: safety_pairs.Ask) -> dict[str, Share]:
    """Series in which what is shown, and the urgency, never steps back; and steps that are guided at all."""
    series: dict[str, list[Verdict]] = {}
    steps: dict[str, list[bool]] = {}
    for row in _rows(LADDERS):
        verdict = ask(row["text"], _language(row["language"]))
        series.setdefault(row["ladder"], []).append(verdict)
        steps.setdefault(row["step"], []).append(verdict.card is not None or verdict.banner)
    every = list(series.values())
    return {
        "shown_never_less": Share.of(all(rank(a) <= rank(b) for a, b in pairwise(one)) for one in every),
        "urgency_never_less": Share.of(
            all(b.urgency <= a.urgency for a, b in pairwise(one)) for one in every
        ),
        "monotone": Share.of(
            all(rank(a) <= rank(b) and b.urgency <= a.urgency for a, b in pairwise(one)) for one in every
        ),
        **{f"step_{step}_guided": Share.of(some) for step, some in sorted(steps.items())},
    }


def _searches(ask: safety_pairs.Ask) -> dict[str, Share]:
    """What consumer searches of the corpus get, nearly all of them to learn; nothing without a corpus."""
    corpus = os.environ.get("CARNET_CORPUS")
    if not corpus:
        return {}
    lines = (Path(corpus) / "questions" / "healthsearchqa.jsonl").read_text().splitlines()[::_EACH]
    given = [shown(ask(json.loads(line)["question"], "en")) for line in lines]
    return {name: Share.of(one == name for one in given) for name in ("card", "banner", "redirect")}


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _language(code: str) -> Language:
    return next(language for language in LANGUAGES if language == code)


# -- gate -----------------------------------------------------------------------------------------------


def fallen(found: dict[str, Share], headlines: Path) -> list[str]:
    """Headline figures that are worse than the release allows, one line each.

    Raises:
        KeyError: A headline names no figure.
    """
    worse = []
    for name, row in tomllib.loads(headlines.read_text())["headline"].items():
        share = found[name]
        value = share.value or 0.0
        least, most = row.get("least", 0.0), row.get("most", 1.0)
        if not least - row["margin"] <= value <= most + row["margin"]:
            worse.append(f"{name}: {share}, released with {row}")
    return worse


def _commit() -> str:
    """Commit of the screen that was measured."""
    command = ["git", "log", "-1", "--format=%h %cs", "--", "safety"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return ran.stdout.strip() or "unknown"


def _written(lines: Sequence[str]) -> None:
    """Put the tables between the marks of the safety case."""
    text = CASE.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    table = "\n".join(lines)
    CASE.write_text(f"{before}{START}\n\n{table}\n\n{END}{after}", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write; 1 when a headline has fallen."""
    parser = argparse.ArgumentParser(prog="python -m tests.evals.safety")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/safety-case.md")
    parser.add_argument("--gate", type=Path, help="headline figures that may not fall")
    parser.add_argument("--quick", action="store_true", help="without messages told in another way")
    chosen = parser.parse_args(arguments)
    vectors = Vectors()
    reports = [measured("heads", asking(screen.load(Path.read_bytes, vectors)), quick=chosen.quick)]
    if model := safety_judge.configured():
        with safety_judge.judged(asking(screen.load(Path.read_bytes, vectors)), model) as ask:
            reports.append(measured("judge", ask, quick=True))
    vectors.keep()
    reports.append(measured("rules", asking(screen.load(Path.read_bytes, None)), quick=True))
    found = {name: share for report in reports for name, share in report.flat().items()}
    lines = [f"Screen of {_commit()}.", "", *readers(labelled.read())]
    for report in reports:
        lines += ["", *markdown(report)]
    print("\n".join(lines))
    BUILD.mkdir(parents=True, exist_ok=True)
    plain = {"screen": _commit(), "figures": {name: share.plain for name, share in found.items()}}
    (BUILD / "safety.json").write_text(json.dumps(plain, indent=1, ensure_ascii=False), encoding="utf-8")
    if chosen.write:
        _written(lines)
    worse = fallen(found, chosen.gate) if chosen.gate else []
    print("\n".join(f"FALLEN {line}" for line in worse))
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
