"""What people do at their desks: the boxes of a case, and a calendar of the office that the test moves."""

import datetime as dt

import pytest
from playwright.sync_api import Page

from approvals import workdays


class Clock:
    """The day on which the office stands; the server of the test runs in this process and asks it."""

    def __init__(self, patch: pytest.MonkeyPatch, day: dt.date) -> None:
        self.day = day
        patch.setattr(workdays, "today", lambda: self.day)


def act(page: Page, action: str, button: str, **fields: str) -> None:
    """One box of the case page: open it, fill it in, send it, and say yes where the page asks."""
    form = page.locator(f"#act_{action}")
    if not form.is_visible():
        page.locator("details.act", has=form).locator("summary").click()
    for name, value in fields.items():
        field = form.locator(f"[name$={name}]")
        if field.evaluate("element => element.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    asks = form.get_attribute("data-confirm")
    form.get_by_role("button", name=button).click()
    if asks:
        say_yes(page)


def say_yes(page: Page) -> None:
    """Answer the question that the page asks before something is done."""
    page.locator("dialog[open] [data-answer=yes]").click()


def new_case(page: Page, kind: str) -> None:
    """From anywhere to the empty form of a kind."""
    page.get_by_role("link", name="办件").first.click()
    page.get_by_role("link", name="新建办件").first.click()
    page.get_by_role("link", name=kind).first.click()
