"""Who is to be placed in a wave, who has moved already, and who is kept out of ordinary waves."""

from dataclasses import dataclass

from auditor.estate import Cover
from auditor.model.inventory import System, Wave
from auditor.model.reason import Reason, because
from auditor.model.vocab.moves import Disposition
from auditor.plan.run import PlanRun
from auditor.plan.waves.shape import Unplaced


@dataclass(frozen=True, slots=True)
class Sorted:
    """Ids by what planning does with them. `adopted` and `slipped` give the wave of movers that have one."""

    movers: tuple[str, ...]
    settled: frozenset[str]
    unplaced: tuple[Unplaced, ...]
    adopted: dict[str, Wave]
    slipped: dict[str, Wave]


def sort_systems(run: PlanRun) -> Sorted:
    """Every system of the run by what planning does with it; a secrecy label keeps out, whatever was decided."""
    settled = _settled(run)
    open_ = [one for one in sorted(run.inventory.systems, key=lambda one: one.id) if one.id not in settled]
    kept_out = ((one.id, _kept_out(one, run.cover)) for one in open_)
    movers = tuple(name for name in run.population.left if name not in settled)
    adopted, slipped = _waves(run, frozenset(movers))
    unplaced = tuple(Unplaced(system=name, why=why) for name, why in kept_out if why)
    return Sorted(movers, settled, unplaced, adopted, slipped)


def _kept_out(system: System, cover: Cover) -> Reason | None:
    """The reason to list a system apart; None for one that moves and for one that stays or ends by decision."""
    secret = cover.holds_secrets(system)
    if system.decision is None:
        return because("unplaced_labelled_undecided" if secret else "unplaced_undecided", system.id)
    goes_on = Disposition.after(system.decision) in (Disposition.TO_MOVE, Disposition.OTHER_WAY)
    if secret and goes_on and not system.decision.keeps_secrets:
        code = "unplaced_labelled" if not system.label.is_open else "unplaced_secrets"
        return because(code, system.id, system.decision.value)
    if goes_on and not system.decision.in_waves:
        return because(f"unplaced_{system.decision.value}", system.id)
    return None


def _settled(run: PlanRun) -> frozenset[str]:
    """Systems of finished waves, and those whose data has all been cut over as far as anybody knows."""
    done = {name for wave in run.inventory.waves if wave.status == "done" for name in wave.systems}
    return run.population.moved | done


def _waves(run: PlanRun, movers: frozenset[str]) -> tuple[dict[str, Wave], dict[str, Wave]]:
    """Adopted waves still to come, and those whose date went by, by system."""
    adopted: dict[str, Wave] = {}
    slipped: dict[str, Wave] = {}
    for wave in sorted(run.inventory.waves, key=lambda one: one.id):
        if wave.status != "adopted":
            continue
        held = slipped if wave.date < run.result.run.as_of else adopted
        held.update({name: wave for name in wave.systems if name in movers})
    return adopted, slipped
