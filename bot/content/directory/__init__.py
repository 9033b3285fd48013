"""The directory of services: which numbers and helpers there are, where, and for what need (`data/directory`)."""

from __future__ import annotations

from bot.content.directory.loader import load_directory
from bot.content.directory.models import Channel, Directory, Line, Need, Withheld

__all__ = ["Channel", "Directory", "Line", "Need", "Withheld", "load_directory"]
