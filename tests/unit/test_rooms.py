"""Sessions open one shared room a person, end by themselves, and never come back."""

from datetime import timedelta
from pathlib import Path

import pytest

from core.errors import LockedError
from tests.fakes.site import Home
from tests.fakes.vaults import PASSPHRASE
from ui.rooms import session


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    made.vaults.create("marie", PASSPHRASE)[0].lock()
    return made


def enter(home: Home, name: str = "marie") -> str:
    return home.rooms.enter(home.vaults.open(name, PASSPHRASE))


def test_two_sessions_of_a_person_share_one_room(home: Home) -> None:
    """The second opening is locked again, and the room lives until the last session leaves."""
    first, again = enter(home), home.vaults.open("marie", PASSPHRASE)
    second = home.rooms.enter(again)
    room = home.rooms.of(first)

    assert home.rooms.of(second) is room
    assert again.locked
    home.rooms.leave(first)
    assert not room.vault.locked
    home.rooms.leave(second)
    assert room.vault.locked


def test_people_do_not_share_rooms(home: Home) -> None:
    """Another person's session opens another vault."""
    home.vaults.create("paul", PASSPHRASE)[0].lock()

    mine, other = enter(home), enter(home, "paul")

    assert home.rooms.of(mine).vault.vault_id != home.rooms.of(other).vault.vault_id


def test_idle_session_ends_and_cannot_be_touched_alive(home: Home) -> None:
    """After the idle time a session opens nothing, however it is asked."""
    here = enter(home)
    room = home.rooms.of(here)
    home.clock.instant += timedelta(seconds=home.settings.idle_lock_s - 1)
    assert home.rooms.touch(here)
    home.clock.instant += timedelta(seconds=home.settings.idle_lock_s)

    assert not home.rooms.touch(here)
    assert home.rooms.person(here) is None
    with pytest.raises(LockedError, match="locked"):
        home.rooms.of(here)
    assert home.rooms.ended() == (here,)
    assert home.rooms.sweep() == (here,)
    assert room.vault.locked


def test_busy_session_ends_at_its_longest_age(home: Home) -> None:
    """Signs of the person do not carry a session past its longest age."""
    here = enter(home)
    for _ in range(int(home.settings.session_max_s // 1000) + 1):
        home.clock.instant += timedelta(seconds=1000)
        home.rooms.touch(here)

    assert not home.rooms.touch(here)


def test_closing_session_takes_no_request_but_lets_its_sockets_write(home: Home) -> None:
    """Between dismissal and leaving, the gate refuses and the disconnect handlers still find the room."""
    here = enter(home)
    room = home.rooms.of(here)
    home.rooms.dismiss(here, by_person=True)

    assert not home.rooms.touch(here)
    assert home.rooms.of(here) is room
    assert home.rooms.signed_out(here)
    home.rooms.leave(here)
    with pytest.raises(LockedError):
        home.rooms.of(here)


def test_current_is_the_served_sessions_room(home: Home) -> None:
    """Without a session there is no room to fall back to."""
    here = enter(home)
    with pytest.raises(LockedError, match="locked"):
        home.rooms.current()
    token = session.set(here)
    try:
        assert home.rooms.current() is home.rooms.of(here)
    finally:
        session.reset(token)


def test_close_locks_every_vault(home: Home) -> None:
    """Shutting down leaves nothing open."""
    room = home.rooms.of(enter(home))
    home.rooms.close()

    assert room.vault.locked
