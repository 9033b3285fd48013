"""The tree of errors; each knows the HTTP status a program gets for it.

QianguaError
├── SettingsError        the environment is wrong; the process does not start
├── ContentError         something under data/ is wrong
├── DraftError           a text does not go on its way to publication
├── EngineError          the engine did not answer
│   └── EngineNotReady   it is down, loading or switching
├── TrainingError        no release could be made
├── WeChatError          WeChat's API refused, or did not answer
├── VideoError           no video could be made
├── BackupError          a backup could not be made or put back
└── RequestError         a request from outside is refused
    ├── BadRequest  (400)
    ├── Forbidden   (403)
    └── TooLarge    (413)

Messages name the value and the remedy. None of them carries a message's text, an openid or
a secret: they are logged.
"""


class QianguaError(Exception):
    """Root: everything we raise on purpose."""

    status = 500


class SettingsError(QianguaError):
    """A setting is missing or wrong."""


class ContentError(QianguaError):
    """A file under data/ is wrong; the message lists every fault with its path."""


class DraftError(QianguaError):
    """A text does not go on its way; the message is one of the reasons of `bot.drafting.drafting`."""

    status = 409


class EngineError(QianguaError):
    """The engine did not give an answer."""

    status = 503


class EngineNotReady(EngineError):
    """The engine is down, loading or switching."""


class TrainingError(QianguaError):
    """Training failed; the message names the log to read."""


class WeChatError(QianguaError):
    """WeChat's API refused a call or did not answer; the message names path and code."""

    status = 502


class VideoError(QianguaError):
    """A video could not be made; the message says what is missing or what the encoder said."""


class BackupError(QianguaError):
    """No backup was made or put back; the message says what stands in the way and what to do."""


class RequestError(QianguaError):
    """A request from outside is refused; the reason goes to the log, not to the sender."""

    status = 400


class BadRequest(RequestError):
    """The request is malformed."""


class Forbidden(RequestError):
    """The request is not signed by WeChat, or too old."""

    status = 403


class TooLarge(RequestError):
    """The request's body is over the limit."""

    status = 413
