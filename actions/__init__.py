"""The action server's package: what is chosen for each understood message."""

from bot.content.catalogue import load_catalogue

load_catalogue()  # before the server answers, or whoever writes first would wait for it
