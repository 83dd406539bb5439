"""The front door: compose the house, register the chat's handlers, put the gate in front.

Served as ``uvicorn app:app`` or ``carnet serve``: one process, our own pages first, the chat at ``/``.
"""

from ui import runtime

runtime.prepare()  # before the framework is imported: it makes folders as it is

from ui.web import create  # noqa: E402  see above

app = create()
