"""Diseases and operations from headed sections: histories, problem lists, retained diagnoses.

In a history a name must hold a word or ending of the lists of diseases or operations; under a heading that
says "diagnosis" or "problem list" the heading is the evidence. What is supposed, feared or another person's
is none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from connectors.prose import context, pharmacopoeia, vocabulary
from connectors.prose.lines import Span, Stretch, pieces, plain, sentences, tidy
from connectors.prose.moments import Moment, Moments
from records.months import MONTH
from records.when import When

_COMMA = re.compile(r"\s*[,;]\s+|\s/\s")
_AND = re.compile(r"\s+ainsi qu'|\s+(?:et|and|ainsi que|as well as|&)\s+|\s\+\s|\s[-–]\s")
_BUT = re.compile(r",?\s+(?:but|mais)\s+")
_NOR = re.compile(rf"{_AND.pattern}|\s+(?:ou|or|ni|nor)\s+(?:(?:de |une? |an? )|d')?")
_ARTICLE = re.compile(
    r"(?:(?:une?|des?|du|le|la|les|l'|d'|an?|the|known|previous|notable for|antecedents? (?:de|d')|"
    r"history of|episodes? (?:de|d'|of)|atcd (?:de|d')|s/p|status post|"
    r"(?:chx?|chir|chirurgica\w+|med|medica\w+|gyn|obst|surgical|medical)\.?\s?:|and|et|ainsi que|plus|"
    r"(?:a )?(?:background|diagnosis) of|plusieurs|several|both|k/c/o|known case of|hx of|h/o|h\.o\.|"
    r"connue? pour|porteu\w+ (?:de|d'une?)|notion (?:de|d')|past|status (?:apres|post|after)|pmhx? of|"
    r"history of|"
    r"(?:deux|trois|quatre|two|three|\d) episodes? (?:de|d'|of)|"
    r"ancien(?:ne)?s?|active|"
    r"operee?s? (?:d'une?|de la|de|du|des|d')|patiente?|includes?|on note|par ailleurs|also|has|with|avec|"
    r"a|diagnostic (?:de|d'))(?:\s+|(?<=')))++"
)
_DATE_PHRASE = (
    rf"(?<!\w)\(?\s*(?:(?:depuis|since|en|in|le|on|du|from|dx|diagnosed(?: in| with)?|"
    rf"diagnostique\w*(?: en)?|decouvert\w*(?: en)?|connue?s?(?: depuis)?|opere\w*(?: en)?|"
    rf"traite\w*(?: en)?|evoluant|"
    rf"fait\w*|realise\w*|annee|(?:au )?mois de|date(?:e|ant)?(?: de)?|aged|survenue?|about|"
    rf"vers|fin|debut|early|late)\s+)*(?:(?:19|20)\d\d-\d\d-\d\d|(?:\d{{1,2}}[ /.-])?(?:(?:{MONTH}|"
    rf"\d{{1,2}})[ /.,-]+)?(?:19|"
    rf"20)\d\d|"
    rf"\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}})\s*\)?"
)
_DATED = re.compile(_DATE_PHRASE)
_LEADING = re.compile(rf"{_DATE_PHRASE}\s*[:–-]?\s*")
_WITHOUT = re.compile(r"(?<=\w\s)(?:(?:without|sans)\b|non[ -](?=[a-z-]{5,}))")
_SINCE_VAGUE = re.compile(
    r"\s*\(?\b(?:s/p|status post|done|p/w|non[- ]adherent|non[- ]compliant|\d+ (?:years|yrs) (?:back|ago)|"
    r"x ?\d+ ?(?:yrs?|years?|y|ans|mois|months?|weeks?)|(?:aged?|at age|at the age of) \d+|"
    r"a (?:l'age de )?\d+ (?:ans|mois)|"
    r"par (?:le|la|un|son|mon)|by (?:dr|the|his|her)|depuis|since|for|il y a|diagnosed|"
    r"decouvert\w*|connue?s?)\b.*\Z",
    re.DOTALL,
)
_TAIL = re.compile(
    r"(?:\s*\([^)]*\d[^)]*\)|\s*[-–,:(]?\s*\b(?:(?:bien |mal |mieux |well |poorly |better )?(?:controlee?s?|"
    r"equilibree?s?|controlled|managed|stable|traitee?s?|treated|operee?s?|appareillee? depuis|"
    r"suivie?s?|connue?s?|known|"
    r"guerie?s?|resolue?s?|resolved|ongoing|active|actif|en cours|en remission|in remission)\b|"
    r"\s*(?:sous|on(?! chronic)|traite\w* par|treated with|under)\s.*)\)?\s*)++\.?\Z",
    re.DOTALL,
)
_LOOSE = re.compile(
    r"\W*(?:decouvert\w*|diagnosti\w+|connue?s?|known|opere\w*|depuis|since|diagnosed|traitee?s?|"
    r"survenue?|date\w*|en|in|le|du)?\W*"
)
_WITH = re.compile(
    r"\b(?:with|avec|s/p|post|after|apres|awaiting|en attente|requiring|necessitant|treated|traite\w*|"
    r"stente\w*)\b"
)
"""Behind it stands what was done for a disease, not the disease."""
_BY_WHAT_WAY = re.compile(
    r"\s(?:par (?:voie|coelio\w*|laparo\w*)|sous (?:coelio|laparo)\w*|avec|with|using|via|under)\b"
)
_LACKS = re.compile(r"\s(?:without|sans)\s(?:evidence of |signe de )?")
_RESOLVED = re.compile(r"\b(?:resolved|resolue?s?|gueri\w*|healed|recovered|en remission|in remission)\b")
_DENIAL = re.compile(
    r"\s*(?:(?:pas|absence|aucune?s?|jamais|not (?:an? )?(?:k/c/o|known (?:case of|to have))|sans|ni|no|nil|"
    r"denies(?: any)?|without|negative for|no "
    r"known|n'a pas(?: eu)?)\b\s*(?:d'|de |of )?\s*(?:notion (?:de|d')|(?:autres?|other|known|any|"
    r"previous|past|prior)\s|"
    r"(?:personal )?history of|h/o |hx of|antecedents? (?:de|d'|personnels? (?:de|d'))|evidence of|d')*\s*)++"
)
_LEAD = re.compile(
    r"\b(?:"
    # followed, known, treated for
    r"(?:suivie?s?|suivi) (?:\w+ ){1,6}?pour (?:une?|des|son|sa) |(?:est|etes|is|are) (?=(?:diabeti|"
    r"hypertend|hypertensive|"
    r"asthmati|epilepti|insuffisante? (?:cardi|renal|respi)))|"
    r"(?:suivie?s?|connue?s?|traitee?s?|prise? en charge|stabilisee?)(?: (?:par ailleurs|egalement|"
    r"depuis \d{4}|au long cours|chez (?:vous|nous)))? pour (?:(?:une?|des|son|sa|ses|le|la|les|l'|votre) "
    r"?)?|"
    r"atteinte?s? (?=d)|souffr\w+ (?=d)|(?:porteu(?:r|se)s?) (?=d)|"
    r"connue?s? (?=(?:diabet|asthm|hypert|bpco|epilep|insuff|cardia|coronar|cirrh|parkin))|"
    r"(?:known|treated|followed(?: up)?|under follow[- ]?up|on treatment) for |known (?:with|to have) |"
    r"known (?=(?:case|diabet|asthma|hypert|copd|epilep|ckd|hiv|cad|ihd|heart|coronary|af\b|copd))|"
    # history and background
    r"(?:antecedents?|atcds?) (?:notables? |personnels? |medicaux )?(?=d[e'])|terrain (?=d[e'])|"
    r"dans (?:un|le) contexte (?=d[e'])|(?:dans|parmi) (?:ses|les|vos) antecedents,?(?: on (?:note|"
    r"retrouve))?\s"
    r"(?=(?:une?|des|du)\s|d')|"
    r"(?:known history|past history|pmhx?|past medical history) (?:of|includes?)|"
    r"(?:history|hx|pmhx?) (?:is |was )?(?:otherwise )?(?:notable|significant|remarkable|positive) for|"
    r"(?:medical |past )?history (?:includes?|comprises?|consists of)|co-?morbidities (?:include|are)|"
    r"(?:signale|rapporte|mentionne|declare) (?=une?\b)|marquee? par|compliquee?s? (?=d[e'])|"
    r"(?:\w*biops\w*|histolog\w*|anatomo-?path\w*|anapath|patholog\w*|cytolog\w*)[^.;:]{0,40}:|"
    r"k/c/o|known case of|h/o|hx of|s/p|status post|background of|diagnosis of|diagnosed (?:with|as having)|"
    r"(?:has|have|had|with|of) (?:an? )?(?:known |long-?standing |strong |past |previous |medical )*"
    r"(?:history|hx|background|diagnosis) of|(?<!no )(?<!denies )hx of|"
    # has
    r"(?:he|she|they|you|patient|i|who|also|and|currently) (?:also |still |now |currently )?ha(?:s|ve) "
    r"(?!had|been|not|recovered|no |an? (?:history|hx|background|diagnosis)|never|to )|"
    r"suffer(?:s|ing)? (?:from|with)|living with|lives with|because of (?:his|her|your)|"
    r"(?:il|elle|qui|patiente?|vous|on|et|aussi) (?:a |avez |ai )(?:aussi |egalement )?(?:deja )?(?:eu|"
    r"fait|presente|"
    r"developpe) (?=(?:une?|des|de l'|du|plusieurs|\d)\b)|"
    r"vous avez (?:eu )?(?=(?:une?|des|de l'|du|de la)\b)|"
    r"presente(?: egalement| par ailleurs| aussi)? (?=une?\b)"
    r")\s*"
)
_WEAK_LEAD = re.compile(
    r"\b(?:(?:suis|suivons|revois|revoyons|recois|recevons)(?: \w+){1,4}? (?:depuis [^,.;]{2,20}? )?pour "
    r"(?:une?|son|sa) |"
    r"(?:man|woman|lady|gentleman|male|female|patient|boy|girl|child|infant|student|y/?o|year[- ]old|"
    r"[mf]) "
    r"(?:known )?with (?:an? )?|"
    r"(?:patiente?|homme|femme|dame|monsieur|garcon|fille|enfant|nourrisson)(?: de \d+ (?:ans|mois))?,? "
    r"(?:presentant|ayant|avec|atteint|porteur|porteuse|souffrant|aux? antecedents?) (?=(?:une?|des|de|du|"
    r"d')\b)|"
    r"(?:his|her|your|their|votre|vos|son|sa|ses) (?:known |chronic )?)"
)
"""Before a disease, and as often before a complaint or a finding."""
_OF_IT = re.compile(
    r"\b(?:antecedents?|pour|for|par|by|about|sur|care|clinic|team|nurse|treatment|traitement|medication|"
    r"status)\b"
)
"""In what stands behind ``his``: it is not the disease itself."""
_LASTING = (
    r"(?:(?:known|personal|previous|past|connue?) )?(?:diabet|hypert|hta\b|htn\b|asthm|epileps|epilept|"
    r"cancer|bpco|copd|"
    r"maladies? (?:thrombo|cardi|renal|hepat|auto-?imm|coron|respir|chron|neuro)|insuffisance|coronaropath|"
    r"(?:heart|cardiac|renal|kidney|liver|thyroid|lung|bleeding|clotting|coronary|chronic) (?:failure|"
    r"disease|"
    r"disorder|problem)|dvt|vte\b|avc\b|ait\b|strokes?\b|tia\b|tuberculos|tb\b|glaucom|hepatit|phlebit|"
    r"jaundice|rheumatic|sickle|drepan|malaria|hiv\b|vih\b|apnee|sleep apn)"
)
"""What a letter denies as a thing of the person, not as a finding of the day."""
_NEVER = re.compile(
    rf"(?:\A|(?<=[,;:.]\s)|\b(?:and|et|mais|but|with|avec|has|a)\s)\W*(?:pas de |pas d'|ni |no |nil |"
    rf"aucune? |absence de |"
    rf"absence d'|sans )(?={_LASTING})|"
    rf"\b(?:(?:no|nil|denies(?: any)?|without|never had an?y?)(?: known| personal| past| previous| prior)* "
    r"(?:(?:history|hx|h/o) of|h/o)|"
    r"denies(?: any)? (?:prior|previous|past) |"
    rf"(?:does|do|did) not have (?:an? )?(?={_LASTING})|"
    rf"(?:n'a|n'ai|n'avez|n'ont) pas (?:de |d')(?={_LASTING})|"
    r"(?:has|have) (?:not|never) had(?: an?)?|(?:pas|aucun|sans) (?:d'|"
    r"de )?(?:antecedents?|atcds?|notion)(?: personnels?| connus?)? (?:de |d')|"
    rf"(?:not|n'est pas|n'etes pas|ni)(?: an?| known to be)? (?=(?:diabet|hypert|asthm|epilept))|"
    rf"ne (?:presente|souffre) pas (?:de |d')(?={_LASTING})|"
    r"n'a(?:vez)? jamais (?:eu|fait|presente) (?:de |d'))\s*"
)
_CLAUSE = re.compile(
    r"[.;]|,? (?:et|and|with|avec|ainsi que) (?:(?:un|a|son|sa|his|her) )?(?:traitement|treatment|il|elle|"
    r"he|she|is|has|had|was|takes|taking|uses|using|prend|utilise|est|sous|"
    r"a (?:ete|eu|fait|presente|beneficie|ses|son|sa))\b|"
    r"\b(?:qui|which|who|but|mais|for which|et comporte|he|she|il|elle|you|vous)\b|"
    r"\b(?:p/w|c/o|presents?|presented|presenting|comes|came|complain\w*|reports?|attend\w*|consulte|se "
    r"plaint)\b|"
    r",? (?:please|merci|so|donc|therefore|evoluant|responsable)\b"
)
_SINCE = re.compile(
    r"\A(?=[^.;:]{3,80}?\s\(?(?:depuis|decouvert\w*|diagnosti\w+|connue?s? depuis|since|"
    r"diagnosed)\s(?:\w+\s){0,2}(?:19|20)\d\d)"
)
"""A sentence that begins with a name and when it began."""
_PLANNED = re.compile(
    r"\W*(?:poursuite|arret|reprise|introduction|surveillance|controle|continue|start|stop|follow|plan|"
    r"refer)\b"
)
_NUMBERED = re.compile(r"(?:\A|(?<=\s))\d{1,2}[.)]\s+")
_LIST_IN_A_LINE = re.compile(r"\W*(?:1[.)]\s+)?[a-z].{3,80}?\s2[.)]\s+[a-z]")
_CONCLUDES = re.compile(r"\s*(?:au total|en (?:conclusion|resume)|in (?:summary|conclusion))\s*[,:]\s*")
_ENGLISH_NO = re.compile(r"\W*(?:no|not|nil|denies|never|negative for)\b")
"""Denies all that follows it in its sentence; French says it again before each."""
_VERB = re.compile(
    r"\b(?:est|sont|etait|etaient|is|are|was|were|has|have|had|a ete|ont|avons|avez|montre\w*|"
    r"shows?|showed|retrouve\w*|doit|peut|should|must|will|sera|je|nous|vous|we|i|he|she|il|elle|"
    r"please|merci|"
    r"permet\w*|presente|consulte|recommend\w*|admitted|hospitalise\w*|motive\w*|revient|revu\w*)\b"
)
_MOST_WORDS, _LONGEST = 11, 110


@dataclass(frozen=True, slots=True)
class Statement:
    """A disease or an operation as printed.

    Attributes:
        label: Without article, date and remark.
        operation: Whether it is something done, not something had.
        start: As far as printed.
        status: ``active``, ``resolved`` or None.
        negated: Whether it is denied.
        detail: What was printed behind it.
        place: Its words.
    """

    label: str
    operation: bool
    start: When | None
    status: str | None
    negated: bool
    detail: str | None
    place: Stretch


def listed(
    item: Stretch, moments: Moments, *, headed: bool, surgery: bool = False, denied: bool = False
) -> Iterator[Statement]:
    """The diseases and operations of one item.

    Args:
        item: Of a history or a list of diagnoses.
        moments: How the document writes dates.
        headed: Under a heading that says diagnosis or problem: an unknown name is believed.
        surgery: Under a heading of operations.
        denied: Whether the words before the item deny it.
    """
    item = item.part(Span(context.exception(item.plain), len(item.text)))
    if context.says_nothing(item.plain):
        return
    numbered = pieces(item, _NUMBERED) if _LIST_IN_A_LINE.match(item.plain) else []
    if len(numbered) > 1:
        for one in numbered:
            yield from listed(one, moments, headed=headed, surgery=surgery, denied=denied)
        return
    for sentence in (clause for whole in sentences(item) for clause in pieces(whole, _BUT)):
        yield from _of_a_sentence(sentence, moments, headed=headed, surgery=surgery, denied=denied)


def _of_a_sentence(
    sentence: Stretch, moments: Moments, *, headed: bool, surgery: bool, denied: bool
) -> Iterator[Statement]:
    found: Statement | None = None
    not_had = _ENGLISH_NO.match(sentence.plain) is not None
    for number, (part, nor) in enumerate(_separate(sentence, denied=denied or not_had)):
        read = _one(part, moments, headed=headed and number == 0, surgery=surgery)
        if nor and read is not None:
            read = None if read.operation else replace(read, negated=True)
        if not_had and number and read is not None and not read.negated:
            if read.operation or read.start is not None or read.detail:
                break  # what the denial reaches is not sure
            read = replace(read, negated=True)
        if read is not None:
            if found is not None:
                yield found
            found = read
        elif context.of_another(part.plain):
            break  # what follows may be said of them too
        elif found is not None and number:
            found = _with_remark(found, part, moments)
    if found is not None:
        yield found


def told(sentence: Stretch, moments: Moments) -> Iterator[Statement]:
    """What a sentence of running prose says the person is known to have, or never had; known names only."""
    text = sentence.plain
    for pattern, denied in (
        (_NEVER, True),
        (_LEAD, False),
        (_WEAK_LEAD, False),
        (_CONCLUDES, False),
        (_SINCE, False),
    ):
        for match in pattern.finditer(text):
            before = text[: match.start()]
            if (
                context.of_another(before)
                or context.supposed(before)
                or (not denied and context.denied(before[-20:]))
            ):
                continue
            stop = _CLAUSE.search(text, match.end())
            rest = sentence.part(Span(match.end(), stop.start() if stop else len(text)))
            if not rest.text or (pattern in (_CONCLUDES, _SINCE) and _VERB.search(rest.plain)):
                continue
            for one in listed(rest, moments, headed=False, denied=denied):
                named = plain(one.label)
                weak = pattern is _WEAK_LEAD and (vocabulary.complaint(named) or _OF_IT.search(named))
                if not (weak or (denied and one.operation)):
                    yield replace(one, negated=one.negated or denied)


def concluded(item: Stretch, moments: Moments) -> Iterator[Statement]:
    """The known diseases that a conclusion names, one beside the other or numbered; none that it denies."""
    for part in pieces(item, _NUMBERED):
        for sentence in sentences(part):
            if _VERB.search(sentence.plain) is None and not _PLANNED.match(sentence.plain):
                found = listed(sentence, moments, headed=False)
                yield from (one for one in found if not (one.negated or one.operation))


def _with_remark(found: Statement, part: Stretch, moments: Moments) -> Statement:
    """The statement with a further part that says no other: its date, when that is all it says."""
    if found.start is None and _DATED.fullmatch(part.plain) and len(dates := moments.all(part.plain)) == 1:
        return replace(found, start=dates[0].when)
    status = "resolved" if _RESOLVED.search(part.plain) else found.status
    said = None if re.match(r"(?:ras|rien|nil|nothing|sans)\b", part.plain) else tidy(part.text)
    detail = ", ".join(words for words in (found.detail, said) if words) or None
    return replace(found, status=status, detail=detail)


def _separate(sentence: Stretch, *, denied: bool) -> Iterator[tuple[Stretch, bool]]:
    """Parts at commas; at ``and`` only between two known names, or before an article and a known one.

    With each, whether the denial of the part before reaches it (``pas de diabète ni d'hypertension``).
    """
    for part in pieces(sentence, _COMMA):
        no = denied or _DENIAL.match(part.plain) is not None
        halves = pieces(part, _NOR if no else _AND)
        known = [vocabulary.disease(half.plain) or vocabulary.operation(half.plain) for half in halves]
        if len(halves) > 1 and (all(known) or (known[-1] and re.match(r"(?:une?|an?) ", halves[-1].plain))):
            yield from ((half, no and number > 0) for number, half in enumerate(halves))
        else:
            yield part, False


def _one(  # noqa: PLR0911  one reason not to believe it after the other
    part: Stretch, moments: Moments, *, headed: bool, surgery: bool
) -> Statement | None:
    text = part.plain
    if _of_no_disease(text):
        return None
    denial = _DENIAL.match(text)
    begin = denial.end() if denial else 0
    begin += _length(_ARTICLE.match(text[begin:]))
    lead = _LEADING.match(text, begin)
    begin = lead.end() if lead else begin
    begin += _length(_ARTICLE.match(text[begin:]))
    if context.supposed(text) or (not denial and context.denied(_WITHOUT.sub(" ", text))):
        return None
    dates = [] if _of_another_event(text) else moments.all(text)
    end = min(
        (
            match.start()
            for pattern in (_DATED, _SINCE_VAGUE, _TAIL)
            if (match := pattern.search(text, begin))
        ),
        default=len(text),
    )
    opened = text.rfind("(", begin, end)
    if opened > begin and ")" not in text[opened:end]:
        end = opened
    if end <= begin:
        return None
    if len(text[begin:end].split()) > _MOST_WORDS and (how := _BY_WHAT_WAY.search(text, begin, end)):
        end = how.start()
    without = _LACKS.search(text, begin + 1, end)
    if without is not None and vocabulary.disease(text[without.end() : end]):
        end = without.start()
    name = text[begin:end]
    label = tidy(part.text[begin:end])
    head = _WITH.split(name, maxsplit=1)[0]
    operated = vocabulary.operation(head if vocabulary.disease(head) else name) or surgery
    known = vocabulary.disease(name) or vocabulary.operation(name)
    if (
        not label
        or len(label) > _LONGEST
        or len(label.split()) > _MOST_WORDS
        or not re.search(r"[a-z]{2}", name)
    ):
        return None
    if re.search(r"\d{3}|\d[.,]\d|\d\s?(?:mm|cm|mg|kg|%)|[:=]", name):
        return None
    if not known and not ((headed or surgery) and denial is None and _looks_like_a_name(name)):
        return None
    if not known and not surgery and pharmacopoeia.surely(name):
        return None
    if operated and denial is not None:
        return None
    rest = _remark(part.text[end:])
    return Statement(
        label=label,
        operation=operated and (surgery or vocabulary.operation(name)),
        start=_start(text, end, dates),
        status="resolved" if _RESOLVED.search(text) else None,
        negated=denial is not None,
        detail=rest,
        place=part,
    )


def _start(text: str, end: int, dates: list[Moment]) -> When | None:
    """The date right behind a name, else the only one."""
    behind = _DATED.search(text, end)
    close = behind is not None and behind.start() <= end + 1
    near = [
        one for one in dates if behind and close and behind.start() <= one.start and one.end <= behind.end()
    ]
    one = near if len(near) == 1 else dates
    return one[0].when if len(one) == 1 else None


def _of_another_event(text: str) -> bool:
    """Whether a bracket with a date names a disease or an act of its own: ``heart disease (MI 2018)``."""
    return any(
        vocabulary.disease(inner) or vocabulary.operation(inner)
        for inner in re.findall(r"\(([^()]{0,60}\d{4}[^()]{0,60})\)", text)
    )


def _looks_like_a_name(name: str) -> bool:
    words = name.split()
    return (
        1 <= len(words) <= _MOST_WORDS
        and not re.search(r"[@/=<>]|\b\d{2}\b", name)
        and re.search(r"[a-z]{3}", name) is not None
    )


def _of_no_disease(text: str) -> bool:
    said = context.of_another(text) or vocabulary.way_of_life(text) or context.says_nothing(text)
    return said or _VERB.search(text) is not None


def _remark(text: str) -> str | None:
    """What is printed behind a name, without its date and the words that only lead to it."""
    folded = plain(text)
    kept = "".join(text[start:end] for start, end in _outside(_DATED, folded))
    kept = tidy(kept).strip(" ()-–,")
    return None if _LOOSE.fullmatch(plain(kept)) else kept


def _outside(pattern: re.Pattern[str], folded: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in pattern.finditer(folded):
        yield start, match.start()
        start = match.end()
    yield start, len(folded)


def _length(match: re.Match[str] | None) -> int:
    return match.end() if match else 0
