# SPDX-License-Identifier: Apache-2.0
"""Headless Chromium as a person at the console: sees, clicks, types, and counts both.

Screenshots are kept in the build directory, below browser/.
"""
import base64
import functools
import json
import urllib.parse

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from . import paths, process


def artefacts():
    folder = paths.build_dir() / "browser"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def axe_source():
    """axe-core as httpd-test/lib/setup.sh has installed it."""
    for folder in (paths.build_dir(), paths.SOURCE / "build" / "check"):
        file = folder / "axe" / "node_modules" / "axe-core" / "axe.min.js"
        if file.exists():
            return file.read_text(encoding="utf-8")
    raise paths.HarnessError("axe-core is missing: run httpd-test/check")


def page_went(trouble):
    """Whether a call failed since its page went away, be it at this very moment."""
    return isinstance(trouble, StaleElementReferenceException) or "not belong to the document" in str(trouble.msg)


def gone(element):
    try:
        element.is_enabled()
        return False
    except WebDriverException as trouble:
        if not page_went(trouble):
            raise
        return True


def on_one_page(action):
    """Does it again where the page went away under it: a page may load itself anew at any moment."""
    @functools.wraps(action)
    def again(*args, **named):
        for _ in range(20):
            try:
                return action(*args, **named)
            except WebDriverException as trouble:
                if not page_went(trouble):
                    raise
        return action(*args, **named)
    return again


class Browser:
    """One window, signed in at one portal. `steps` counts clicks and filled fields."""

    def __init__(self, portal, user="alice", width=1280, height=900, script=True, dark=False):
        options = webdriver.ChromeOptions()
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                         "--no-first-run", "--disable-background-networking", "--disable-component-update",
                         "--hide-scrollbars", "--lang=en-GB", "--force-device-scale-factor=1"):
            options.add_argument(argument)
        options.binary_location = "/usr/bin/chromium"
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self._driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.portal, self.user, self.steps = portal, user, 0
        self._leads_on = False
        self.width = width
        self.cdp("Emulation.setDeviceMetricsOverride",
                 {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500})
        self.cdp("Emulation.setEmulatedMedia",
                 {"features": [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
                               {"name": "prefers-reduced-motion", "value": "reduce"}]})
        self.script = script
        if not script:
            self.cdp("Emulation.setScriptExecutionDisabled", {"value": True})
        url = urllib.parse.urlsplit(portal.told()["console"])
        secret = portal.record["users"][user]
        self._driver.get(f"{url.scheme}://{user}:{secret}@{url.netloc}{url.path}")

    def cdp(self, command, parameters):
        return self._driver.execute_cdp_cmd(command, parameters)

    def evaluate(self, expression):
        """Works with the page's own script switched off, too."""
        if not self.script:
            self.cdp("Emulation.setScriptExecutionDisabled", {"value": False})
        try:
            said = self.cdp("Runtime.evaluate", {"expression": expression, "awaitPromise": True,
                                                 "returnByValue": True})
        finally:
            if not self.script:
                self.cdp("Emulation.setScriptExecutionDisabled", {"value": True})
        if "exceptionDetails" in said:
            raise AssertionError(json.dumps(said["exceptionDetails"])[:1000])
        return said["result"].get("value")

    # -- where it is

    def open(self, path):
        self._driver.get(self.portal.url + "/sync" + path)

    @property
    def path(self):
        return urllib.parse.urlsplit(self._driver.current_url).path.removeprefix("/sync")

    def path_and_query(self):
        url = urllib.parse.urlsplit(self._driver.current_url)
        return url.path.removeprefix("/sync") + "?" + url.query

    @property
    def title(self):
        return self._driver.title

    @on_one_page
    def text(self, selector="main"):
        return self._driver.find_element(By.CSS_SELECTOR, selector).text

    def html(self):
        return self._driver.page_source

    def has(self, selector):
        return bool(self._driver.find_elements(By.CSS_SELECTOR, selector))

    # -- what a person does

    @on_one_page
    def _control(self, text):
        for element in self._driver.find_elements(By.CSS_SELECTOR, "main a, main button, main summary, header a"):
            if element.is_displayed() and element.text.split("\n")[0].strip().startswith(text):
                return element
        raise AssertionError(f"nothing to click on says {text!r}: {self.text()[:800]}")

    def click(self, text):
        """A link or button by what it says."""
        self.steps += 1
        before = self._driver.find_element(By.TAG_NAME, "html")
        self._press(text)
        if self._leads_on:
            self.wait("page after " + text, lambda: gone(before) and self._loaded())

    @on_one_page
    def _press(self, text):
        element = self._control(text)
        target = element.get_attribute("href") or ""
        self._leads_on = element.tag_name != "summary" and "#" not in target
        element.click()

    def _loaded(self):
        return self.evaluate("document.readyState") == "complete"

    def press(self, text):
        """The same with the keyboard alone: tab until it has the focus, then Enter."""
        self.steps += 1
        self.tab_to(lambda said: said.startswith(text))
        self.keys(Keys.ENTER)

    def tab_to(self, wanted, most=200):
        for _ in range(most):
            self.keys(Keys.TAB)
            said = self.evaluate("(e => (e.innerText || (e.labels && e.labels[0] ? e.labels[0].innerText : '') "
                                 "|| '').trim())(document.activeElement)")
            if wanted(said or ""):
                return
        raise AssertionError("the keyboard does not reach it")

    def keys(self, *keys):
        self._driver.switch_to.active_element.send_keys(*keys)

    def fill(self, label, value):
        self.steps += 1
        self._fill(label, value)

    @on_one_page
    def _fill(self, label, value):
        for element in self._driver.find_elements(By.CSS_SELECTOR, "label"):
            if element.text.strip().startswith(label):
                field = self._driver.find_element(By.ID, element.get_attribute("for"))
                field.clear()
                field.send_keys(value)
                return
        raise AssertionError(f"no field is called {label!r}")

    def type(self, name, text):
        """Types into a field and sends nothing."""
        self._driver.find_element(By.NAME, name).send_keys(text)

    def value(self, name):
        return self._driver.find_element(By.NAME, name).get_attribute("value")

    def choose(self, text):
        """A box or a round button by its label."""
        self.steps += 1
        for element in self._driver.find_elements(By.CSS_SELECTOR, "label.ck"):
            if element.text.strip().startswith(text):
                element.find_element(By.TAG_NAME, "input").click()
                return
        raise AssertionError(f"no choice is called {text!r}")

    def upload(self, name, file):
        self.steps += 1
        self._driver.find_element(By.NAME, name).send_keys(str(file))

    def wait(self, what, condition, seconds=60):
        assert process.wait_until(condition, seconds, 0.1), f"no {what}: {self.title}\n{self.text()[:800]}"

    # -- what a tester asks

    def shot(self, name):
        """The whole page as a picture."""
        size = self.cdp("Page.getLayoutMetrics", {})["cssContentSize"]
        picture = self.cdp("Page.captureScreenshot",
                           {"captureBeyondViewport": True, "format": "png",
                            "clip": {"x": 0, "y": 0, "width": self.width,
                                     "height": min(size["height"], 6000), "scale": 1}})
        file = artefacts() / f"{name}.png"
        file.write_bytes(base64.b64decode(picture["data"]))
        return file

    def axe(self):
        """Rules of axe-core that the page breaks, with where."""
        self.evaluate(axe_source() + ";0")
        found = self.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => JSON.stringify("
                              "r.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 160))])))")
        return json.loads(found)

    def overflows(self):
        """Pixels that the page is wider than the window."""
        return self.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def complaints(self):
        """What the browser's console says: refused by the policy, script errors, missing files."""
        return [line["message"] for line in self._driver.get_log("browser")
                if line["level"] in ("SEVERE", "WARNING")]

    def requested(self):
        """The addresses asked for since the last call."""
        urls = []
        for line in self._driver.get_log("performance"):
            message = json.loads(line["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                urls.append(message["params"]["request"]["url"])
        return urls

    def close(self):
        self._driver.quit()
