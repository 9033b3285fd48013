"""Wait for a child process on any event loop.

asyncio's own way starts the child as well, and on uvloop that is a fork; a thread that sleeps costs nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import threading


def ended(child: subprocess.Popen[bytes]) -> asyncio.Future[int]:
    """A future of the running loop that has the child's exit code once it has ended."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[int] = loop.create_future()

    def tell(code: int) -> None:
        if not future.done():
            future.set_result(code)

    def wait() -> None:
        code = child.wait()
        with contextlib.suppress(RuntimeError):  # the loop has ended before the child
            loop.call_soon_threadsafe(tell, code)

    threading.Thread(target=wait, name=f"wait for {child.pid}", daemon=True).start()
    return future
