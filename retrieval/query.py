"""From a question in everyday French or English to what is looked for, and how it is to be answered.

No model: words, the lexicon, the calendar. Never raises on any text; what is not understood becomes a search.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from core.language import Language
from records.analytes import groups
from records.model import Kind
from records.words import fold, words
from retrieval.facts import Statistic
from retrieval.lexicon import Understood, common, expand, tokens, understand
from retrieval.period import Named, Period, find


class Aim(StrEnum):
    """What kind of answer is asked for."""

    LATEST = "latest"
    LOOKUP = "lookup"
    RANGE = "range"
    TREND = "trend"
    EXPLAIN = "explain"
    INVENTORY = "inventory"
    LIST = "list"
    STATISTIC = "statistic"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class Query:
    """A question understood.

    Attributes:
        text: As asked.
        language: Of the question.
        words: Its content words, folded, misspellings corrected, in order.
        analytes: Keys named, or all of the panels named; in the order of the question.
        kinds: Kinds of record named.
        period: Days named; None when none are.
        aim: How it is to be answered.
        statistic: Which one, for `Aim.STATISTIC` and for "by how much" in `Aim.TREND`.
        follow_up: True when it leans on the question before.
        labels: Printed labels of this person's record that it names; for facts without an analyte.
        groups: Panels named as such ("mon bilan hépatique").
        also: The same things in other words and the other language, for a search in free text.
    """

    text: str
    language: Language
    words: tuple[str, ...] = ()
    analytes: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    period: Period | None = None
    aim: Aim = Aim.SEARCH
    statistic: Statistic | None = None
    follow_up: bool = False
    labels: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def names_something(self) -> bool:
        """Whether it says what it is about."""
        return bool(self.analytes or self.labels or self.kinds or self.groups)


def plan(
    text: str,
    language: Language,
    *,
    today: date,
    labels: Sequence[str] = (),
    previous: Query | None = None,
) -> Query:
    """Understand a question.

    >>> plan("quelle était ma ferritine en mars ?", "fr", today=date(2026, 10, 5)).analytes
    ('ferritin',)

    Args:
        text: Any text at all.
        language: Of the question.
        today: For "last year", "en mars".
        labels: Printed labels in this person's record, so that what the table does not know is found too.
        previous: The question before, for "and the HDL?", "et en 2023 ?".
    """
    plain, low = _twins(text)
    named = find(low, today)
    if named is not None:
        low = _blank(low, [(named.start, named.end)])
    said = understand(tokens(plain, low), labels)
    rest = " ".join(_blank(low, said.spans).split())
    members = [key for group in groups() if group.key in said.groups for key in group.analytes]
    query = Query(
        text=text,
        language=language,
        words=_content(low, said),
        analytes=tuple(dict.fromkeys((*said.analytes, *members))),
        kinds=tuple(said.kinds),
        period=named.period if named else None,
        labels=tuple(said.labels),
        groups=tuple(said.groups),
        also=expand(said.terms, said.analytes),
    )
    signal = _signal(rest, query)
    query = replace(query, statistic=_statistic(rest, signal))
    if previous is not None and _leans(rest, query, signal):
        return _lean(query, signal, named, previous)
    return replace(query, aim=_aim(signal, query, named, rest))


# --- the text twice -----------------------------------------------------------------------------------------


def _twins(text: str) -> tuple[str, str]:
    """The text without accents, as written and in lower case, sign for sign of the same length."""
    written = "".join(_bare(sign) for sign in unicodedata.normalize("NFC", text))
    return written, "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in written)


@lru_cache(maxsize=1024)
def _bare(sign: str) -> str:
    folded = fold(sign)
    return folded.upper() if sign != sign.lower() else folded


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with some stretches blotted out by a mark that is no word."""
    for start, end in spans:
        text = text[:start] + "\u25a0" * (end - start) + text[end:]
    return text


def _content(low: str, said: Understood) -> tuple[str, ...]:
    found = (said.corrections.get(word, word) for word in words(low))
    return tuple(dict.fromkeys(word for word in found if word not in common() and len(word) > 1))


# --- aims ---------------------------------------------------------------------------------------------------
# Read from text without accents; what the lexicon and the calendar have taken stands as ■.


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{pattern})" for pattern in patterns))


_INVENTORY = _any(
    r"\b(?:what|which|any)\b.*\b(?:have|know|hold|keep|got|store|stored|remember)\b.*\b(?:about|on|of|for) me\b",
    r"\bwhat (?:do|have) you (?:have|know|got|hold)\b(?!.*\u25a0)", r"\bwhat (?:have i|did i) (?:give|given|upload|send|sent|import|add)",
    r"\b(?:which|what) (?:documents|files|records|data|reports)\b", r"\bsummar(?:y|ise|ize) (?:of )?(?:my|all|me)\b",
    r"\boverview\b", r"\beverything (?:you|about me|in my)", r"\b(?:que|qu'est-ce que|quoi) .*(?:sais|savez|as|avez|contient|contenez)\b.*\b(?:sur|de|a propos de) moi\b",
    r"\b(?:que|qu')(?:sais|as|avez|savez)?[ -]?(?:tu|vous)?\b.*\bsur moi\b", r"\bque contient mon (?:dossier|carnet)",
    r"\bqu'(?:as|avez)-(?:tu|vous)\b.*\bmoi\b", r"\b(?:quels|quelles|liste des|liste mes) (?:documents|fichiers|donnees|dossiers)\b",
    r"\b(?:resume|resumer|resumez|synthese|apercu|vue d'ensemble)\b.*\b(?:dossier|carnet|sante|tout)\b", r"\btout ce que (?:tu|vous)\b",
    r"\bque (?:sais|savez)-(?:tu|vous)\b(?!.*\u25a0)", r"\bwhat is in my (?:record|file|carnet)", r"\bwhat's in my (?:record|file|carnet)",
)  # fmt: skip
_EXPLAIN = _any(
    r"\b(?:veut|veulent|voulait) dire\b", r"\bsignifi(?:e|ent|ait|er|cation)\b", r"\bexpli(?:que|quer|quez|ques|cation)\b",
    r"\b(?:a quoi (?:sert|servent|correspond|correspondent))\b", r"\bcomprendre\b", r"\bcomprends pas\b", r"\bdefinition\b",
    r"\bqu'est[ -]ce que (?:c'est|ca|cela)\b", r"\ben (?:termes|mots) simples\b", r"\bc'est quoi (?:la|le|l'|les|un|une|ca) ?\u25a0",
    r"\bmeans?\b(?!ured)", r"\bmeaning\b", r"\bexplain", r"\bstands? for\b", r"\bunderstand\b", r"\bplain (?:words|english|language)\b",
    r"\bdefin(?:e|ition)\b", r"\b(?:line|row)\b.*\u25a0", r"\bligne\b.*\u25a0", r"\b(?:what's|what is|what are|whats) (?:an? |the )?\u25a0+( \u25a0+)* ?\?*\Z",
    r"\bqu'est[ -]ce (?:que|qu') ?(?:la|le|l'|les|un|une)? ?\u25a0+", r"\b(?:what's|what is|what are) \u25a0.* (?:for|used for|made of)\b",
    r"\bpurpose of\b", r"\bque mesure\b", r"\bwhat does .* (?:measure|do|show|tell)\b", r"\btell me what \u25a0+ (?:is|are)\b",
    r"\bc'est quoi \u25a0+ ?\?*\Z", r"\bque represente",
)  # fmt: skip
_COUNT = _any(
    r"\bcombien de (?:fois|mesures|dosages|releves|resultats|valeurs|\u25a0+)", r"\bnombre de (?:fois|mesures|dosages|resultats)\b",
    r"\bhow (?:many times|often)\b", r"\bhow many (?:measurements|readings|values|results|times)\b",
    r"\bnumber of (?:times|measurements|readings|results|values)\b", r"\ba quelle frequence\b",
)  # fmt: skip
_MAX = _any(
    r"\b(?:la|le|les|l'|ma|mon) plus (?:haute?s?|elevee?s?|fortes?|fort|grande?|hauts)\b", r"\bmaxim(?:um|ale?|um)\b", r"\bmax\b",
    r"\brecord\b(?=.*\b(?:haut|high))", r"\bhighest\b", r"\bpeak(?:ed)?\b", r"\bpic\b", r"\blargest\b", r"\bbiggest\b", r"\bau plus haut\b",
    r"\bgreatest\b",
)  # fmt: skip
_MIN = _any(
    r"\b(?:la|le|les|l'|ma|mon) plus (?:bas|basse|basses|faible|faibles|petite?)\b", r"\bminim(?:um|ale?)\b", r"\bmin\b",
    r"\blowest\b", r"\bsmallest\b", r"\bau plus bas\b",
)  # fmt: skip
_MEAN = _any(
    r"\bmoyennes?\b", r"\bmoyen\b", r"\baverages?\b", r"\bmean\b(?! (?:by|when|that|to|for|if)\b)(?!\?)"
)
_MEDIAN = _any(r"\bmedianes?\b", r"\bmedian\b")
_CHANGE = _any(
    r"\bde combien\b",
    r"\bby how much\b",
    r"\bhow much (?:has|have|did)\b.*\b(?:chang|ris|f[ae]ll|drop|increas|decreas|improv|gone)",
)
_TREND = _any(
    r"\bevolu", r"\btendances?\b", r"\bcourbes?\b", r"\bgraphi", r"\bgraphe", r"\bprogress", r"\baugment", r"\bbaiss", r"\bdiminu",
    r"\bremont", r"\bmont(?:e|es|ee|ent|ait)\b", r"\bdescend", r"\bstables?\b", r"\bstabilis", r"\bchang", r"\bvari(?:e|er|ation|ent)",
    r"\bhistorique\b", r"\bau fil\b", r"\bcompar", r"\bpar rapport a\b", r"\bs'amelior|\bamelior", r"\bempir", r"\baggrav", r"\bbouge",
    r"\bplus (?:haut|haute|eleve|elevee|bas|basse) qu", r"\bmieux qu", r"\bdans le temps\b", r"\btrends?\b", r"\bevol", r"\bmov(?:ed|ing|e)\b",
    r"\bg(?:one|oing|o|oes) (?:up|down)\b", r"\bwent (?:up|down)\b", r"\bris(?:e|en|ing)\b", r"\brose\b", r"\bfall(?:en|ing)?\b", r"\bfell\b",
    r"\bdropp?(?:ed|ing)?\b", r"\bincreas", r"\bdecreas", r"\bimprov", r"\bworse", r"\bover time\b", r"\bhistory\b", r"\bgraph", r"\bcharts?\b",
    r"\bplot", r"\bcurve", r"\b(?:higher|lower|better) than (?:before|last|in|previous|it)", r"\bdevelop", r"\bfluctuat", r"\bover the (?:years|months)\b",
    r"\bau cours d", r"\bd'annee en annee\b", r"\bchut", r"\bflamb", r"\bprogress",
)  # fmt: skip
_RANGE = _any(
    r"\bnormal", r"\banormal", r"\babnormal", r"\bnormes?\b", r"\btrop\b", r"\btoo (?:high|low|much|little)\b", r"\bhors\b", r"\brange\b",
    r"\bc'est (?:bon|bien|grave|correct|eleve|haut|bas|beaucoup)\b", r"\b(?:est|sont|etait|etaient)(?:-(?:elle|il|elles|ils|ce))? (?:bon|bonne|bons|bonnes|correcte?s?|ok|elevee?s?|haute?s?|bas|basses?|limites?|inquietante?s?)\b",
    r"\best-(?:elle|il|ce)(?: que c'est)? (?:bon|bonne|correcte?|elevee?|haute?|bas|basse|grave|ok|dans)\b", r"\b(?:ok|okay)\b",
    r"\bfourchette\b", r"\bvaleurs? (?:de reference|cibles?|usuelles?)\b", r"\breference\b", r"\blimites?\b", r"\blimits?\b", r"\bwithin\b", r"\bout of\b",
    r"\b(?:is|are|was|were)\b(?: \w+)? \u25a0+(?: \w+){0,3} (?:high|low|good|bad|fine|alright|elevated|raised|healthy|concerning|worrying)\b",
    r"\b(?:is|are|was|were) (?:it|that|this|they|these) (?:high|low|good|bad|fine|alright|elevated|raised|healthy|concerning|worrying|serious)\b",
    r"\bflagged\b", r"\bin the red\b", r"\belevated\b", r"\ba risque\b", r"\bdans les clous\b", r"\binquieter\b", r"\bworr(?:y|ied|ying)\b",
    r"\b(?:fais|ai)(?:-| )?(?:je)? (?:de l'|de la |du )?(?:hypo|hyper)", r"\bmanque(?:-| )?(?:je|t|s)?\b.*\u25a0", r"\bam i (?:low|high|deficient|lacking)\b", r"\bassez de\b",
    r"\benough\b", r"\bcarence\b", r"\bdeficien",
)  # fmt: skip
_LATEST = _any(
    r"\bderni(?:er|ere|ers|eres)\b", r"\bplus recente?s?\b", r"\blatest\b", r"\bmost recent\b", r"\blast\b", r"\bactuel(?:le|s|les)?\b",
    r"\bcurrent\b", r"\bnewest\b",
)  # fmt: skip
_WEAK_EXPLAIN = _any(
    r"\bc'est quoi\b(?!.*\b(?:mon|ma|mes)\b)", r"\bqu'est[ -]ce que?\b(?!.*\b(?:mon|ma|mes|j'ai)\b).*\u25a0"
)


@dataclass(frozen=True, slots=True)
class _Signal:
    """The aim the words ask for by themselves; None when they leave it open."""

    aim: Aim | None
    latest: bool = False


def _signal(rest: str, query: Query) -> _Signal:
    latest = bool(_LATEST.search(rest))
    measured = bool(query.analytes or query.labels)
    if not measured and not query.groups and _INVENTORY.search(rest):
        return _Signal(Aim.INVENTORY, latest)
    counted = _COUNT.search(rest) and not (query.analytes and re.search(r"\bcombien de \u25a0", rest))
    if counted or _MAX.search(rest) or _MIN.search(rest) or _MEDIAN.search(rest):
        return _Signal(Aim.STATISTIC, latest)
    if _EXPLAIN.search(rest):
        return _Signal(Aim.EXPLAIN, latest)
    if _MEAN.search(rest):
        return _Signal(Aim.STATISTIC, latest)
    if _CHANGE.search(rest) or _TREND.search(rest):
        return _Signal(Aim.TREND, latest)
    if _RANGE.search(rest):
        return _Signal(Aim.RANGE, latest)
    return _Signal(Aim.EXPLAIN if not latest and _WEAK_EXPLAIN.search(rest) else None, latest)


def _statistic(rest: str, signal: _Signal) -> Statistic | None:
    if signal.aim is Aim.TREND:
        return Statistic.CHANGE if _CHANGE.search(rest) else None
    if signal.aim is not Aim.STATISTIC:
        return None
    for statistic, pattern in (
        (Statistic.MEDIAN, _MEDIAN),
        (Statistic.MAX, _MAX),
        (Statistic.MIN, _MIN),
        (Statistic.MEAN, _MEAN),
    ):
        if pattern.search(rest):
            return statistic
    return Statistic.COUNT


def _aim(signal: _Signal, query: Query, named: Named | None, rest: str) -> Aim:  # noqa: PLR0911  one line a rule
    listed = [kind for kind in query.kinds if kind is not Kind.OBSERVATION]
    measured = bool(query.analytes or query.labels) or (Kind.OBSERVATION in query.kinds and not listed)
    if signal.aim is Aim.INVENTORY:
        return Aim.INVENTORY
    if signal.aim is not None and (measured or signal.aim is Aim.EXPLAIN):
        return signal.aim
    if listed and not query.analytes:
        return Aim.LATEST if signal.latest else Aim.LIST
    if not measured:
        return signal.aim if signal.aim is Aim.RANGE and not rest.strip(" ?!.") else Aim.SEARCH
    if query.period is None:
        return Aim.LATEST
    return Aim.TREND if named is not None and named.stretch and not signal.latest else Aim.LOOKUP


# --- follow-ups ---------------------------------------------------------------------------------------------

_OPENS = _any(
    r"\A(?:et|and|also|what about|how about|same|pareil|idem|mais|but|ok|alors|puis|then|or)\b",
    r"\A(?:qu'en est-il|quid)\b",
)
_POINTS_BACK = _any(
    r"\b(?:it|that|this|they|these|those|them|one)\b", r"\b(?:elle|il|celle-ci|celui-ci|celle|celui|ca|cela|ce|c')(?:\b|est)", r"\bc'est\b",
    r"-(?:t-)?(?:il|elle|elles|ils|ce)\b", r"\b(?:l'|la|le|les) (?:meme|memes)\b", r"\bsame\b",
)  # fmt: skip


def _leans(rest: str, query: Query, signal: _Signal) -> bool:
    """Whether the question cannot stand alone: it opens with "and", points back, or lacks its subject."""
    if signal.aim is Aim.INVENTORY:
        return False
    about = query.analytes or query.labels or query.groups or [kind for kind in query.kinds]
    opens = bool(_OPENS.search(rest))
    if about:
        return opens
    short = len(rest.split()) <= 6  # noqa: PLR2004  "montre-moi la courbe", "is that normal?"
    return (
        opens
        or (query.period is not None and short)
        or (signal.aim is not None and (short or bool(_POINTS_BACK.search(rest))))
    )


def _lean(query: Query, signal: _Signal, named: Named | None, previous: Query) -> Query:
    """Take what the question leaves unsaid from the one before."""
    about = bool(query.names_something)
    merged = replace(
        query,
        follow_up=True,
        analytes=query.analytes if about else previous.analytes,
        labels=query.labels if about else previous.labels,
        kinds=query.kinds if about else previous.kinds,
        groups=query.groups if about else previous.groups,
        also=query.also if about else previous.also,
        period=query.period if query.period is not None or not about else previous.period,
        words=query.words if about else tuple(dict.fromkeys((*query.words, *previous.words))),
    )
    if signal.aim is not None:
        return replace(merged, aim=_aim(signal, merged, named, ""))
    fresh = _aim(signal, merged, named, "")
    if previous.aim in (Aim.LATEST, Aim.LOOKUP, Aim.INVENTORY, Aim.SEARCH) or signal.latest:
        return replace(merged, aim=fresh)
    if fresh is Aim.LIST or previous.aim is Aim.LIST:
        return replace(merged, aim=fresh)
    return replace(merged, aim=previous.aim, statistic=previous.statistic)
