"""JupyterLab for tests: a server of its own on a free loopback port, and a browser on it."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SECONDS = 60
QUIET = {
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/docmanager-extension/plugin": {"autosave": False},
}


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A Lab on a copy of the notebooks, with settings of its own; its address comes back."""
    shutil.copytree(PROJECT / "notebooks", folder / "notebooks")
    settings = folder / "settings"
    for plugin, values in QUIET.items():
        file = settings / f"{plugin}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), "utf-8")
    own = {
        "JUPYTER_CONFIG_DIR": folder / "config",
        "JUPYTER_RUNTIME_DIR": folder / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": settings,
        "JUPYTERLAB_WORKSPACES_DIR": folder / "workspaces",
    }
    words = [
        BIN / "jupyter", "lab", "--no-browser", "--allow-root", "--ip=127.0.0.1",
        "--ServerApp.port=0", f"--ServerApp.root_dir={folder}", "--expose-app-in-browser",
    ]  # fmt: skip
    with (folder / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            words, stdout=log, stderr=log, cwd=folder,
            env=os.environ | {name: str(path) for name, path in own.items()},
            start_new_session=True,
        )  # fmt: skip
        try:
            yield told_address(process, folder / "log", r"http://127\.0\.0\.1:\d+/lab\?token=\w+")
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(SECONDS)


def told_address(process: subprocess.Popen, log: Path, pattern: str) -> str:
    """The address that the server tells once it listens."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and process.poll() is None:
        found = re.search(pattern, log.read_text("utf-8"))
        if found:
            return found[0]
        time.sleep(0.1)
    raise AssertionError(f"No server has started: {log.read_text('utf-8')[-2000:]}")


class Notebook:
    """A notebook opened in Lab in a browser's page; what is done to it goes through Lab itself."""

    def __init__(self, page, name: str) -> None:
        self.page = page
        page.evaluate(
            "async (path) => { await jupyterapp.commands.execute('docmanager:open', {path}) }", name
        )
        self.wait()

    def wait(self) -> None:
        """Until the kernel is there and has nothing to do."""
        self.page.wait_for_function(_IDLE, timeout=SECONDS * 1000)

    def close(self) -> None:
        """Shut the kernel down and close the tab, without saving."""
        self.page.evaluate(
            """async () => {
              const shown = jupyterapp.shell.currentWidget;
              await shown.sessionContext.shutdown();
              shown.dispose();
            }"""
        )

    def restart_and_run(self) -> None:
        """Restart the kernel and run every cell, as the button in the toolbar does."""
        self.page.evaluate("() => void jupyterapp.commands.execute('notebook:restart-run-all')")
        self.page.locator(
            ".jp-Dialog button.jp-mod-warn, .jp-Dialog button.jp-mod-accept"
        ).last.click()
        self.page.locator(".jp-Dialog").wait_for(state="detached")
        last = """() => jupyterapp.shell.currentWidget.content.widgets
          .findLast((cell) => cell.model.type === 'code').model.executionCount > 0"""
        self.page.wait_for_function(last, timeout=SECONDS * 1000)
        self.wait()

    def wait_for_code(self, tag: str, code: str) -> None:
        """Until the cell with a tag has this code; Lab writes it after what it shows."""
        self.page.wait_for_function(
            """([tag, code]) => jupyterapp.shell.currentWidget.content.model.sharedModel.cells
              .find((cell) => cell.metadata.tags?.includes(tag)).source === code""",
            arg=[tag, code],
            timeout=SECONDS * 1000,
        )

    def outputs(self) -> list[dict]:
        """Every output of every cell, as the notebook holds it."""
        return self.page.evaluate(
            """() => jupyterapp.shell.currentWidget.content.model.sharedModel.cells
              .flatMap((cell) => cell.toJSON().outputs || [])"""
        )

    def complaints(self) -> list[str]:
        """What Lab or a cell complains of on screen: dialogs, notices, errors, warnings."""
        seen = self.page.locator(".jp-Dialog, .Toastify__toast").all_inner_texts()
        told = [
            o for o in self.outputs() if o["output_type"] == "error" or o.get("name") == "stderr"
        ]
        return seen + [str(o) for o in told]


_IDLE = """() => {
  const shown = window.jupyterapp?.shell.currentWidget;
  const kernel = shown?.sessionContext?.session?.kernel;
  const cells = shown?.content?.widgets || [];
  return kernel?.connectionStatus === 'connected' && kernel.status === 'idle'
    && !cells.some((cell) => cell.model?.sharedModel?.executionState === 'running'
      || cell.node.querySelector('.jp-InputPrompt')?.textContent.includes('[*]'));
}"""
