"""The peer of the chat: a bare Gradio endpoint that returns its input."""

import argparse

import gradio as gr


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)

    async def echo(question: str) -> dict[str, str]:
        return {"text": question}

    with gr.Blocks(analytics_enabled=False) as page:
        gr.api(echo, api_name="ask", concurrency_limit=40)
    page.launch(server_port=parser.parse_args().port, quiet=True, ssr_mode=False)


if __name__ == "__main__":
    main()
