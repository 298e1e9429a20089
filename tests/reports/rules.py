"""Controls of the made-up province, worded as the real ones are, so that the pages can be judged."""

from pathlib import Path

import yaml

from auditor.model.control import ControlMeta
from auditor.model.law import Instrument
from auditor.policy.catalogue import Catalogue


def catalogue() -> Catalogue:
    """The controls and the instruments they cite."""
    written = yaml.safe_load(Path(__file__).with_name("rules.yaml").read_text(encoding="utf-8"))
    instruments = [Instrument.model_validate(entry) for entry in written["instruments"]]
    controls = [ControlMeta.model_validate(entry) for entry in written["controls"]]
    by_id = tuple(sorted(controls, key=lambda control: control.id))
    return Catalogue(by_id, {instrument.id: instrument for instrument in instruments}, {})
