import math
import time

import pytest
from pydantic import SecretStr

from core.errors import UserError
from core.i18n.catalogue import LANGUAGES
from core.models.endpoint_check import check_endpoint
from tests.unit.endpoint_server import free_port, serving, silent_port


def endpoint(*models, maker="vllm", logprobs=True, pause_s=0.0):
    """Return the script of a server with `models`; it needs `pause_s` for each answer."""

    def script(it, body):
        if it.path == "/v1/models":
            it.json({"data": [{"id": name, "owned_by": maker} for name in models]})
            return
        time.sleep(pause_s)
        places = {"top_logprobs": [{"a": math.log(0.9)}]} if logprobs else None
        it.json({"choices": [{"text": "a", "logprobs": places, "finish_reason": "length"}]})

    return script


def test_a_server_is_told_with_what_it_can_do():
    with serving(endpoint("base", "faq")) as server:
        status = check_endpoint(server.address, "base")
    assert status.fault is None
    assert status.served.models == ("base", "faq")
    assert status.capabilities == {"stream", "next"}
    for language in LANGUAGES:
        assert "base" in status.line(language)
        assert str(server.server_port) in status.line(language)


def test_a_server_without_probabilities_says_so():
    with serving(endpoint("base", logprobs=False)) as server:
        status = check_endpoint(server.address, "base")
    assert status.capabilities == {"stream"}
    assert "no probabilities" in status.line("en")


def test_a_model_that_is_not_served_is_told_where_the_list_is_whole():
    with serving(endpoint("base")) as server:
        status = check_endpoint(server.address, "other")
    assert "other" in status.line("es")
    assert status.fault.key == "error.endpoint_no_model"
    with serving(endpoint("cached", maker="hub")) as server:
        assert check_endpoint(server.address, "folder").fault is None


def test_without_a_name_the_first_one_listed_is_taken():
    with serving(endpoint("base", "faq")) as server:
        assert check_endpoint(server.address, None).model == "base"
    with serving(endpoint()) as server:
        assert check_endpoint(server.address, None).fault.key == "error.endpoint_unnamed"


def test_a_slow_model_is_no_fault_and_takes_no_more_than_the_limit():
    with serving(endpoint("base", pause_s=1)) as server:
        status = check_endpoint(server.address, "base", limit_s=0.6)
    assert status.fault is None
    assert status.capabilities == {"stream"}
    assert status.seconds < 1


def test_nobody_there_is_told_in_time():
    status = check_endpoint(f"http://127.0.0.1:{free_port()}", "m")
    assert status.fault.key == "error.endpoint_unreachable"
    with silent_port() as port:
        status = check_endpoint(f"http://127.0.0.1:{port}", "m", limit_s=0.6)
    assert status.fault.key == "error.endpoint_slow"
    assert status.seconds < 1


def test_a_wrong_key_is_told():
    with serving(lambda it, body: it.json({"error": "bad key"}, 401)) as server:
        status = check_endpoint(server.address, "m", api_key=SecretStr("k-1"))
    assert status.fault.key == "error.endpoint_key"


def test_an_address_that_is_none_is_refused():
    with pytest.raises(UserError, match="endpoint_address"):
        check_endpoint("not an address", "m")
