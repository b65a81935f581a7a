"""An analyst's visit to a notebook in JupyterLab: open, Run All Cells, look at each output."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk.serving import Server

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
WAIT = 90_000
NOTEBOOK = ".jp-NotebookPanel:not(.lm-mod-hidden)"
IDLE = "document.querySelector('#jp-main-statusbar')?.innerText.includes('| Idle')"
DONE = f"""() => {{
    const all = selector => [...document.querySelectorAll('{NOTEBOOK} ' + selector)];
    const failed = all('[data-mime-type="application/vnd.jupyter.error"]').length > 0;
    const prompts = all('.jp-CodeCell .jp-InputArea-prompt').map(at => at.textContent);
    const drawn = all('.jp-RenderedVegaCommon5').every(at => at.querySelector('canvas, svg.marks'));
    return failed || (drawn && prompts.every(text => /\\[\\d+\\]:/.test(text)));
}}"""
CELLS = f"""async () => {{
    const paint = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    const seen = [];
    for (const cell of document.querySelectorAll('{NOTEBOOK} .jp-CodeCell')) {{
        cell.scrollIntoView();
        await paint();
        const outputs = [];
        for (const at of cell.querySelectorAll('.jp-OutputArea-output')) {{
            const canvas = at.querySelector('.vega-embed canvas');
            const colours = {{}};
            if (canvas) {{
                const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                for (let i = 0; i < data.length; i += 4) {{
                    const name = '#' + [0, 1, 2].map(n => data[i + n].toString(16).padStart(2, '0')).join('');
                    colours[name.toUpperCase()] = (colours[name.toUpperCase()] || 0) + 1;
                }}
            }}
            const box = (canvas || at).getBoundingClientRect();
            outputs.push({{
                kind: at.dataset.mimeType || (at.matches('.jp-RenderedVegaLite') ? 'chart' : at.className),
                text: at.innerText, html: canvas ? '' : at.innerHTML,
                rows: at.querySelectorAll('tbody tr').length,
                width: box.width, height: box.height, colours: colours,
            }});
        }}
        seen.push({{
            source: cell.querySelector('.jp-InputArea-editor').innerText,
            prompt: cell.querySelector('.jp-InputArea-prompt').textContent,
            outputs: outputs,
        }});
    }}
    return seen;
}}"""


@dataclass(frozen=True)
class Visit:
    """What was seen of one notebook.

    Attributes
    ----------
    kernel : str
        Name of its kernel, as the toolbar shows it.
    dialogs : tuple of str
        Questions that stood in the way, and notices in a corner.
    cells : tuple of dict
        Source, prompt and outputs of each code cell; an output has its kind, text, HTML, rows
        of its table, size and how many points it has of each colour.
    asked : tuple of str
        Every address that the page asked for.
    """

    kernel: str
    dialogs: tuple[str, ...]
    cells: tuple[dict[str, Any], ...]
    asked: tuple[str, ...]

    def outputs(self, call: str) -> list[dict[str, Any]]:
        """Outputs of the cells whose source matches."""
        return [
            output
            for cell in self.cells
            if re.search(call, cell["source"])
            for output in cell["outputs"]
        ]


def visit_all(server: Server, names: Sequence[str], pictures: Path) -> dict[str, Visit]:
    """Visit notebooks one after another; the first is the one that the command opens."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(viewport={"width": 1400, "height": 1000})
        try:
            return {
                name: _visit(context, server, name, pictures, first=number == 0)
                for number, name in enumerate(names)
            }
        finally:
            context.close()
            browser.close()


def _visit(context: Any, server: Server, name: str, pictures: Path, *, first: bool) -> Visit:
    page = context.new_page()
    page.set_default_timeout(WAIT)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda opened: asked.append(opened.url))
    try:
        # The token has let the browser in; `reset` leaves the tabs of the visit before behind.
        page.goto(server.address if first else f"{server.root}/lab/tree/notebooks/{name}?reset")
        page.wait_for_selector(f"{NOTEBOOK} .jp-CodeCell")
        page.wait_for_function(IDLE)
        dialogs = page.locator(".jp-Dialog, .jp-toastContainer .Toastify__toast")
        told = tuple(dialogs.all_inner_texts())
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.wait_for_function(DONE)
        page.wait_for_function(IDLE)
        kernel = page.locator(f"{NOTEBOOK} .jp-Toolbar-kernelName").inner_text()
        cells = page.evaluate(CELLS)
        told += tuple(dialogs.all_inner_texts())
        return Visit(kernel, told, tuple(cells), tuple(asked))
    finally:
        page.screenshot(path=pictures / f"{name}.png")
        page.close()
        _stop_kernels(context, server)


def _stop_kernels(context: Any, server: Server) -> None:
    entry = {"Authorization": f"token {server.token}"}
    kernels = f"{server.root}/api/kernels"
    for kernel in context.request.get(kernels, headers=entry).json():
        context.request.delete(f"{kernels}/{kernel['id']}", headers=entry)
