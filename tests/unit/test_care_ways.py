"""How care is found: needs told from everyday words, and the ways of each country, sourced and dated."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.errors import ConfigError
from core.language import LANGUAGES
from safety.care.needs import NEEDS, Needs, needs
from safety.care.ways import COUNTRIES, EXPIRY_DAYS, GENERAL, Atlas, Ways

FILES = (*COUNTRIES, GENERAL)
ASKED_FOR = (
    "gp gp_change gp_none specialist eyes gynaecology physio out_of_hours emergency_department "
    "pharmacist repeat_prescription dentist pregnancy child sexual_health abortion vaccination "
    "checkup screening smoking addiction psychologist mental_health cost cover cover_help refusal "
    "long_illness transport abroad no_papers my_space records rights wishes second_opinion "
    "interpreter complaint harm sick_leave invalidity disability work_injury carer home_care "
    "hospital_stay tests equipment bill estimate "
).split()


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return Atlas(Path.read_bytes)


def key(atlas: Atlas, text: str) -> str | None:
    meaning = atlas.needs.meant(text)
    return meaning.needs[0].key if meaning.needs else None


# --- needs --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("Comment trouver un médecin traitant ?", "gp"),
        ("comment trouver un medecin traitan", "gp"),
        ("COMMENT CHANGER DE DOCTEUR", "gp_change"),
        ("How do I change my GP?", "gp_change"),
        ("my insurance refused my MRI", "refusal"),
        ("obtenir mon dossier de l'hôpital", "records"),
        ("how do i get my medical recrods", "records"),
        ("qui peut m'aider à arrêter de fumer", "smoking"),
        ("où faire vacciner mon fils", "vaccination"),
        ("combien vais-je payer chez le cardiologue ?", "cost"),
    ],
)
def test_the_same_ideas_mean_the_same_need_in_any_wording(atlas: Atlas, text: str, need: str) -> None:
    """Either language, capitals, no accents, a slip of the keyboard."""
    assert key(atlas, text) == need
    assert atlas.needs.meant(text).asked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bonjour",
        "quelle était ma ferritine en 2024 ?",
        "qui est mon médecin traitant ?",
        "combien de fois suis-je allé aux urgences",
        "what does my referral letter say",
        "aide-moi à préparer mon rendez-vous chez le cardiologue",
        "mon mari ne respire plus",
        "x" * 5000,
    ],
)
def test_what_asks_the_record_or_nothing_at_all_is_no_question_of_the_way(atlas: Atlas, text: str) -> None:
    assert not atlas.needs.meant(text).asked


def test_a_country_that_is_named_is_known_and_one_to_travel_to_is_not(atlas: Atlas) -> None:
    assert atlas.needs.meant("quand je suis en Suisse, comment trouver un médecin ?").country == "ch"
    assert atlas.needs.meant("how do I choose a doctor in Belgium").country == "be"
    assert atlas.needs.meant("je pars en Espagne, comment avoir la carte européenne").country is None
    assert atlas.needs.meant("comment trouver un médecin ?").country is None


def test_a_letter_and_somebody_else_are_heard(atlas: Atlas) -> None:
    assert atlas.needs.meant("écris une lettre pour demander mon dossier à l'hôpital").writes
    assert not atlas.needs.meant("comment demander mon dossier à l'hôpital").writes
    assert atlas.needs.meant("où faire vacciner mon fils").other
    assert not atlas.needs.meant("où me faire vacciner").other


def test_every_need_can_be_reached_in_both_languages(atlas: Atlas) -> None:
    """Each of its ways to say it has words in French and in English: no need is closed to either."""
    spoken = needs(Path.read_bytes).lexicon.phrases
    for need in atlas.needs.all:
        for way in need.when:
            assert all(spoken[idea] for group in way for idea in group), need.key


@pytest.mark.parametrize("data", [b"", b"not toml [", b'need = "x"', b"\xff"])
def test_broken_needs_stop_the_house(data: bytes) -> None:
    def read(path: Path) -> bytes:
        return data if path == NEEDS else path.read_bytes()

    with pytest.raises(ConfigError, match="care_unreadable"):
        needs(read)


def test_a_need_of_ideas_that_nobody_wrote_stops_the_house() -> None:
    def read(path: Path) -> bytes:
        return path.read_bytes().replace(b'when = ["second",', b'when = ["no_such_idea",')

    with pytest.raises(ConfigError, match="care_unreadable"):
        needs(read)


# --- ways ---------------------------------------------------------------------------------------------------


def ways_of(atlas: Atlas, code: str) -> Ways:
    found = atlas.ways(code)
    assert found.country == code
    return found


@pytest.mark.parametrize("code", FILES)
def test_every_row_says_both_languages_a_source_and_a_date(atlas: Atlas, code: str) -> None:
    for way in ways_of(atlas, code).all:
        assert way.checked <= date.today()  # noqa: DTZ011  a file is dated by a calendar
        for language in LANGUAGES:
            assert way.source[language]
            assert way.parts["who"][language].endswith((".", "»", "”"))
            assert way.parts["book"][language]


def test_nothing_was_checked_longer_ago_than_half_a_year(atlas: Atlas) -> None:
    """Fails on purpose when 180 days have passed: read every source again, then change its date."""
    today = date.today()  # noqa: DTZ011  the local day is what expires

    assert [code for code in FILES if atlas.ways(code).stale(today)] == []


def test_a_way_goes_stale_after_half_a_year(atlas: Atlas) -> None:
    french = atlas.ways("FR")
    checked = min(way.checked for way in french.all)

    assert not french.stale(checked + timedelta(days=EXPIRY_DAYS))
    assert french.stale(checked + timedelta(days=EXPIRY_DAYS + 1))


def test_france_is_complete(atlas: Atlas) -> None:
    french = atlas.ways("FR")

    assert [need for need in ASKED_FOR if french.of(need) is None] == []


def test_every_country_has_the_first_things_people_ask(atlas: Atlas) -> None:
    first = (
        "gp",
        "specialist",
        "out_of_hours",
        "emergency_department",
        "cost",
        "cover",
        "records",
        "refusal",
    )

    missing = [(code, need) for code in FILES for need in first if atlas.ways(code).of(need) is None]
    assert missing == []


_AMOUNT = re.compile(r"\d+ ?€|€ ?\d|\$ ?\d|£ ?\d|\d+ (?:francs|francs suisses|CHF)")
_DATED = re.compile(r"\b20\d\d\b")
_BY_LAW = {("us", "estimate"), ("us", "refusal")}
"""Amounts that the law itself fixes: the threshold of a dispute, the most that a review may cost."""


@pytest.mark.parametrize("code", FILES)
def test_an_amount_of_money_says_when_it_was_known(atlas: Atlas, code: str) -> None:
    """Amounts change every year: each stands beside the year it was known, or it is left out."""
    undated = [
        (way.need.key, part)
        for way in ways_of(atlas, code).all
        for part, said in way.parts.items()
        for language in LANGUAGES
        if _AMOUNT.search(said[language])
        and not _DATED.search(said[language])
        and (code, way.need.key) not in _BY_LAW
    ]

    assert undated == []


def test_an_unknown_country_gets_the_general_ways_and_a_missing_way_too(atlas: Atlas) -> None:
    assert atlas.ways("ZZ").country == GENERAL
    assert atlas.way("lu", "wishes") == atlas.ways(GENERAL).of("wishes")
    assert atlas.way("lu", "smoking") is None


@pytest.mark.parametrize(
    "change",
    [
        (b'need = "gp"\n', b'need = "no_such_need"\n'),
        (b'need = "gp"\n', b'need = "specialist"\n'),
        (b"source =", b"sauce ="),
        (b"checked = 2026-11-24", b'checked = "yesterday"'),
        (b"\nverified = false", b'\nverified = "no"'),
    ],
)
def test_a_broken_country_stops_the_house(change: tuple[bytes, bytes]) -> None:
    def read(path: Path) -> bytes:
        data = path.read_bytes()
        return data.replace(*change, 1) if path.name == "fr.toml" else data

    with pytest.raises(ConfigError, match="care_unreadable"):
        Atlas(read).ways("FR")


def test_words_are_shared_by_both_readers(atlas: Atlas) -> None:
    """The screen and the answer read the same needs from the same files."""
    assert isinstance(atlas.needs, Needs)
    assert atlas.needs.get("gp") == needs(Path.read_bytes).get("gp")
