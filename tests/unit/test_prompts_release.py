"""Two other people approve, a signed act releases, anybody silences; what does not hold never speaks."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.errors import AppError, ConfigError, InputError, IntegrityError
from prompts.approval import Refusal
from prompts.log import Head, Wrong
from prompts.registry import Registry
from prompts.release import signers_of, wrong_acts
from prompts.signing import Signature, report_of, sig_of
from tests.fakes.clinician import TODAY, Clinician
from tests.fakes.released import FAILED, PASSED, Bench

PACKAGE = "Bonjour {{name}}, ça va ?"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(
        tmp_path,
        Clinician("dr-one", person="one"),
        Clinician("reviewer", clinician=False, person="two"),
        Clinician("dr-three", person="three"),
    )


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(AppError) as raised:
        act()
    return raised.value.code


# Who may sign


def test_two_other_people_of_whom_one_is_a_clinician_are_enough(bench: Bench) -> None:
    version = bench.propose()

    assert bench.sign(version).refusals == (Refusal.TOO_FEW, Refusal.NO_CLINICIAN)
    assert bench.sign(version, "reviewer").refusals == (Refusal.TOO_FEW, Refusal.NO_CLINICIAN)
    assert bench.sign(version, "dr-one").approved
    assert [signer.key_id for signer in bench.sign(version).signers] == ["reviewer", "dr-one"]


def test_nobody_signs_their_own_draft(bench: Bench) -> None:
    version = bench.propose(authors=("zoe", "one"))

    assert refused(lambda: bench.sign(version, "dr-one")) == Refusal.OWN_WORK
    bench.sign(version, "reviewer", "dr-three")
    assert refused(lambda: bench.move(version, "dr-one")) == Refusal.OWN_WORK
    assert not sig_of(version.path).read_text().count("dr-one")


def test_one_person_does_not_count_twice(bench: Bench) -> None:
    version = bench.propose()
    bench.sign(version, "dr-one")

    assert refused(lambda: bench.sign(version, "dr-one")) == Refusal.SIGNED_ALREADY
    bench.people["dr-one-again"] = replace(bench.people["dr-three"], key_id="dr-one-again", person="one")
    assert refused(lambda: bench.sign(version, "dr-one-again")) == Refusal.SIGNED_ALREADY


def test_a_later_key_of_the_same_person_renews_and_adds_nobody(bench: Bench) -> None:
    version = bench.propose()
    bench.sign(version, "dr-one")
    later = TODAY + timedelta(days=300)
    bench.people["dr-one-next"] = replace(
        bench.people["dr-three"], key_id="dr-one-next", person="one", valid_until=later
    )

    assert bench.sign(version, "dr-one-next").refusals == (Refusal.TOO_FEW,)
    bench.sign(version, "reviewer")
    bench.people["reviewer"].valid_until = later
    assert bench.releases.standing(version, bench.signers, later).approved


def test_an_expired_key_does_not_sign_and_its_signature_ends_with_it(bench: Bench) -> None:
    version = bench.propose()
    bench.sign(version, "dr-one", "reviewer")
    end = bench.people["dr-one"].valid_until

    assert bench.releases.standing(version, bench.signers, end).approved
    assert not bench.releases.standing(version, bench.signers, end + timedelta(days=1)).approved
    bench.people["dr-three"].valid_until = TODAY - timedelta(days=1)
    assert refused(lambda: bench.sign(version, "dr-three")) == Refusal.KEY_EXPIRED


def test_nobody_without_an_entered_key_signs(bench: Bench) -> None:
    version = bench.propose()
    stranger = Clinician("stranger")
    standing = bench.releases.standing(version, bench.signers, TODAY)
    assert standing.covered
    signature = stranger.signs(standing.covered.statement("stranger", TODAY))

    def sign() -> object:
        return bench.releases.sign(version, signature, bench.signers, TODAY)

    assert refused(sign) == Refusal.KEY_UNKNOWN


def test_a_signature_by_another_key_over_another_text_or_of_another_day_is_refused(bench: Bench) -> None:
    version, person = bench.propose(), bench.people["dr-one"]
    standing = bench.releases.standing(version, bench.signers, TODAY)
    assert standing.covered
    statement = standing.covered.statement("dr-one", TODAY)
    forged = replace(bench.people["dr-three"].signs(statement), key="dr-one")
    other = person.signs(statement.replace(b"greeting", b"farewell"))
    yesterday = TODAY - timedelta(days=1)
    old = person.signs(standing.covered.statement("dr-one", yesterday), yesterday)

    def sign(signature: Signature) -> str:
        return refused(lambda: bench.releases.sign(version, signature, bench.signers, TODAY))

    assert sign(forged) == "prompt_signature_wrong"
    assert sign(other) == "prompt_signature_wrong"
    assert sign(old) == "page_outdated"
    assert not sig_of(version.path).exists()


def test_who_does_not_read_the_language_does_not_sign(bench: Bench) -> None:
    version = bench.propose()
    bench.people["dr-one"].languages = ("en",)

    assert refused(lambda: bench.sign(version, "dr-one")) == Refusal.LANGUAGE


# What may be signed


@pytest.mark.parametrize(
    "edit",
    [
        lambda version: version.path.write_bytes(version.path.read_bytes() + b"!"),
        lambda version: version.path.with_name("cases.yaml").write_text("- id: easy\n"),
        lambda version: report_of(version.path).write_bytes(PASSED + b" "),
        lambda version: report_of(version.path).unlink(),
        lambda version: version.path.unlink(),
        lambda version: sig_of(version.path).write_text("junk"),
    ],
    ids=["text", "cases", "report", "report gone", "text gone", "signatures"],
)
def test_text_cases_or_report_edited_after_signing_are_told_and_never_speak(
    bench: Bench, edit: Callable[[object], None]
) -> None:
    version = bench.live()
    assert bench.says() == "Salut {{name}} !"
    edit(version)

    assert Refusal.EDITED in bench.releases.standing(version, bench.signers, TODAY).refusals
    assert bench.says() == PACKAGE
    (silent,) = bench.registry().speaking.silent
    assert (silent.name, silent.version) == (bench.name, "2")
    assert Refusal.EDITED in silent.refusals
    assert refused(lambda: bench.sign(version, "dr-three")) == Refusal.EDITED
    assert refused(lambda: bench.move(version, "dr-three", "rolled_back")) in set(Refusal)


def test_what_the_gate_did_not_pass_or_never_saw_is_signed_by_nobody(bench: Bench) -> None:
    failed, unseen = bench.propose("2", report=FAILED), bench.propose("3", report=None)

    assert refused(lambda: bench.sign(failed, "dr-one")) == Refusal.GATE_FAILED
    assert refused(lambda: bench.sign(unseen, "dr-one")) == Refusal.GATE_MISSING
    about_another = json.dumps({"passed": True, "sha256": "0" * 64}).encode()
    assert (
        refused(lambda: bench.sign(bench.propose("4", report=about_another), "dr-one"))
        == Refusal.GATE_MISSING
    )


@pytest.mark.parametrize(
    "text",
    [
        {"words": "Salut !"},
        {"words": "Salut {{name}} !\n\n## more\nEncore."},
        {"risk_class": "A"},
        {"language": "en"},
    ],
    ids=["a place is gone", "a section more", "a lower risk class", "another language"],
)
def test_a_text_that_code_could_not_use_is_not_handed_in(bench: Bench, text: dict[str, str]) -> None:
    def propose() -> object:
        return bench.releases.propose(
            bench.name, "2", bench.text("2", **text), cases=b"", report=PASSED, authors=(), by="Author"
        )

    assert refused(propose) == "version_does_not_fit"


def test_a_number_is_given_once_and_above_the_package(bench: Bench) -> None:
    assert bench.releases.next_version(bench.name) == "2"
    assert refused(lambda: bench.propose("1")) == "version_taken"
    version = bench.propose("2")
    assert refused(lambda: bench.propose("2")) == "version_taken"
    bench.releases.withdraw(version, "Author")
    assert bench.releases.versions() == ()
    assert bench.releases.next_version(bench.name) == "3"
    assert refused(lambda: bench.releases.next_version("nothing/prompt.fr.md")) == "text_unknown"


def test_high_risk_needs_two_clinicians(tmp_path: Path) -> None:
    for risk_class in ("C", "D"):
        people = (Clinician("dr-one"), Clinician("reviewer", clinician=False), Clinician("dr-three"))
        bench = Bench(tmp_path / risk_class, *people, risk_class=risk_class)
        version = bench.propose()

        assert bench.sign(version, "dr-one", "reviewer").refusals == (Refusal.TWO_CLINICIANS,)
        assert refused(lambda: bench.move(version, "dr-one")) == Refusal.TWO_CLINICIANS  # noqa: B023  called at once
        assert bench.sign(version, "dr-three").approved


def test_a_crisis_text_needs_a_clinician_of_mental_health(tmp_path: Path) -> None:
    people = (
        Clinician("dr-one"),
        Clinician("dr-two"),
        Clinician("dr-mind", scope=("mental_health",)),
        Clinician("nurse", clinician=False, scope=("mental_health",)),
    )
    bench = Bench(tmp_path, *people, risk_class="D", id="card_crisis_active")
    version = bench.propose()

    assert bench.sign(version, "dr-one", "dr-two", "nurse").refusals == (Refusal.MENTAL_HEALTH,)
    assert bench.sign(version, "dr-mind").approved


def test_safety_data_needs_two_clinicians_who_together_read_both_languages(tmp_path: Path) -> None:
    french, english = Clinician("dr-fr", languages=("fr",)), Clinician("dr-en", languages=("en",))
    bench = Bench(tmp_path, french, english, Clinician("dr-fr-two", languages=("fr",)))
    version = bench.releases.propose(
        "care/fr.toml", "1", b'number = "112"\n', report=PASSED, authors=["zoe"], by="Zoe"
    )

    assert bench.sign(version, "dr-fr", "dr-fr-two").refusals == (Refusal.NO_CLINICIAN,)
    assert bench.sign(version, "dr-en").approved
    bench.move(version, "dr-fr")
    assert bench.registry().signed_bytes(bench.data) == b'number = "112"\n'


# Speaking


def test_a_released_version_speaks_with_its_signers_and_a_registry_already_handed_out_does_not_change(
    bench: Bench,
) -> None:
    before = bench.registry()
    bench.live()
    after = bench.registry()

    assert before.get("greeting", "fr").body == PACKAGE
    prompt = after.get("greeting", "fr")
    assert (prompt.body, prompt.version) == ("Salut {{name}} !", "2")
    assert prompt.signed_by == ("dr-one", "reviewer")
    assert after.get("greeting", "en").version == "1"
    assert not after.development


def test_signed_but_not_released_does_not_speak(bench: Bench) -> None:
    bench.sign(bench.propose(), "dr-one", "reviewer")

    assert bench.says() == PACKAGE


def test_nobody_enables_alone_and_only_a_clinician_in_scope_releases(bench: Bench) -> None:
    version = bench.propose()
    assert refused(lambda: bench.move(version, "dr-one")) == Refusal.TOO_FEW
    bench.sign(version, "dr-one")
    assert refused(lambda: bench.move(version, "dr-one")) == Refusal.TOO_FEW
    bench.sign(version, "reviewer")
    assert refused(lambda: bench.move(version, "reviewer")) == Refusal.NOT_A_CLINICIAN
    bench.people["dr-three"].languages = ("en",)
    assert refused(lambda: bench.move(version, "dr-three")) == Refusal.NOT_A_CLINICIAN
    assert bench.says() == PACKAGE


def test_rolling_back_needs_an_older_version_that_spoke(bench: Bench) -> None:
    second = bench.live("2", words="Deux {{name}}")
    waiting = bench.propose("4")
    bench.sign(waiting, "dr-one", "reviewer")
    bench.live("5", words="Cinq {{name}}")

    assert refused(lambda: bench.move(waiting, "dr-one", "rolled_back")) == Refusal.NEVER_RELEASED
    bench.move(second, "dr-three", "rolled_back")
    assert bench.says() == "Deux {{name}}"
    assert refused(lambda: bench.move(second, "dr-three", "rolled_back")) == Refusal.LIVE_ALREADY


def test_a_disabled_version_is_silent_for_good_and_the_one_before_speaks(bench: Bench) -> None:
    second = bench.live("2", words="Deux {{name}}")
    third = bench.live("3", words="Trois {{name}}")

    assert bench.releases.before(third, bench.signers, TODAY) == second
    bench.releases.disable(third, "Administrator", "It frightened somebody")
    assert bench.says() == "Deux {{name}}"
    assert refused(lambda: bench.move(third, "dr-one", "rolled_back")) == Refusal.DISABLED
    assert bench.releases.before(second, bench.signers, TODAY) is None
    bench.releases.disable(second, "Administrator", "")
    assert bench.says() == PACKAGE


def test_what_was_rolled_back_from_does_not_come_back_by_disabling(bench: Bench) -> None:
    second, _ = bench.live("2", words="Deux {{name}}"), bench.live("3", words="Trois {{name}}")
    bench.move(second, "dr-one", "rolled_back")
    bench.releases.disable(second, "Administrator", "")

    assert bench.says() == PACKAGE


def test_approval_that_ends_with_a_key_ends_the_version(bench: Bench) -> None:
    bench.live()
    end = bench.people["dr-one"].valid_until

    assert bench.name in bench.releases.speaking(bench.signers, end).live
    after = bench.releases.speaking(bench.signers, end + timedelta(days=1))
    assert not after.live
    assert after.silent[0].version == "2"


def test_a_changed_package_speaks_until_the_version_is_handed_in_anew(bench: Bench) -> None:
    version = bench.live()
    text = bench.package.text().read_text("utf-8").replace("ça va ?", "tout va bien ?")
    bench.package.text().write_text(text, "utf-8")
    bench.package.signed_by(bench.keeper)

    assert bench.says() == "Bonjour {{name}}, tout va bien ?"
    assert bench.releases.standing(version, bench.signers, TODAY).refusals == (Refusal.PACKAGE_CHANGED,)


# The log


def test_an_act_signed_on_another_head_is_refused(bench: Bench) -> None:
    version = bench.propose()
    bench.sign(version, "dr-one", "reviewer")
    head = bench.releases.log.head()
    statement = bench.releases.statement("released", version, "dr-one", TODAY, head)
    signature = bench.people["dr-one"].signs(statement)
    bench.propose("3")

    def move(on: Head) -> object:
        return bench.releases.move("released", version, signature, on, bench.signers, TODAY)

    assert refused(lambda: move(head)) == "log_moved_on"
    assert refused(lambda: move(bench.releases.log.head())) == "prompt_signature_wrong"


def test_a_broken_log_silences_everything_and_names_its_line(bench: Bench) -> None:
    bench.live()
    log = bench.releases.log
    log.path.write_bytes(log.path.read_bytes().replace(b'"who":"reviewer"', b'"who":"somebody"'))

    assert bench.says() == PACKAGE
    (silent,) = bench.registry().speaking.silent
    assert silent.line == 3
    with pytest.raises(IntegrityError, match="log_broken"):
        bench.releases.disable(bench.propose(), "x", "")


def test_a_log_made_anew_without_the_keys_makes_nothing_speak(bench: Bench, tmp_path: Path) -> None:
    """Somebody who can write files can make a chain that holds; only keys make a version speak."""
    version = bench.live()
    log = bench.releases.log
    rows = [(entry.act, entry.who, dict(entry.what)) for entry in log.entries()]
    log.path.unlink()
    log.path.with_suffix(".head").unlink()
    rows.insert(0, ("withdrawn", "x", {"name": "other/prompt.fr.md", "version": "2"}))
    for row in rows:
        log.append(*row)

    assert log.verify() is None
    assert bench.says() == PACKAGE
    assert [entry.act for entry in wrong_acts(log.entries(), bench.releases.folder, bench.signers)] == [
        "released"
    ]
    assert bench.releases.speaking(bench.signers, TODAY).silent[0].version == version.version


def test_a_cut_log_is_told_by_a_head_kept_elsewhere(bench: Bench) -> None:
    bench.live()
    log, head = bench.releases.log, bench.releases.log.head()
    log.path.write_bytes(b"".join(log.path.read_bytes().splitlines(keepends=True)[:-1]))
    log.path.with_suffix(".head").unlink()

    fault = log.verify([head])
    assert fault is not None
    assert (fault.line, fault.wrong) == (4, Wrong.CUT)


@pytest.mark.parametrize(
    "what",
    [
        {"name": "../../etc/prompt.fr.md", "version": "2"},
        {"name": "greeting/prompt.fr.md", "version": "../1"},
        {"name": "greeting/prompt.fr.md"},
    ],
)
def test_a_line_that_is_no_version_reads_nothing(bench: Bench, what: dict[str, str]) -> None:
    rest: dict[str, object] = {"digest": "", "report": None, "base": "", "authors": [], "note": ""}
    bench.releases.log.append("proposed", "x", rest | what)

    assert bench.says() == PACKAGE
    assert bench.registry().speaking.silent[0].line == 1


def test_the_log_holds_the_keys_for_checking_it_elsewhere(bench: Bench) -> None:
    for signer in bench.signers.values():
        bench.releases.enter_key(signer, "Administrator")
    bench.live()
    entries = bench.releases.log.entries()

    assert signers_of(entries) == bench.signers
    assert wrong_acts(entries, bench.releases.folder, signers_of(entries)) == ()


def test_the_package_is_the_floor_in_production(bench: Bench) -> None:
    bench.live()
    sig_of(bench.package.text()).unlink()

    with pytest.raises(ConfigError, match="prompt_unsigned"):
        Registry.load(
            bench.package.root, production=True, today=TODAY,
            released=bench.releases.speaking(bench.signers, TODAY),
        )  # fmt: skip


def test_both_languages_of_a_version_share_their_cases(bench: Bench) -> None:
    bench.propose("2")
    other = "greeting/prompt.en.md"
    english = bench.text("2", language="en")

    with pytest.raises(InputError, match="version_taken"):
        bench.releases.propose(other, "2", english, cases=b"- id: x\n", report=PASSED, authors=(), by="x")
    bench.releases.propose(
        other, "2", english, cases=b"- id: one\n- id: two\n", report=PASSED, authors=(), by="x"
    )
