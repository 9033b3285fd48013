"""Figures along time as SVG pictures, drawn by matplotlib. Names are read in the table under them, in the reader's own
fonts: a picture has only dates and numbers. Blocking; half a second the first time."""

from __future__ import annotations

import base64
import io
import threading
from typing import Any

from bot.admin.figures import Table

_COLOURS = ("#b5552a", "#e0a458", "#6b6257")
"""As `.key-1` to `.key-3` of console.css."""
_ONE_AT_A_TIME = threading.Lock()
"""matplotlib's settings are of the whole process."""


def picture(table: Table) -> str:
    """The address of a picture of a table (`data:`), empty where there is nothing to draw. What is hidden is a gap."""
    columns = [[row[n] for row in table.rows] for n in range(len(table.columns))]
    if not table.drawn or not any(isinstance(value, int | float) for values in columns[1:] for value in values):
        return ""
    with _ONE_AT_A_TIME:
        figure, axes = _axes()
        labels = [str(label)[5:] for label in columns[0]]
        places = range(len(labels))
        if table.drawn == "understood":
            for colour, values in zip(_COLOURS, columns[1:], strict=False):
                heights = [100 * v if isinstance(v, float) else float("nan") for v in values]
                axes.plot(places, heights, marker="o", color=colour)
            axes.set_ylim(0, 100)
        else:
            axes.bar(places, [v if isinstance(v, int) else 0 for v in columns[1]], color=_COLOURS[0])
        step = max(1, len(labels) // 7)
        axes.set_xticks(list(places)[::step], labels[::step])
        axes.yaxis.get_major_locator().set_params(integer=True)
        out = io.BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None})
    return "data:image/svg+xml;base64," + base64.b64encode(out.getvalue()).decode()


def _axes() -> tuple[Any, Any]:
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "qiangua", "font.size": 9})
    figure = Figure(figsize=(6.4, 2.4))
    axes = figure.add_axes((0.08, 0.14, 0.9, 0.8))
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes
