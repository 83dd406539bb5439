"""The gate: what a file really is, and that nothing a file or its parser does gets past the walls."""

import logging
import os
import shutil
import sys
import threading
import time
from pathlib import Path

import pytest

from connectors import confine, intake
from connectors.intake import Limits
from core.errors import AmbiguousFileError, UnreadableFileError
from records.model import Passage
from tests.fakes import rogue_connector

CANARY = "canari-zx81"
MANIFEST = """
id = "{id}"
version = "1"
media_types = ["text/plain"]
structured = {structured}
[title]
fr = "Essai"
en = "Trial"
"""

walled = pytest.mark.skipif(
    not (sys.platform.startswith("linux") and confine.filter_program()), reason="no seccomp on this system"
)


def _folder(root: Path, *ids: str, structured: bool = False) -> Path:
    for name in ids:
        (root / name).mkdir(parents=True)
        text = MANIFEST.format(id=name, structured=str(structured).lower())
        (root / name / "manifest.toml").write_text(text, "utf-8")
        shutil.copy(rogue_connector.__file__, root / name / "connector.py")
    return root


@pytest.fixture(scope="module")
def rogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the rogue connector alone."""
    return _folder(tmp_path_factory.mktemp("connectors"), "rogue")


def _refused(
    rogue: Path,
    deed: str,
    *,
    wall_s: float = 20,
    cpu_s: int = 60,
    memory_mib: int = 1024,
    records: int = 200_000,
) -> str:
    limits = Limits(wall_s=wall_s, cpu_s=cpu_s, memory_mib=memory_mib, records=records)
    with pytest.raises(UnreadableFileError) as caught:
        intake.read(f"rogue:{deed}\n".encode(), "x.txt", folder=rogue, limits=limits)
    assert str(caught.value) == caught.value.code
    return caught.value.code


def _said(rogue: Path, deed: str) -> str:
    (record,) = intake.read(f"rogue:{deed}\n".encode(), "x.txt", folder=rogue).records
    assert isinstance(record, Passage)
    return record.text


def test_a_connector_in_another_folder_is_found_and_read(rogue: Path) -> None:
    """The control: the rogue connector works when it behaves."""
    assert _said(rogue, "say bonjour") == "bonjour"


def test_nothing_in_is_an_error() -> None:
    """An empty file is not a success without records."""
    with pytest.raises(UnreadableFileError, match="file_empty"):
        intake.read(b"", "x.txt")


def test_a_file_over_the_limit_starts_no_process() -> None:
    """Zeros beyond what any connector reads cost nothing."""
    data = bytes(intake.largest_bytes() + 1)
    started = time.monotonic()
    with pytest.raises(UnreadableFileError, match="file_too_large"):
        intake.read(data, "zeros.pdf")

    assert time.monotonic() - started < 0.5


def test_zeros_are_no_known_file() -> None:
    """A name does not make a file."""
    with pytest.raises(AmbiguousFileError) as caught:
        intake.read(bytes(1024 * 1024), "analyse.json")

    assert caught.value.code == "file_unknown"
    assert caught.value.facts["candidates"] == 0


def test_the_bytes_decide_and_not_the_extension() -> None:
    """A note named .pdf and a FHIR file named .txt are read as what they are."""
    note = intake.read(b"Tension 12/8 ce matin, fatigue.", "scan.pdf")
    fhir = intake.read(b'{"resourceType":"Condition","code":{"text":"Asthme"}}', "notes.txt")

    assert (note.connector, note.media_type) == ("plain_text", "text/plain")
    assert (fhir.connector, fhir.media_type) == ("fhir_r4", "application/json")


def test_two_connectors_that_want_a_file_are_an_error_not_a_race(tmp_path: Path) -> None:
    """Never first wins; only the count is told."""
    folder = _folder(tmp_path, "left_one", "right_one")

    with pytest.raises(AmbiguousFileError) as caught:
        intake.read(b"rogue:say hello\n", "x.txt", folder=folder)

    assert caught.value.code == "file_ambiguous"
    assert caught.value.facts == {"candidates": 2}


def test_a_structured_file_without_a_fact_is_an_error(tmp_path: Path) -> None:
    """A reader that finds nothing in a coded file has not read it."""
    folder = _folder(tmp_path, "coded_one", structured=True)

    with pytest.raises(UnreadableFileError, match="no_facts_in_structured_file"):
        intake.read(b"rogue:say words only\n", "x.txt", folder=folder)


@pytest.mark.parametrize("deed", ["abort", "fault", "leave", "babble", "shape", "blank", "raise secret"])
def test_a_parser_that_dies_or_lies_is_one_error(rogue: Path, deed: str) -> None:
    """Crash, segmentation fault, early exit, nonsense on the pipe, records of a wrong shape."""
    assert _refused(rogue, deed) == "parser_died"


@pytest.mark.parametrize("deed", ["want 0 1000", "want 4096 1", "want 0 18446744073709551615", "hurry"])
def test_a_parser_that_wants_what_is_not_there_is_ended(rogue: Path, deed: str) -> None:
    """It gets pieces of its one file and nothing beside, one after the other."""
    assert _refused(rogue, deed) == "parser_died"


def test_the_code_a_connector_gives_arrives(rogue: Path) -> None:
    """An encrypted file is told as such."""
    assert _refused(rogue, "refuse file_encrypted") == "file_encrypted"


def test_a_code_that_is_prose_does_not_arrive(rogue: Path) -> None:
    """A parser cannot put words into an error."""
    assert _refused(rogue, "refuse Madame Exemple") == "parser_died"


def test_a_parser_that_hangs_is_ended_in_time(rogue: Path) -> None:
    """Sleep is ended by the house's clock."""
    started = time.monotonic()

    assert _refused(rogue, "sleep", wall_s=1.0) == "file_timeout"
    assert time.monotonic() - started < 5


@walled
def test_a_parser_that_spins_is_ended_by_its_processor_time(rogue: Path) -> None:
    """The kernel ends it, whatever the house's clock says."""
    assert _refused(rogue, "spin", cpu_s=1) == "file_timeout"


@walled
def test_a_parser_that_eats_memory_is_told_too_complex(rogue: Path) -> None:
    """The address space is bounded."""
    assert _refused(rogue, "eat", memory_mib=512) == "file_too_complex"


def test_a_parser_that_recurses_for_ever_is_told_too_complex(rogue: Path) -> None:
    """A nesting bomb is not a crash of ours."""
    assert _refused(rogue, "recurse") == "file_too_complex"


def test_a_parser_that_floods_the_house_is_stopped(rogue: Path) -> None:
    """Records are bounded."""
    assert _refused(rogue, "flood", records=1000) == "file_too_complex"


def test_what_a_parser_prints_is_neither_a_record_nor_a_log(
    rogue: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A library that prints to standard output does not reach the pipe or the terminal."""
    assert _said(rogue, f"print {CANARY}") == "printed"
    assert CANARY not in "".join(capfd.readouterr())


def test_a_fault_is_logged_without_its_text(rogue: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Where it broke, never what it said."""
    with caplog.at_level(logging.DEBUG):
        _refused(rogue, f"raise {CANARY}")

    assert "ValueError:connector.py" in caplog.text
    assert CANARY not in caplog.text


@walled
@pytest.mark.parametrize("deed", ["connect", "fork", "exec"])
def test_a_parser_reaches_no_network_and_starts_no_program(rogue: Path, deed: str) -> None:
    """Sockets, fork and exec are refused by the kernel."""
    assert _said(rogue, deed) == "refused"


@walled
def test_a_parser_writes_removes_and_creates_no_file(rogue: Path, tmp_path: Path) -> None:
    """Nothing of a record can be left on disk by a parser."""
    kept = tmp_path / "kept"
    kept.write_text("kept", "utf-8")

    assert _said(rogue, f"write {tmp_path / 'new'}") == "refused"
    assert _said(rogue, f"append {kept}") == "refused"
    assert _said(rogue, f"remove {kept}") == "refused"
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


@walled
def test_a_parser_reads_no_file_that_is_not_program_code(rogue: Path, tmp_path: Path) -> None:
    """With landlock, what lies beside the house (a server share, other files) cannot be opened."""
    secret = tmp_path / "share"
    secret.write_text("secret", "utf-8")
    if not confine.landlock_here():
        pytest.skip("no landlock on this system")

    assert _said(rogue, f"read {secret}") == "refused"
    assert _said(rogue, f"read {os.__file__}") == "done"


def test_cancelling_ends_the_process(rogue: Path) -> None:
    """The person pressed stop."""
    pressed = threading.Event()
    threading.Timer(0.3, pressed.set).start()
    started = time.monotonic()

    with pytest.raises(UnreadableFileError, match="reading_cancelled"):
        intake.read(b"rogue:sleep\n", "x.txt", folder=rogue, cancelled=pressed.is_set)
    assert time.monotonic() - started < 5


def test_progress_counts_records_upwards() -> None:
    """What a person sees while a long file is read."""
    seen: list[int] = []
    text = "\n\n".join(f"Ligne {number}" for number in range(1000))

    reading = intake.read(text.encode(), "x.txt", progress=seen.append)

    assert seen == sorted(seen)
    assert seen[-1] == len(reading.records) == 1000


def test_a_big_file_goes_through_the_pipe_whole() -> None:
    """More than a pipe holds, while the parser is still starting."""
    line = "Douleur au genou gauche, 3 jours. "
    reading = intake.read((line * 60 + "\n\n").encode() * 2000, "long.txt")

    assert len(reading.records) == 2000


def test_no_process_is_left_behind(rogue: Path) -> None:
    """Each reading ends its process, the failed ones too."""
    before = _children()
    for deed in ("say hello", "abort", "raise x"):
        try:
            intake.read(f"rogue:{deed}\n".encode(), "x.txt", folder=rogue)
        except UnreadableFileError:
            continue

    assert _children() <= before


def _children() -> set[int]:
    """Processes that this one started and that are there, ended ones that nobody waited for included."""
    listed = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {int(child) for file in listed for child in file.read_text().split()}


def test_drawing_a_file_that_has_no_pages_is_an_error() -> None:
    """Text has no picture."""
    with pytest.raises(AmbiguousFileError, match="file_unknown"):
        intake.render(b"hello", "text/plain", 1, width_px=100)
