"""Allergies: what a person does not stand, the reaction, or that none is known."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from connectors.prose import context
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
_DENIED_ONE = re.compile(r"\s*[:=–-]?\s*(?:non|no|neg\w*)\W*\Z")
_TO = re.compile(
    r"\b(?:(?<!non )allergi(?:que|e|es|c)(?: (?:connue|grave|severe|vraie|known|"
    r"medicamenteuse))?\s(?:a la |a l'|aux? |a |to )|"
    r"intoleran(?:t|te|ce)(?: \w+)? (?:a la |a l'|aux? |a |to |of )|allergie au |allergie a "
    r")(?P<what>[^.;\n(:,]{2,50}(?:\n[^.;\n(:,]{2,30})?)(?P<how>\s*\([^)]{2,60}\))?"
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
    r"\s(?:et|and|avec|with|mais|but|depuis|since|qui|which|dans|in|lors|when|as|so|donc|"
    r"responsable|causing|ayant|il y a|selon|d'apres|according|per)\b|,"
)
_NOT_ONE = re.compile(
    r"\b(?:oui|yes|non|no|none|voir|see|cf|poids|weight|taille|height|review|date|page|tests?|bilan|"
    r"consultation|known|connue?|severity|severite|reaction|allergen|allergene|"
    r"criticality|type|status|verified|not recorded|mild|moderate|severe|legere?|moderee?|severes?|"
    r"ok|fine|tolere\w*|tolerat\w*|medications?|medicines?|tablets?|changed|taking|traitement|tabac|"
    r"smok\w*|patient|est|is|has|a ete|was)\b|\d{2}"
)
_LONGEST = 45


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
        r"\?|\b(?:si|if|suspi\w+|possible|should|thought|believed|pensait|croyait|negati\w+|excluded|"
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
        if context.denied(text[max(0, match.start() - 25) : match.start()]):
            continue
        what = sentence.part(Span(*match.span("what")))
        end = _END.search(what.plain)
        what = what.part(Span(0, end.start() if end else len(what.text)))
        split = _REACTION.search(what.plain)
        reaction = tidy(what.text[split.end() :]) if split else ""
        label = _label(what.part(Span(0, split.start())) if split else what)
        if label is not None:
            how = match["how"] and tidy(sentence.text[match.start("how") : match.end("how")].strip(" ()\n"))
            yield Allergy(label, how or reaction or None, False, sentence.part(Span(*match.span())))


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
