"""Model folders of the Hugging Face Hub: found on this machine, or fetched when asked for."""

import errno
from pathlib import Path

from core.errors import UserError

# Weights, settings, tokenizer and template; never pickles or code.
_WANTED = ["*.safetensors", "*.json", "*.jinja"]
_ADVICE = {401: "error.hub_gated", 403: "error.hub_gated", 404: "error.hub_unknown"}


def find(model: str, revision: str | None = None) -> Path | None:
    """Return the folder of a model that was fetched before, None if it is not on this machine."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(model, revision=revision, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError):
        return None


def fetch(
    model: str,
    revision: str | None = None,
    *,
    endpoint: str | None = None,
    cache: Path | None = None,
) -> Path:
    """Download a model and return its folder; what is there already is not fetched again.

    endpoint, cache: another Hub and another folder than huggingface_hub's own.
    Raises UserError when the model is gated or unknown, the network is down or the disk full.
    """
    import httpx
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import (
        HfHubHTTPError,
        HFValidationError,
        LocalEntryNotFoundError,
        OfflineModeIsEnabled,
    )

    try:
        return Path(
            snapshot_download(
                model,
                revision=revision,
                allow_patterns=_WANTED,
                endpoint=endpoint,
                cache_dir=cache,
            )
        )
    except HFValidationError as problem:
        raise UserError("error.hub_unknown", model=model) from problem
    except HfHubHTTPError as problem:
        raise UserError(_advice(problem), model=model) from problem
    except LocalEntryNotFoundError as problem:  # hides what happened in its cause
        cause = problem.__cause__
        key = _advice(cause) if isinstance(cause, HfHubHTTPError) else "error.hub_offline"
        raise UserError(key, model=model) from problem
    except (OfflineModeIsEnabled, httpx.HTTPError, ConnectionError) as problem:
        raise UserError("error.hub_offline", model=model) from problem
    except OSError as problem:
        if problem.errno == errno.ENOSPC:
            raise UserError("error.disk_full", model=model) from problem
        raise UserError("error.hub_offline", model=model) from problem


def _advice(problem: Exception) -> str:
    status = getattr(getattr(problem, "response", None), "status_code", 0)
    return _ADVICE.get(status, "error.hub_offline")
