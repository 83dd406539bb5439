"""From a draft in review to what patients hear, and back: over the pages, with keys as browsers make them."""

import base64
import hashlib
import html
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chains.services import Services
from prompts.approval import Refusal
from prompts.release import Version
from prompts.signing import sig_of
from tests.fakes.bench import Bench, Browser
from ui.told import strings
from ui.workbench.approvals import GATE_REPORT, Approvals
from ui.workbench.drafts import Draft, Drafts
from ui.workbench.store import NEW
from ui.workbench.texts import Texts

NAME = "plain_words_vitals/prompt.en.md"
PAGE = "/approvals/plain_words_vitals/2/prompt.en.md"
ADDED = "Said anew."


class Team:
    """An author, a reviewer, two clinicians and an administrator, each in their own browser."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.browsers: dict[str, Browser] = {}
        self.keys: dict[str, Ed25519PrivateKey] = {}
        self.drafts = Drafts(bench.store, Texts(live=bench.place.exchange.live), bench.clock)
        self.approvals = Approvals(bench.place.exchange, self.drafts, bench.store)
        self.join("ada", "administrator")
        for name, role in (
            ("zoe", "reviewer"),
            ("rob", "reviewer"),
            ("cleo", "clinician"),
            ("dan", "clinician"),
        ):
            self.join(name, role)
            if name != "zoe":
                self.key(name)

    def join(self, name: str, role: Any, **more: Any) -> None:
        """A member in their own browser."""
        self.browsers[name] = self.bench.browser(name, role, **more)

    def member(self, name: str) -> Any:
        """As kept."""
        return next(one for one in self.bench.people.members() if one.name == name)

    def key(self, name: str, days: int = 300) -> Any:
        """A key made, its public half entered by the administrator."""
        self.keys[name] = Ed25519PrivateKey.generate()
        public = base64.b64encode(self.keys[name].public_key().public_bytes_raw()).decode()
        until = self.bench.place.exchange.day + timedelta(days=days)
        return self.browsers["ada"].send(
            f"/keys/of/{self.member(name).id}", public=public, until=until.isoformat()
        )

    def draft(self, words: str = ADDED, by: str = "zoe") -> Draft:
        """A draft in review."""
        draft = self.drafts.start(NAME, self.member(by))
        content = f"{draft.content.rstrip()}\n\n{words}\n"
        draft = self.drafts.save(
            draft.id, self.member(by), revision=draft.revision, content=content, why="Clearer"
        )
        return self.drafts.send(draft.id, revision=draft.revision)

    def gate(self, draft: Draft, *, passed: bool = True) -> None:
        """The gate's report on a draft, as the gate keeps it."""
        found = self.bench.store.get(GATE_REPORT, draft.id)
        data = {
            "content": hashlib.sha256(draft.content.encode()).hexdigest(),
            "report": json.dumps({"passed": passed}),
            "cases": "- id: one\n",
        }
        self.bench.store.put(GATE_REPORT, draft.id, data, revision=found.revision if found else NEW)

    def hand_in(self, words: str = ADDED, *, passed: bool = True) -> Version:
        """A version that waits for signatures."""
        draft = self.draft(words)
        self.gate(draft, passed=passed)
        answer = self.browsers["zoe"].send(f"/approvals/draft/{draft.id}")
        assert answer.status_code == 200, answer.text
        return self.approvals.releases.versions()[-1]

    def act(self, name: str, act: str, page: str = PAGE) -> Any:
        """Sign what the page shows, as the script does."""
        browser = self.browsers[name]
        shown = browser.see(page).text
        forms = dict(
            re.findall(rf'action="/workbench{re.escape(page)}/(\w+)"[^>]*?data-statement="([^"]*)"', shown)
        )
        field = re.search(r'name="head" value="([^"]*)"', shown)
        day = self.bench.place.exchange.day.isoformat()
        value = self.keys[name].sign(html.unescape(forms[act]).encode()) if act in forms else b"0" * 64
        signature = base64.b64encode(value).decode()
        head = field[1] if field else self.approvals.head()
        return browser.send(f"{page}/{act}", day=day, head=head, signature=signature)

    def live(self) -> Version:
        """A version in use."""
        version = self.hand_in()
        for name, act in (("cleo", "sign"), ("rob", "sign"), ("cleo", "released")):
            answer = self.act(name, act)
            assert answer.status_code == 200, answer.text
        return version

    @property
    def said(self) -> str:
        """What a patient would be told now."""
        return self.bench.place.services.prompts.get("plain_words_vitals", "en").body


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """The parts that do not change with a text, built once."""
    return Bench(tmp_path_factory.mktemp("parts")).place.services


@pytest.fixture
def team(tmp_path: Path, parts: Services) -> Team:
    return Team(Bench(tmp_path, parts))


@pytest.fixture
def whole(tmp_path: Path) -> Team:
    """With everything built anew from what speaks."""
    return Team(Bench(tmp_path))


def told(code: str) -> str:
    return html.escape(strings("en").text(f"errors.{code}.happened"), quote=False)


def test_from_a_draft_to_live_without_restart_and_back(team: Team) -> None:
    before = team.bench.place.services
    package = before.prompts.get("plain_words_vitals", "en")
    version = team.hand_in()

    assert team.act("cleo", "sign").status_code == 200
    assert ADDED not in team.said
    answer = team.act("rob", "sign")
    assert "approved until" in answer.text
    assert ADDED not in team.said
    answer = team.act("cleo", "released")
    assert answer.status_code == 200
    assert strings("en").text("approvals.done_released") in answer.text

    prompt = team.bench.place.services.prompts.get("plain_words_vitals", "en")
    assert (prompt.version, ADDED in prompt.body) == ("2", True)
    assert sorted(key.split("-")[0] for key in prompt.signed_by) == ["cleo", "rob"]
    assert before.prompts.get("plain_words_vitals", "en") == package
    assert team.drafts.get(team.approvals._draft_of(version).id).status == "live"  # type: ignore[union-attr]
    assert "version 2" in team.browsers["zoe"].see("/library").text

    answer = team.browsers["ada"].send(f"{PAGE}/disable", reason="It frightened somebody")
    assert answer.status_code == 200
    assert team.said == package.body
    log = team.browsers["dan"].see("/log").text
    assert "It frightened somebody" in log
    assert "cleo" in log


def test_rolling_back_is_signed_by_a_clinician(team: Team) -> None:
    team.live()
    team.hand_in("Said a third time.")
    third = PAGE.replace("/2/", "/3/")
    for name, act in (("dan", "sign"), ("rob", "sign"), ("dan", "released")):
        assert team.act(name, act, third).status_code == 200
    assert "third" in team.said
    assert PAGE in team.browsers["rob"].see(third).text

    assert team.act("rob", "rolled_back").status_code == 422
    assert "third" in team.said
    assert team.act("dan", "rolled_back").status_code == 200
    assert "third" not in team.said
    assert ADDED in team.said


def test_an_author_neither_signs_nor_releases(team: Team) -> None:
    team.key("zoe")
    team.hand_in()
    answer = team.act("zoe", "sign")

    assert answer.status_code == 422
    assert told(Refusal.OWN_WORK) in answer.text


def test_one_person_counts_once(team: Team) -> None:
    version = team.hand_in()
    team.act("cleo", "sign")
    answer = team.act("cleo", "sign")

    assert answer.status_code == 422
    assert told(Refusal.SIGNED_ALREADY) in answer.text
    assert sig_of(version.path).read_text().count("\n") == 1


def test_an_expired_key_signs_nothing(team: Team) -> None:
    team.hand_in()
    team.key("dan", days=0)
    team.bench.clock.instant += timedelta(days=1)
    team.browsers["dan"].sign_in("dan")
    answer = team.act("dan", "sign")

    assert answer.status_code == 422
    assert told(Refusal.KEY_EXPIRED) in answer.text


def test_a_key_that_an_administrator_ends_silences_what_hangs_on_it(team: Team) -> None:
    team.live()
    key = team.approvals.exchange.keys.of(team.member("rob"))
    assert key
    team.browsers["ada"].send(f"/keys/{key.id}/end")

    assert ADDED not in team.said
    page = team.browsers["cleo"].see("/approvals").text
    assert "should be in use and is not" in page
    assert told(Refusal.TOO_FEW) in page


def test_who_is_shut_out_counts_no_longer(team: Team) -> None:
    team.live()
    team.browsers["ada"].send(f"/people/{team.member('rob').id}/access", disabled="1")
    team.bench.place.exchange.reload()

    assert ADDED not in team.said


@pytest.mark.parametrize("file", ["prompt.en.md", "cases.yaml", "report.en.json"])
def test_text_cases_or_report_edited_after_signing_are_told(team: Team, file: str) -> None:
    version = team.live()
    path = version.path.with_name(file)
    path.write_bytes(path.read_bytes() + b"\n# more\n")
    team.bench.place.exchange.reload()

    assert ADDED not in team.said
    assert told(Refusal.EDITED) in team.browsers["dan"].see(PAGE).text
    assert team.act("dan", "sign").status_code == 422


def test_out_of_scope_language_is_refused(team: Team) -> None:
    team.bench.people.change(team.member("dan"), languages=("fr",))
    team.hand_in()
    answer = team.act("dan", "sign")

    assert answer.status_code == 422
    assert told(Refusal.LANGUAGE) in answer.text


def test_what_the_gate_did_not_pass_cannot_be_signed(team: Team) -> None:
    team.hand_in(passed=False)
    answer = team.act("cleo", "sign")

    assert answer.status_code == 422
    assert told(Refusal.GATE_FAILED) in answer.text


def test_a_draft_changed_after_the_gate_is_not_handed_in(team: Team) -> None:
    draft = team.draft()
    assert team.browsers["zoe"].send(f"/approvals/draft/{draft.id}").status_code == 422
    team.gate(draft)
    draft = team.drafts.reopen(draft.id, revision=draft.revision)
    draft = team.drafts.save(
        draft.id, team.member("zoe"), revision=draft.revision, content=draft.content + "More.\n"
    )
    team.drafts.send(draft.id, revision=draft.revision)

    answer = team.browsers["zoe"].send(f"/approvals/draft/{draft.id}")
    assert answer.status_code == 422
    assert told(Refusal.GATE_MISSING) in answer.text
    assert team.approvals.releases.versions() == ()


def test_taking_a_draft_back_into_work_takes_its_version_back(team: Team) -> None:
    version = team.hand_in()
    team.act("cleo", "sign")
    draft = team.drafts.of(NAME)
    assert draft
    team.drafts.reopen(draft.id, revision=draft.revision)

    assert PAGE not in team.browsers["rob"].see("/approvals").text
    assert version not in team.approvals.releases.versions()


def test_only_what_the_page_shows_can_be_signed(team: Team) -> None:
    team.hand_in()
    day = team.bench.place.exchange.day.isoformat()
    junk = base64.b64encode(team.keys["cleo"].sign(b"something else")).decode()

    for value in ("", "AAAA", junk):
        answer = team.browsers["cleo"].send(f"{PAGE}/sign", day=day, signature=value)
        assert answer.status_code == 422
    assert not sig_of(team.approvals.releases.versions()[0].path).exists()


def test_a_version_the_program_cannot_load_is_not_let_speak(whole: Team) -> None:
    """Signed by everybody and still refused: safety data that is no data."""
    releases = whole.approvals.releases
    report = json.dumps({"passed": True}).encode()
    releases.propose("rules/asks.toml", "1", b"[broken", report=report, authors=["x"], by="X")
    page = "/approvals/rules/1/asks.toml"
    for name in ("cleo", "dan"):
        assert whole.act(name, "sign", page).status_code == 200
    answer = whole.act("dan", "released", page)

    assert answer.status_code == 422
    assert told("version_does_not_load") in answer.text
    assert not any(entry.act == "released" for entry in releases.log.entries())


def test_released_safety_data_changes_the_screen_at_once(whole: Team) -> None:
    texts, releases = Texts(), whole.approvals.releases
    before = whole.bench.place.services
    data = texts.content("care/fr.toml") + "\n# read again\n"
    releases.propose("care/fr.toml", "1", data.encode(), report=b'{"passed": true}', authors=["x"], by="X")
    page = "/approvals/care/1/fr.toml"
    for name, act in (("cleo", "sign"), ("dan", "sign"), ("dan", "released")):
        assert whole.act(name, act, page).status_code == 200

    after = whole.bench.place.services
    assert after.screen is not before.screen
    assert after.prompts.signed_bytes(texts.path("care/fr.toml")) == data.encode()
    assert after.care("FR") == before.care("FR")


def test_disabling_asks_for_a_reason_and_nobody_alone_enables(team: Team) -> None:
    team.live()
    assert team.browsers["rob"].send(f"{PAGE}/disable", reason=" ").status_code == 422
    assert ADDED in team.said
    assert team.browsers["rob"].send(f"{PAGE}/disable", reason="Wrong").status_code == 200
    assert ADDED not in team.said
    answer = team.act("cleo", "rolled_back")
    assert answer.status_code == 422
    assert ADDED not in team.said


def test_approval_that_ends_soon_is_renewed_with_a_newer_key(team: Team) -> None:
    team.live()
    team.bench.clock.instant += timedelta(days=280)
    for name in ("ada", "cleo", "rob"):
        team.browsers[name].sign_in(name)
    team.bench.place.exchange.reload()
    assert strings("en").text("approvals.renew") not in team.browsers["cleo"].see("/approvals").text
    team.key("cleo", days=200)
    team.key("rob", days=200)
    assert strings("en").text("approvals.renew") in team.browsers["cleo"].see("/approvals").text
    assert team.act("cleo", "sign").status_code == 200
    assert team.act("rob", "sign").status_code == 200

    team.bench.clock.instant += timedelta(days=100)
    team.bench.place.exchange.reload()
    assert ADDED in team.said


def test_the_private_half_is_kept_as_the_browser_sealed_it_and_nothing_else(team: Team) -> None:
    public = base64.b64encode(team.keys["rob"].public_key().public_bytes_raw()).decode()
    good: dict[str, Any] = {
        "format": "carnet key 1", "kdf": "PBKDF2", "hash": "SHA-256", "iterations": 600_000, "salt": "AAAA",
        "cipher": "AES-GCM", "iv": "AAAA", "sealed": "AAAA", "public": public,
    }  # fmt: skip
    rob = team.browsers["rob"]

    for bad in ({**good, "iterations": 1000}, {**good, "secret": "x"}, {**good, "public": "x"}, [1], "x"):
        assert rob.send("/key", sealed=json.dumps(bad)).status_code == 422
    assert rob.send("/key", sealed=json.dumps(good)).status_code == 200
    assert team.approvals.exchange.keys.sealed(team.member("rob")) == good
    assert public in rob.see("/key").text


def test_only_an_administrator_enters_keys_and_each_key_once(team: Team) -> None:
    public = base64.b64encode(Ed25519PrivateKey.generate().public_key().public_bytes_raw()).decode()
    until = team.bench.place.exchange.day.isoformat()
    rob = team.member("rob").id

    assert team.browsers["cleo"].send(f"/keys/of/{rob}", public=public, until=until).status_code == 403
    ada = team.browsers["ada"]
    assert ada.send(f"/keys/of/{rob}", public="x", until=until).status_code == 422
    assert ada.send(f"/keys/of/{rob}", public=public, until="2099-01-01").status_code == 422
    assert ada.send(f"/keys/of/{rob}", public=public, until=until).status_code == 200
    assert ada.send(f"/keys/of/{team.member('dan').id}", public=public, until=until).status_code == 422


def test_the_log_page_filters_and_tells_the_first_broken_line(team: Team) -> None:
    team.live()
    rob = team.browsers["rob"]
    assert "reversed>\n<li><div><strong>Put into use" in rob.see("/log?act=released").text
    assert "No line fits" in rob.see("/log?text=nothing").text
    path = team.approvals.releases.log.path
    assert rob.see("/log/file").content == path.read_bytes()

    path.write_bytes(path.read_bytes().replace(b'"act":"signed"', b'"act":"Signed"', 1))
    team.bench.place.exchange.reload()
    assert "does not hold from line 5 on" in rob.see("/log").text
    assert ADDED not in team.said


def test_a_log_cut_with_the_head_beside_it_is_told_by_the_sealed_store(team: Team) -> None:
    team.live()
    path = team.approvals.releases.log.path
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))
    path.with_suffix(".head").unlink()
    team.bench.place.exchange.reload()

    assert team.bench.place.exchange.prompts.speaking.silent[0].line == 3
    path.unlink()
    team.bench.place.exchange.reload()
    assert team.bench.place.exchange.prompts.speaking.silent[0].line == 1


def test_pages_are_there_in_both_languages(team: Team) -> None:
    team.live()
    for path in ("/approvals", PAGE, "/log", "/key"):
        page = team.browsers["rob"].see(path, **{"accept-language": "fr"})
        assert page.status_code == 200
        assert '<html lang="fr">' in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]
