"""What must hold for every byte string: opening gives back what was sealed, and nothing else opens."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import IntegrityError, WrongPassphraseError
from tests.vectors.twokeys import sealed_under_two
from vault.format import Head, Item, Slot, frame, padded_bytes, unframe
from vault.keys import Keyring, canonical_name, open_recovery_slot, recovery_slot
from vault.recovery import read_code, write_code
from vault.seal import Sealed, seal, seal_chunks, unseal, unseal_chunks

KEYS = st.binary(min_size=32, max_size=32)
KINDS = st.from_regex(r"[a-z][a-z0-9_]{0,31}(/[A-Za-z0-9_.-]{1,64})?", fullmatch=True)
IDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=120)
NUMBERS = st.integers(0, 2**63 - 1)


@given(KEYS, st.binary(max_size=60), st.binary(max_size=3000))
def test_open_of_seal_is_the_same(key: bytes, context: bytes, plaintext: bytes) -> None:
    assert unseal(key, context, seal(key, context, plaintext)) == plaintext


@given(KEYS, st.binary(max_size=60), st.binary(max_size=200), st.data())
def test_no_changed_bit_opens(key: bytes, context: bytes, plaintext: bytes, data: st.DataObject) -> None:
    sealed = seal(key, context, plaintext)
    whole = bytearray(sealed.seal + sealed.body)
    at = data.draw(st.integers(0, len(whole) * 8 - 1))
    whole[at // 8] ^= 1 << at % 8

    with pytest.raises(IntegrityError):
        unseal(key, context, Sealed(bytes(whole[:81]), bytes(whole[81:])))


@given(KEYS, KEYS, st.binary(max_size=40), st.binary(max_size=40), st.binary(max_size=100))
def test_no_other_key_or_place_opens(
    key: bytes, other: bytes, context: bytes, elsewhere: bytes, plaintext: bytes
) -> None:
    sealed = seal(key, context, plaintext)
    for key_used, context_used in ((other, context), (key, elsewhere)):
        if (key_used, context_used) != (key, context):
            with pytest.raises(IntegrityError):
                unseal(key_used, context_used, sealed)


@given(KEYS, st.binary(min_size=16, max_size=100))
def test_the_same_bytes_never_seal_alike(key: bytes, plaintext: bytes) -> None:
    one, two = seal(key, b"", plaintext), seal(key, b"", plaintext)

    assert one.seal != two.seal
    assert one.body != two.body


@settings(max_examples=15)
@given(KEYS, KEYS, st.binary(max_size=40))
def test_a_ciphertext_made_for_two_keys_opens_under_the_committed_one_only(
    first: bytes, second: bytes, context: bytes
) -> None:
    if first == second:
        return
    sealed = sealed_under_two(first, second, context, salt=bytes(32))

    assert unseal(first, context, sealed)
    with pytest.raises(IntegrityError, match="seal_broken"):
        unseal(second, context, sealed)


@given(KINDS, IDS, st.binary(max_size=5000))
def test_an_item_survives_its_frame_which_hides_its_length(kind: str, name: str, body: bytes) -> None:
    item = Item(kind, name, body)
    plaintext = frame(item)

    assert unframe(plaintext) == item
    assert len(plaintext) == padded_bytes(12 + len(kind) + len(name.encode()) + len(body))


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader_of_frames(data: bytes) -> None:
    try:
        item = unframe(data)
    except IntegrityError as error:
        assert error.code == "seal_broken"  # noqa: PT017  either outcome is right
    else:
        assert len(item.body) <= len(data)


@given(st.integers(0, 1 << 40))
def test_padding_grows_with_size_costs_at_most_an_eighth_and_tells_little(length: int) -> None:
    padded = padded_bytes(length)

    assert padded >= max(length, 256)
    assert padded <= max(256, length * 1.12)
    assert padded_bytes(length + 1) >= padded
    assert padded_bytes(padded) == padded


def test_few_lengths_are_left_to_tell_apart() -> None:
    """Of a million lengths, an observer distinguishes about three hundred."""
    assert len({padded_bytes(length) for length in range(0, 1_000_000, 7)}) < 330


@settings(max_examples=25, deadline=None)
@given(KEYS, st.binary(max_size=300), st.integers(0, 3), st.data())
def test_chunks_give_back_the_original_and_nothing_rearranged_does(
    key: bytes, tail: bytes, mebibytes: int, data: st.DataObject
) -> None:
    original = bytes(mebibytes << 20) + tail
    header, parts = seal_chunks(key, b"context", original)
    chunks = list(parts)
    assert unseal_chunks(key, b"context", header, chunks) == original
    at = data.draw(st.integers(0, len(chunks) - 1))
    rearranged = [
        chunks[:at] + chunks[at + 1 :],
        [*chunks, chunks[at]],
        chunks[::-1],
        [c[:-1] for c in chunks],
    ]

    for candidate in rearranged:
        if candidate != chunks:
            with pytest.raises(IntegrityError):
                unseal_chunks(key, b"context", header, candidate)


@given(st.binary(min_size=20, max_size=20), st.data())
def test_a_recovery_code_reads_back_and_every_slip_is_caught(secret: bytes, data: st.DataObject) -> None:
    code = write_code(secret).replace("-", "")
    assert read_code(code) == secret
    at = data.draw(st.integers(0, len(code) - 2))
    wrong = data.draw(st.sampled_from(sorted(set("0123456789ABCDEFGHJKMNPQRSTVWXYZ") - {code[at]})))
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]

    for slip in (code[:at] + wrong + code[at + 1 :], swapped):
        if slip != code:
            with pytest.raises(WrongPassphraseError, match="recovery_code_mistyped"):
                read_code(slip)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader_of_codes(text: str) -> None:
    with pytest.raises(WrongPassphraseError, match="recovery_code_mistyped"):
        read_code(text)


@given(
    KEYS,
    st.binary(min_size=16, max_size=16),
    st.binary(min_size=20, max_size=20),
    st.binary(min_size=20, max_size=20),
)
def test_a_slot_opens_for_its_secret_only(master: bytes, vault: bytes, secret: bytes, other: bytes) -> None:
    slot = Slot.decode(recovery_slot(Keyring.of(vault, master), secret).encode())

    assert open_recovery_slot(slot, vault, secret) == master
    assert secret == other or open_recovery_slot(slot, vault, other) is None


@given(st.binary(max_size=130))
def test_no_bytes_break_the_reader_of_slots(data: bytes) -> None:
    try:
        assert Slot.decode(data).encode() == data
    except IntegrityError as error:
        assert error.code in ("slot_damaged", "format_unknown")  # noqa: PT017  either outcome is right


@given(NUMBERS, NUMBERS, st.integers(0, 2**256 - 1), NUMBERS, KEYS)
def test_a_head_reads_back(counter: int, rows: int, total: int, position: int, slots: bytes) -> None:
    head = Head(counter, rows, total, position, slots)

    assert Head.decode(head.encode()) == head
    assert len(head.encode()) == 512


@given(st.text(st.characters(categories=("L", "N", "Zs")), min_size=1, max_size=30).filter(str.strip))
def test_a_name_is_compared_the_same_twice(name: str) -> None:
    once = canonical_name(name)

    assert canonical_name(once) == once
    assert canonical_name(f" {name} ") == once


@given(KEYS, st.binary(min_size=16, max_size=16))
def test_one_key_per_purpose(master: bytes, vault: bytes) -> None:
    keyring = Keyring.of(vault, master)
    keys = [getattr(keyring, name) for name in Keyring.__slots__ if name != "vault"]

    assert len(set(keys)) == len(keys) == 10
    assert master.hex() not in repr(keyring)
