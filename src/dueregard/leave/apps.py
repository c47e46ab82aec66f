from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class LeaveConfig(AppConfig):
    name = "dueregard.leave"
    label = "leave"

    def ready(self) -> None:
        """Seal the ledger, name the messages, and take a place in the navigation and on the start page."""
        from dueregard.design import navigation, tiles
        from dueregard.journal import seals
        from dueregard.leave import emails
        from dueregard.leave.agreed_time import emails as agreed_time
        from dueregard.leave.models import DayLine, LedgerLine
        from dueregard.leave.passports import registration as passports
        from dueregard.people.models import is_colleague

        refuse_wrong_settings()
        seals.seal(LedgerLine)
        seals.seal(DayLine)
        emails.register()
        agreed_time.register()
        passports.register()
        navigation.register("Leave", "leave", admits=is_colleague, order=40)
        tiles.register(
            "Leave",
            "Ask for paid time off to care for somebody, see what you have left, and agree time with your manager.",
            "leave",
            admits=is_colleague,
            order=40,
        )


def refuse_wrong_settings() -> None:
    """Stop the start when leave years begin on a day that there is not, or somebody would get less than nothing."""
    from dueregard.leave.days import read_year_start
    from dueregard.leave.policy import read_footings

    try:
        read_year_start(settings.LEAVE_YEAR_STARTS)
    except ValueError:
        raise ImproperlyConfigured(
            f"DUEREGARD_LEAVE_YEAR_STARTS is “{settings.LEAVE_YEAR_STARTS}”. Use a month and a day that every year "
            "has, as in 04-01."
        ) from None
    try:
        read_footings(settings.LEAVE_PAID_FOR)
    except ValueError:
        raise ImproperlyConfigured(
            f"DUEREGARD_LEAVE_PAID_FOR is “{settings.LEAVE_PAID_FOR}”. Use employee, agency and student, parted by "
            "commas."
        ) from None
    if settings.LEAVE_PAID_DAYS < 0:
        raise ImproperlyConfigured(
            f"DUEREGARD_LEAVE_PAID_DAYS is {settings.LEAVE_PAID_DAYS}. Use 0 or more days."
        )
