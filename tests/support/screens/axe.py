"""What axe finds on a page that stands still."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Page

SCRIPT = (Path(__file__).parents[3] / "web/node_modules/axe-core/axe.min.js").read_text()
GRAVE = {"serious", "critical"}
_RUN = """
async (besides) => {
  const found = await axe.run({ exclude: besides }, { resultTypes: ['violations'] });
  return found.violations.map(
    ({ id, impact, nodes }) => [id, impact, nodes.map((one) => String(one.target))]);
}
"""
_STILL = """
() => document.getAnimations().every((one) =>
  one.playState !== 'running' || one.effect?.getComputedTiming().endTime === Infinity)
"""


async def still(page: Page) -> None:
    """Until nothing fades or moves: colours are measured half-way otherwise."""
    await page.wait_for_function(_STILL)


async def grave(page: Page, *besides: str) -> list[str]:
    """Serious and critical findings, as "rule: selector", but for those below `besides`."""
    if not await page.evaluate("Boolean(window.axe)"):
        await page.evaluate(SCRIPT)
    found = await page.evaluate(_RUN, list(besides))
    serious = [(rule, targets) for rule, impact, targets in found if impact in GRAVE]
    return [f"{rule}: {target}" for rule, targets in serious for target in targets]
