"""What tests do in a call: its menu, its panels, its captions."""

from __future__ import annotations

from playwright.async_api import expect

from tests.support.browsers import Visitor

# The browser's own speech recognition is not ours: this one says what a test tells it to.
SPEECH = """
(() => {
  const all = [];
  window.SpeechRecognition = class extends EventTarget {
    constructor() { super(); all.push(this); }
    start() { this.isOn = true; }
    abort() { this.isOn = false; }
  };
  window.webkitSpeechRecognition = window.SpeechRecognition;
  window.saySpeech = (transcript, isFinal) => {
    const on = all.filter((one) => one.isOn);
    for (const one of on) {
      const result = { 0: { transcript }, length: 1, isFinal };
      const results = { 0: result, length: 1 };
      one.dispatchEvent(Object.assign(new Event('result'), { resultIndex: 0, results }));
    }
    return on.length;
  };
})();
"""


async def in_menu(who: Visitor) -> None:
    """Until the focus is in the menu that opens, or it takes it from what is pressed meanwhile."""
    await expect(who.page.locator("[role=menu]:focus, [role=menu] :focus")).to_have_count(1)


async def from_menu(who: Visitor, item: str) -> None:
    """Choose something of the menu by keys, as nothing that moves is missed by them."""
    await who.find("more").press("Enter")
    await in_menu(who)
    await who.find(item).press("Enter")
    await expect(who.find(item)).to_be_hidden()  # the next choice opens a menu of its own


async def open_panel(one: Visitor, kind: str) -> None:
    menu = one.find("panels-menu")
    if await menu.count():
        await menu.press("Enter")
        await in_menu(one)
    await one.find(f"panel-{kind}").press("Enter")


async def type_action(one: Visitor, title: str) -> None:
    """At the end of the notes."""
    await one.find("session-notes").press("Control+End")
    await one.page.keyboard.type(f"- [ ] {title}")
