"""The engine, with a decoder whose every step the test decides."""

import threading
import time
from queue import Queue

import pytest

from core.errors import UserError
from core.models.batching import Engine, Limits
from core.models.interface import Completion
from core.models.request import Request

END = 0
QUICK = Limits(workers=1, batch=4, waiting=3, gather_s=0.0, slice_s=0.0)


class Words:
    """Text whose tokens are numbers: 7 becomes "7 "."""

    def __init__(self, stop="never"):
        self.stopped, self.text, self._stop = False, "", stop

    def push(self, token):
        if token == 13:
            raise ValueError("unreadable")
        piece = f"{token} "
        self.stopped = piece.strip() == self._stop
        self.text += "" if self.stopped else piece
        return "" if self.stopped else piece

    def finish(self):
        return ""


class Counting:
    """Counts on from each prompt's last token, one step whenever `gate` lets it."""

    def __init__(self, gated=False):
        self.batches = []
        self.steps = 0
        self.gate = threading.Semaphore(0) if gated else None
        self.entered = Queue()

    def decode(self, requests, most, take):
        self.batches.append([request.tokens[0] for request in requests])
        self.entered.put(self.batches[-1])
        tokens = [list(request.tokens) for request in requests]
        if any(row[0] == 666 for row in tokens):
            raise RuntimeError("a prompt that no decoder can read")
        active = list(range(len(requests)))
        for _ in range(most):
            if self.gate:
                assert self.gate.acquire(timeout=10)
            self.steps += 1
            for row in list(active):
                tokens[row].append(tokens[row][-1] + 1)
                if take(row, tokens[row][-1]):
                    active.remove(row)
            if not active:
                return

    def open(self):
        self.gate.release(10_000)


@pytest.fixture
def engines():
    made = []

    def make(decoder, limits=QUICK):
        made.append(Engine(decoder, limits))
        return made[-1]

    yield make
    for engine in made:
        engine.close()


def ask(start, limit=3, kind="same", **settings):
    text = Words(settings.pop("stop", "never"))
    return Request([start], limit, text, ends=frozenset({END}), kind=kind, **settings)


def answer(request):
    pieces = []
    while True:
        item = request.pieces.get(timeout=10)
        if isinstance(item, BaseException):
            raise item
        if isinstance(item, Completion):
            assert "".join(pieces) == item.text
            return item
        pieces.append(item)


def test_what_waits_is_computed_together_and_everyone_gets_the_own_answer(engines):
    decoder = Counting()
    requests = [ask(100, 2), ask(200, 3), ask(300, 1)]
    engines(decoder).submit(requests)
    assert [answer(request).text for request in requests] == ["101 102 ", "201 202 203 ", "301 "]
    assert decoder.batches == [[100, 200, 300]]
    assert decoder.steps == 3


def test_what_comes_while_a_batch_runs_shares_the_next_one(engines):
    decoder = Counting(gated=True)
    engine = engines(decoder, Limits(workers=1, batch=4, gather_s=0, slice_s=60))
    first, *later = [ask(100, 2), ask(200, 2), ask(300, 2)]
    engine.submit([first])
    decoder.entered.get(timeout=10)
    for request in later:
        engine.submit([request])
    decoder.open()
    assert [answer(request).text for request in (first, *later)] == [
        "101 102 ",
        "201 202 ",
        "301 302 ",
    ]
    assert decoder.batches == [[100], [200, 300]]


def test_only_like_requests_share_a_batch(engines):
    decoder = Counting()
    far = ask(500)
    far.tokens = [500] * 100
    requests = [ask(1), ask(2, kind="other"), ask(3), ask(4, alone=True), far]
    engines(decoder, Limits(workers=1, batch=8)).submit(requests)
    for request in requests:
        answer(request)
    assert sorted(decoder.batches) == [[1, 3], [2], [4], [500]]


def test_companions_that_come_within_moments_are_waited_for(engines):
    decoder = Counting()
    engine = engines(decoder, Limits(workers=1, batch=4, gather_s=0.5))
    first, second = ask(100), ask(200)
    engine.submit([first])
    engine.submit([second])
    answer(first), answer(second)
    assert decoder.batches == [[100, 200]]


def test_two_free_workers_share_what_waits(engines):
    decoder = Counting(gated=True)
    engine = engines(decoder, Limits(workers=2, batch=16, gather_s=0.2))
    requests = [ask(start) for start in (110, 120, 130, 140)]
    engine.submit(requests)
    assert sorted(decoder.entered.get(timeout=10) for _ in range(2)) == [[110, 120], [130, 140]]
    decoder.open()
    for request in requests:
        answer(request)


def test_pieces_come_as_they_are_computed(engines):
    decoder = Counting(gated=True)
    request = ask(100, 2)
    engines(decoder).submit([request])
    decoder.gate.release()
    assert request.pieces.get(timeout=10) == "101 "
    assert request.pieces.empty()
    decoder.gate.release()
    assert request.pieces.get(timeout=10) == "102 "
    assert request.pieces.get(timeout=10) == Completion("101 102 ", 2, "length")


def test_a_newcomer_does_not_wait_for_a_long_answer_and_the_long_one_goes_on(engines):
    decoder = Counting(gated=True)
    engine = engines(decoder)  # a slice of 0 seconds: set aside as soon as somebody waits
    long, short = ask(100, 40), ask(900, 2)
    engine.submit([long])
    decoder.entered.get(timeout=10)
    decoder.gate.release(2)
    assert [long.pieces.get(timeout=10) for _ in range(2)] == ["101 ", "102 "]
    engine.submit([short])
    decoder.open()
    assert answer(short).text == "901 902 "
    done = []
    while not isinstance(done[-1:] and done[-1], Completion):
        done.append(long.pieces.get(timeout=10))
    assert done[-1].text == "".join(f"{n} " for n in range(101, 141))
    assert done[-1].tokens == 40
    assert [batch[0] for batch in decoder.batches[:2]] == [100, 900] or 900 in decoder.batches[1]


def test_what_must_stay_whole_is_not_set_aside(engines):
    decoder = Counting(gated=True)
    engine = engines(decoder)
    whole, short = ask(100, 20, whole=True), ask(900, 2)
    engine.submit([whole])
    decoder.entered.get(timeout=10)
    engine.submit([short])
    decoder.open()
    answer(whole), answer(short)
    assert decoder.batches == [[100], [900]]


def test_a_call_with_many_requests_lets_others_through(engines):
    decoder = Counting(gated=True)
    engine = engines(decoder, Limits(workers=1, batch=4, gather_s=0, slice_s=60))
    many = [ask(start, 1) for start in range(100, 140)]
    engine.submit(many)
    decoder.entered.get(timeout=10)
    single = ask(900, 1)
    engine.submit([single])
    decoder.open()
    for request in (*many, single):
        answer(request)
    assert 900 in decoder.batches[1]
    assert sum(map(len, decoder.batches)) == 41


def test_an_end_token_and_a_stop_text_end_one_answer_only(engines):
    decoder = Counting()
    requests = [ask(-2, 9), ask(100, 4, stop="103"), ask(200, 4)]
    engines(decoder).submit(requests)
    assert [answer(request) for request in requests] == [
        Completion("-1 ", 2, "stop"),
        Completion("101 102 ", 3, "stop"),
        Completion("201 202 203 204 ", 4, "length"),
    ]


@pytest.mark.parametrize("by_event", [True, False])
def test_a_cancelled_request_stops_computing(engines, by_event):
    decoder = Counting(gated=True)
    event = threading.Event()
    request = ask(100, 1000, cancel=event)
    engines(decoder).submit([request])
    decoder.gate.release()
    assert request.pieces.get(timeout=10) == "101 "
    event.set() if by_event else request.cancel()
    decoder.open()
    assert request.pieces.get(timeout=10) == Completion("101 ", 2, "cancelled")
    assert decoder.steps == 2


def test_a_request_cancelled_while_it_waits_is_never_computed(engines):
    decoder = Counting(gated=True)
    engine = engines(decoder)
    running, waiting = ask(100, 2, whole=True), ask(200)
    engine.submit([running])
    decoder.entered.get(timeout=10)
    engine.submit([waiting])
    waiting.cancel()
    decoder.open()
    answer(running)
    assert answer(waiting) == Completion("", 0, "cancelled")
    assert decoder.batches == [[100]]


def test_a_prompt_that_fails_does_not_harm_its_companions(engines):
    requests = [ask(100), ask(666), ask(200)]
    engines(Counting()).submit(requests)
    assert answer(requests[0]).text == "101 102 103 "
    assert answer(requests[2]).text == "201 202 203 "
    with pytest.raises(RuntimeError, match="no decoder"):
        answer(requests[1])


def test_an_answer_that_cannot_be_read_does_not_harm_its_companions(engines):
    requests = [ask(11, 5), ask(100, 5)]
    engines(Counting()).submit(requests)
    with pytest.raises(ValueError, match="unreadable"):
        answer(requests[0])
    assert answer(requests[1]).tokens == 5


def test_too_many_waiting_calls_are_refused_and_the_rest_is_served(engines):
    decoder = Counting(gated=True)
    engine = engines(decoder)
    running = ask(100, 2, whole=True)
    engine.submit([running])
    decoder.entered.get(timeout=10)
    waiting = [ask(start) for start in (200, 300, 400)]
    for request in waiting:
        engine.submit([request])
    with pytest.raises(UserError) as refused:
        engine.submit([ask(500)])
    assert refused.value.key == "error.model_busy"
    waiting[0].cancel()
    engine.submit([late := ask(600)])
    decoder.open()
    for request in (running, *waiting, late):
        answer(request)


def test_closing_ends_everything_with_a_sentence_and_leaves_no_thread(engines):
    decoder = Counting(gated=True)
    engine = engines(decoder)
    running, waiting = ask(100, 1000), ask(200)
    engine.submit([running])
    decoder.entered.get(timeout=10)
    engine.submit([waiting])
    threading.Timer(0.05, decoder.open).start()
    began = time.monotonic()
    engine.close()
    assert time.monotonic() - began < 5
    for request in (running, waiting):
        with pytest.raises(UserError) as told:
            answer_or_fault(request)
        assert told.value.key == "error.model_closed"
    assert not any(thread.is_alive() for thread in engine._threads)
    with pytest.raises(UserError, match="model_closed"):
        engine.submit([ask(1)])


def answer_or_fault(request):
    while True:
        item = request.pieces.get(timeout=10)
        if isinstance(item, BaseException):
            raise item
        assert not isinstance(item, Completion)
