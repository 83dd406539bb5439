"""What was released can be taken elsewhere, checked there, and taken over without making anything speak."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from core.errors import InputError
from prompts import exchanged
from prompts.approval import Refusal
from prompts.log import Wrong
from prompts.release import Releases
from prompts.signing import sig_of
from tests.fakes.clinician import TODAY, Clinician
from tests.fakes.released import Bench
from ui.cli.prompts import prompts


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench(tmp_path, Clinician("dr-one", person="one"), Clinician("dr-two", person="two"))
    for signer in bench.signers.values():
        bench.releases.enter_key(signer, "Administrator")
    bench.live()
    return bench


@pytest.fixture
def other(tmp_path: Path, bench: Bench) -> Bench:
    """Another installation that knows one of the two."""
    return Bench(tmp_path / "other", bench.people["dr-one"])


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CliRunner:
    monkeypatch.setenv("CARNET_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CARNET_SECRETS", str(tmp_path / "secrets"))
    return CliRunner()


def test_an_exported_library_holds_where_no_workbench_is(bench: Bench, tmp_path: Path) -> None:
    assert exchanged.export(bench.releases, tmp_path / "out") == 1

    there = Releases(tmp_path / "out", bench.releases.package, bench.releases.log._clock)
    assert exchanged.faults(there, {}) == ()
    assert (tmp_path / "out" / "greeting" / "2" / "prompt.fr.md.sig").exists()
    with pytest.raises(InputError, match="export_not_empty"):
        exchanged.export(bench.releases, tmp_path / "out")


def test_every_kind_of_fault_is_told(bench: Bench, tmp_path: Path) -> None:
    version = bench.releases.versions()[0]
    text = version.path.read_bytes()
    version.path.write_bytes(text + b"!")
    (fault,) = exchanged.faults(bench.releases, bench.signers)
    assert (fault.wrong, fault.name, fault.version) == ("file", bench.name, "2")
    version.path.write_bytes(text)

    stranger = {"dr-one": Clinician("dr-one").signer()}
    assert [fault.wrong for fault in exchanged.faults(bench.releases, stranger)] == ["signature", "signature"]

    head = bench.releases.log.head()
    lines = bench.releases.log.path.read_bytes().splitlines(keepends=True)
    bench.releases.log.path.write_bytes(b"".join(lines[:-1]))
    assert exchanged.faults(bench.releases, bench.signers, [head])[0].wrong == Wrong.CUT


def test_taken_over_versions_wait_with_the_signatures_of_known_keys(
    bench: Bench, other: Bench, tmp_path: Path
) -> None:
    exchanged.export(bench.releases, tmp_path / "out")
    ((version, signed),) = exchanged.take_over(
        other.releases, tmp_path / "out", other.signers, TODAY, "Import"
    )

    assert signed == 1
    standing = other.releases.standing(version, other.signers, TODAY)
    assert standing.refusals == (Refusal.TOO_FEW,)
    assert other.says() == "Bonjour {{name}}, ça va ?"
    again = exchanged.take_over(other.releases, tmp_path / "out", other.signers, TODAY, "Import")
    assert again == ()


def test_what_does_not_hold_is_not_taken_over(bench: Bench, other: Bench, tmp_path: Path) -> None:
    exchanged.export(bench.releases, tmp_path / "out")
    (tmp_path / "out" / "greeting" / "2" / "cases.yaml").write_text("- id: easy\n")

    for folder in (tmp_path / "out", tmp_path):
        with pytest.raises(InputError, match="export_unreadable"):
            exchanged.take_over(other.releases, folder, other.signers, TODAY, "Import")
    assert other.releases.versions() == ()


def test_the_command_checks_an_exported_log_and_its_end(
    bench: Bench, tmp_path: Path, runner: CliRunner
) -> None:
    exchanged.export(bench.releases, tmp_path / "out")
    file, head = tmp_path / "out" / "log.jsonl", bench.releases.log.head()

    good = runner.invoke(prompts, ["verify", "--log", str(file), "--head", f"{head.sequence}:{head.hash}"])
    assert good.exit_code == 0, good.output
    assert head.hash in good.output

    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:-1]))
    file.with_suffix(".head").unlink()
    assert runner.invoke(prompts, ["verify", "--log", str(file)]).exit_code == 0
    cut = runner.invoke(prompts, ["verify", "--log", str(file), "--head", f"{head.sequence}:{head.hash}"])
    assert cut.exit_code != 0
    assert f"line {head.sequence}: cut" in cut.output

    data = file.read_bytes()
    file.write_bytes(data.replace(b'"act":"signed"', b'"act":"Signed"', 1))
    broken = runner.invoke(prompts, ["verify", "--log", str(file)])
    assert broken.exit_code != 0
    assert "line 4: edited" in broken.output


def test_a_log_alone_is_checked_without_its_files(bench: Bench, tmp_path: Path, runner: CliRunner) -> None:
    file = tmp_path / "carnet-log.jsonl"
    file.write_bytes(bench.releases.log.path.read_bytes())

    assert runner.invoke(prompts, ["verify", "--log", str(file)]).exit_code == 0


def test_signatures_do_not_come_along_without_their_file(bench: Bench, tmp_path: Path) -> None:
    exchanged.export(bench.releases, tmp_path / "out")

    version = bench.releases.versions()[0]
    assert (
        sig_of(version.path).read_text()
        == (tmp_path / "out" / "greeting" / "2" / "prompt.fr.md.sig").read_text()
    )
