"""The example person, Camille Exemple, who does not exist: documents written for this project.

The files are committed; ``python -m ui.demo.make`` writes them again.
"""

from importlib import resources

from core.language import Language

QUESTIONS: dict[Language, tuple[str, ...]] = {
    "fr": (
        "Quelle était ma ferritine en mars 2024 ?",
        "Comment a évolué mon cholestérol LDL depuis 2021 ?",
        "À quoi suis-je allergique ?",
        "Que dit la lettre du cardiologue ?",
    ),
    "en": (
        "What was my ferritin in March 2024?",
        "How has my LDL cholesterol moved since 2021?",
        "What am I allergic to?",
        "What does the cardiologist's letter say?",
    ),
}
"""Questions the example's documents answer."""


def documents() -> tuple[tuple[str, bytes], ...]:
    """Name and bytes of each document, oldest first."""
    folder = resources.files("ui.demo").joinpath("files")
    files = sorted((file for file in folder.iterdir() if file.is_file()), key=lambda file: file.name)
    return tuple((file.name, file.read_bytes()) for file in files)
