"""How long a number of logrotate's periods is."""

_HOURS = {"hourly": 1, "daily": 24, "weekly": 7 * 24, "monthly": 30 * 24, "yearly": 365 * 24}
PERIODS = tuple(_HOURS)

_MONTHS, _YEAR = 12, 365


def days(period: str, count: int) -> int:
    """Days that so many periods cover at least: twelve months are a year, any other month counts as 30 days, so that
    nothing is said to be kept longer than it is.
    """
    if period != "monthly":
        return _HOURS[period] * count // 24
    years, months = divmod(count, _MONTHS)
    return years * _YEAR + months * 30
