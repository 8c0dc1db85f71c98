"""What a server tells about itself: its models, its maker, its count of tokens."""

from dataclasses import dataclass

from pydantic import BaseModel, ValidationError

# Makers whose servers take `top_k`; others refuse a whole request for it, or ignore it.
_TAKE_TOP_K = ("vllm", "llamacpp", "llama.cpp", "sglang")
# Those that list one base and its adapters; others take any name, or list unrelated models.
_LIST_WHAT_THEY_SERVE = ("vllm", "sglang")


class _Listed(BaseModel):
    id: str
    owned_by: str | None = None


class _List(BaseModel):
    data: list[_Listed]


class _Tokenized(BaseModel):
    count: int | None = None
    tokens: list[object] | None = None


@dataclass(frozen=True)
class Served:
    """Models by name, adapters among them, and who made the server, "" where it does not say."""

    models: tuple[str, ...] = ()
    maker: str = ""

    @property
    def takes_top_k(self) -> bool:
        """Return whether the server is known to honour `top_k`."""
        return self.maker in _TAKE_TOP_K

    @property
    def is_whole(self) -> bool:
        """Return whether `models` are all names that the server takes, of one base."""
        return self.maker in _LIST_WHAT_THEY_SERVE

    def adapters(self, model: str) -> tuple[str, ...]:
        """Return the names that can be asked for instead of `model` as its adapters."""
        return tuple(name for name in self.models if name != model) if self.is_whole else ()


def read_served(body: bytes, server: str) -> Served:
    """Return what `/v1/models` answered, nothing where that is no such list.

    server: the `Server` header, by which llama.cpp names itself.
    """
    try:
        listed = _List.model_validate_json(body).data
    except ValidationError:
        return Served()
    makers = {(model.owned_by or "").lower() for model in listed} | {server.lower()}
    maker = next((maker for maker in _TAKE_TOP_K if maker in makers), "")
    return Served(tuple(model.id for model in listed), maker)


def read_token_count(body: bytes) -> int | None:
    """Return what `/tokenize` counted, None where that is no count."""
    try:
        told = _Tokenized.model_validate_json(body)
    except ValidationError:
        return None
    return len(told.tokens) if told.tokens is not None else told.count
