"""Which security updates a host has not installed, and by how old a list it knows."""

from typing import Annotated

from pydantic import Field

from auditor.model.base import Document, Text, Told
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind

MAX_PENDING = 1000


class Pending(Document):
    """A security update that is offered and not installed.

    `out_by_day` is a day by which it was published for certain: that of the oldest signed index in which it stands. It
    may have been out long before; absent where no such index was read.
    """

    name: Text
    installed: Text
    offered: Text
    out_by_day: int | None = None


class Updates(Document):
    """What a host's own package manager offers from the security archive of its distribution. Subject: host.

    `security` are the updates that wait, whatever holds or pins them back; what comes from other archives is not among
    them. `index_day` is the day on which the oldest index of that archive was signed: of what was published later the
    host knows nothing, however often it asked a mirror that had stopped. `sources` are the places that those indexes
    come from, by host, and `proxies` the hosts through which they are fetched. `last_change_day` is the last day on
    which any package was installed or replaced. Days are ordinals of the calendar, as in the whole document.

    `automatic`: security updates are set to be fetched and installed without anybody. `running_kernel` runs and
    `installed_kernel` is the newest one installed, empty where no package is one, as in a container; `reboot_pending`:
    they differ, or the system says that it wants to be started again.
    """

    security: Told[Annotated[tuple[Pending, ...], Field(max_length=MAX_PENDING)]] = None
    index_day: int | None = None
    sources: Told[tuple[Text, ...]] = None
    proxies: Told[tuple[Text, ...]] = None
    last_change_day: int | None = None
    automatic: Told[bool] = None
    reboot_pending: Told[bool] = None
    running_kernel: Told[Text] = None
    installed_kernel: Told[Text] = None


KIND = Kind(
    name="updates",
    title="security updates",
    shape=Updates,
    subject=SubjectKind.HOST,
    part=Part.SYSTEM,
    since="facts/2",
    excused={
        "automatic": "What is set, for whoever mends it; that it ran is shown by what does not wait any more.",
        "running_kernel": "Shows why a start is pending; whether one is, is judged.",
        "installed_kernel": "Shows why a start is pending; whether one is, is judged.",
    },
)
