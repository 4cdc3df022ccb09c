"""What axe finds on a page."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Page

SCRIPT = (Path(__file__).parents[3] / "web/node_modules/axe-core/axe.min.js").read_text()
GRAVE = {"serious", "critical"}
_RUN = """
async () => {
  const found = await axe.run(document, { resultTypes: ['violations'] });
  return found.violations.map(
    ({ id, impact, nodes }) => [id, impact, nodes.map((one) => String(one.target))]);
}
"""


async def grave(page: Page) -> list[str]:
    """Serious and critical findings, as "rule: selector"."""
    if not await page.evaluate("Boolean(window.axe)"):
        await page.evaluate(SCRIPT)
    found = await page.evaluate(_RUN)
    serious = [(rule, targets) for rule, impact, targets in found if impact in GRAVE]
    return [f"{rule}: {target}" for rule, targets in serious for target in targets]
