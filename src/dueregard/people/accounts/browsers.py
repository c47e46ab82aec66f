"""What is kept of the browser of a session: what it is called, so that a person knows it again; no address."""

from typing import Any

NOWHERE = "0.0.0.0"  # noqa: S104  (an address that is nobody's: the column must hold one)

# In this order: most browsers also call themselves by the names of older ones.
_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"),
             ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))  # fmt: skip
_SYSTEMS = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
            ("Mac OS X", "a Mac"), ("CrOS", "a Chromebook"), ("Linux", "Linux"))  # fmt: skip


_UNSAID = "A browser that does not say what it is"


def _called(browser: str, system: str) -> str:
    return f"{browser or 'A browser'} on {system or 'a device that does not say what it is'}"


_NAMES = {
    _called(browser, system) for _, browser in (*_BROWSERS, ("", "")) for _, system in (*_SYSTEMS, ("", ""))
}
_NAMES |= {_UNSAID}


def name_of(user_agent: str) -> str:
    """Return what a person would call this browser, such as "Firefox on Windows"; such a name stays as it is."""
    if user_agent in _NAMES:
        return user_agent
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return _called(browser, system) if browser or system else _UNSAID


def keep_little(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Take away from a session, before it is stored, all that nobody needs: its address and the browser's details.

    The receiver of `pre_save` for sessions.
    """
    instance.ip = NOWHERE
    instance.user_agent = name_of(instance.user_agent)
