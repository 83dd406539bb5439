"""A workbench's library over a small package, with people who sign in it."""

import json
from collections.abc import Mapping
from pathlib import Path

from core.clock import SystemClock
from prompts.log import Anchor
from prompts.registry import Registry
from prompts.release import Move, Releases, Standing, Version, package_files
from prompts.signing import Signer, library
from tests.fakes.clinician import TEXT, TODAY, Clinician, Library

WORDS = "Salut {{name}} !"
CASES = b"- id: one\n- id: two\n"
PASSED = json.dumps({"passed": True}).encode()
FAILED = json.dumps({"passed": False}).encode()


class Bench:
    """Versions, a log and people, in `root`.

    Args:
        root: A folder.
        people: Whose keys were entered.
        risk_class: Of the package's text.
        id: Of the package's text.
    """

    def __init__(
        self,
        root: Path,
        *people: Clinician,
        risk_class: str = "B",
        id: str = "greeting",
        anchor: Anchor | None = None,
    ) -> None:
        self.keeper = Clinician("keeper")
        self.second = Clinician("second-keeper", scope=("general", "mental_health"))
        self.package = Library(root / "prompts", [self.keeper, self.second], risk_class=risk_class, id=id)
        self.package.signed_by(self.keeper, self.second)
        self.data = root / "safety" / "care" / "fr.toml"
        self.data.parent.mkdir(parents=True)
        self.data.write_text('number = "15"\n')
        self.id = id
        self.name = f"{id}/prompt.fr.md"
        self.risk_class = risk_class
        self.people = {person.key_id: person for person in people}
        files = package_files(library(self.package.root), [self.data])
        self.releases = Releases(root / "home" / "library", files, SystemClock(), [anchor] if anchor else [])

    @property
    def signers(self) -> Mapping[str, Signer]:
        """The keys that count."""
        return {key: person.signer() for key, person in self.people.items()}

    def text(
        self, version: str, words: str = WORDS, language: str = "fr", risk_class: str | None = None
    ) -> bytes:
        """A version of the package's text."""
        text = TEXT.format(id=self.id, language=language, risk_class=risk_class or self.risk_class)
        text = text.replace("version: 1", f"version: {version}")
        return text.replace("Bonjour {{name}}, ça va ?", words).encode()

    def propose(
        self,
        version: str = "2",
        words: str = WORDS,
        *,
        report: bytes | None = PASSED,
        authors: tuple[str, ...] = ("author",),
    ) -> Version:
        """A version handed in."""
        return self.releases.propose(
            self.name,
            version,
            self.text(version, words),
            cases=CASES,
            report=report,
            authors=authors,
            by="Author",
        )

    def sign(self, version: Version, *keys: str) -> Standing:
        """Signed by some of the people."""
        for key in keys:
            standing = self.releases.standing(version, self.signers, TODAY)
            statement = standing.covered.statement(key, TODAY) if standing.covered else b"what is gone"
            signature = self.people[key].signs(statement)
            self.releases.sign(version, signature, self.signers, TODAY)
        return self.releases.standing(version, self.signers, TODAY)

    def move(self, version: Version, key: str, move: Move = "released") -> None:
        """Made to speak by one of the people."""
        head = self.releases.log.head()
        signature = self.people[key].signs(self.releases.statement(move, version, key, TODAY, head))
        self.releases.move(move, version, signature, head, self.signers, TODAY)

    def live(self, version: str = "2", words: str = WORDS) -> Version:
        """A version handed in, signed by the first two people and released by the first."""
        made = self.propose(version, words)
        first, second = list(self.people)[:2]
        self.sign(made, first, second)
        self.move(made, first)
        return made

    def registry(self) -> Registry:
        """What a turn would be handed now."""
        speaking = self.releases.speaking(self.signers, TODAY)
        return Registry.load(self.package.root, production=True, today=TODAY, released=speaking)

    def says(self) -> str:
        """What the French text says now."""
        return self.registry().get(self.id, "fr").body
