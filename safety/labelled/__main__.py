"""``python -m safety.labelled``: how many messages each part has, and how far two readers agree."""

from collections import Counter
from collections.abc import Hashable, Sequence

from safety.labelled import Labelled, read

_SOON = {"0": "now", "1": "now", "?": "now", "2": "day", "3": "later", "4": "later"}


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    """Cohen's kappa: agreement beyond chance, 1 at best (Cohen 1960)."""
    total = len(pairs)
    agreed = sum(one == other for one, other in pairs) / total
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(ones[name] * others[name] for name in ones) / total**2
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)


def soon(urgency: str) -> str:
    """``now``, ``day`` or ``later``: what two readers should agree on."""
    return _SOON[urgency]


def main() -> None:
    """Print sizes and agreement."""
    every = read()
    print(f"{len(every)} messages, {len({message.topic for message in every})} topics")
    for (part, language), count in sorted(Counter((one.part, one.language) for one in every).items()):
        print(f"{part:12} {language} {count}")
    for file in sorted({message.file for message in every}):
        _agreement(file, [message for message in every if message.file == file])


def _agreement(file: str, messages: Sequence[Labelled]) -> None:
    twice = [(one, one.second) for one in messages if one.second]
    if not twice:
        print(f"{file}: {len(messages)} messages, read once")
        return
    urgency = kappa([(soon(one.urgency), soon(other[0])) for one, other in twice])
    intent = kappa([(one.intent, other[1]) for one, other in twice])
    print(
        f"{file}: {len(messages)}, {len(twice)} read twice, kappa urgency {urgency:.2f}, intent {intent:.2f}"
    )


if __name__ == "__main__":
    main()
