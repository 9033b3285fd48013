"""`make evaluate`: everything the holdout can say about the live release, as docs/evaluation.md with pictures.

A running engine is asked (`parse`), as everybody else asks it; conversations are asked of the detector as the bot
holds it.
Figures of the detector that fall below tests/holdout/safety/floor.json by more than one sentence are an error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bot.safety.classifier import Classifier
from bot.safety.detector import Detector, Disclosure
from bot.text.encode import Encoder
from bot.training import pictures, release
from bot.training.evaluate import Parse, Report, entities_right, evaluate, under_noise
from bot.training.evaluate_glance import evaluate_glance
from bot.training.evaluate_safety import HALVES, SafetyReport, Share, evaluate_safety, floor

DOCS = release.ROOT / "docs"
PICTURES = DOCS / "pictures"
NOISY = "nlu_dev"


def live_detector() -> Detector:
    """Patterns with the live release's classifier."""
    detector = Detector()
    detector.classifier = Classifier.load(release.SAFETY, Encoder().encode)
    return detector


async def run(parse: Parse, name: str, say: Callable[[str], None]) -> tuple[str, list[str]]:
    """The page about the release of that name, and what is below the floor."""
    say("understanding")
    reports = await evaluate(parse)
    noisy = await under_noise(parse, NOISY)
    right, asked, wrong = await entities_right(parse)

    async def judge(text: str) -> Disclosure:
        found = (await parse(text))["safety"]
        return Disclosure(found["tier"], found["intent"], found["confidence"])

    say("disclosures")
    detector = live_detector()
    safety = [await evaluate_safety(judge, detector.detect, half) for half in HALVES]
    _draw(reports)
    parts = [report.markdown() for report in reports]
    parts.append(_noise(noisy))
    parts.append(f"## Entities\n\n{right} of {asked} sentences with exactly the entities a reader finds.\n")
    parts += [report.markdown() for report in safety]
    parts.append(_glance({half: evaluate_glance(detector, half) for half in HALVES}))
    parts.append(_wrong(reports, safety, wrong))
    head = f"# Understanding, measured\n\nWritten by `make evaluate`: release {name} on tests/holdout.\n\n"
    lines = floor()
    below = [f"{s.half}: {worse}" for s in safety for worse in s.below(lines.get(s.half, {}))]
    return head + "\n".join(parts), below


def _draw(reports: Sequence[Report]) -> None:
    """Reliability of the last set, confusions of all but the first, which is small."""
    last = reports[-1]
    pictures.reliability([c for c, _ in last.sure], [r for _, r in last.sure], PICTURES / "reliability.png")
    pairs: Counter[tuple[str, str]] = Counter()
    for report in reports[1:]:
        pairs.update(report.confused)
    pictures.confusions(pairs, PICTURES / "confusions.png")


def _noise(noisy: dict[str, float]) -> str:
    rows = "\n".join(f"| {name} | {share:.3f} |" for name, share in noisy.items())
    return f"## Under noise ({NOISY})\n\n| sentences | top-1 in scope |\n|---|---|\n{rows}\n"


def _glance(halves: Mapping[str, Mapping[str, Share]]) -> str:
    rows = [
        f"| {name} | " + " | ".join(str(halves[half][name]) for half in halves) + " |" for name in halves[HALVES[0]]
    ]
    head = f"| at a glance, in a crowd | {' | '.join(halves)} |\n|---|{'---|' * len(halves)}\n"
    return "## At a glance\n\n" + head + "\n".join(rows) + "\n"


def _wrong(reports: Sequence[Report], safety: Sequence[SafetyReport], entities: Sequence[str]) -> str:
    """The sentences still wrong, of development sets only: the final ones stay unread."""
    dev = next(report for report in reports if report.name == NOISY)
    error = pictures.calibration_error([c for c, _ in dev.sure], [r for _, r in dev.sure])
    lines = [
        f"Expected calibration error on {NOISY}: {error:.3f}.",
        "",
        "![reliability](pictures/reliability.png) ![confusions](pictures/confusions.png)",
        "",
        "## Still wrong (development sets)",
        "",
        f"Disclosures missed: {'; '.join(row['text'] for row in safety[0].missed) or 'none'}",
        "",
        f"Harmless, and taken for now: {'; '.join(row['text'] for row in safety[0].alarmed) or 'none'}",
        "",
        f"Entities: {'; '.join(entities) or 'none'}",
        "",
        "<details><summary>Intents</summary>",
        "",
        *(f"- {text} — {meant}, taken for {taken}" for meant, taken, text in dev.wrong),
        "",
        "</details>",
    ]
    return "\n".join(lines) + "\n"


def write(page: str, path: Path = DOCS / "evaluation.md") -> None:
    """Keep the page."""
    path.write_text(page, encoding="utf-8")
