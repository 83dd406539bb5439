"""How well questions are understood: analytes, aim and period, per language, on a set written beforehand."""

import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.language import LANGUAGES, Language
from records.analytes import groups
from retrieval.query import Query, plan

TODAY = date(2026, 10, 5)
_PARTS = ("analytes", "aim", "period", "kinds")
FIRST, SECOND = "questions.tsv", "questions_second.tsv"


@dataclass(frozen=True, slots=True)
class Case:
    """A question and what a careful reader takes it to mean."""

    language: Language
    question: str
    analytes: frozenset[str]
    aims: frozenset[str]
    periods: tuple[str, ...]
    kinds: frozenset[str]

    def faults(self, query: Query) -> list[str]:
        """Which of analytes, aim, period and kinds were not understood."""
        period = "-" if query.period is None else f"{query.period.first or ''}..{query.period.last or ''}"
        found = []
        if set(query.analytes) != self.analytes:
            found.append("analytes")
        if query.aim.value not in self.aims:
            found.append("aim")
        if period not in self.periods:
            found.append("period")
        if self.kinds and not self.kinds & {kind.value for kind in query.kinds}:
            found.append("kinds")
        return found


def cases(name: str = FIRST) -> list[Case]:
    """A set, in order."""
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return [_case(line) for line in lines if line and not line.startswith("#")]


def _case(line: str) -> Case:
    language, question, analytes, aims, period, kinds = line.split("\t")
    members = {group.key: group.analytes for group in groups()}
    keys: set[str] = set()
    for word in analytes.split():
        keys |= set(members[word[6:]]) if word.startswith("group:") else {word} - {"-"}
    return Case(
        language="fr" if language == "fr" else "en",
        question=question,
        analytes=frozenset(keys),
        aims=frozenset(aims.split()),
        periods=tuple(part.strip() for part in period.split("|")),
        kinds=frozenset(kinds.split()) - {"-"},
    )


def main(*, verbose: bool = False) -> dict[str, float]:
    """Print accuracy per set, language and part; return it as ``questions.fr.aim`` -> share."""
    shares: dict[str, float] = {}
    for name in (FIRST, SECOND):
        right: Counter[str] = Counter()
        asked: Counter[str] = Counter()
        for case in cases(name):
            query = plan(case.question, case.language, today=TODAY)
            faults = case.faults(query)
            asked[case.language] += 1
            right.update(f"{case.language}.{part}" for part in (*_PARTS, "all") if _holds(part, faults))
            if faults and verbose:
                _show(case, faults, query)
        for language in LANGUAGES:
            for part in (*_PARTS, "all"):
                key = f"{name.removesuffix('.tsv')}.{language}.{part}"
                shares[key] = right[f"{language}.{part}"] / asked[language]
                sys.stdout.write(f"{key} {shares[key]:.3f} of {asked[language]}\n")
    return shares


def _holds(part: str, faults: list[str]) -> bool:
    return not faults if part == "all" else part not in faults


def _show(case: Case, faults: list[str], query: Query) -> None:
    found = f"{query.analytes[:5]} {query.aim} {query.period} {query.kinds}"
    sys.stdout.write(f"{case.language} {case.question!r}: {faults} -> {found}\n")


if __name__ == "__main__":
    main(verbose="-v" in sys.argv)
