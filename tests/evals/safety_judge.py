"""The screen with the model of the environment as second reader, when one is configured."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from chains.answer import Outcome
from chains.judging import Judging
from chains.llm import ChatModel
from core.language import Language
from core.settings import load
from safety.verdict import Verdict
from tests.evals.safety_pairs import Ask
from tests.fakes.record import Record

_COUNTRY: dict[Language, str] = {"fr": "FR", "en": "GB"}


def configured() -> ChatModel | None:
    """The model of ``CARNET_MODEL`` and ``CARNET_MODEL_URL``; None without one."""
    settings = load()
    return ChatModel.of(settings) if settings.has_model else None


@contextmanager
def judged(first: Ask, model: ChatModel) -> Iterator[Ask]:
    """`first`, and what `model` finds more urgent; each message is read once, in an empty record."""
    with TemporaryDirectory() as folder:
        record = Record(Path(folder))
        record.room.prefer(judging="on", review="never", agreed=f"{model.host} {model.name}")
        services = replace(record.services(), model=model)

        async def read(text: str, language: Language) -> Verdict:
            judging = Judging(first(text, language), record.room, services, Outcome())
            country = services.care(_COUNTRY[language])
            async for _ in judging.events(text, (), country, language):
                pass
            return judging.verdict

        @cache
        def ask(text: str, language: Language) -> Verdict:
            return asyncio.run(read(text, language))

        try:
            yield ask
        finally:
            record.room.close()
