"""One line of the log for each request: the pattern of its route, how it ended, and how long it took."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from dueregard.config import logs

log = logging.getLogger("dueregard.requests")


class RequestLines:
    """Writes the line when the answer is ready. It stands first, so that it sees what the others answer too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, and note how it went."""
        began = time.perf_counter()
        response = self.get_response(request)
        log.info(
            "request",
            extra={
                "route": logs.route_of(request),
                "method": request.method,
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - began) * 1000),
                "reference": logs.reference_of(request) if response.status_code >= 500 else "",
            },
        )
        return response
