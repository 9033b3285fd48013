"""JSON logs on standard error: events with fields, never a message's text and never an openid.

`log(logger, "turn", ms=12, intent="greet")` writes one line. People appear only as the first
eight characters of their hash (`person=short(key)`), which cannot be turned back.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from typing import Any

_FORBIDDEN = frozenset({"text", "content", "openid", "message", "question", "secret", "token"})


class _JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line: dict[str, Any] = {
            "at": f"{stamp}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "room": record.name,
            "event": record.getMessage(),
        }
        line.update(getattr(record, "fields", {}))
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = _chain(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _chain(error: BaseException) -> list[str]:
    """Types and places of an exception and its causes: what went wrong, without the values.

    The text of a foreign exception may quote its input (a person's message, a URL with a
    secret), so only our own errors are quoted.
    """
    from bot.errors import QianguaError

    lines: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(lines) < 6:
        name = type(seen).__name__
        said = f": {seen}" if isinstance(seen, QianguaError) else ""
        trace = seen.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f" ({trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno})" if trace else ""
        lines.append(f"{name}{said}{where}")
        seen = seen.__cause__ or seen.__context__
    return lines


def set_up_logs(level: str = "INFO") -> None:
    """Send every logger of this process to standard error as JSON; once, at start."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("httpx", "httpcore", "sanic.access", "alembic", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def log(logger: logging.Logger, event: str, level: int = logging.INFO, **fields: Any) -> None:
    """One event with its fields. Raises ValueError for a field that could carry private text."""
    wrong = _FORBIDDEN & fields.keys()
    if wrong:
        raise ValueError(f"not to be logged: {', '.join(sorted(wrong))}")
    error = fields.pop("exc_info", None)
    logger.log(level, event, extra={"fields": fields}, exc_info=error)


def short(person: str) -> str:
    """How a person appears in the log: the first eight characters of the hash."""
    return person[:8]
