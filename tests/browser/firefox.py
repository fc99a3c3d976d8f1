"""A stock Firefox, driven through WebDriver BiDi: no driver program and no browser of its own.

Playwright needs a Firefox that it has patched and downloads itself. Source of the commands: W3C,
WebDriver BiDi.
"""

from __future__ import annotations

import json
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import TYPE_CHECKING, Any

from websockets.sync.client import ClientConnection, connect

if TYPE_CHECKING:
    from collections.abc import Iterator

# Without a screen Firefox has no pointer either, unless it is told so.
PREFERENCES = "".join(f'user_pref("ui.{x}PointerCapabilities", 6);' for x in ("primary", "all"))
EVENTS = ["log.entryAdded", "network.beforeRequestSent"]
SECONDS = 30


class Tab:
    """A tab, with the console's errors and the addresses outside the page that it asked for.

    Firefox reports no requests for files.
    """

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._sent = 0
        self.errors: list[str] = []
        self.requests: list[str] = []
        self._call("session.new", capabilities={})
        self._call("session.subscribe", events=EVENTS)
        # A tab made by hand has the focus, which the first one does not.
        self._tab = self._call("browsingContext.create", type="tab")["context"]

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._sent += 1
        call = {"id": self._sent, "method": method, "params": parameters}
        self._socket.send(json.dumps(call))
        while (answer := json.loads(self._socket.recv(timeout=SECONDS))).get("id") != self._sent:
            self._note(answer.get("method"), answer.get("params", {}))
        assert answer["type"] != "error", f"{method}: {answer['message']}"
        return dict(answer["result"])

    def _note(self, event: str | None, details: dict[str, Any]) -> None:
        if event == "log.entryAdded" and details["level"] in {"error", "warn"}:
            self.errors.append(details["text"])
        elif event == "network.beforeRequestSent":
            address = details["request"]["url"]
            if not address.startswith(("data:", "blob:")):
                self.requests.append(address)

    def open(self, url: str, width: int = 1280) -> None:
        size = {"width": width, "height": 900}
        self._call("browsingContext.setViewport", context=self._tab, viewport=size)
        self._call("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """Return what a JavaScript expression gives, or the promise that it gives, as JSON."""
        code = f"Promise.resolve({expression}).then(value => JSON.stringify(value) ?? 'null')"
        target = {"context": self._tab}
        answer = self._call("script.evaluate", expression=code, target=target, awaitPromise=True)
        assert answer["type"] != "exception", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"]["value"])

    def wait_for(self, expression: str) -> Any:
        """Return the first truthy value of an expression."""
        end = time.monotonic() + SECONDS
        while not (value := self.evaluate(expression)):
            assert time.monotonic() < end, f"never true: {expression}"
            time.sleep(0.05)
        return value

    def click(self, selector: str) -> None:
        found = f"document.querySelector({json.dumps(selector)})"
        self.evaluate(f"void {found}.scrollIntoView({{block: 'center', behavior: 'instant'}})")
        box = self.evaluate(f"{found}.getBoundingClientRect()")
        x, y = (round(box[a] + box[b] / 2) for a, b in (("x", "width"), ("y", "height")))
        press = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        self._act("pointer", [{"type": "pointerMove", "x": x, "y": y}, *press])

    def type(self, text: str) -> None:
        self._act("key", [{"type": f"key{on}", "value": c} for c in text for on in ("Down", "Up")])

    def _act(self, kind: str, steps: list[dict[str, Any]]) -> None:
        source = {"type": kind, "id": kind, "actions": steps}
        self._call("input.performActions", context=self._tab, actions=[source])


@contextmanager
def open_firefox(path: str) -> Iterator[Tab]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        Path(profile, "user.js").write_text(PREFERENCES, encoding="utf-8")
        options = ("--headless", "--no-remote", "--remote-debugging-port=0", "--profile", profile)
        with Popen([path, *options], stdout=DEVNULL, stderr=DEVNULL) as browser:
            try:
                with connect(_address(browser, Path(profile)), max_size=None) as socket:
                    yield Tab(socket)
            finally:
                browser.terminate()


def _address(browser: Popen[bytes], profile: Path) -> str:
    note = profile / "WebDriverBiDiServer.json"  # written once Firefox listens
    end = time.monotonic() + SECONDS
    while not note.exists() or not note.read_text().endswith("}"):
        assert browser.poll() is None, "Firefox did not start"
        assert time.monotonic() < end, "Firefox does not listen"
        time.sleep(0.05)
    return f"ws://127.0.0.1:{json.loads(note.read_text())['ws_port']}/session"
