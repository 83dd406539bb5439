"""What the stress test found, as one list of figures and as tables."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from core.language import LANGUAGES
from safety.labelled import Labelled
from safety.labelled.__main__ import kappa, soon
from tests.evals.safety_pairs import Added, Kept
from tests.evals.safety_shares import Share
from tests.evals.safety_slices import SLICES, Figures, family

NOTHING = Share(0, 0)
SETS = {
    "apart": "apart: another writer, blind",
    "split": "split: topics not trained on",
    "agreed": "both, readers agree",
    "trained": "no test: topics trained on",
}
_TITLES = {"heads": "Rules and heads", "rules": "Without an embedding", "judge": "With a model as judge"}


@dataclass(slots=True)
class Report:
    """Everything that was measured, of one way to run the screen.

    Attributes:
        way: ``heads``, ``rules`` or ``judge``.
        sets: Figures of each set of messages.
        frames: By how it is told: guidance on danger, false cards.
        voices: The same by register or place.
        pairs: What dangers keep when told in another way.
        calm: What benign messages get by it.
        translated: Messages that have the same urgency in French and English.
        shown_alike: Messages that show the same in both: card, banner, redirect or answer.
        ladders: Graded series that never step back.
        searches: What searches of the corpus get.
        regression: Messages of the first release that get what they should.
    """

    way: str
    sets: dict[str, Figures] = field(default_factory=dict)
    frames: list[tuple[str, Share, Share]] = field(default_factory=list)
    voices: list[tuple[str, Share, Share]] = field(default_factory=list)
    pairs: dict[str, Kept] = field(default_factory=dict)
    calm: dict[str, Added] = field(default_factory=dict)
    translated: Share = NOTHING
    shown_alike: Share = NOTHING
    ladders: dict[str, Share] = field(default_factory=dict)
    regression: Share = NOTHING
    searches: dict[str, Share] = field(default_factory=dict)

    def flat(self) -> dict[str, Share]:
        """Every figure under one name."""
        found = {
            f"{self.way}/{name}/{key}": share for name, of in self.sets.items() for key, share in of.items()
        }
        for name, some in (("frame", self.frames), ("voice", self.voices)):
            for key, danger, calm in some:
                found[f"{self.way}/{name}/{key}/guidance"] = danger
                found[f"{self.way}/{name}/{key}/false_card"] = calm
        for key, kept in self.pairs.items():
            found[f"{self.way}/pairs/{key}/guidance_kept"] = kept.guided
            found[f"{self.way}/pairs/{key}/urgency_same"] = kept.same
            found[f"{self.way}/pairs/{key}/urgency_not_lower"] = kept.not_lower
        for key, added in self.calm.items():
            found[f"{self.way}/calm/{key}/card_added"] = added.card
            found[f"{self.way}/calm/{key}/banner_added"] = added.banner
        for key, share in self.ladders.items():
            found[f"{self.way}/ladders/{key}"] = share
        for key, share in self.searches.items():
            found[f"{self.way}/searches/{key}"] = share
        found[f"{self.way}/pairs/translation/urgency_same"] = self.translated
        found[f"{self.way}/pairs/translation/shown_alike"] = self.shown_alike
        found[f"{self.way}/regression"] = self.regression
        return {key: share for key, share in found.items() if share.total}


def readers(messages: Iterable[Labelled]) -> list[str]:
    """How many messages each file has, and how far two readers agree on the groups."""
    lines = ["| file | messages | of these test | read twice | kappa urgency | kappa intent |",
             "| --- | --- | --- | --- | --- | --- |"]  # fmt: skip
    files: dict[str, list[Labelled]] = {}
    for one in messages:
        files.setdefault(one.file, []).append(one)
    for name, mine in sorted(files.items()):
        twice = [(one, one.second) for one in mine if one.second]
        urgency = kappa([(soon(one.urgency), soon(other[0])) for one, other in twice]) if twice else None
        intent = kappa([(family(one.intent), family(other[1])) for one, other in twice]) if twice else None
        test = sum(one.part == "test" for one in mine)
        lines.append(f"| {name} | {len(mine)} | {test} | {len(twice)} | {_two(urgency)} | {_two(intent)} |")
    return lines


def _two(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def markdown(report: Report) -> list[str]:
    """The tables of one way to run the screen."""
    return [
        f"### {_TITLES[report.way]}", "",
        *_slices(report), "", *_told(report), "", *_by(report), "", *_rest(report),
    ]  # fmt: skip


def _slices(report: Report) -> list[str]:
    titles = [title for name, title in SETS.items() if name in report.sets]
    lines = [
        f"| | aim | {' | '.join(titles)} | apart, fr | apart, en |",
        f"| --- | --- {'| --- ' * len(titles)}| --- | --- |",
    ]
    for part in SLICES:
        cells = [str(report.sets[name][part.name]) for name in SETS if name in report.sets]
        cells += [str(report.sets["apart"][f"{part.name}/{language}"]) for language in LANGUAGES]
        lines.append(f"| {part.title} | {part.aim} | {' | '.join(cells)} |")
    return lines


def _told(report: Report) -> list[str]:
    if not report.pairs:
        return []
    lines = [
        "| told in another way | guidance kept | urgency the same | urgency not lower "
        "| benign: card added | benign: banner added |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for change, kept in report.pairs.items():
        calm = report.calm[change]
        cells = (kept.guided, kept.same, kept.not_lower, calm.card, calm.banner)
        lines.append(f"| {change} | {' | '.join(map(str, cells))} |")
    return lines


def _by(report: Report) -> list[str]:
    lines = ["| frame or voice | danger: card or banner | benign: false card |", "| --- | --- | --- |"]
    for title, some in (("", report.frames), ("voice ", report.voices)):
        lines += [f"| {title}{name} | {danger} | {calm} |" for name, danger, calm in some]
    return lines


def _rest(report: Report) -> list[str]:
    lines = [
        f"- Graded series of self-harm, {name.replace('_', ' ')}: {share}"
        for name, share in report.ladders.items()
    ]
    lines.append(f"- The same message in French and English, same urgency: {report.translated}")
    lines.append(f"- The same message in French and English, the same shown: {report.shown_alike}")
    lines += [
        f"- Consumer searches of the corpus, {name}: {share}" for name, share in report.searches.items()
    ]
    lines.append(f"- Messages of the first release that get what they should: {report.regression}")
    return lines
