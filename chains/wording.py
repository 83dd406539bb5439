"""Words, dates and numbers of an answer, in its language; what comes from a document is shown, never obeyed.

The sentences themselves are signed: a key, and ``{{places}}`` to fill. They stand in ``composed_answer`` and
in one catalogue a subject beside it (``composed_<subject>``); no key stands in two.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import get_decimal_symbol

from chains.plain_words import Entry, library
from core.errors import ConfigError
from core.language import Language
from prompts.registry import Registry
from prompts.template import Prompt, fill
from records import analytes
from records.model import Fact
from records.quantity import parse_number
from records.ucum import is_annotation
from records.when import Precision, When
from safety.care import Line
from safety.documents import unordered

CATALOGUE = "composed_answer"
_CATALOGUES = "composed_"

_ACTIVE = re.compile(r"([\\`*_~\[\]]|<(?=[A-Za-z/!?])|!(?=\[))")
_ESCAPED = re.compile(r"\\([\\`*_~\[\]<!#>+.)-])")
_ADDRESS = re.compile(r"(?i)\b(https?|ftp|mailto|javascript|data)(?=:)|\b(www)(?=\.)")
_SENTENCE = re.compile(r"\s*(?:\S+\s+){3,}\S*[^\W\d_][.?!]\s*")
_HOURS = re.compile(r"[\d h:-]+\Z")
_LINE_START = re.compile(r"^(\s*\d+(?=[.)])|\s*(?=[#>+-]))(.)(?=\s)")
_LOCALES: dict[Language, str] = {"fr": "fr", "en": "en_GB"}
_WRITTEN = {
    "mm[Hg]": "mmHg",
    "cm[H2O]": "cmH2O",
    "Cel": "°C",
    "[degF]": "°F",
    "[lb_av]": "lb",
    "[in_i]": "in",
}
_PATTERNS = {Precision.YEAR: "y", Precision.MONTH: "MMMM y"}
_NAMES = {Precision.YEAR: "year", Precision.MONTH: "month"}


def shown(text: str) -> str:
    r"""Words from outside as Markdown that shows just these words, on one line, nothing to click or load.

    A name or label that gives orders to its reader is not repeated.

    >>> print(shown("[x](http://a.b) *H*"))
    \[x\](http\://a.b) \*H\*
    """
    text = _ACTIVE.sub(r"\\\1", " ".join(unordered(text).split()))
    text = _LINE_START.sub(r"\1\\\2", text)
    return _ADDRESS.sub(lambda match: match[0] + "\\", text)


def plain(markdown: str) -> str:
    r"""A sentence's Markdown as the words a person reads: what the checks and the command line see.

    >>> plain(r"**LDL**: < 0.5 \[a\]")
    'LDL: < 0.5 [a]'
    """
    text = markdown.replace("**", "")
    return _ESCAPED.sub(r"\1", text).replace("\\:", ":").replace("www\\.", "www.")


def day(when: When, language: Language) -> str:
    """The date, no more precise than it is known (``3 mars 2026``, ``March 2026``, ``2026``)."""
    pattern = _PATTERNS.get(when.precision, "d MMMM y")
    text = format_date(when.first_day, format=pattern, locale=_LOCALES[language])
    return re.sub(r"^1 ", "1er ", text) if language == "fr" else text


def number(text: str, language: Language) -> str:
    """A printed number with its digits unchanged and the decimal mark of the language; other text as it is.

    >>> number("< 0.05", "fr"), number("250 000", "fr"), number("négatif", "en")
    ('< 0,05', '250 000', 'négatif')
    """
    if parse_number(text) is None or len(re.findall(r"[.,]", text)) != 1:
        return text
    return re.sub(r"[.,]", get_decimal_symbol(_LOCALES[language]), text)


def spoken(lines: tuple[Line, ...], language: Language) -> str:
    """Numbers with who answers: ``**15** (SAMU)``, one after the other; to call before to text."""
    ordered = sorted(lines, key=lambda line: line.by != "voice")
    return ", ".join(f"**{line.shown(language)}** ({_answering(line, language)})" for line in ordered)


def _answering(line: Line, language: Language) -> str:
    """Who answers, and from when to when where that is not always."""
    hours = f", {line.hours}" if _HOURS.match(line.hours) else ""
    return f"{line.label[language]}{hours}"


def unit(text: str) -> str:
    """A unit as people write it, where a source gives its code.

    >>> unit("mm[Hg]"), unit("mmol/L"), unit("{score}")
    ('mmHg', 'mmol/L', '')
    """
    return "" if is_annotation(text) else _WRITTEN.get(text, text)


def unit_of(fact: Fact) -> str:
    """The unit its source prints, else the one its number was read in: a letter writes a pressure without."""
    understood = fact.quantity.unit if fact.quantity is not None and fact.quantity.unit != "1" else ""
    return unit(fact.unit_text or understood)


@dataclass(frozen=True, slots=True)
class Wording:
    """The signed sentences of one language.

    Attributes:
        language: Of every text it gives.
        prompt: The first of the signed catalogues, which stands for all of them under an answer.
        sections: Sentences of all catalogues by key.
        plain_words: What words mean in general, by key (`chains.explain`).
    """

    language: Language
    prompt: Prompt
    sections: Mapping[str, str]
    plain_words: Mapping[str, Entry]

    @classmethod
    @lru_cache(maxsize=4)  # a registry never changes; several are made for one answer
    def of(cls, prompts: Registry, language: Language) -> "Wording":
        """The catalogues in `language`.

        Raises:
            ConfigError: ``prompt_missing``; ``sentence_twice`` when a key stands in two catalogues.
        """
        sections: dict[str, str] = {}
        for prompt in prompts.all():
            if prompt.language == language and prompt.id.startswith(_CATALOGUES):
                if both := sections.keys() & prompt.sections.keys():
                    raise ConfigError("sentence_twice", item=min(both))
                sections |= prompt.sections
        return cls(language, prompts.get(CATALOGUE, language), sections, library(prompts, language))

    def say(self, key: str, **inputs: str) -> str:
        """One sentence, filled. Inputs are Markdown: what comes from a document went through `shown`.

        Raises:
            ConfigError: ``sentence_missing`` or ``prompt_input_missing``.
        """
        text = self.sections.get(key)
        if text is None:
            raise ConfigError("sentence_missing", item=key)
        return fill(text, inputs)

    def has(self, key: str) -> bool:
        """Whether the catalogue has that sentence."""
        return key in self.sections

    def on(self, when: When | None) -> str:
        """``le 3 mars 2026``, ``in March 2026``, or that the document does not say."""
        if when is None:
            return self.say("date.none")
        return self._dated("date", when)

    def since(self, when: When) -> str:
        """``depuis le 3 mars 2026``, ``since 2018``."""
        return self._dated("since", when)

    def until(self, when: When) -> str:
        """``jusqu'en mars 2026``, ``until 3 March 2026``."""
        return self._dated("until", when)

    def _dated(self, key: str, when: When) -> str:
        return self.say(f"{key}.{_NAMES.get(when.precision, 'day')}", date=day(when, self.language))

    def day(self, when: When | None) -> str:
        """The date alone, or that the document does not say."""
        return self.say("date.none") if when is None else day(when, self.language)

    def value(self, fact: Fact) -> str:
        """The value as its report prints it, with its unit, as Markdown; the label when it has none."""
        text = number(fact.value_text, self.language) if fact.value_text is not None else ""
        return shown(" ".join(part for part in (text, unit_of(fact)) if part) or fact.label)

    def today(self, value: date) -> str:
        """A calendar date in words."""
        return day(When.of_day(value), self.language)

    def joined(self, items: Iterable[str]) -> str:
        """Several things in one sentence: ``a ; b`` in French, ``a; b`` in English."""
        return (" ; " if self.language == "fr" else "; ").join(items)

    def label(self, fact: Fact) -> str:
        """The analyte's name in this language, or the label as printed; a sentence is quoted; Markdown."""
        label = analytes.name(fact.analyte, self.language) if fact.analyte else fact.label
        return self.say("search.quote", quote=shown(label)) if _SENTENCE.fullmatch(label) else shown(label)
