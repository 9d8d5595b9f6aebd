#!/usr/bin/env bash
# Builds everything and runs every test, on a developer's machine and in CI alike. All it takes for granted is the .NET SDK.
#
#   eng/test.sh          the default tier
#   eng/test.sh --soak   the same tests with the large numbers
#
# The last line is `N passed, N failed`, and `, N skipped` where there are any; the exit code is 0 only when everything ran and passed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# What the tests need beside the SDK: the command, the variable that names it when it stands elsewhere, the Debian package, and where that puts
# the command if not on PATH.
tools='
  chromium      AZU_TEST_CHROMIUM  chromium
  curl          -                  curl
  postgres      AZU_TEST_POSTGRES  postgresql    /usr/lib/postgresql/*/bin
  redis-server  AZU_TEST_REDIS     redis-server
'

limit=20m  # for one project: a hung test is a failure, not a run without an end
case "${1-}" in
  '') ;;
  --soak) export AZU_SOAK=1; limit=60m ;;
  *) echo "usage: eng/test.sh [--soak]" >&2; exit 2 ;;
esac

passed=0 failed=0 skipped=0

finish() {
  local totals="$passed passed, $failed failed"
  ((skipped)) && totals+=", $skipped skipped"
  echo "$totals"
  ((failed == 0)); exit
}

give_up() {
  echo "$1" >&2
  failed=$((failed + 1))
  finish
}

# --- set-up -----------------------------------------------------------------------------------------------------------------

# Sets `packages` to those of the tools that are not there.
find_missing() {
  local command variable package elsewhere
  packages=''
  while read -r command variable package elsewhere; do
    [[ -z $command ]] && continue
    [[ $variable != - && -n ${!variable-} ]] && command=${!variable}
    command -v "$command" >/dev/null || compgen -G "$elsewhere/$command" >/dev/null || packages+=" $package"
  done <<<"$tools"
}

set_up() {
  local packages sudo=''
  command -v dotnet >/dev/null || give_up 'The .NET 10 SDK is missing: https://dotnet.microsoft.com/download'
  dotnet --version >/dev/null || give_up 'The .NET SDK does not start here: see above (global.json says which version it has to be).'

  find_missing
  [[ -z $packages ]] && return
  local install="apt-get install --yes --no-install-recommends$packages"
  if ((EUID != 0)); then sudo='sudo -n'; fi
  if command -v apt-get >/dev/null && $sudo true 2>/dev/null; then
    echo "Installing what the tests need:$packages"
    # The tests start a PostgreSQL of their own; the package need not start another.
    local cluster=/etc/postgresql-common/createcluster.conf
    if [[ $packages == *postgresql* && ! -e $cluster ]]; then
      $sudo mkdir -p "${cluster%/*}" && echo 'create_main_cluster = false' | $sudo tee "$cluster" >/dev/null
    fi
    { $sudo apt-get update && $sudo env DEBIAN_FRONTEND=noninteractive $install; } </dev/null >artifacts/test/apt.log 2>&1 ||
      tail -n 20 artifacts/test/apt.log >&2
    find_missing
    [[ -z $packages ]] && return
  fi
  give_up "The tests need, and may not or could not install:$packages
Run this, and then again eng/test.sh:
    sudo apt-get update && sudo $install
(AZU_TEST_CHROMIUM, AZU_TEST_POSTGRES and AZU_TEST_REDIS may name a Chromium, a postgres and a redis-server that stand elsewhere.)"
}

# --- tests ------------------------------------------------------------------------------------------------------------------

# One attribute of the <assembly> element in an xunit result file: the sums over all its tests.
sum_in() { grep -o -m 1 '<assembly [^>]*>' "$1" 2>/dev/null | head -n 1 | sed -n "s/.* $2=\"\([0-9]*\)\".*/\1/p"; }

run_project() {
  local project=$1 name results status start=$SECONDS trouble=''
  name=$(basename "$project" .csproj)
  results=$PWD/artifacts/test/$name.xml
  rm -f "$results"
  echo
  echo "== $name"

  # In a process group of its own, so that what a killed run has started goes with it.
  set -m
  timeout --kill-after=10s "$limit" dotnet "$(dirname "$project")/bin/Release/net10.0/$name.dll" \
    -noLogo -noAutoReporters -reporter quiet -longRunning 120 "${colour[@]}" -xml "$results" </dev/null &
  running=$!
  set +m
  wait "$running"; status=$?

  local p f e s
  p=$(sum_in "$results" passed) f=$(sum_in "$results" failed) e=$(sum_in "$results" errors) s=$(sum_in "$results" skipped)
  p=${p:-0} f=$((${f:-0} + ${e:-0})) s=${s:-0}
  if ((status == 124 || status == 137)); then trouble="was stopped after $limit: the tests above that run long are the ones that hang"
  elif [[ ! -s $results ]]; then trouble="ended with exit code $status and without results"
  elif ((p + f == 0)); then trouble='ran no tests'
  elif ((status != 0 && f == 0)); then trouble="ended with exit code $status although no test failed"
  fi
  if [[ -n $trouble ]]; then
    kill -KILL -- "-$running" 2>/dev/null
    echo "$name $trouble." >&2
    f=$((f + 1))
  fi
  running=''

  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  printf -v line '%-40s %6d passed %4d failed %4d skipped %5d s' "$name" "$p" "$f" "$s" "$((SECONDS - start))"
  echo "$line"
  summary+=("$line")
}

running='' summary=() colour=(-noColor)
if [[ -t 1 ]]; then colour=(); else export NO_COLOR=1; fi
trap '[[ -n $running ]] && kill -- "-$running" 2>/dev/null; exit 130' INT TERM HUP
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

mkdir -p artifacts/test
set_up
dotnet build Azu.Sessions.slnx -c Release -v quiet || give_up 'The build failed.'

for project in test/*/*.csproj; do
  grep -q '<IsTestProject>false</IsTestProject>' "$project" && continue # says of itself that it only serves the others
  run_project "$project"
done

echo
((${#summary[@]})) || give_up 'There is no test project under test/.'
printf '%s\n' "${summary[@]}"
finish
