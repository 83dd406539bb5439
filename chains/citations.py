"""Chips: the same number for the same evidence all through one answer, and the words it opens on."""

from dataclasses import dataclass, field

from chains.events import Citation
from records.evidence import Evidence

_QUOTE_MAX = 240


@dataclass(slots=True)
class Citations:
    """Numbers evidence in the order it is first cited."""

    _numbers: dict[str, int] = field(default_factory=dict)

    def bind(self, evidence: tuple[Evidence, ...], quote: str | None = None) -> tuple[Citation, ...]:
        """The chips of one sentence.

        Args:
            evidence: What the sentence rests on, each once.
            quote: The words of its passage that the sentence quotes.
        """
        return tuple(
            Citation(
                number=self._numbers.setdefault(one.id, len(self._numbers) + 1),
                evidence_id=one.id,
                source=one.source,
                quote=quote if quote is not None and one.passage is not None else _short(one.text),
            )
            for one in dict.fromkeys(evidence)
        )

    @property
    def ids(self) -> tuple[str, ...]:
        """Everything cited so far, in order."""
        return tuple(self._numbers)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _QUOTE_MAX else text[: _QUOTE_MAX - 1].rstrip() + "…"
