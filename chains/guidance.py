"""Signed fixed texts with the country's numbers: cards, the soft line, and guidance beside the record's own lines."""

import asyncio
from collections.abc import AsyncGenerator

from chains.answer import Outcome, checked, reference
from chains.checking import Checks
from chains.compose_answer import bears, what_the_record_says
from chains.drafts import Asked, Draft
from chains.events import Banner, Basis, Card, Event, Sentence
from chains.services import Services
from core.language import Language
from prompts.registry import Registry
from prompts.template import Prompt, places, render
from safety.care import Care
from safety.verdict import CardKind
