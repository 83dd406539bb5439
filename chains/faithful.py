"""What of a model's words may be said: a sentence becomes a draft when it stays with the lines it cites.

Whether its numbers are those of the lines is checked afterwards, as for every sentence (`chains.checking`);
here is what numbers alone do not show: turned round, judged, denied, about something else.
"""

import re
from collections.abc import Mapping, Sequence

from chains.drafts import BULLET, PARAGRAPH, SPACE, Draft
from chains.events import Basis
from chains.phrases import Phrase
from chains.wording import shown
from records import analytes
from records.evidence import Evidence
from records.words import fold, words
from retrieval.keyword import content_words
from retrieval.lexicon import tokens, understand

_QUOTED = re.compile(r"[«“\"][^»”\"]*[»”\"]")
_LIMIT = re.compile(r"([<>]=?)\s*(\d+(?:[.,]\d+)?)")
_TENS = (
    r"(?:vingt|trente|quarante|cinquante|soixante|septante|huitante|octante|nonante|cents?|mille"
    r"|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?)"
)
_UNITS = (
    r"(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
    r"|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|half|demi[es]?)"
)
_SPELLED = re.compile(
    rf"\b{_TENS}\b(?:[ -](?:et |and )?\w+)?"
    rf"|\b{_UNITS}\b[ -](?:virgule |point )?(?:\w+ )?"
    r"(?:(?:micro|milli|nano|pico|kilo)?(?:gram|gramme|mole|litre|liter)s?"
    r"|pour ?cent|percent|per cent|unit[eé]?s?|mg|ml|fois par|times a|times per|comprimes?|tablets?)\b"
)
_CLAUSE = re.compile(r"[.;:!?\n]+|, (?=mais|but|et |and )")
_NEGATION = re.compile(
    r"\b(?:pas|aucune?s?|sans|ni|jamais|non|absence|absente?s?|nie|negati\w+|rien|nul(?:le)?"
    r"|no|not|none|without|never|nor|denie[sd]|absent|nothing|cannot)\b|n't\b"
)
_JUDGEMENT = re.compile(
    r"(?:a?normal\w*|anormaux|parfait\w*|perfect\w*|excellent\w*|rassur\w*|reassur\w*|inquiet\w*|worr\w*|grave\w*"
    r"|serious\w*|sever\w*|dangere?u\w*|danger\w*|urgen\w*|vitale?s?|emergenc\w*|alarm\w*|fatal\w*|mortel\w*"
    r"|benin\w*|benign\w*|gefahr\w*|gesund\w*|healthy|peligro\w*)\Z"
)
_OF_PAPERS = re.compile(
    r"(?:patient\w*|person\w*|vous|you|votre|vos|your|documents?|lettres?|letters?|reports?|comptes?|rendus?|records?"
    r"|dossiers?|lignes?|lines?|pages?|passages?|mention\w*|dit|says?|indiqu\w*|parl\w*|not[ei]\w*|trouv\w*|found"
    r"|show\w*|montr\w*|stat\w*|precis\w*|donn\w*|give[ns]?|information\w*|avez|have|had|avait|aviez)\Z"
)
_STEM = 5
_NOW = re.compile(
    r"\b(?:actuel(?:le)?(?:ment)?|à jour|récent[es]?|current(?:ly)?|up[ -]to[ -]date|recent(?:ly)?)\b",
    re.IGNORECASE,
)


def kept(
    phrase: Phrase, lines: Mapping[str, Evidence], worked: Mapping[str, Draft] | None = None, *, first: bool
) -> Draft | None:
    """A model's sentence as a draft that can be checked; None when it may not be said whatever its numbers.

    It must cite a line, and only lines that were sent; speak of what they say; give a limit sign only where
    they do; and not call current what is only the newest found.

    Args:
        phrase: Of the model.
        lines: Evidence by mark.
        worked: By mark, what code worked out for it; such a line rests on all that it was worked out from.
        first: It begins the answer.
    """
    found = worked or {}
    if not phrase.marks or any(mark not in lines and mark not in found for mark in phrase.marks):
        return None
    figures = [found[mark] for mark in phrase.marks if mark in found]
    cited = tuple(
        dict.fromkeys(
            [lines[mark] for mark in phrase.marks if mark in lines]
            + [one for figure in figures for one in figure.evidence]
        )
    )
    spoken = _QUOTED.sub(" ", phrase.text)
    said = " ".join([_words_of(cited), *(figure.text for figure in figures)])
    if _NOW.search(spoken) or not _signs(spoken) <= _signs(said) or not _stems(phrase.text) & _stems(said):
        return None
    if not all(_is_quoted(quotation, said) for quotation in _QUOTED.findall(phrase.text)):
        return None
    if _turned_round(spoken, cited) or _judges(spoken, said) or _denies_unsaid(spoken, said):
        return None
    if _names_another(phrase.text, said, cited) or not _spelled_out(phrase.text) <= _spelled_out(said):
        return None
    lead = BULLET if phrase.bullet else PARAGRAPH if first else SPACE
    statistics = tuple(statistic for figure in figures for statistic in figure.statistics)
    basis = Basis.WORKED_OUT if figures else Basis.RECORD
    return Draft(shown(phrase.text), cited, statistics, basis, lead)


def _words_of(cited: Sequence[Evidence]) -> str:
    """Everything that the lines print, with the names of their analytes in both languages."""
    parts = [one.text for one in cited]
    for one in cited:
        row = analytes.get(one.fact.analyte) if one.fact is not None and one.fact.analyte else None
        parts += [one.fact.value_text or ""] if one.fact is not None else []
        parts += [*row.names.values(), *row.lay] if row is not None else []
    return " ".join(parts)


def _is_quoted(quotation: str, said: str) -> bool:
    """Whether what stands in quotation marks stands so in the lines: a document is not given other words."""
    own = " ".join(words(quotation))
    return own in " ".join(words(said))


def _turned_round(text: str, cited: Sequence[Evidence]) -> bool:
    """Whether a sentence affirms what its passage denies, or denies what it affirms.

    Compared with the clause of the passages that shares most words with it; a sentence that is as near to
    both kinds is left to the other checks.
    """
    own, clauses = _stems(text), list[tuple[int, bool]]()
    for one in cited:
        if one.passage is not None:
            pieces = _CLAUSE.split(one.text)
            clauses += [(len(own & _stems(piece)), _denies(piece)) for piece in pieces]
    most = max((shared for shared, _ in clauses), default=0)
    nearest = {denied for shared, denied in clauses if shared == most} if most else set()
    return len(nearest) == 1 and _denies(text) not in nearest


def _judges(text: str, said: str) -> bool:
    """Whether it calls something normal, good, grave or urgent, in any language, where its lines do not."""
    printed = _begun(said)
    return any(word[:_STEM] not in printed for word in words(text) if _JUDGEMENT.match(word))


def _denies_unsaid(text: str, said: str) -> bool:
    """Whether it denies something that its lines do not even name ("no allergies" under a scan)."""
    unknown = {word for word in content_words(text) if not _OF_PAPERS.match(word)}
    printed = _begun(said)
    return _denies(text) and any(word[:_STEM] not in printed for word in unknown)


def _denies(text: str) -> bool:
    return _NEGATION.search(fold(text)) is not None


def _names_another(text: str, said: str, cited: Sequence[Evidence]) -> bool:
    """Whether a sentence with a number speaks of an analyte, and of none that its lines speak of."""
    if not any(sign.isdigit() for sign in text):
        return False
    named = _analytes(text)
    allowed = {one.fact.analyte for one in cited if one.fact is not None} | _analytes(said)
    return bool(named) and not named & allowed


def _analytes(text: str) -> set[str | None]:
    low = fold(text)
    return set(understand(tokens(text, low if len(low) == len(text) else text.lower())).analytes)


def _spelled_out(text: str) -> set[str]:
    """Numbers in words that nothing could bind: large ones, and any beside a unit."""
    found = _SPELLED.finditer(fold(text))
    return {" ".join(words(match[0])) for match in found}


def _signs(text: str) -> set[str]:
    """Limit signs with their numbers (``<0.05``)."""
    found = _LIMIT.findall(text.replace("≤", "<=").replace("≥", ">="))
    return {f"{sign}{number.replace(',', '.')}" for sign, number in found}


def _begun(text: str) -> set[str]:
    """How every word begins."""
    return {word[:_STEM] for word in words(text)}


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in set(words(text)) if content_words(word)}
