"""This computer's steady clock: which it is, and what it tells now. Nothing is known off Linux."""

import time
from pathlib import Path

from auditor.collectors.clocks import steady_ns
from auditor.model.facts.steady import SteadyClock

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_CPU = Path("/proc/cpuinfo")
_NAMESPACE = Path("/proc/self/ns/time")
_TRIES = 8
_MILLISECOND = 10**6


def steady_clock(told: str = "") -> SteadyClock | None:
    """Whose readings may be held against later ones; None where the kernel tells no start or no time namespace.

    `told` is the time namespace by the word of whoever started this process in it: among the files of another machine
    `/proc` is that machine's, and this process is not found there.
    """
    try:
        return SteadyClock(
            boot=_BOOT.read_text(encoding="ascii").strip(),
            namespace=time_namespace() or told,
            asleep_ms=_asleep_ms(),
            bare=_is_bare(),
        )
    except (OSError, AttributeError, ValueError):
        return None


def time_namespace() -> str:
    """The kernel's name of this process's time namespace; empty where it tells none."""
    try:
        return str(_NAMESPACE.readlink())
    except OSError:
        return ""


def steady_us() -> int:
    """The steady clock now, in microseconds."""
    return steady_ns() // 1000


def _asleep_ms() -> int:
    """How long the kernel says that the computer slept, by the two of its clocks that differ in nothing else; of a few
    readings that between which the least came.
    """
    tries = []
    for _ in range(_TRIES):
        before, all_of_it = time.monotonic_ns(), time.clock_gettime_ns(time.CLOCK_BOOTTIME)
        after = time.monotonic_ns()
        tries.append((after - before, all_of_it - (before + after) // 2))
    return max(0, round(min(tries)[1] / _MILLISECOND))


def _is_bare() -> bool:
    """Whether the processor says what it can and does not say that a hypervisor stands before it, as those of the x86
    family do; others do not tell.
    """
    lines = _CPU.read_text(encoding="utf-8", errors="replace").splitlines()
    flags = next((line.partition(":")[2].split() for line in lines if line.startswith("flags")), [])
    return bool(flags) and "hypervisor" not in flags
