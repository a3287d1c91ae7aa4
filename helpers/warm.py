"""Kernels forked from a process that has imported everything, instead of started anew.

To Jupyter they are kernels like any other: same protocol, same outputs. Where processes cannot
fork, kernels are started as usual.
"""

import asyncio
import os
import signal
import sys
import threading
import time
from importlib.metadata import EntryPoint
from typing import Any, NoReturn

import numpy as np
from ipykernel.kernelapp import IPKernelApp
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from helpers import jobs

LAUNCHER = "ipykernel_launcher"


class ForkedProcess:
    """A forked process with the part of subprocess.Popen's interface that jupyter_client uses."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        """The process of the id ``pid``, a child of this one."""
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while the process runs."""
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def wait(self) -> int:
        """The exit code, once the process has ended."""
        while self.poll() is None:
            time.sleep(0.005)
        return int(self.returncode or 0)

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the process has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask the process to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the process."""
        self.send_signal(signal.SIGKILL)


class ForkingProvisioner(LocalProvisioner):  # type: ignore[misc]
    """Starts this interpreter's own Python kernel as a fork, every other kernel as usual.

    The kernel stays in the process group of the page, so that whoever ends the page ends it too.
    """

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> dict[str, Any]:
        """The connection information of the kernel just started."""
        if not _is_our_own(cmd) or threading.active_count() > 1:
            return await super().launch_kernel(cmd, **kwargs)
        pid = os.fork()
        if pid == 0:
            _become_kernel(cmd, kwargs.get("env"), kwargs.get("cwd"))
        self.process, self.pid = ForkedProcess(pid), pid
        return self.connection_info


def fork_kernels() -> None:
    """Have kernels that this process starts be forks of it, where processes can fork."""
    if jobs.START == "forkserver":
        factory = KernelProvisionerFactory.instance()
        where = f"{__name__}:{ForkingProvisioner.__name__}"
        factory.provisioners["forking"] = EntryPoint("forking", where, factory.GROUP_NAME)
        factory.default_provisioner_name = "forking"


def _is_our_own(cmd: list[str]) -> bool:
    """Whether a command starts ipykernel with the interpreter that runs here."""
    words = [word for word in cmd if word != "-Xfrozen_modules=off"]
    return words[:3] == [sys.executable, "-m", LAUNCHER]


def _become_kernel(cmd: list[str], env: dict[str, str] | None, cwd: str | None) -> NoReturn:
    """Turn this forked process into the kernel that ``cmd`` would have started."""
    code = 1
    try:
        jobs.end_with_parent()
        if env is not None:
            os.environ.clear()
            os.environ.update(env)
        os.chdir(cwd or ".")
        # numpy draws from where the server stood; Python's own random draws anew by itself.
        np.random.seed()
        asyncio._set_running_loop(None)
        asyncio.set_event_loop(asyncio.new_event_loop())
        arguments = cmd[cmd.index(LAUNCHER) + 1 :]
        sys.argv = [LAUNCHER, *arguments]
        IPKernelApp.launch_instance(argv=arguments, parent_handle=os.getppid())
        code = 0
    finally:
        os._exit(code)
