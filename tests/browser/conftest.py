"""A real Chromium on a live server, and the people of the office signed in beside each other."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from accounts.models import User
from tests.stories import Actors

# Playwright's loop lives in this thread, where Django would else refuse to use the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SHOTS = Path(os.environ.get("SCREENSHOTS", ""))


def is_trouble(level: str, text: str) -> bool:
    """A refused form answers 422, which the console notes too: that is no trouble."""
    return level == "error" and "422 (Unprocessable" not in text


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    assert CHROMIUM, "Chromium is missing: apt-get install chromium fonts-noto-cjk"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def troubles() -> Iterator[list[str]]:
    """What the browsers of a test complain about: console errors, blocked scripts, answers of 500 and more."""
    heard: list[str] = []
    yield heard
    assert heard == []


@pytest.fixture
def sign_in(chromium: Browser, live_server: object, troubles: list[str]) -> Iterator[Callable[..., Page]]:
    """Opens a browser window of its own for a person, through the sign-in page."""
    contexts: list[BrowserContext] = []

    def window(user: User, *, width: int = 1440, scripts: bool = True) -> Page:
        context = chromium.new_context(
            locale="zh-CN", viewport={"width": width, "height": 900}, java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: is_trouble(message.type, message.text) and troubles.append(message.text))
        page.on("response", lambda answer: answer.status >= 500 and troubles.append(f"{answer.status} {answer.url}"))
        page.set_default_timeout(15_000)
        page.goto(f"{live_server}/")
        page.locator("[name=username]").fill(user.username)
        page.locator("[name=password]").fill(user.username * 2)
        page.get_by_role("button", name="登录", exact=True).click()
        expect(page.get_by_role("heading", name="首页")).to_be_visible()
        return page

    yield window
    for context in contexts:
        context.close()


@pytest.fixture
def shoot() -> Callable[[Page, str], None]:
    """Keeps a picture of the whole page where SCREENSHOTS names a folder."""

    def picture(page: Page, name: str) -> None:
        if SHOTS.name:
            page.screenshot(path=SHOTS / f"{name}.png", full_page=True)

    return picture


@pytest.fixture
def actors(clerk: User, director: User, committee: User) -> Actors:
    return Actors(clerk, director, committee)
