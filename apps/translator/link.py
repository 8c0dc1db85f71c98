"""Tabs that open by link: parts that report when they are first seen, and the address kept true."""

from typing import Any

import gradio as gr

from apps.translator.tab import HERE

KEEP_LINK = """(link) => {
  const address = new URL(location.href);
  for (const key of [...address.searchParams.keys()]) {
    if (key !== "lang") address.searchParams.delete(key);
  }
  for (const [key, value] of Object.entries(link || {})) address.searchParams.set(key, value);
  history.replaceState(null, "", address);
}"""
"""Script that writes {key: value} into the address; only the language stays of what was there."""


def when_seen(*scripts: str, **options: Any) -> gr.HTML:
    """Return HTML as `tab.plain` does, whose event `load` comes when its tab is first opened.

    scripts: files of this app that run after the script of the page.
    """
    files = [HERE / "page.js", *(HERE / name for name in scripts)]
    script = "\n".join(file.read_text(encoding="utf-8") for file in files)
    return gr.HTML("", apply_default_css=False, js_on_load=f"{script}\ntrigger('load');", **options)
