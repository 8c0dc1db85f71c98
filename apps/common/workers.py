"""The few threads in which pages compute."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

# Answering is arithmetic: more threads than cores would only fight over Python's lock, and the
# server with them.
_ANSWERING = ThreadPoolExecutor(max_workers=2, thread_name_prefix="answer")
Given = ParamSpec("Given")
Result = TypeVar("Result")


async def in_turn(
    work: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs
) -> Result:
    """Return what `work` returns, in one of the few threads that answer."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_ANSWERING, partial(work, *args, **kwargs))
