"""What the web server itself has to say goes through the same form as all else; its access log stays off."""

from typing import Any

from gunicorn.glogging import Logger

from dueregard.config import logs


class GunicornLog(Logger):
    """The web server's log."""

    def setup(self, cfg: Any) -> None:
        """Set up as usual, then give every handler our form."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(logs.formatter())

    def access(self, *args: Any, **kwargs: Any) -> None:
        """Write nothing: an access log holds addresses and what people asked for."""
