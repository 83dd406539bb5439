"""The one question that is missing: what would make a symptom urgent is said while it is asked.

A symptom told without what decides about it gets one short question, with what to do if the answer is yes, in
the same sentence; once a conversation. The screen decides about urgency; this only asks. A question about "my
result" that names none is asked which one.
"""

import re
from collections.abc import Sequence

from chains.drafts import Asked, Draft
from chains.events import Basis, Sentence
from chains.lists import available
from chains.wording import spoken
from records.words import fold
from retrieval.query import Aim
from safety.verdict import Intent, Verdict

_ASKED_OF = frozenset(
    {
        Intent.SYMPTOM,
        Intent.SYMPTOM_RELIEF,
        Intent.DIAGNOSIS,
        Intent.ANXIETY,
        Intent.EMERGENCY_SELF,  # without a card: it could be one
        Intent.EMERGENCY_OTHER,
    }
)
_OF_A_RESULT = frozenset({Aim.RANGE, Aim.TREND, Aim.STATISTIC})

_TOPICS: dict[str, str] = {
    "chest": r"poitrine|thora\w+|chest|sternum",
    "breath": r"souffle|essouffl\w+|respir\w+|breath\w*|wheez\w*|asthm\w*",
    "head": r"(?:maux?|mal) de? (?:tete|crane)|mal a la tete|migraine\w*|cephal\w+|head ?aches?|head hurts",
    "belly": r"ventre|abdom\w+|estomac|bas[- ]ventre|belly|stomach|tummy|abdomen|flanc",
    "back": r"dos|lombaires?|lumbago|sciatique|reins? qui|back|sciatica",
    "leg": r"mollet|jambe|cheville|calf|legs?|ankles?",
    "dizzy": r"vertige\w*|etourdi\w*|tete qui tourne|malaise|dizz\w+|light-?headed|vertigo|faint\w*",
    "heart": r"palpitation\w*|coeur (?:bat|s'emballe|qui)|heart (?:racing|beats|pounding|skips)",
    "skin": r"boutons?|plaques?|eruption|urticaire|demange\w*|rash\w*|hives|itch\w*|spots",
    "eye": r"oeil|yeux|vue|vision|eyes?|sight",
    "urine": r"urin\w*|pipi|cystite|bru\w+ en urinant|pee|urine|uti|cystitis",
    "gut": r"vomi\w*|diarrh\w*|nausee\w*|gastro|vomit\w*|diarrh\w*|nausea|throwing up",
    "throat": r"gorge|angine|avaler|throat|tonsil\w*|swallow\w*",
    "fever": r"fievre|temperature|frissons?|fever|chills|feverish",
}
"""Folded words of each topic, the first that matches decides; the more dangerous come first."""
_PATTERNS = {topic: re.compile(rf"\b(?:{words})\b") for topic, words in _TOPICS.items()}
_REMEMBERED_CHARS = 40


def question(asked: Asked, verdict: Verdict, said: Sequence[str]) -> Sentence | None:
    """The missing question of a symptom, with what to do if it is so; None where there is none to ask.

    Args:
        asked: The message.
        verdict: Of the screen; beside a full card nothing is asked.
        said: What Carnet said in this conversation: nothing is asked twice.
    """
    if verdict.card is not None or verdict.intent not in _ASKED_OF:
        return None
    text = fold(asked.query.text)
    topic = next((name for name, pattern in _PATTERNS.items() if pattern.search(text)), None)
    if topic is None:
        return None
    line = spoken(asked.care.emergency[:1], asked.wording.language)
    words = asked.wording.say(f"missing.{topic}", emergency=line)
    if any(words[:_REMEMBERED_CHARS] in earlier for earlier in said):
        return None
    return Sentence(words, basis=Basis.GUIDANCE)


def which(asked: Asked) -> Draft | None:
    """Which result is meant, where a question names none and none came before; None where that is clear."""
    query, names = asked.query, available(asked)
    if query.aim not in _OF_A_RESULT or query.names_something or query.words or not names:
        return None
    return Draft(asked.wording.say("missing.which", labels=", ".join(names)), basis=Basis.WORKED_OUT)
