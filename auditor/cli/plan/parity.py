"""`auditor plan parity`: whether moved systems are as good as they were."""

from contextlib import closing
from typing import Annotated

import typer

from auditor.cli import echo_json
from auditor.cli.common import (
    ConfigOption,
    Format,
    FormatOption,
    LangOption,
    RestrictedOption,
    say,
    settings_for,
    show,
    wrapped,
)
from auditor.cli.plan.common import speaker, voice_of


def parity(
    before: Annotated[str, typer.Argument(help="Run from before the night, or the beginning of its id.")],
    after: Annotated[str, typer.Argument(help="Run from after the night, or `latest`.")] = "latest",
    system: Annotated[str, typer.Option("--system", help="One system only.")] = "",
    format_: FormatOption = Format.TABLE,
    lang: LangOption = None,
    restricted: RestrictedOption = False,
    config: ConfigOption = None,
) -> None:
    """Controls, data, services, old machines, names and certificates of moved systems, before beside after."""
    from auditor.audit import open_store
    from auditor.plan.parity.words import KIND, STANDING
    from auditor.plan.run import Choices, open_run
    from auditor.text.vocabulary import word

    with closing(open_store(settings_for(config), restricted=restricted)) as store:
        earlier = open_run(store, store.get(before))
        chosen = Choices(systems=(system,) if system else (), before=earlier)
        later = open_run(store, store.get(after), chosen)
    found = later.parity
    if format_ is Format.JSON:
        echo_json(found.model_dump(mode="json", by_alias=True))
        return
    voice = voice_of(lang, config)
    language = voice.language
    words = speaker(later.inventory, language)
    for one in found.systems:
        sound = sum(check.standing in ("at_parity", "improved") for check in one.checks)
        standing = word(STANDING, one.standing).of(language)
        show(wrapped(f"{one.system}: {standing} ({sound}/{len(one.checks)})", "  "))
        for check in one.checks:
            if check.standing not in ("at_parity", "improved"):
                what = (
                    f"{word(KIND, check.kind).of(language)} {check.id}: {word(STANDING, check.standing).of(language)}"
                )
                show(wrapped(f"  {what}. {words(check.why)}", "    "))
    between = {"before": found.before, "after": found.after}
    say(
        voice.tn(
            "{n} system moved between {before} and {after}",
            "{n} systems moved between {before} and {after}",
            len(found.systems),
            **between,
        )
    )
    say(voice.t("every check with its evidence: --format json"))
