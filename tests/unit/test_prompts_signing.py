"""Only a text that stands exactly as a listed key signed it is used."""

import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.errors import ConfigError
from prompts.registry import Registry, verify_all
from prompts.signing import read_key, sign, sign_all, verify
from tests.fakes.clinician import TODAY, Clinician, Library


@pytest.fixture
def doctor() -> Clinician:
    return Clinician("dr-one")


@pytest.fixture
def library(tmp_path: Path, doctor: Clinician) -> Library:
    return Library(tmp_path / "prompts", [doctor]).signed_by(doctor)


def code_of(library: Library, today: date = TODAY) -> str | None:
    """The error of loading the library; None when it loads."""
    try:
        Registry.load(library.root, production=True, today=today)
    except ConfigError as error:
        return error.code
    return None


def test_a_signed_text_is_handed_out_with_its_signers(library: Library) -> None:
    registry = Registry.load(library.root, production=True, today=TODAY)

    prompt = registry.get("greeting", "fr")
    assert prompt.signed_by == ("dr-one",)
    assert prompt.body == "Bonjour {{name}}, ça va ?"
    assert not registry.development


def test_a_text_without_signature_is_refused(library: Library) -> None:
    library.text().with_name("prompt.fr.md.sig").unlink()

    assert code_of(library) == "prompt_unsigned"


@pytest.mark.parametrize(
    ("before", "after"),
    [("ça va", "ca va"), ("version: 1", "version: 2"), ("inputs: [name]", "inputs: [name, more]")],
)
def test_changing_the_words_the_version_or_the_inputs_breaks_the_signature(
    library: Library, before: str, after: str
) -> None:
    text = library.text().read_text("utf-8")
    library.text().write_text(text.replace(before, after), "utf-8")

    assert code_of(library) == "prompt_signature_wrong"


def test_changing_the_cases_breaks_the_signature(library: Library) -> None:
    (library.folder / "cases.yaml").write_text("- id: two\n", "utf-8")

    assert code_of(library) == "prompt_signature_wrong"


def test_line_ends_accents_and_key_order_do_not_break_the_signature(library: Library) -> None:
    text = library.text().read_text("utf-8")
    text = text.replace("id: greeting\nversion: 1\n", "version: 1\nid: greeting\n")
    library.text().write_bytes(unicodedata.normalize("NFD", text).replace("\n", "\r\n").encode())

    assert code_of(library) is None


def test_the_signature_of_one_file_does_not_serve_another(library: Library) -> None:
    english = library.text("en").with_name("prompt.en.md.sig")
    english.write_bytes(library.text("fr").with_name("prompt.fr.md.sig").read_bytes())

    assert code_of(library) == "prompt_signature_wrong"


def test_a_signature_by_an_unlisted_key_is_refused(library: Library) -> None:
    stranger = Clinician("dr-nobody")
    rows = (library.root / "clinicians.toml").read_text("utf-8")
    (library.root / "clinicians.toml").write_text(f"{rows}\n{stranger.row()}", "utf-8")
    library.signed_by(stranger)
    (library.root / "clinicians.toml").write_text(rows, "utf-8")

    assert code_of(library) == "prompt_signature_wrong"


@pytest.mark.parametrize(
    "junk", ["", "dr-one 2026-11-24 AAAA\n", "\x00\xff", "dr-one 2026-99-99 " + "A" * 88]
)
def test_a_mangled_signature_file_is_refused(library: Library, junk: str) -> None:
    library.text().with_name("prompt.fr.md.sig").write_text(junk, "utf-8")

    assert code_of(library) in {"prompt_unsigned", "prompt_signature_wrong"}


def test_a_backdated_signature_is_refused(library: Library) -> None:
    sig = library.text().with_name("prompt.fr.md.sig")
    sig.write_text(sig.read_text("utf-8").replace("2026-11-24", "2026-02-02"), "utf-8")

    assert code_of(library) == "prompt_signature_wrong"


def test_a_signature_counts_until_the_last_day_of_its_key(library: Library, doctor: Clinician) -> None:
    assert code_of(library, doctor.valid_until) is None
    assert code_of(library, doctor.valid_until + timedelta(days=1)) == "prompt_signature_expired"


def test_nobody_signs_with_a_key_that_is_not_listed_or_not_yet_valid(
    library: Library, doctor: Clinician
) -> None:
    with pytest.raises(ConfigError, match="signing_key_unknown"):
        sign(library.text(), Clinician("dr-one").key, signers=library.signers, today=TODAY)
    with pytest.raises(ConfigError, match="signing_key_unknown"):
        sign(library.text(), doctor.key, signers=library.signers, today=date(2025, 12, 31))


@pytest.mark.parametrize("risk_class", ["C", "D"])
def test_high_risk_texts_need_two_different_clinicians_in_production(
    tmp_path: Path, risk_class: str, doctor: Clinician
) -> None:
    other = Clinician("dr-two")
    library = Library(tmp_path / "prompts", [doctor, other], risk_class=risk_class).signed_by(doctor, doctor)

    assert code_of(library) == "prompt_not_reviewed"
    assert code_of(library.signed_by(other)) is None


def test_production_refuses_a_key_that_is_no_clinicians_and_development_says_so(tmp_path: Path) -> None:
    robot = Clinician("robot", clinician=False)
    library = Library(tmp_path / "prompts", [robot]).signed_by(robot)

    assert code_of(library) == "prompt_not_reviewed"
    assert Registry.load(library.root, production=False, today=TODAY).development


def test_a_data_file_is_read_only_as_it_was_signed(library: Library, doctor: Clinician) -> None:
    other = Clinician("dr-two")
    rows = (library.root / "clinicians.toml").read_text("utf-8")
    (library.root / "clinicians.toml").write_text(f"{rows}\n{other.row()}", "utf-8")
    data = library.root / "care" / "fr.toml"
    data.parent.mkdir()
    data.write_bytes(b'number = "15"\r\n')
    for person in (doctor, other):
        sign(data, person.key, signers=library.signers, today=TODAY)
    registry = Registry.load(library.root, production=True, today=TODAY)

    assert registry.signed_bytes(data) == b'number = "15"\n'
    data.write_bytes(b'number = "16"\n')
    with pytest.raises(ConfigError, match="prompt_signature_wrong"):
        registry.signed_bytes(data)


def test_a_text_must_exist_in_both_languages(library: Library) -> None:
    library.text("en").unlink()

    assert code_of(library) == "prompt_missing"


def test_a_text_must_stand_under_its_own_name(library: Library, doctor: Clinician) -> None:
    library.folder.rename(library.folder.with_name("farewell"))
    library.folder = library.folder.with_name("farewell")
    library.signed_by(doctor)

    assert code_of(library) == "prompt_invalid"


def test_everything_can_be_checked_without_stopping_at_the_first_fault(library: Library) -> None:
    library.text("en").write_text(library.text("en").read_text("utf-8") + "!", "utf-8")

    checked = verify_all(library.root, data=(), today=TODAY)
    assert [(one.name, one.code) for one in checked] == [
        ("greeting/prompt.en.md", "prompt_signature_wrong"),
        ("greeting/prompt.fr.md", None),
    ]
    assert [one.production for one in checked] == [False, True]


def test_signing_everything_again_writes_only_what_changed(tmp_path: Path) -> None:
    person = replace(Clinician("dr-one"), valid_until=date(2099, 1, 1))
    library = Library(tmp_path / "prompts", [person])
    key = tmp_path / "key.pem"
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

    key.write_bytes(
        person.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x"))
    )

    assert sign_all(library.root, data=(), key=key, passphrase="x") == 2
    assert sign_all(library.root, data=(), key=key, passphrase="x") == 0
    library.text().write_text(library.text().read_text("utf-8") + "!", "utf-8")
    assert sign_all(library.root, data=(), key=key, passphrase="x") == 1
    verify(library.text(), signers=library.signers, today=TODAY + timedelta(days=2))
    with pytest.raises(ConfigError, match="signing_key_invalid"):
        read_key(key, "wrong")
