# What every script shares: where the project is, how it speaks, which OPA it uses. Sourced, never run.
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly OPA_VERSION=1.22.2
readonly VENV=.venv
readonly LOCAL_OPA=.tools/bin/opa

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() {
    say "$*"
    exit 1
}

# The text between the first blank comment line and the first line of code is the help of a script.
help_of() { sed -n '2,/^[^#]/{/^#/!d;s/^# \{0,1\}//;p}' "$1"; }

is_pinned_opa() { [ -x "$1" ] && [ "$("$1" version 2>/dev/null | sed -n 's/^Version: //p')" = "$OPA_VERSION" ]; }

# Prints the path of an OPA of the pinned version, in the order the auditor itself looks; fails when there is none.
find_opa() {
    local candidate
    for candidate in "${AUDITOR_OPA:-}" "$(command -v opa || true)" "$LOCAL_OPA"; do
        if [ -n "$candidate" ] && is_pinned_opa "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    return 1
}

# Puts the pinned OPA, where there is one, on the PATH of what the script starts.
use_opa() {
    local opa
    opa=$(find_opa) || return 0
    PATH="$(dirname "$(realpath "$opa")"):$PATH"
    export PATH
}

# Git keeps the compiled policies, and scripts/check refuses stale ones; a script that evaluates while a policy is being
# written compiles it first.
compile_policies() { "$VENV/bin/python" tools/compile_policies.py; }

# Ends the script in one sentence where Python packages of a lock file are not there, before something falls over them.
need_packages() {
    local missing
    [ -x "$VENV/bin/python" ] || die "there is no virtual environment in $VENV; to fix: scripts/install"
    missing=$("$VENV/bin/python" tools/missing_packages.py "$1") ||
        die "Python packages are missing in $VENV: $(head -3 <<<"$missing" | paste -sd ' '), $(wc -l <<<"$missing") in all; to fix: scripts/install, where pip reaches a package index"
}

find_go() { command -v go || { [ -x /usr/local/go/bin/go ] && echo /usr/local/go/bin/go; }; }

digest_of() { cat "$@" | sha256sum | cut -d' ' -f1; }

# Scripts that take too long for every change. Git keeps what each said last, in records/.
readonly LONG_RUNS=(test-wide accuracy)

# Keeps the result of a long run: day, commit, what it found. Usage: record NAME FIGURES
record() {
    local commit
    if commit=$(git rev-parse --short HEAD 2>/dev/null); then
        git diff --quiet HEAD -- . ':!records' || commit+="+changes"
    else
        commit=unknown
    fi
    mkdir -p records
    printf '%s %s %s\n' "$(date -u +%F)" "$commit" "$2" >"records/$1"
}

# Says of each long run when it last ran, how many commits ago, and what it found.
last_runs() {
    local name day commit figures since
    for name in "${LONG_RUNS[@]}"; do
        if ! read -r day commit figures 2>/dev/null <"records/$name"; then
            say "scripts/$name: no run is recorded"
            continue
        fi
        since=$(git rev-list --count "${commit%+changes}..HEAD" 2>/dev/null || echo "an unknown number of")
        say "scripts/$name last ran on $day at $commit, $since commits ago: $figures"
    done
}

declare -A running=() said=() endings=()

# Starts something beside the rest of the script, whose words are kept in a file. Usage: beside NAME COMMAND...
beside() {
    local name=$1
    shift
    said[$name]=$(mktemp)
    ("$@") >"${said[$name]}" 2>&1 &
    running[$name]=$!
}

# Waits until it is over and shows its words; its exit code.
over() {
    local code=0
    wait "${running[$1]}" || code=$?
    unset "running[$1]"
    cat "${said[$1]}"
    return "$code"
}

# For a trap on EXIT: ends what still runs, by TERM where endings says nothing else, since Ctrl-C does not reach it.
end_all() {
    local name
    for name in "${!running[@]}"; do kill -"${endings[$name]:-TERM}" "${running[$name]}" || true; done 2>/dev/null
    wait
    rm -f "${said[@]}"
}
