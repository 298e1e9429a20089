"""Nothing of the lab is left after it was taken down, not even after a start that was killed."""

import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.lab.live.keeper import Answer, Keeper

ROOT = Path(__file__).resolve().parents[3]
RUN = ROOT / "lab" / ".run"


def own_processes() -> list[int]:
    """Processes of this computer that carry the lab's token."""
    code = "from lab.machines import carriers, project_token; print(*carriers(project_token()))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=30, check=True
    )
    return [int(word) for word in done.stdout.split()]


def test_a_killed_start_is_cleared_by_the_next_down(answer: Answer, keeper: Keeper) -> None:
    """A driver killed in the middle leaves machines; `down` finds them all, even with the lab's records gone."""
    keeper.take_down()
    driver = subprocess.Popen(
        [sys.executable, "-m", "lab", "up"], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    limit = time.monotonic() + 30
    while len(own_processes()) < 20 and time.monotonic() < limit:
        time.sleep(0.05)
    driver.send_signal(signal.SIGKILL)
    driver.wait()
    assert own_processes()
    (RUN / "state.json").unlink()

    assert {"state": "down", "left": []} == {key: answer("down")[key] for key in ("state", "left")}
    assert [] == own_processes()
    assert not RUN.exists()


def test_down_leaves_nothing_outside_the_folder(answer: Answer, keeper: Keeper) -> None:
    """Mounts, namespaces, links and files of the computer are the same before and after."""

    def picture() -> tuple[str, ...]:
        commands = (
            ["ip", "netns", "list"],
            ["ip", "-o", "link"],
            ["cat", "/proc/self/mounts"],
            ["ls", "-A", "/etc", "/run"],
        )
        return tuple(
            subprocess.run(one, capture_output=True, text=True, timeout=10, check=True).stdout for one in commands
        )

    keeper.take_down()
    before = picture()
    answer("up")
    answer("down")

    assert before == picture()
    assert not RUN.exists()
