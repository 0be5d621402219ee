"""Holds a permit to train while it lasts, and says when to stop. Needs nothing but Python 3.8.

    from headgate_permit import Permit, PermitOver

    with Permit.request("http://localhost:5173", key, "dataset", "run-7") as permit:
        for batch in batches:
            permit.check()          # raises PermitOver as soon as the permit is over
            train(batch)

The lease is renewed in the background. Headgate says at once when a permit is revoked; if it says
nothing at all, the permit is over when its lease ends, counted from before it was last asked for.
"""

import json
import threading
import time
import urllib.error
import urllib.request


class PermitOver(Exception):
    """The permit is over: training must stop, and what it made so far must not be used."""


class Permit:
    def __init__(self, url, key, permit_id, lease_seconds, asked_at):
        self._url = f"{url.rstrip('/')}/v1/permits/{permit_id}"
        self._key = key
        self._lease = lease_seconds
        self._until = asked_at + lease_seconds
        self._over = threading.Event()
        self._closing = threading.Event()
        self._reason = None
        self.id = permit_id
        for work in (self._renew, self._listen):
            threading.Thread(target=work, daemon=True).start()

    @classmethod
    def request(cls, url, key, data_set, run):
        """Asks for a permit. Raises PermitOver where none is given."""
        asked_at = time.monotonic()
        body = json.dumps({"data_set": data_set, "run": run}).encode()
        try:
            said = _call(f"{url.rstrip('/')}/v1/permits", key, body)
        except urllib.error.HTTPError as error:
            raise PermitOver(_detail(error)) from None
        return cls(url, key, said["id"], said["lease_seconds"], asked_at)

    @property
    def is_over(self):
        if not self._over.is_set() and time.monotonic() >= self._until:
            self._end("the lease ended and could not be renewed")
        return self._over.is_set()

    def check(self):
        """Raises PermitOver if training must stop."""
        if self.is_over:
            raise PermitOver(self._reason)

    def wait(self, seconds):
        """Waits, but no longer than the permit lasts. True if it is over."""
        self._over.wait(min(seconds, max(0.0, self._until - time.monotonic())))
        return self.is_over

    def close(self):
        """Gives the permit back."""
        self._closing.set()
        if not self.is_over:
            self._end("closed")
            try:
                _call(f"{self._url}/close", self._key, b"")
            except OSError:
                pass  # it ends by itself when its lease does

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _end(self, reason):
        if not self._over.is_set():
            self._reason = reason
            self._over.set()

    def _renew(self):
        while not self._over.wait(self._lease / 3):
            asked_at = time.monotonic()
            try:
                _call(f"{self._url}/renew", self._key, b"", timeout=max(1.0, self._lease / 3))
                self._until = asked_at + self._lease
            except urllib.error.HTTPError as error:
                if error.code in (401, 403, 404, 409):
                    self._end(_detail(error))
            except (OSError, ValueError):
                pass  # heard nothing: the lease runs on, and out
            if self.is_over:
                return

    def _listen(self):
        while not self._over.is_set():
            try:
                request = urllib.request.Request(f"{self._url}/events", headers={"Authorization": f"Bearer {self._key}", "Accept": "text/event-stream"})
                with urllib.request.urlopen(request, timeout=15) as events:
                    for line in events:
                        if line.startswith(b"data:"):
                            self._heard(json.loads(line[5:]))
                        if self._over.is_set():
                            return
            except (OSError, ValueError):
                pass
            # The connection ended: ask, and listen again.
            try:
                if not self._over.wait(0.25):
                    self._heard(_call(self._url, self._key))
            except (OSError, ValueError):
                pass

    def _heard(self, said):
        if said["state"] != "active":
            self._end(said.get("reason") or said["state"])


def _call(url, key, body=None, timeout=600):
    headers = {"Authorization": f"Bearer {key}"}
    if body:
        headers["Content-Type"] = "application/json"
    with urllib.request.urlopen(urllib.request.Request(url, data=body, headers=headers), timeout=timeout) as answer:
        return json.load(answer)


def _detail(error):
    try:
        return json.load(error).get("detail") or str(error)
    except (OSError, ValueError):
        return str(error)
