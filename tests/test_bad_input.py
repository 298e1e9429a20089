"""Every kind of bad input the auditor promises to survive, and the tests that hold it, so that none can be lost."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

HELD_BY: dict[str, tuple[str, ...]] = {
    "an empty inventory": (
        "tests/inventory/test_read.py::test_empty_inventory",
        "tests/inventory/test_read.py::test_empty_folder",
        "tests/cli/test_bad_files.py::test_an_inventory_that_cannot_be_used[empty]",
    ),
    "tabs in YAML": (
        "tests/inventory/test_yamlfile.py::test_refused",
        "tests/cli/test_bad_files.py::test_an_inventory_that_cannot_be_used[tabs]",
    ),
    "a billion-laughs YAML": (
        "tests/inventory/test_yamlfile.py::test_billion_laughs",
        "tests/cli/test_bad_files.py::test_an_inventory_that_cannot_be_used[billion laughs]",
    ),
    "any other bytes as a file": (
        "tests/inventory/test_hostile.py::test_any_bytes",
        "tests/inventory/test_hostile.py::test_any_shape",
        "tests/inventory/test_hostile.py::test_any_scope_and_settings",
    ),
    "duplicate ids": (
        "tests/inventory/test_read.py::test_duplicate_id_names_both_places",
        "tests/inventory/test_scope.py::test_the_same_id_twice",
        "tests/inventory/test_settings.py::test_the_same_vantage_twice",
        "tests/policy/test_join.py::test_two_observations_of_one_id_are_refused",
    ),
    "an address that is an option or a command": (
        "tests/inventory/test_read.py::test_hostile_address",
        "tests/cli/test_bad_files.py::test_an_address_that_is_a_command",
        "tests/cli/test_bad_files.py::test_an_order_that_is_a_command",
        "tests/collectors/network/test_nmap.py::test_a_name_that_is_an_option",
    ),
    "an IPv6 address": (
        "tests/inventory/test_read.py::test_ipv6",
        "tests/collectors/test_scope.py::test_ipv6",
        "tests/collectors/network/test_nmap.py::test_ipv6",
    ),
    "the same private address in two independent LANs": (
        "tests/inventory/test_read.py::test_two_independent_networks_share_addresses",
        "tests/collectors/test_scope.py::test_the_same_address_in_two_lans",
        "tests/collectors/test_plan.py::test_two_lans_with_the_same_addresses",
        "tests/policy/test_join.py::test_undeclared_host_has_a_document_of_its_domain",
    ),
    "a facts folder with a changed byte": (
        "tests/collectors/test_folder.py::test_a_spoilt_folder",
        "tests/cli/test_bad_files.py::test_facts_that_cannot_be_used[byte]",
        "tests/cli/test_bad_files.py::test_facts_that_cannot_be_used[byte of the estate]",
    ),
    "truncated JSON": (
        "tests/collectors/test_folder.py::test_a_spoilt_folder",
        "tests/cli/test_bad_files.py::test_facts_that_cannot_be_used[cut part]",
        "tests/cli/test_bad_files.py::test_facts_that_cannot_be_used[cut manifest]",
    ),
    "facts of a newer schema": (
        "tests/collectors/test_folder.py::test_a_newer_schema",
        "tests/cli/test_bad_files.py::test_facts_that_cannot_be_used[newer schema]",
    ),
    "nmap missing": ("tests/collectors/test_collect.py::test_nmap_missing",),
    "nmap killed": (
        "tests/collectors/test_collect.py::test_nmap_killed",
        "tests/collectors/network/test_nmap.py::test_output_cut_off[killed]",
    ),
    "nmap XML cut short": (
        "tests/collectors/parsers/test_nmap_xml.py::test_cut_short",
        "tests/collectors/network/test_nmap.py::test_output_cut_off[cut short]",
        "tests/collectors/network/test_nmap.py::test_output_without_its_end",
    ),
    "a server that answers TLS with garbage, forever, or with 100 MB": (
        "tests/collectors/network/test_tls.py::test_hostile_servers",
        "tests/collectors/network/test_ssh.py::test_hostile_servers",
        "tests/collectors/network/test_http.py::test_an_endless_page",
        "tests/collectors/network/test_http.py::test_a_packed_bomb",
        "tests/collectors/test_collect.py::test_a_whole_collection",
    ),
    "a banner with markup": (
        "tests/text/test_harmless.py::test_any_text_is_harmless",
        "tests/collectors/network/test_nmap.py::test_a_banner_meant_to_hurt",
        "tests/pages/test_layout.py::test_what_a_target_sent_is_only_text",
        "tests/pages/test_layout.py::test_json_island_cannot_end_its_element",
        "tests/cli/test_terminal.py::test_a_page_shows_it_as_text",
    ),
    "a banner with ANSI codes": (
        "tests/text/test_harmless.py::test_from_target",
        "tests/text/test_harmless.py::test_for_terminal",
        "tests/cli/test_terminal.py::test_a_terminal_is_told_nothing_to_act_on",
        "tests/cli/test_terminal.py::test_an_error_about_a_hostile_file_is_text",
    ),
    "a banner with a formula": (
        "tests/text/test_harmless.py::test_for_cell",
        "tests/reports/test_csv_.py::test_no_cell_of_a_hostile_run_is_a_formula",
        "tests/inventory/test_exchange.py::test_text_never_becomes_a_formula",
        "tests/cli/test_terminal.py::test_no_cell_is_a_formula",
    ),
    "a full disk": (
        "tests/collectors/test_collect.py::test_a_full_disk",
        "tests/cli/test_full_disk.py::test_collect",
        "tests/cli/test_full_disk.py::test_store",
        "tests/cli/test_full_disk.py::test_a_store_that_cannot_begin",
        "tests/cli/test_full_disk.py::test_report",
        "tests/cli/test_full_disk.py::test_audit",
    ),
    "Ctrl-C while collecting": (
        "tests/collectors/test_collect.py::test_ctrl_c_keeps_what_there_is",
        "tests/collectors/test_collect.py::test_kill_loses_only_the_unit_in_hand",
        "tests/cli/test_interrupt.py::test_while_collecting",
    ),
    "Ctrl-C while evaluating": (
        "tests/cli/test_interrupt.py::test_while_evaluating",
        "tests/cli/test_interrupt.py::test_while_many_processes_evaluate",
    ),
    "Ctrl-C while storing": ("tests/cli/test_interrupt.py::test_while_storing",),
    "Ctrl-C while reporting": ("tests/cli/test_interrupt.py::test_while_reporting",),
    "a policy folder with a syntax error, a wrong package, missing METADATA, an unknown instrument, a parameter of the "
    "wrong type or a forbidden builtin": (
        "tests/policy/test_own.py::test_a_fault_is_told_once_with_its_line",
        "tests/policy/test_own.py::test_a_fault_of_one_control_hides_none_of_another",
        "tests/policy/test_own.py::test_all_is_refused_before_it_is_compiled",
    ),
    "a faulty list of one's own law": ("tests/policy/test_own.py::test_a_fault_of_the_law",),
    "two controls with one id, or in one place": (
        "tests/policy/test_own.py::test_two_controls_with_one_id",
        "tests/policy/test_own.py::test_the_folder_of_a_shipped_control",
    ),
    "a control that loops over a huge document": (
        "tests/policy/test_own.py::test_a_loop_over_a_huge_document_is_bounded",
    ),
    "a confirmation that cannot be": (
        "tests/law/test_confirming.py::test_what_cannot_be",
        "tests/cli/test_law_confirm.py::test_what_cannot_be_is_refused_and_nothing_is_kept",
        "tests/cli/test_law_confirm.py::test_a_file_that_people_wrote_is_added_to",
    ),
    "a paper dated in the future": ("tests/inventory/test_register.py::test_a_fault_names_its_cell",),
    "a milestone without a date": ("tests/inventory/test_programme.py::test_a_task_that_cannot_be",),
    "a register with merged cells": ("tests/inventory/test_register.py::test_merged_cells_are_refused",),
    "faulty rules of the upgrade list": (
        "tests/plan/upgrades/test_make.py::test_faulty_rules_are_refused_with_their_line",
        "tests/cli/plan/test_upgrades.py::test_faulty_rules_end_in_words",
    ),
    "a faulty form, planning file or proposal of the paper": (
        "tests/plan/document/test_make.py::test_a_faulty_form_is_refused_with_its_line",
        "tests/plan/shared/test_chosen.py::test_a_strange_proposal_is_refused",
        "tests/cli/plan/test_document.py::test_wrong_files_end_in_words",
    ),
    "text that would break a paper or run in a page": (
        "tests/plan/document/test_pages.py::test_hostile_text_stays_text",
        "tests/browser/test_plan_document.py::test_hostile_names_run_nothing",
    ),
    "a filled-in checklist that lies, bursts or was changed": (
        "tests/plan/checklist/test_readback.py::test_each_fault_has_its_cell",
        "tests/plan/checklist/test_readback.py::test_another_shape",
        "tests/plan/checklist/test_readback.py::test_hostile_files",
        "tests/cli/plan/test_checklist.py::test_nothing_is_stored_when_anything_is_wrong",
        "tests/cli/plan/test_checklist.py::test_another_run",
    ),
    "checklist lines that cannot be used": ("tests/plan/checklist/test_data.py::test_each_fault_has_its_line",),
    "an unknown system in a dependency": (
        "tests/inventory/test_planning.py::test_a_link_to_an_unknown_system",
        "tests/inventory/test_planning.py::test_moves_of_the_inventory",
        "tests/inventory/test_planning.py::test_names_declared_nowhere",
    ),
    "a negative volume": (
        "tests/inventory/test_planning.py::test_moves_of_the_inventory[move: {volume_gb: -5}-move.volume_gb--5]",
        "tests/inventory/test_planning.py::test_form_and_values",
    ),
    "a freeze that ends before it starts": ("tests/inventory/test_planning.py::test_dates_in_the_wrong_order",),
    "a freeze that covers everything": (
        "tests/plan/waves/test_refused.py::test_what_is_named[a freeze that covers everything]",
    ),
    "an impossible pin": (
        "tests/inventory/test_planning.py::test_a_pin_that_contradicts_itself",
        "tests/inventory/test_planning.py::test_a_system_pinned_twice",
        "tests/plan/waves/test_refused.py::test_what_is_named[a pin in a freeze]",
        "tests/plan/waves/test_refused.py::test_what_is_named[a pin before the earliest night]",
        "tests/plan/waves/test_refused.py::test_what_is_named[a pin that the notice does not reach]",
    ),
    "a cycle of hard links": (
        "tests/plan/waves/test_refused.py::test_the_sound_folder",
        "tests/plan/waves/test_refused.py::test_what_is_named[a ring larger than a night]",
        "tests/plan/waves/test_refused.py::test_what_is_named[a ring whose ends move apart]",
    ),
    "a wave with no capacity": (
        "tests/plan/waves/test_refused.py::test_what_is_named[nights without room]",
        "tests/plan/waves/test_refused.py::test_what_is_named[a team without hands]",
        "tests/plan/waves/test_refused.py::test_what_is_named[a target without slots]",
        "tests/plan/waves/test_refused.py::test_what_is_named[a target too small]",
    ),
    "dates in the past": (
        "tests/plan/waves/test_refused.py::test_what_is_named[a pin in the past]",
        "tests/plan/waves/test_refused.py::test_what_is_named[a latest night in the past]",
        "tests/plan/waves/test_refused.py::test_what_is_named[a season in the past]",
    ),
    "a decision that the law forbids": (
        "tests/plan/decisions/test_make.py::test_labelled_data_makes_its_system_secret",
        "tests/plan/decisions/test_make.py::test_nothing_secret_ever_moves",
        "tests/plan/waves/checker/test_demands.py::test_who_moves[one is labelled]",
        "tests/plan/waves/checker/test_demands.py::test_who_moves[one with labelled data]",
    ),
}


def collected() -> frozenset[str]:
    """Ids of all tests in the files named above, with and without their parameters."""
    named = {name.partition("::")[0] for names in HELD_BY.values() for name in names}
    files = sorted(name for name in named if (ROOT / name).is_file())
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:randomly", "-p", "no:cacheprovider"]
    done = subprocess.run([*command, *files], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert 0 == done.returncode, done.stdout[-2000:]
    names = {line for line in done.stdout.splitlines() if "::" in line}
    return frozenset(names | {name.partition("[")[0] for name in names})


def test_its_tests_exist() -> None:
    """Every test named for a kind of bad input is there to be run."""
    there = collected()

    assert [] == [(kind, name) for kind, names in HELD_BY.items() for name in names if name not in there]
