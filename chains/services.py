"""What a turn is handed: chosen once, in ``ui/compose.py``."""

from collections.abc import Callable
from dataclasses import dataclass

from chains.llm import ChatModel
from core.clock import Clock
from prompts.registry import Registry
from safety.care import Care
from safety.screen import Screen


@dataclass(frozen=True, slots=True)
class Services:
    """The parts a turn uses.

    Attributes:
        screen: Reads every message first.
        prompts: Signed texts.
        care: Numbers and care paths of a country (ISO code; an unknown one gives the widest fallback).
        model: None when no language model is configured; answers are then composed.
        clock: The time.
    """

    screen: Screen
    prompts: Registry
    care: Callable[[str], Care]
    model: ChatModel | None
    clock: Clock
