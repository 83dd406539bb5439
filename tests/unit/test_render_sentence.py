"""How a sentence shows where it comes from: a chip, a mark of what was worked out, a word opened."""

from chains.events import Basis, Citation, Sentence
from chains.plain_words import Entry
from records.source import Lines, Source
from ui import render

CHIP = Citation(1, "e1", Source(Lines(1, 1), file_id="f", file_name="bilan.pdf"), "8")


def meanings() -> dict[str, Entry]:
    entry = Entry("nfs", {"usual": "Le comptage."}, "source", "Numération formule sanguine", ("nfs", "fns"))
    return dict.fromkeys(entry.forms, entry)


def test_what_is_read_has_a_chip_and_no_mark() -> None:
    shown = render.sentence(Sentence("Ferritine : 8", (CHIP,)), "fr")

    assert shown.endswith('[1](/source/e1 "bilan.pdf")')


def test_what_is_worked_out_and_what_is_general_say_so_in_each_language() -> None:
    worked = Sentence("Moyenne : 8", (CHIP,), basis=Basis.WORKED_OUT)
    general = Sentence("La ferritine range le fer.", basis=Basis.GENERAL)

    assert "[calculé](/basis#worked_out" in render.sentence(worked, "fr")
    assert "[worked out](/basis#worked_out" in render.sentence(worked, "en")
    assert "[général](/basis#general" in render.sentence(general, "fr")


def test_an_abbreviation_opens_its_meaning_once() -> None:
    known = meanings()
    first = render.sentence(Sentence("NFS du 3 mars ; NFS du 4 mars"), "fr", known)
    second = render.sentence(Sentence("La NFS"), "fr", known)

    assert first.count("(/word/nfs") == 1
    assert "/word/" not in second


def test_words_that_only_hold_an_abbreviation_are_left_alone() -> None:
    for text in ("ANFS", r"\[NFS\]", "NFS-2", "nfs"):
        assert "/word/" not in render.sentence(Sentence(text), "fr", meanings())
