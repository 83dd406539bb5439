"""For every test: the chat framework works in its private folder, and an unlisted log fact is an error."""

from core import log
from ui import runtime

runtime.prepare()
log.strict()
