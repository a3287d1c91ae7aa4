"""Bounds on what a process may take, so that one that runs wild ends instead of the machine."""


def bound(memory: int, cpu_seconds: int | None = None) -> None:
    """Let this process, and what it starts, have no more than ``memory`` bytes of its own each.

    What goes beyond is refused by the system, which Python tells as MemoryError. With
    ``cpu_seconds`` the system ends the process after so much work. Nothing happens on Windows,
    which has no such bounds, and macOS does not hold to that of memory.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    bounds = {resource.RLIMIT_DATA: memory}
    if cpu_seconds is not None:
        bounds[resource.RLIMIT_CPU] = cpu_seconds
    for kind, most in bounds.items():
        resource.setrlimit(kind, (most, most))
