"""Nothing in the log can be edited, taken out, moved or cut off without its line being named."""

import json
import multiprocessing
from pathlib import Path

import pytest

from core.clock import SystemClock
from core.errors import IntegrityError
from prompts.log import Fault, Head, HeadFile, Log, Wrong, canonical, check


@pytest.fixture
def log(tmp_path: Path) -> Log:
    log = Log(tmp_path / "library" / "log.jsonl", SystemClock())
    for number in range(1, 6):
        log.append("proposed", "Zoé", {"name": "card/prompt.fr.md", "version": str(number)})
    return log


def rewrite(log: Log, lines: list[bytes]) -> None:
    log.path.write_bytes(b"".join(line + b"\n" for line in lines))


def lines(log: Log) -> list[bytes]:
    return log.path.read_bytes().splitlines()


def rehashed(line: bytes, **changes: object) -> bytes:
    """A line edited by somebody who knows how its hash is made."""
    plain = json.loads(line) | changes
    del plain["hash"]
    from hashlib import sha256

    return canonical(plain | {"hash": sha256(canonical(plain)).hexdigest()})


def test_what_is_written_is_read_back_in_order(log: Log) -> None:
    entries = log.entries()

    assert [entry.sequence for entry in entries] == [1, 2, 3, 4, 5]
    assert [entry.what["version"] for entry in entries] == list("12345")
    assert entries[0].who == "Zoé"
    assert log.verify() is None
    assert log.head() == entries[-1].head


def test_an_edited_line_is_named(log: Log) -> None:
    rows = lines(log)
    rows[2] = rows[2].replace(b'"version":"3"', b'"version":"9"')
    rewrite(log, rows)

    assert log.verify() == Fault(3, Wrong.EDITED)


def test_a_line_edited_with_its_hash_breaks_the_next(log: Log) -> None:
    rows = lines(log)
    rows[2] = rehashed(rows[2], who="Somebody else")
    rewrite(log, rows)

    assert log.verify() == Fault(4, Wrong.UNCHAINED)


def test_the_last_line_edited_with_its_hash_does_not_fit_the_head(log: Log) -> None:
    rows = lines(log)
    rows[4] = rehashed(rows[4], who="Somebody else")
    rewrite(log, rows)

    assert log.verify() == Fault(5, Wrong.EDITED)


def test_a_removed_line_is_named(log: Log) -> None:
    rows = lines(log)
    rewrite(log, rows[:1] + rows[2:])

    assert log.verify() == Fault(2, Wrong.MISSING)


def test_moved_lines_are_named(log: Log) -> None:
    rows = lines(log)
    rewrite(log, [rows[0], rows[2], rows[1], *rows[3:]])

    assert log.verify() == Fault(2, Wrong.MISSING)
    rewrite(log, [rows[0], rows[1], rows[1], *rows[2:]])
    assert log.verify() == Fault(3, Wrong.MOVED)


def test_lines_cut_off_the_end_are_told_by_the_head_beside_it(log: Log) -> None:
    rewrite(log, lines(log)[:3])

    assert log.verify() == Fault(4, Wrong.CUT)
    log.path.unlink()
    assert log.verify() == Fault(1, Wrong.CUT)


def test_lines_cut_off_with_the_head_are_told_by_a_head_noted_elsewhere(log: Log, tmp_path: Path) -> None:
    noted = log.head()
    rewrite(log, lines(log)[:3])
    log.path.with_suffix(".head").unlink()

    assert log.verify() is None
    assert log.verify([noted]) == Fault(4, Wrong.CUT)
    assert Log(log.path, SystemClock(), [_Noted(noted)]).verify() == Fault(4, Wrong.CUT)


class _Noted:
    def __init__(self, head: Head) -> None:
        self.head = head

    def read(self) -> Head:
        return self.head

    def write(self, head: Head) -> None:
        self.head = head


def test_a_chain_made_anew_from_the_first_line_does_not_fit_the_head(log: Log, tmp_path: Path) -> None:
    other = Log(tmp_path / "other.jsonl", SystemClock())
    for number in range(1, 6):
        other.append("proposed", "Mallory", {"name": "card/prompt.fr.md", "version": str(number)})
    log.path.write_bytes(other.path.read_bytes())

    assert log.verify() == Fault(5, Wrong.EDITED)


@pytest.mark.parametrize("junk", [b"", b"{}", b"null", b"[1]", b"\xff\xfe", b'{"sequence": 1}'])
def test_what_is_no_line_of_ours_is_named(log: Log, junk: bytes) -> None:
    rows = lines(log)
    rewrite(log, [*rows[:2], junk, *rows[3:]])

    assert log.verify() == Fault(3, Wrong.UNREADABLE)


def test_the_same_content_in_other_bytes_is_not_the_same_line(log: Log) -> None:
    rows = lines(log)
    rows[0] = json.dumps(json.loads(rows[0])).encode()
    rewrite(log, rows)

    assert log.verify() == Fault(1, Wrong.UNREADABLE)


def test_nothing_is_added_to_a_log_that_does_not_hold(log: Log) -> None:
    rows = lines(log)
    rewrite(log, rows[:1] + rows[2:])

    with pytest.raises(IntegrityError, match="log_broken") as raised:
        log.append("released", "dr-one", {})
    assert raised.value.facts["line"] == 2
    with pytest.raises(IntegrityError, match="log_broken"):
        log.entries()
    assert len(lines(log)) == 4


def test_a_line_torn_by_a_power_cut_is_taken_out_by_the_next(log: Log) -> None:
    log.path.write_bytes(log.path.read_bytes() + b'{"act":"rel')

    assert log.verify() == Fault(6, Wrong.UNREADABLE)
    assert log.append("released", "dr-one", {}).sequence == 6
    assert log.verify() is None


def test_an_act_signed_on_an_older_head_is_not_added(log: Log) -> None:
    head = log.head()
    log.append("proposed", "Zoé", {})

    with pytest.raises(IntegrityError, match="log_moved_on"):
        log.append("released", "dr-one", {}, after=head)
    assert log.head().sequence == 6


def _writes(path: Path, who: str) -> None:
    log = Log(path, SystemClock())
    for number in range(20):
        log.append("proposed", who, {"number": number})


def test_two_processes_write_one_chain(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_writes, args=(path, who)) for who in ("a", "b")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    entries = Log(path, SystemClock()).entries()
    assert len(entries) == 40
    assert [one.what["number"] for one in entries if one.who == "a"] == list(range(20))


def test_a_head_file_that_cannot_be_read_says_nothing(tmp_path: Path) -> None:
    file = HeadFile(tmp_path / "x.head")
    assert file.read() is None
    file.path.write_text("[]")
    assert file.read() is None
    file.write(Head(3, "abc"))
    assert file.read() == Head(3, "abc")


def test_an_empty_log_holds() -> None:
    assert check(b"") is None
