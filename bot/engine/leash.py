"""Run as a script before a child's command: the child dies with the bot, then becomes the command.

A hook between fork and exec would be shorter, but a process with threads (the bot has the encoder's)
may hang in one for ever, and its parent with it; this way nothing of ours runs before exec.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main(parent: int, command: list[str]) -> None:
    """Ask the kernel (Linux) to end us when `parent`, a process id, ends; then become `command`."""
    # another system has no prctl: there the bot ends its children itself, save when it is killed
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() == parent:  # else it was gone before the kernel knew
        os.execvp(command[0], command)  # noqa: S606 - the command is ours


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
