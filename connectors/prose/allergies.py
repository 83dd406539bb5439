"""Allergies: what a person does not stand, the reaction, or that none is known."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from connectors.prose import context, pharmacopoeia, vocabulary
from connectors.prose.lines import Span, Stretch, pieces, plain, tidy

_NONE_KNOWN = re.compile(
    r"\b(?:nkda|nka|nkfa|(?:pas|aucune?|absence|point)(?: d'| de | d )?\s?(?P<fr>(?:autre "
    r")?(?:antecedents? )?(?:allergi\w+|intoleranc\w+)(?: (?:medicamenteuse|alimentaire|"
    r"medicale)s?)?(?: connue?s?)?)|"
    r"(?:no|denies(?: any)?|without) (?P<en>(?:known )?(?:(?:drug|food|medication|medicine|"
    r"environmental|latex|other) )*allerg\w+)|not (?P<adj>allergic)|"
    r"(?P<bare>allerg\w+)\s?(?::|-)?\s(?:none|neant|aucune|nil|non|no|pas))\b"
)
_NONE = re.compile(
    r"\s*(?:not known|neant|aucune?s?(?: connue?s?)?|none(?: known| reported)?|nil(?: known)?)\W*\Z"
)
_YES = re.compile(r"\s*(?:yes|oui)\s*[-–:,]\s*")
_DENIED_ONE = re.compile(r"\s*[:=–-]?\s*(?:non|no|none|nil|ras|aucune?|ok|neg\w*)\W*\Z")
_TO_IT = r"(?:a la |a l'|a les |aux? |a |to |to the )"
_TO = re.compile(
    r"\b(?:(?<!non )allergi(?:que|e|es|c)(?: (?:connue|grave|severe|vraie|averee|documentee|known|"
    rf"medicamenteuse|alimentaire))?\s{_TO_IT}|(?:known |severe |an )?allerg(?:y|ies) to |"
    rf"(?:intoleran(?:t|te|ce)|hypersensib\w+|hypersensitiv\w+)(?: \w+)?\s(?:{_TO_IT}|of )|"
    r"anaphyla\w+ (?:to|with|after|sous|apres|au|aux|a la|a l')\s)"
    r"(?P<what>[^.;\n(:,]{2,50}(?:\n[^.;\n(:,]{2,30})?)(?P<how>\s*\([^)]{2,60}\))?"
)
_REACTS = re.compile(
    rf"\b(?P<how>(?:(?:severe|bad|skin|allergic|anaphylactic|adverse|serious|mild) )*reactions?(?: "
    rf"[a-z-]+){{0,3}}?) {_TO_IT}(?P<a>[^.;\n(:,]{{2,50}})|"
    r"\b(?:you|he|she|patient|who|and|it) (?:also )?react(?:s|ed)?(?: badly| severely)? to "
    r"(?P<b>[^.;\n(:,]{2,50})|"
    r"\b(?:can ?not|can't|could not|couldn't|unable to|did not|does not|doesn't) tolerate "
    r"(?P<c>[^.;\n(:,]{2,50})|"
    r"\bne (?:supporte|tolere) pas (?:la |le |les |l')?(?P<d>[^.;\n(:,]{2,50})|"
    r"\b(?P<e>[a-z-]{3,}(?: [a-z-]{3,})?) allergy\b(?! (?:clinic|test|status))|"
    r"\ballergie (?!a |au |aux |aux? )(?P<f>[a-z-]{4,}) (?:connue|averee|documentee)\b"
)
"""Words that say the same of other things too: only a known allergen is believed behind them."""
_MANNER = re.compile(
    r"\s*(?:\((?P<a>[^)]{2,60})\)|:\s*(?P<b>[^.;,\n]{3,50})|\s[-–]\s(?P<c>[^.;,\n]{3,50})|"
    r"\s?(?:with|causing|avec|entrainant|donnant|responsable d'|because of|owing to|due to|a cause de|en "
    r"raison de)"
    r"\s?(?:an? |une? |la |des |de )?(?P<d>[^.;,()\n]{3,50}))"
)
_SEPARATOR = re.compile(r"\s*(?:,|;|\n|\bet\b|\band\b|\s/\s|\s\+\s)\s*")
_REACTION = re.compile(
    r"\s*(?:\(|:|\s[-–—]\s|=|→|->|\bavec\b|\bcausing\b|\bcauses\b|\bentrainant\b|\breaction\b)\s*"
)
_ARTICLE = re.compile(
    r"(?:(?:adverse )?reaction to |a la |a l'|aux |au |a |to |the |la |le |les |l'|du |des |de la |"
    r"de l'|une? |an? |allergi(?:e|que|c) (?:a la |a l'|aux |au |to )?)+"
)
_END = re.compile(
    r"\s(?:because|owing|due|et|and|avec|with|mais|but|depuis|since|qui|which|dans|in|lors|when|as|so|donc|"
    r"responsable|causing|ayant|il y a|selon|d'apres|according|per)\b|,"
)
_NOT_ONE = re.compile(
    r"\b(?:oui|yes|non|no|none|voir|see|cf|poids|weight|taille|height|review|date|page|tests?|bilan|"
    r"consultation|known|connue?|severity|severite|reaction|allergen|allergene|"
    r"criticality|type|status|verified|not recorded|mild|moderate|severe|legere?|moderee?|severes?|"
    r"ok|fine|tolere\w*|tolerat\w*|medications?|medicines?|tablets?|changed|taking|traitement|tabac|"
    r"smok\w*|patient|est|is|has|a ete|was)\b|\d{2}"
)
_OF_TWO = frozenset(
    "bee tree cow cows house dust cat dog contrast adhesive sticking egg fish grass food nut x-ray".split()
)
_LONGEST, _NEAR = 45, 25


@dataclass(frozen=True, slots=True)
class Allergy:
    """An allergy as printed."""

    label: str
    detail: str | None
    negated: bool
    place: Stretch


def listed(item: Stretch, title: str) -> Iterator[Allergy]:
    """The allergies of an item under a heading of allergies.

    Args:
        item: What stands there.
        title: The heading: what is denied where the item only says that there is none.
    """
    said = _YES.match(item.plain)
    item = item.part(Span(said.end(), len(item.text))) if said and not item.cells else item
    if not item.cells:
        item = item.part(Span(context.exception(item.plain), len(item.text)))
    if context.of_another(item.plain):
        return
    none = _NONE_KNOWN.search(item.plain)
    if none is not None:
        yield _none(item, none)
        rest = item.part(Span(none.end(), len(item.text)))
        if rest.text and re.match(r"\s*[;,]", item.plain[none.end() :]):
            yield from listed(rest, title)
        before = item.part(Span(0, none.start()))
        if before.text and re.search(r"[;,]\s*\Z", item.plain[: none.start()]):
            yield from listed(before, title)
        return
    if _NONE.match(item.plain):
        yield Allergy(tidy(title), None, True, item)
        return
    if context.says_nothing(item.plain) or re.search(r"\bvoir\b|\bsee\b", item.plain):
        return
    if item.cells:
        yield from _row(item)
        return
    for part in pieces(item, _SEPARATOR):
        yield from _one(part)


def told(sentence: Stretch) -> Iterator[Allergy]:
    """The allergies that a sentence states."""
    text = sentence.plain
    if context.of_another(text) or re.search(
        r"\?|\b(?:si|if|suspi\w+|possible|should|thought|believe[ds]?|thinks?|pense|croit|infirme\w*|"
        r"ecarte\w*|"
        r"(?:not|non) confirm\w*|disproved|ruled out|lifted|levee|pensait|croyait|negati\w+|excluded|"
        r"delabel\w*)\b",
        text,
    ):
        return
    none = _NONE_KNOWN.search(text)
    if none is not None and none["bare"] is None:
        yield _none(sentence, none)
    for match in _TO.finditer(text):
        if none is not None and none.start() < match.end() and match.start() < none.end():
            continue
        if context.denied(_clause_before(text, match.start())):
            continue
        what = _until(sentence, *match.span("what"))
        split = _REACTION.search(what.plain)
        reaction = tidy(what.text[split.end() :]) if split else ""
        label = _label(what.part(Span(0, split.start())) if split else what)
        if label is not None:
            how = match["how"] and tidy(sentence.text[match.start("how") : match.end("how")].strip(" ()\n"))
            reaction = how or reaction or _manner(sentence, match.start("what") + len(what.text))
            yield Allergy(label, reaction or None, False, sentence.part(Span(*match.span())))
    yield from _reacting(sentence)


def _clause_before(text: str, place: int) -> str:
    """The words before a place that may deny it: of its own clause."""
    return re.split(r"[,;:.]\s", text[max(0, place - _NEAR) : place])[-1]


def _until(sentence: Stretch, start: int, end: int) -> Stretch:
    """What somebody does not stand, without the clause behind it."""
    what = sentence.part(Span(start, end))
    stop = _END.search(what.plain)
    return what.part(Span(0, stop.start() if stop else len(what.text)))


def _manner(sentence: Stretch, place: int) -> str:
    """The reaction that stands right behind a substance."""
    match = _MANNER.match(sentence.plain, place)
    if match is None:
        return ""
    group = next(name for name in "abcd" if match[name])
    return tidy(sentence.text[match.start(group) : match.end(group)])


def _reacting(sentence: Stretch) -> Iterator[Allergy]:
    for match in _REACTS.finditer(sentence.plain):
        group = next(name for name in "abcdef" if match[name])
        before = _clause_before(sentence.plain, match.start())
        said_no = (
            group in "ef" and re.search(r"\b(?:no|not|pas d'|aucune)(?: known)?\s?\Z", before) is not None
        )
        if context.denied(before) and not said_no:
            continue
        what = _until(sentence, *match.span(group))
        lead = re.match(r"(?:no|known|no known) ", what.plain) if group == "e" else None
        if lead is not None:
            said_no = said_no or lead[0].startswith("no ")
            what = what.part(Span(lead.end(), len(what.text)))
        label = _label(what)
        if label is None or not (vocabulary.allergen(plain(label)) or pharmacopoeia.surely(plain(label))):
            continue
        if group == "e":
            label = label.split()[-1] if not _both(plain(label)) else label
        how = _manner(sentence, match.end() if group in "ef" else match.start(group) + len(what.text))
        said = tidy(sentence.text[match.start("how") : match.end("how")]) if group == "a" else ""
        yield Allergy(
            label,
            how or (said if len(said.split()) > 1 else None),
            said_no,
            sentence.part(Span(*match.span())),
        )


def _both(folded: str) -> bool:
    """Whether both of two words belong to the substance: ``bee sting``, not ``note penicillin``."""
    first = folded.split()[0]
    return (
        len(folded.split()) == 1
        or vocabulary.allergen(first)
        or pharmacopoeia.surely(first)
        or first in _OF_TWO
    )


_TO_ONE = re.compile(r"\s(?:a la |a l'|aux? |to )(?P<what>[^.;,\n(]{3,40})")


def _none(item: Stretch, match: re.Match[str]) -> Allergy:
    to = _TO_ONE.match(item.plain, match.end())
    if to is not None and not re.match(
        r"any\w*|quoi que|rien|medic|drugs?\b", to["what"]
    ):  # of one thing only: nothing is said of others
        return Allergy(
            tidy(item.text[to.start("what") : to.end("what")]),
            None,
            True,
            item.part(Span(match.start(), to.end())),
        )
    group = next((name for name in ("fr", "en", "adj", "bare") if match[name]), None)
    span = match.span(group) if group else match.span()
    return Allergy(tidy(item.text[span[0] : span[1]]), None, True, item.part(Span(*match.span())))


def _row(item: Stretch) -> Iterator[Allergy]:
    named = [
        cell
        for cell in item.cells
        if re.search(r"[a-z]{3}", plain(cell)) and not re.search(r"\b(?:19|20)\d\d\b", cell)
    ]
    if len(named) == 1:
        yield from _one(item)
    if len(named) <= 1:
        return
    first, *others = named
    place = item.text.find(first)
    label = _label(item.part(Span(max(place, 0), max(place, 0) + len(first))))
    if label is not None:
        yield Allergy(label, tidy(", ".join(others)) or None, False, item)


def _one(part: Stretch) -> Iterator[Allergy]:
    split = _REACTION.search(part.plain)
    head = part.part(Span(0, split.start())) if split else part
    reaction = tidy(part.text[split.end() :].rstrip(" )")) if split else ""
    if context.supposed(part.plain) or context.denied(head.plain):
        return
    label = _label(head)
    if label is not None and reaction and _DENIED_ONE.fullmatch(plain(reaction)):
        yield Allergy(label, None, True, part)
    elif label is not None:
        yield Allergy(label, reaction or None, False, part)


def _label(head: Stretch) -> str | None:
    article = _ARTICLE.match(head.plain)
    label = tidy(head.text[article.end() if article else 0 :])
    folded = head.plain[article.end() if article else 0 :]
    if not label or len(label) > _LONGEST or len(label.split()) > 5 or _NOT_ONE.search(folded):  # noqa: PLR2004  a name
        return None
    return label if re.search(r"[a-z]{3}", folded) else None
