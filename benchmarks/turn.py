"""Our own time before a model is called, and how it grows with the record.

    python -m benchmarks.turn [passages ...]

A message goes the whole way of `chains.turn.run_turn` (screen, plan, search, the lines for the model, the
sealed receipt of what is sent) up to the moment its words would leave for a model. The record is generated
and goes through the real import: letters of many paragraphs and laboratory results as FHIR bundles, over
thirty years. Passages get random vectors, as embedding a hundred thousand of them is not what is measured;
questions are embedded by the real model. Everything is warm, each question is asked once. CPU is given beside
the wall, which says little on a shared machine.

The baseline, in the same run over the same passages and vectors: embedding the question, one query of a plain
persistent Chroma and one of SQLite FTS5 on disk; nothing is screened, understood, worked out or sealed there.
"""

import asyncio
import json
import random
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings

from chains.llm import ChatModel, Message, Tool, ToolCall
from chains.turn import Turn, run_turn
from core.clock import SystemClock
from core.errors import UpstreamError
from core.settings import Settings
from records.words import words
from retrieval.embedding import Embedder, Vectors
from retrieval.ingest.pipeline import ingest_file
from retrieval.room import Room
from ui.compose import House, build

SIZES = (10_000, 100_000)
PARAGRAPHS, RESULTS, RESULTS_EACH = 1000, 2000, 5
"""Paragraphs of a letter file, results of a laboratory file, and one result for so many passages."""
QUESTIONS = 120
PASSPHRASE = "sept pommes bleues sous la lune"  # noqa: S105  of a vault that lives for seconds

_LABS = (
    ("Ferritine", "2276-4", "ug/L", 5, 300), ("Hémoglobine", "718-7", "g/dL", 9, 17),
    ("Glycémie à jeun", "1558-6", "mmol/L", 4, 9), ("Créatinine", "2160-0", "mg/dL", 0.5, 2),
    ("TSH", "3016-3", "mIU/L", 0.2, 8), ("CRP", "1988-5", "mg/L", 1, 60),
    ("LDL", "13457-7", "mg/dL", 60, 200), ("Potassium", "2823-3", "mmol/L", 3, 6),
    ("Sodium", "2951-2", "mmol/L", 130, 146), ("HbA1c", "4548-4", "%", 5, 9),
    ("Plaquettes", "777-3", "10*3/uL", 120, 400), ("ALAT", "1742-6", "U/L", 10, 90),
)  # fmt: skip
_SUBJECTS = (
    "fatigue", "douleur au genou", "tension artérielle", "toux sèche", "asthme", "sommeil", "migraine",
    "diabète", "anémie", "allergie au pollen", "radiographie du thorax", "IRM lombaire", "vertiges",
    "échographie abdominale", "coloscopie", "apixaban", "metformine", "bisoprolol", "lévothyroxine",
    "oméprazole", "paracétamol", "essoufflement",
)  # fmt: skip
_PEOPLE = ("Martin", "Petit", "Durand", "Leroy", "Moreau", "Simon", "Laurent", "Michel", "Garcia", "Roux")
_FILL = tuple(
    "patient consultation examen suivi traitement contrôle bilan retour stable amélioration surveillance "
    "avis hospitalier cardiaque pulmonaire abdominal clinique normal discret modéré ancien récent droit "
    "gauche depuis semaines mois poursuite arrêt reprise dose matin soir résultat interprétation compte "
    "rendu conclusion prochain rendez-vous service docteur courrier adressé merci confiance confrère "
    "évolution favorable".split()
)
_ASKED = (
    "quelle est ma dernière {lab} ?",
    "what was my {lab} in {year}?",
    "parle-t-on de {subject} dans mes lettres en {year} ?",
    "qu'a dit le docteur {person} sur {subject} ?",
    "did anyone mention {subject} in {year}?",
    "mon {subject}, où en est-on ?",
    "la lettre de {month} {year} au sujet de {subject}",
    "est-ce que ma {lab} est normale en {year} ?",
)
_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


# --- a record -----------------------------------------------------------------------------------------------


def letter(draw: random.Random, paragraphs: int) -> bytes:
    """A long letter as plain text."""
    return "\n\n".join(_paragraph(draw, number) for number in range(paragraphs)).encode()


def _paragraph(draw: random.Random, number: int) -> str:
    day = f"{draw.randint(1, 28)} {draw.choice(_MONTHS)} {draw.randint(1996, 2025)}"
    said = " ".join(draw.choices(_FILL, k=40))
    return f"Le {day}, docteur {draw.choice(_PEOPLE)} : {draw.choice(_SUBJECTS)}. {said} {number}."


def laboratory(draw: random.Random, results: int) -> bytes:
    """Laboratory results as a FHIR bundle."""
    entries = []
    for number in range(results):
        name, code, unit, low, high = draw.choice(_LABS)
        day = f"{draw.randint(1996, 2025)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        value = round(draw.uniform(float(low), float(high)), 2)
        entries.append(
            {
                "resource": {
                    "resourceType": "Observation",
                    "id": f"o{number}-{draw.randint(0, 10**9)}",
                    "status": "final",
                    "code": {"coding": [{"system": "http://loinc.org", "code": code}], "text": name},
                    "effectiveDateTime": day,
                    "valueQuantity": {
                        "value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit,
                    },
                }
            }
        )  # fmt: skip
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


class RandomPassages:
    """Random unit vectors for the record, the real model for a question."""

    def __init__(self, real: Embedder) -> None:
        self._real = real
        self._draw = np.random.default_rng(11)
        self.space, self.dimensions = real.space, real.dimensions

    def passages(self, texts: Sequence[str]) -> Vectors:  # noqa: D102  as `Embedder`
        made: Vectors = self._draw.standard_normal((len(texts), self.dimensions)).astype(np.float32)
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        return made

    def question(self, text: str) -> Vectors:  # noqa: D102  as `Embedder`
        return self._real.question(text)


def fill(room: Room, passages: int) -> None:
    """Bring a record of so many passages in."""
    draw = random.Random(5)  # noqa: S311  a benchmark, not a key
    while (missing := passages - len(room.shelf.passages)) > 0:
        number = len(room.documents())
        ingest_file(room, f"lettre_{number}.txt", letter(draw, min(PARAGRAPHS, missing)))
    for number in range(max(1, passages // RESULTS_EACH // RESULTS)):
        ingest_file(room, f"labo_{number}.json", laboratory(draw, RESULTS))
    room.settle()


# --- what is timed ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, on the wall and in seconds of CPU of this process."""

    wall: float = field(default_factory=time.perf_counter)
    cpu: float = field(default_factory=time.process_time)

    def until(self, other: "Moment") -> "Spent":
        """Milliseconds between."""
        return Spent((other.wall - self.wall) * 1000, (other.cpu - self.cpu) * 1000)


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds on the wall and of CPU."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Stopwatch(ChatModel):
    """A model that notes when it is called and answers nothing."""

    calls: list[Moment] = field(default_factory=list)

    async def converse(
        self, messages: Sequence[Message], tools: Sequence[Tool] = (), *, until: float | None = None
    ) -> AsyncGenerator[str | ToolCall, None]:
        """Note the time; what it is given does not matter."""
        del messages, tools, until
        self.calls.append(Moment())
        raise UpstreamError("model_unreachable")
        yield ""


def questions() -> list[str]:
    """Distinct ones, in both languages."""
    draw = random.Random(9)  # noqa: S311  a benchmark, not a key
    made: dict[str, None] = {}
    while len(made) < QUESTIONS:
        text = draw.choice(_ASKED).format(
            lab=draw.choice(_LABS)[0], subject=draw.choice(_SUBJECTS), person=draw.choice(_PEOPLE),
            month=draw.choice(_MONTHS), year=draw.randint(1998, 2024),
        )  # fmt: skip
        made[text] = None
    return list(made)


def ours(built: House, room: Room, asked: Sequence[str]) -> list[Spent]:
    """From each message to the call of a model, where there is one; else to the end of its answer."""
    watch = Stopwatch(url="http://127.0.0.1:9/v1", name="none")
    services = replace(built.services, model=watch)

    async def turn(text: str) -> Spent:
        begun, before = Moment(), len(watch.calls)
        async with aclosing(run_turn(Turn(text, "fr", "FR"), room, services)) as events:
            async for _ in events:
                if len(watch.calls) > before:
                    break
        return begun.until(watch.calls[before] if len(watch.calls) > before else Moment())

    async def run() -> list[Spent]:
        return [await turn(text) for text in asked]

    return asyncio.run(run())


@contextmanager
def plain(root: Path, room: Room, embedder: Embedder) -> Iterator[Callable[[str], None]]:
    """The baseline over the passages of a room: a function that answers one question."""
    ids = [id for id in room.shelf.passages if id in room.index]
    texts = [room.shelf.passages[id].text for id in ids]
    vectors = room.index.vectors(ids)
    client: Any = chromadb.PersistentClient(str(root / "chroma"), ChromaSettings(anonymized_telemetry=False))
    made: Any = client.create_collection(
        "plain", configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
    )
    for start in range(0, len(ids), 500):
        part = slice(start, start + 500)
        made.add(ids=ids[part], embeddings=vectors[part], documents=texts[part])
    base = sqlite3.connect(root / "words.db")
    base.execute('CREATE VIRTUAL TABLE words USING fts5(text, tokenize = "unicode61 remove_diacritics 2")')
    base.executemany("INSERT INTO words VALUES (?)", [(text,) for text in texts])
    base.commit()

    def ask(text: str) -> None:
        made.query(query_embeddings=[embedder.question(text)], n_results=12)
        match = " OR ".join(f'"{word}"' for word in words(text))
        base.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words) LIMIT 12", (match,)
        ).fetchall()

    try:
        yield ask
    finally:
        base.close()
        client.close()


def timed(ask: Callable[[str], None], asked: Sequence[str]) -> list[Spent]:
    """What each question takes."""
    times = []
    for text in asked:
        begun = Moment()
        ask(text)
        times.append(begun.until(Moment()))
    return times


def late(times: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Of some questions, in milliseconds."""

    p50: Spent
    p95: Spent

    @classmethod
    def of(cls, times: Sequence[Spent]) -> "Percentiles":
        """Both, of wall and CPU apart."""
        walls, cpus = [one.wall for one in times], [one.cpu for one in times]
        return cls(Spent(statistics.median(walls), statistics.median(cpus)), Spent(late(walls), late(cpus)))


def measure(passages: int) -> tuple[Percentiles, Percentiles]:
    """Ours and the baseline's over a record of so many passages."""
    with tempfile.TemporaryDirectory(prefix="carnet-bench-") as folder:
        root = Path(folder)
        settings = Settings(home=root / "home", secrets=root / "secrets", model_url=None, model=None)
        built = build(settings, SystemClock())
        vault, _code = built.vaults.create("bench", PASSPHRASE)
        embedder = RandomPassages(built.embedder)
        room = Room.open(vault, embedder=embedder, clock=SystemClock(), background=False)
        try:
            fill(room, passages)
            room.index.warm(threading.Event())
            asked = questions()
            warm, asked = asked[:10], asked[10:]
            ours(built, room, warm)
            own = ours(built, room, asked)
            with plain(root, room, embedder) as ask:
                timed(ask, warm)
                return Percentiles.of(own), Percentiles.of(timed(ask, asked))
        finally:
            room.close()
            built.close()


def main(argv: Sequence[str] = ()) -> None:
    """Print both at each size, their ratio, and the growth between the first and the last size."""
    found: dict[int, tuple[Percentiles, Percentiles]] = {}
    for passages in [int(word) for word in argv] or SIZES:
        own, base = found[passages] = measure(passages)
        print(f"{passages:7} passages        p50 wall   p50 CPU  p95 wall   p95 CPU   (ms)")
        for name, one in (("before the model", own), ("Chroma and FTS5", base)):
            print(
                f"  {name:20} {one.p50.wall:9.1f} {one.p50.cpu:9.1f} {one.p95.wall:9.1f} {one.p95.cpu:9.1f}",
                flush=True,
            )
        print(
            f"  ratio of p95: wall {own.p95.wall / base.p95.wall:.2f}, CPU {own.p95.cpu / base.p95.cpu:.2f}"
        )
    if len(found) > 1:
        (few, (own, base)), *_, (many, (own_many, base_many)) = found.items()
        for name, one, other in (("before the model", own, own_many), ("Chroma and FTS5", base, base_many)):
            print(
                f"growth of p95 from {few} to {many}, {name}: wall {other.p95.wall / one.p95.wall:.2f}, "
                f"CPU {other.p95.cpu / one.p95.cpu:.2f}"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
