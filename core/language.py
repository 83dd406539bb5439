"""Which language a message is in: French or English, and nothing else is claimed."""

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")

# Words that decide alone: short questions ("TSH ?") carry too few letters for the classifier.
_FRENCH = frozenset(
    "le la les un une des du de mon ma mes ton ta est et ou où quel quelle quels quelles combien comment "
    "pourquoi quand j'ai je suis ai-je avez vous dans sur avec pour depuis dernier dernière derniers "
    "dernières quoi fait au aux ce cette ces c'est ça chez par que qui il elle est-ce qu'est-ce".split()
)
_ENGLISH = frozenset(
    "the a an my your is are was were what which how why when where do does did i have has had with for "
    "since last in on of and latest newest current any show give tell list from to at this that been be am "
    "it they you".split()
)


@lru_cache(maxsize=1)
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # here: parsers use only `of_document`

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def detect(text: str, fallback: Language) -> Language:
    """The language of `text`; `fallback` (the person's setting) when it is too short to say.

    >>> detect("quelle était ma ferritine en mars ?", "en")
    'fr'
    >>> detect("TSH", "fr")
    'fr'
    """
    words = _words(text)
    decided = _by_words(words)
    if decided is not None:
        return decided
    if len(words) < 3:  # noqa: PLR2004  below three words the classifier guesses (measured: its errors are single words)
        return fallback
    language, probability = _identifier().classify(text)
    return cast(Language, language) if probability >= 0.8 else fallback  # noqa: PLR2004  a weak guess is no guess


def of_document(text: str, fallback: Language) -> Language:
    """The language of a longer text by its small words alone; `fallback` when they do not decide.

    For the parser process, where the classifier cannot be loaded: its model is unpacked into a file.
    """
    return _by_words(_words(text)) or fallback


def _words(text: str) -> list[str]:
    return text.lower().replace("\u2019", "'").split()


def _by_words(words: list[str]) -> Language | None:
    french = sum(word.strip("?!.,;:") in _FRENCH for word in words)
    english = sum(word.strip("?!.,;:") in _ENGLISH for word in words)
    if french == english:
        return None
    return "fr" if french > english else "en"
