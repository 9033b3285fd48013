"""Cuts the font of this folder out of a whole Noto Sans SC; run it when a lesson needs a character it does not have.

The whole font is under the same licence (OFL.txt) and comes, for example, in the package `pylopdf-fonts-zh-cn`, read
outside the product's environment:

    pip install --no-deps --target /tmp/font pylopdf-fonts-zh-cn==0.1.1
    .venv/bin/python -m bot.studio.fonts.make_font /tmp/font/pylopdf_fonts_zh_cn/NotoSansSC-Regular.otf

Kept are the 3,755 most used characters (the first level of GB 2312) with marks, and whatever stands in data/.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset

from bot.settings import ROOT
from bot.studio.raster import FONT_FILE

_TABLES = ["GSUB", "GPOS", "BASE", "vhea", "vmtx", "VORG", "DSIG"]
"""For layouts a comic has no use of."""


def wanted() -> set[str]:
    """Every character the font keeps."""
    chars = {chr(code) for code in range(32, 127)}
    for row in (*range(0xA1, 0xA4), *range(0xB0, 0xD8)):
        for cell in range(0xA1, 0xFF):
            chars.update(bytes((row, cell)).decode("gb2312", errors="ignore"))
    texts = [p for kind in ("*.md", "*.toml") for p in (ROOT / "data").rglob(kind)]
    for path in (*texts, ROOT / "bot" / "content" / "reading" / "known.txt"):
        chars.update(c for c in path.read_text(encoding="utf-8") if c.isprintable())
    return chars


def main(source: Path) -> None:
    """Write the subset of `source`."""
    options = subset.Options()
    options.layout_features, options.hinting, options.notdef_outline = [], False, True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += _TABLES
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(sorted(wanted())))
    cutter.subset(font)
    subset.save_font(font, str(FONT_FILE), options)
    sys.stdout.write(f"{FONT_FILE.name}: {len(font.getBestCmap())} characters, {FONT_FILE.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
