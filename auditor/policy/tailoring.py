"""A province's own thresholds: stricter ones are free, weaker ones stand only by a decision that somebody signed.

Which way is stricter a parameter's metadata say. Where they do not, another value than the law's, a standard's or that
of a list which spells out a term of law is not shown to be stricter, so it is held to be weaker.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from auditor.errors import Problem, SettingsError
from auditor.model.control import ControlMeta, Parameter
from auditor.model.settings import ParameterWaiver, Settings
from auditor.policy.catalogue import Catalogue, parameters


def tailored(catalogue: Catalogue, as_of: datetime.date, settings: Settings) -> dict[str, dict[str, Any]]:
    """`data.params` for a run by these settings, on the day whose law applies.

    Raises SettingsError for an override of an unknown control or parameter, of another type, or weaker than the shipped
    value without a waiver that holds on that day; one for each of the latter.
    """
    values = parameters(catalogue, as_of, settings.params)
    shipped = parameters(catalogue, as_of)
    waived = {(catalogue.find(one.control).id, one.parameter): one for one in settings.params_waivers}
    problems = [
        problem
        for name, chosen in settings.params.items()
        for problem in _weaker(catalogue.find(name), chosen, shipped, waived, as_of)
    ]
    if problems:
        raise SettingsError(problems)
    return values


def is_weaker(parameter: Parameter, value: Any, shipped: Any) -> bool:
    """Whether a value asks for less than the shipped one, or is not shown to ask for as much."""
    if parameter.stricter is None:
        return parameter.origin != "ours" and value != shipped
    return not _as_strict(parameter.stricter, value, shipped)


def _as_strict(direction: str, value: Any, shipped: Any) -> bool:
    """Whether a value asks for at least as much; of a table by key, each row, and rows may come but not go."""
    if isinstance(shipped, Mapping):
        return isinstance(value, Mapping) and all(
            str(key) in {str(one) for one in value} and _as_strict(direction, _row(value, key), row)
            for key, row in shipped.items()
        )
    try:
        return _AS_STRICT[direction](value, shipped)
    except TypeError:  # a row of another type than the shipped one says nothing that could be compared
        return False


def _row(value: Mapping[Any, Any], key: Any) -> Any:
    return next(row for one, row in value.items() if str(one) == str(key))


_AS_STRICT: Mapping[str, Callable[[Any, Any], bool]] = {
    "higher": lambda value, shipped: bool(value >= shipped),
    "lower": lambda value, shipped: bool(value <= shipped),
    "more": lambda value, shipped: set(value) >= set(shipped),
    "fewer": lambda value, shipped: set(value) <= set(shipped),
}


def _weaker(
    control: ControlMeta,
    chosen: Mapping[str, Any],
    shipped: Mapping[str, Mapping[str, Any]],
    waived: Mapping[tuple[str, str], ParameterWaiver],
    as_of: datetime.date,
) -> Iterable[Problem]:
    for key, value in chosen.items():
        standard = shipped[control.id][key]
        waiver = waived.get((control.id, key))
        if is_weaker(control.params[key], value, standard) and not (waiver and waiver.holds(as_of)):
            message = f"{control.id}.{key}: {value!r} is not shown to be as strict as the shipped {standard!r}"
            if waiver:
                message += f", and its waiver {waiver.number} holds from {waiver.date} to {waiver.until} only"
            remedy = (
                "Take a stricter value, or enter under `params_waivers:` the decision that allows it and its last day."
            )
            yield Problem(None, None, "params", message, remedy=remedy)
