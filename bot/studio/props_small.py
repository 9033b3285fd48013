"""Props that lie on a table or in a hand, about 100 wide around (0, 0)."""

from __future__ import annotations

from bot.studio.palette import GOLD, PAPER, RED, STEEL, WHITE
from bot.studio.svg import INK, disc, group, line, path, rect


def phone() -> str:
    """A phone with a chat."""
    screen = (
        rect(-23, -38, 46, 70, "#dff2ee", 4) + rect(-17, -30, 24, 14, WHITE, 6) + rect(-6, -10, 24, 14, "#9fd88a", 6)
    )
    return (
        rect(-30, -50, 60, 96, "#3c4552", 11, INK) + screen + rect(-17, 10, 20, 12, WHITE, 6) + disc(0, 39, 3.4, STEEL)
    )


def letter() -> str:
    """A letter with a heart."""
    flap = path("M-48 -28L0 10L48 -28Z", "#fdf0d2", INK)
    return (
        rect(-48, -30, 96, 66, PAPER, 6, INK)
        + line("M-46 34L-14 4M46 34L14 4", INK, 2.6)
        + flap
        + path("M0 16c-14 -9 -12 -19 -6 -19c4 0 6 3 6 5c0 -2 2 -5 6 -5c6 0 8 10 -6 19Z", RED, INK, 2)
    )


def book() -> str:
    """An open book."""
    cover = path("M-50 -26Q-24 -40 0 -24Q24 -40 50 -26V36Q24 22 0 38Q-24 22 -50 36Z", "#5b8fc7", INK)
    pages = path("M-43 -28Q-22 -38 0 -22V30Q-22 17 -43 26Z", PAPER, INK, 2.4) + path(
        "M43 -28Q22 -38 0 -22V30Q22 17 43 26Z", PAPER, INK, 2.4
    )
    return (
        cover
        + pages
        + line(
            "M-34 -16q12 -5 24 2M-34 -4q12 -5 24 2M-34 8q12 -5 24 2M34 -16q-12 -5 -24 2M34 -4q-12 -5 -24 2",
            "#9aa7b4",
            3,
        )
    )


def money() -> str:
    """Banknotes."""

    def note(colour: str, x: float, y: float) -> str:
        return (
            rect(x - 46, y - 22, 92, 46, colour, 5, INK)
            + disc(x, y + 1, 12, "#fbe6e0", INK, 2.2)
            + line(f"M{x - 36} {y - 12}h12M{x + 24} {y + 14}h12", "#fbe6e0", 4)
        )

    yuan = line("M-5 8L0 15L5 8M0 15V25M-5 17H5M-5 21H5", RED, 2.8)
    return note("#d98078", 6, -12) + note("#df6a63", -2, 12) + group("", yuan, move="translate(-2 -4)")


def lock() -> str:
    """A padlock."""
    shackle = line("M-22 -6V-20C-22 -50 22 -50 22 -20V-6", INK, 17) + line(
        "M-22 -6V-20C-22 -50 22 -50 22 -20V-6", STEEL, 11
    )
    return shackle + rect(-38, -10, 76, 58, GOLD, 11, INK) + disc(0, 13, 8, INK) + path("M-4 14L-7 33H7L4 14Z", INK)


def bowl() -> str:
    """A bowl of rice with chopsticks."""
    rice = (
        path("M-40 -2Q-34 -34 0 -34Q34 -34 40 -2Z", WHITE, INK)
        + disc(10, -22, 7, "#7fb069")
        + disc(-10, -16, 6, "#e8864f")
        + disc(2, -28, 5, GOLD)
    )
    bowl = path("M-48 -4H48Q44 32 16 40V46H-16V40Q-44 32 -48 -4Z", "#f4f0e6", INK) + line(
        "M-44 10Q0 20 44 10", "#4f7fb5", 5
    )
    steam = line("M-16 -44q-7 -8 0 -16M4 -46q-7 -8 0 -16M22 -44q-7 -8 0 -16", "#b9a99c", 4, 0.7)
    return (
        steam
        + line("M26 -8L62 -46M34 -6L66 -36", INK, 8)
        + line("M26 -8L62 -46M34 -6L66 -36", "#c08a58", 4)
        + rice
        + bowl
    )


def car() -> str:
    """A toy car."""
    body = path("M-52 26V6Q-52 -6 -38 -8L-24 -32Q-20 -38 -12 -38H16Q24 -38 30 -31L44 -9Q54 -6 54 6V26Z", RED, INK)
    panes = path("M-22 -10L-14 -28H-2V-10Z", "#cfe9f2", INK, 2.4) + path("M6 -10V-28H16L27 -10Z", "#cfe9f2", INK, 2.4)
    wheels = "".join(disc(x, 27, 16, "#4b4a50", INK, 2.8) + disc(x, 27, 6, STEEL) for x in (-27, 29))
    return body + panes + wheels + disc(50, 9, 5, GOLD, INK, 2)
