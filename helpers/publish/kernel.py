"""A Jupyter kernel inside the calling process: no process to start, no sockets.

A page has a process of its own already, so its kernel need not be another. To Papermill and
nbclient it is a kernel like any other: same protocol, same outputs, widgets too.
"""

from contextlib import redirect_stderr, redirect_stdout
from typing import Any

import numpy as np
from ipykernel.inprocess.blocking import BlockingInProcessKernelClient
from ipykernel.inprocess.ipkernel import InProcessInteractiveShell, InProcessKernel
from ipykernel.inprocess.manager import InProcessKernelManager
from ipykernel.iostream import IOPubThread
from jupyter_client.kernelspec import NoSuchKernel
from traitlets import Float, Instance, Int, default
from traitlets.config import Config

from helpers.publish.execute import CELL_SECONDS, MEMORY
from helpers.system import limits
from helpers.system.errors import BadInput

ENGINE = "in-process"
# IPython's history is a database that every page would open.
WITHOUT_HISTORY = Config({"HistoryManager": {"enabled": False}})


def config(seconds: float, memory: int) -> Config:
    """Return a configuration that limits each cell to ``seconds`` and bytes of ``memory``."""
    return Config({Manager.__name__: {"seconds": seconds, "memory": memory}})


class Kernel(InProcessKernel):
    """ipykernel's in-process kernel; its output is sent at once, without a thread."""

    @default("iopub_thread")
    def _no_thread(self) -> IOPubThread:
        return IOPubThread(self._underlying_iopub_socket, session=self.session)


class Client(BlockingInProcessKernelClient):
    """A client of the kernel in this process, which runs a cell when it is submitted."""

    kernel = Instance(Kernel)
    seconds = Float()
    memory = Int()

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Return at once; the kernel is there."""

    async def execute(self, code: str, **options: Any) -> str:  # type: ignore[override]
        """Run ``code`` and return the id of the request; its output is complete then.

        ``options`` are parts of the request, as store_history and stop_on_error are.
        """
        content = {"code": code, "silent": False, "allow_stdin": False, **options}
        request = self.session.msg("execute_request", content)
        stream = self.kernel.shell_stream
        self.session.send(stream, request)
        # The kernel assigns output to a cell from the moment it takes up its request.
        with (
            redirect_stdout(self.kernel.stdout),
            redirect_stderr(self.kernel.stderr),
            limits.memory(self.memory),
            limits.time(self.seconds),
        ):
            await self.kernel.dispatch_shell(stream.recv_multipart())
        _, reply = self.session.recv(stream, copy=False)
        self.shell_channel.call_handlers(reply)
        return str(request["header"]["msg_id"])


class Manager(InProcessKernelManager):
    """Manages the kernel of one notebook in this process; another notebook can follow it.

    The next kernel has a new namespace. Changes that cells make to modules hold for the process.
    """

    seconds = Float(help="How long a cell may run").tag(config=True)
    memory = Int(help="How many bytes this process may have while a cell runs").tag(config=True)
    client_class = f"{__name__}.{Client.__name__}"

    def start_kernel(self, **_: Any) -> None:
        """Start the kernel; raises BadInput where the notebook does not name a Python kernel."""
        try:
            language = self.kernel_spec.language
        except NoSuchKernel:
            language = "none that is here"
        if language != "python":
            raise BadInput(f"its kernel {self.kernel_name} is for {language}, not for Python.")
        # A forked process has the state of its parent; Python's own random module reseeds itself.
        np.random.seed()
        self.kernel = Kernel.instance(session=self.session, config=WITHOUT_HISTORY)

    def client(self, **options: Any) -> Client:
        """Return a client that applies the limits to cells."""
        return super().client(seconds=self.seconds, memory=self.memory, **options)

    def shutdown_kernel(self, **_: Any) -> None:
        """Drop the kernel with all that its cells have named."""
        if self.kernel is not None:
            self.kernel.shell.user_ns.clear()
            InProcessInteractiveShell.clear_instance()
            Kernel.clear_instance()
            self.kernel = None

    def cleanup_resources(self, restart: bool = False) -> None:
        """Do nothing: there are no files, sockets or threads."""


class Engine:
    """The engine of Papermill that runs a notebook in this process: papermill --engine in-process.

    Its cells have the limits of time and memory in ``config``, or the default ones.
    """

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, **options: Any) -> Any:
        """Execute a notebook like Papermill's own engine, with :class:`Manager` for its kernel."""
        # Papermill imports this module while it is itself being imported.
        from papermill.engines import NBClientEngine

        options.setdefault("config", config(CELL_SECONDS, MEMORY))
        options["kernel_manager_class"] = Manager
        return NBClientEngine.execute_notebook(nb, kernel_name, **options)

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> str:
        """Return the name of the notebook's kernel, or ``name`` if given."""
        from papermill.utils import nb_kernel_name

        return nb_kernel_name(nb, name)

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> str:
        """Return the language of the notebook, or ``language`` if given."""
        from papermill.utils import nb_language

        return nb_language(nb, language)
