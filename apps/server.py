"""The one web server of the suite: landing page, health, static files, and the apps.

Gradio takes seconds to import, so the apps start in the background once the landing page answers.
"""

import asyncio
import logging
import os
import threading
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from typing import Literal

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from apps.common.landing import page_language, render_landing, render_notice, suite_version
from apps.common.theme import STATIC, stylesheet
from apps.registry import APPS, App, find_app
from core.config import settings
from core.i18n.catalogue import LANGUAGES

log = logging.getLogger(__name__)

_BUILDING = threading.Lock()  # Gradio keeps the page under construction in one global
PATIENCE_S = 1.0
"""How long a browser waits for an app that is still loading, before it gets the loading page."""

# Pages may load nothing from elsewhere, and only Hugging Face may frame them.
SECURITY = {
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "media-src 'self' data: blob:; worker-src 'self' blob:; object-src 'none'; "
        "base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'self' https://huggingface.co https://*.huggingface.co https://*.hf.space"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
ENVIRONMENT = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "OPENBLAS_NUM_THREADS": "1",  # visitors are the parallelism; more threads only wait
}


@dataclass
class Hosted:
    """One app on this server, as an ASGI app that waits until it is built."""

    app: App
    served: tuple[str, ...]
    state: Literal["loading", "ready", "failed"] = "loading"
    code: str = ""
    asgi: ASGIApp | None = None
    settled: asyncio.Event = field(default_factory=asyncio.Event)
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Build the app in a thread, keep it running until `stop`, note when it fails."""
        try:
            shell = await asyncio.to_thread(self._build)
            async with shell.router.lifespan_context(shell):
                self.state = "ready"
                self.settled.set()
                await self.stop.wait()
        except Exception:
            self.state, self.code = "failed", uuid.uuid4().hex[:6]
            log.exception("app %s failed, code %s", self.app.name, self.code)
        finally:
            self.settled.set()

    def _build(self) -> FastAPI:
        import gradio as gr

        from apps.common.gradio_kit import mount_options

        here = settings()
        module = import_module(self.app.module)
        with _BUILDING:
            blocks = module.build(here)
        shell = FastAPI()
        gr.mount_gradio_app(
            shell, blocks, path=f"/{self.app.name}", **mount_options(self.served, here)
        )
        page = shell.router.routes[-1].app  # type: ignore[attr-defined]
        self.asgi = self._beside(page) if self.app.routes else page
        return shell

    def _beside(self, page: ASGIApp) -> FastAPI:
        """Return the page behind the app's own routes."""
        front = FastAPI(openapi_url=None)
        import_module(self.app.routes).add_routes(front)
        front.mount("", page)
        return front

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on to the app, or say that it loads or failed."""
        browser = b"text/html" in dict(scope.get("headers", [])).get(b"accept", b"")
        with suppress(TimeoutError):
            await asyncio.wait_for(self.settled.wait(), PATIENCE_S if browser else None)
        if self.state == "ready" and self.asgi:
            await self.asgi(scope, receive, send)
        elif scope["type"] == "http":
            await self._notice(Request(scope), browser)(scope, receive, send)

    def _notice(self, request: Request, browser: bool) -> Response:
        language = page_language(request.query_params)
        loading = self.state == "loading"
        if not browser:
            return JSONResponse({"detail": f"{self.app.name} failed", "code": self.code}, 500)
        page = render_notice(
            "loading" if loading else "failed",
            [language],
            base=_way_home(request.scope),
            refresh_s=1 if loading else 0,
            app=self.app.title,
            code=self.code,
        )
        if loading:
            return HTMLResponse(page, 503, {"retry-after": "1"})
        return HTMLResponse(page, 500)


class SecurityHeaders:
    """Add `SECURITY` to every response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SECURITY)
            await send(message)

        await self.app(scope, receive, send_secured)


def create_app(names: Sequence[str] | None = None) -> FastAPI:
    """Return the server of the apps called `names`, of all when there are none.

    Raises UserError for a name that is no app.
    """
    for variable, value in ENVIRONMENT.items():  # before any library reads them
        os.environ.setdefault(variable, value)
    apps = [find_app(name) for name in names] if names else list(APPS)
    served = tuple(app.name for app in apps)
    hosted = [Hosted(app, served) for app in apps]

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with asyncio.TaskGroup() as running:
            for host in hosted:
                running.create_task(host.run())
            yield
            for host in hosted:
                host.stop.set()

    server = FastAPI(lifespan=lifespan, openapi_url=None)
    server.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=4)
    server.add_middleware(SecurityHeaders)
    server.add_exception_handler(404, _not_found)
    _add_pages(server, hosted, alone=len(apps) == 1 and bool(names))
    for host in hosted:
        server.mount(f"/{host.app.name}", host)
    return server


def _add_pages(server: FastAPI, hosted: Sequence[Hosted], *, alone: bool) -> None:
    apps = [host.app for host in hosted]

    @server.get("/")
    def landing(request: Request) -> Response:
        if alone:
            return _redirect(f"{apps[0].name}/", request)
        return HTMLResponse(render_landing(page_language(request.query_params), apps))

    @server.get("/healthz")
    def health() -> dict[str, object]:
        states = {host.app.name: host.state for host in hosted}
        failed = "failed" in states.values()
        return {
            "status": "degraded" if failed else "ok",
            "version": suite_version(),
            "apps": states,
        }

    @server.get("/assets/rimana.css")
    def style() -> Response:
        return Response(
            stylesheet("stripe", "cloth"),
            media_type="text/css",
            headers={"cache-control": "no-cache"},
        )

    @server.get("/favicon.ico")
    def favicon() -> FileResponse:
        return FileResponse(STATIC / "icons" / "favicon.svg", media_type="image/svg+xml")

    @server.get("/manifest.json")  # Gradio's pages ask for it
    def manifest() -> dict[str, str]:
        return {"name": "Rimana", "short_name": "Rimana", "start_url": "./", "display": "browser"}

    for app in apps:
        server.add_route(f"/{app.name}", _add_slash)
    server.mount("/assets", StaticFiles(directory=STATIC))


def _add_slash(request: Request) -> Response:
    return _redirect(request.url.path.rpartition("/")[2] + "/", request)


def _redirect(path: str, request: Request) -> Response:
    query = request.url.query  # a relative address holds behind any proxy prefix
    return RedirectResponse(f"{path}?{query}" if query else path)


def _way_home(scope: Scope) -> str:
    """Return the relative address of the landing page, which holds behind any proxy prefix."""
    inside = scope["path"].removeprefix(scope.get("app_root_path", scope.get("root_path", "")))
    return "../" * (inside.count("/") - 1) or "./"


async def _not_found(request: Request, problem: Exception) -> Response:
    if "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"detail": "Not found"}, 404)
    first = page_language(request.query_params)
    languages = [first, *(other for other in LANGUAGES if other != first)]
    return HTMLResponse(
        render_notice("missing", languages, base=_way_home(request.scope)), status_code=404
    )
