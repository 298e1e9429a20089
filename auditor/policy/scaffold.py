"""Makes the folder of a new control: a policy that compiles and passes nothing, and one case that fails until then."""

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import NotFoundError, UsageError
from auditor.law.read import read_instruments
from auditor.model.vocab.controls import FAMILY_CODES, ControlFamily, Part
from auditor.model.vocab.subjects import SUBJECT_LISTS, SubjectKind
from auditor.policy.build import REVIEWED_ON
from auditor.policy.faults import OWN_PREFIX
from auditor.policy.own import is_own
from auditor.policy.run_cases import control_folders
from auditor.resources import policies_dir

_POLICY = """# METADATA
# title: To be written
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: {id}
#   title_vi: Chưa viết
#   severity: low
#   part: {part}
#   subject: {subject}
#   needs: []
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: {instrument}
#       clause: to be written
#       force: recommended
#       confidence: D
#       addressee: unread
#       condition: unread
#       transition: unread
#   owner_role: operator
#   rationale: To be written.
#   rationale_vi: Chưa viết.
#   remedy: To be written.
#   remedy_vi: Chưa viết.
#   check_by_hand: To be written.
#   check_by_hand_vi: Chưa viết.
package controls.{family}.{name}

import data.lib.finding

# One rule per status that evidence can show; silence becomes `unknown`. Until they are written everything is a warning.
findings contains finding.warn(subject.id, "not written", {{"equals": "written"}}, evidence) if {{
	some subject in input.inventory.{list}
	evidence := {{finding.inv_entry("{list}", subject.id)}}
}}
"""

_CASE = """why: Fails until the policy is written; rename it after the first situation it shows.
patches: []
expect: []
"""


@dataclass(frozen=True, slots=True)
class NewControl:
    """What is known of a control before it is written. `path` is `family/name`."""

    path: str
    id: str
    subject: SubjectKind
    part: Part


def scaffold(root: Path, control: NewControl) -> Path:
    """Write the folder and return it; where `root` is none yet, one of one's own controls.

    Raises UsageError when the path or id is unfit or taken.
    """
    family, name = _family_and_name(control.path)
    own = not root.exists() or is_own(root)
    _check_id(root, control.id, family, own=own)
    if own and (policies_dir() / "controls" / family.value / name).exists():
        raise UsageError(f"{control.path} is a shipped control", remedy="Give yours another name.")
    folder = root / "controls" / family.value / name
    values = {
        "id": control.id,
        "part": control.part.value,
        "subject": control.subject.value,
        "instrument": _instrument(root, own=own),
        "family": family.value,
        "name": name,
        "list": SUBJECT_LISTS[control.subject],
    }
    try:
        (folder / "cases").mkdir(parents=True)
    except FileExistsError as error:
        raise UsageError(f"{control.path} exists already") from error
    (folder / "policy.rego").write_text(_POLICY.format_map(values), encoding="utf-8")
    (folder / "cases" / "fail_to_be_written.yaml").write_text(_CASE, encoding="utf-8")
    return folder


def _family_and_name(path: str) -> tuple[ControlFamily, str]:
    family, _, name = path.partition("/")
    known = ", ".join(sorted(member.value for member in ControlFamily))
    if family not in {member.value for member in ControlFamily}:
        raise UsageError(f"{family!r} is no family", remedy=f"Families: {known}.")
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", name):
        raise UsageError(f"{name!r} is no control name", remedy="Use lower-case letters, digits and underscores.")
    return ControlFamily(family), name


def _check_id(root: Path, wanted: str, family: ControlFamily, *, own: bool) -> None:
    if own:
        if not re.fullmatch(r"[A-Z]{3,8}-[0-9]{2}", wanted):
            raise UsageError(f"{wanted!r} is no id of a control of one's own", remedy=OWN_PREFIX)
    else:
        _check_code(wanted, family)
    try:
        taken = control_folders(root, [wanted]) if root.exists() else []
    except NotFoundError:
        return
    if taken:
        raise UsageError(f"{wanted} is taken by {taken[0].parent.name}/{taken[0].name}")


def _check_code(wanted: str, family: ControlFamily) -> None:
    codes = FAMILY_CODES[family]
    if not re.fullmatch(r"[A-Z]{2}-[0-9]{2}", wanted) or wanted[:2] not in codes:
        raise UsageError(
            f"{wanted!r} does not belong to {family.value}", remedy=f"Ids there: {'-NN, '.join(codes)}-NN."
        )


def _instrument(root: Path, *, own: bool) -> str:
    """Id of an instrument in force when the catalogue was last reviewed, one's own first; the author replaces it."""
    for folder in (root, policies_dir()) if own else (root,):
        known = read_instruments(folder) if (folder / "law" / "instruments.yaml").exists() else {}
        for one in known.values():
            if one.effective_from <= REVIEWED_ON < (one.effective_to or datetime.date.max):
                return one.id
    raise UsageError("law/instruments.yaml has no instrument in force", remedy="Add the law first.")
