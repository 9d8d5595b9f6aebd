#!/usr/bin/env bash
# Builds everything and runs every test, on a developer's machine and in CI alike. All it takes for granted is the .NET SDK.
#
#   eng/test.sh                           the default tier
#   eng/test.sh --fast                    only what needs no server and no browser: the projects of Fast.slnf
#   eng/test.sh --soak                    the same tests with the large numbers, and those with the trait Tier=Soak; those of Redis also on the oldest client that applications may have,
#                                         and those of whole processes also on processes that are published with native AOT
#   eng/test.sh --redis-client 2.13.17    the tests on that version of StackExchange.Redis, and on no other
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
older_client='' is_fast=''
while (($#)); do
  case "$1" in
    --fast) is_fast=1 ;;
    --soak) export AZU_SOAK=1; limit=180m ;;
    # The build reads it from the environment.
    --redis-client) [[ ${2-} =~ ^[0-9][0-9A-Za-z.-]*$ ]] || { echo 'Give --redis-client a version, as 2.13.17.' >&2; exit 2; }
      export StackExchangeRedisVersion=$2; shift ;;
    *) echo 'usage: eng/test.sh [--fast | --soak] [--redis-client VERSION]' >&2; exit 2 ;;
  esac
  shift
done
if [[ -n ${AZU_SOAK-} && -z ${StackExchangeRedisVersion-} ]]; then
  older_client=$(sed -n 's/.*<StackExchangeRedisFloor>\(.*\)<.*/\1/p' Directory.Packages.props)
fi

# Native AOT links.
if [[ -n ${AZU_SOAK-} ]]; then tools+='  gcc           -                  build-essential
'; fi

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

# How many tests of a namespace passed by an xunit result file.
passed_in() { grep -o "<test [^>]* result=\"Pass\" [^>]* type=\"$2\.[^\"]*\"" "$1" | wc -l; }

# Runs one project, or what the further arguments select of it, and leaves behind what it said (.log), its results (.xml) and one line of account (.sum).
run_project() {
  local project=$1 label=$2 name base status start=$SECONDS trouble='' running
  shift 2
  name=$(basename "$project" .csproj)
  base=$PWD/artifacts/test/$label

  # In a process group of its own, so that what a killed run has started goes with it.
  set -m
  timeout --kill-after=10s "$limit" dotnet "$(dirname "$project")/bin/Release/net10.0/$name.dll" \
    -noLogo -noAutoReporters -reporter quiet -longRunning 120 "${colour[@]}" "${tier[@]}" "$@" -result-xml "$base.xml" </dev/null &
  running=$!
  set +m
  trap 'kill -- "-$running" 2>/dev/null; exit 130' INT TERM HUP
  wait "$running"; status=$?

  local p f e s
  p=$(sum_in "$base.xml" passed) f=$(sum_in "$base.xml" failed) e=$(sum_in "$base.xml" errors) s=$(sum_in "$base.xml" skipped)
  p=${p:-0} f=$((${f:-0} + ${e:-0})) s=${s:-0}
  if ((status == 124 || status == 137)); then trouble="was stopped after $limit: the tests above that run long are the ones that hang"
  elif [[ ! -s $base.xml ]]; then trouble="ended with exit code $status and without results"
  elif ((p + f == 0)); then trouble='ran no tests'
  elif ((status != 0 && f == 0)); then trouble="ended with exit code $status although no test failed"
  fi
  if [[ -n $trouble ]]; then
    kill -KILL -- "-$running" 2>/dev/null
    echo "$label $trouble."
    f=$((f + 1))
  fi
  printf '%d %d %d %d\n' "$p" "$f" "$s" "$((SECONDS - start))" >"$base.sum"
}

# Says how a project ended, and adds it to the totals.
account_for() {
  local name=$1 base=artifacts/test/$1 p f s seconds
  echo
  echo "== $name"
  cat "$base.log"
  read -r p f s seconds 2>/dev/null <"$base.sum" || { echo "$name ended without an account." >&2; p=0 f=1 s=0 seconds=0; }
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  printf -v line '%-40s %6d passed %4d failed %4d skipped %5d s' "$name" "$p" "$f" "$s" "$seconds"
  echo "$line"
  summary+=("$line")
}

# Much of the time goes by while a server is down, a lease runs out, a page loads: so several projects run side by side.
# run_all PATTERN SUFFIX [ARGUMENT…]   the projects that match, with something behind their names; the arguments select tests
run_all() {
  local lanes=2 pattern=$1 suffix=$2 project name pid
  local -A lane=()
  shift 2
  for project in $pattern; do
    grep -q '<IsTestProject>false</IsTestProject>' "$project" && continue # says of itself that it only serves the others
    ((${#lane[@]} < lanes)) || finish_one
    name=$(basename "$project" .csproj)$suffix
    rm -f "artifacts/test/$name".{xml,log,sum}
    run_project "$project" "$name" "$@" >"artifacts/test/$name.log" 2>&1 &
    lane[$!]=$name
  done
  while ((${#lane[@]})); do finish_one; done
}

# Waits for one of the projects that run.
finish_one() {
  local pid
  wait -n -p pid "${!lane[@]}"
  account_for "${lane[$pid]}"
  unset "lane[$pid]"
}

summary=() colour=(-noColor) tier=()
# What differs little from its neighbours: other windows, other colours, the same tables made by another tool.
[[ -n ${AZU_SOAK-} ]] || tier=(-trait- Tier=Soak)
if [[ -t 1 ]]; then colour=(); else export NO_COLOR=1; fi
trap 'kill $(jobs -p) 2>/dev/null; wait; exit 130' INT TERM HUP
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# No test runs long enough to earn back what the runtime spends on watching code in order to compile it better: a third of the processor time.
export DOTNET_TieredPGO=0

mkdir -p artifacts/test
if [[ -n $is_fast ]]; then
  dotnet build Fast.slnf -c Release -v quiet || give_up 'The build failed.'
  run_all "$(sed -n 's/.*"\(test\/[^"]*Tests\.csproj\)".*/\1/p' Fast.slnf)" ''
  echo
  printf '%s\n' "${summary[@]}"
  finish
fi
set_up
dotnet build Azu.Sessions.slnx -c Release -v quiet || give_up 'The build failed.'

scenarios='test/Azu.Sessions.Scenarios.Tests/*.csproj' processes=Azu.Sessions.Scenarios.Tests.Processes
# What takes long begins first, so that no lane is idle at the end.
ordered="$scenarios test/Azu.Sessions.Database.Tests/Azu.Sessions.Database.Tests.csproj test/Azu.Cli.Tests/Azu.Cli.Tests.csproj"
for project in test/*/*.csproj samples/*.Tests/*.csproj; do [[ " $(echo $ordered) " == *" $project "* ]] || ordered+=" $project"; done
run_all "$ordered" ''
if [[ -n ${AZU_SOAK-} ]]; then
  eng/aot.sh || give_up 'Publishing with native AOT failed.'
  # Each scenario, as often as by default: the compiler is what differs.
  AZU_SOAK='' AZU_TEST_AOT=$PWD/artifacts/aot run_all "$scenarios" '-on-AOT' -namespace "$processes"
  under_jit=$(passed_in artifacts/test/Azu.Sessions.Scenarios.Tests.xml "$processes")
  under_aot=$(passed_in artifacts/test/Azu.Sessions.Scenarios.Tests-on-AOT.xml "$processes")
  if ((under_jit != under_aot)); then
    echo "Of the scenarios $under_jit passed under the JIT, and $under_aot with native AOT."
    failed=$((failed + 1))
  fi
fi
if [[ -n $older_client ]]; then
  export StackExchangeRedisVersion=$older_client
  dotnet build Azu.Sessions.slnx -c Release -v quiet || give_up "The build with StackExchange.Redis $older_client failed."
  run_all 'test/Azu.Sessions.Redis.Tests/*.csproj' "-on-$older_client"
  run_all "$scenarios" "-on-$older_client" -namespace Azu.Sessions.Scenarios.Tests.Redis
fi

echo
((${#summary[@]})) || give_up 'There is no test project under test/ or samples/.'
printf '%s\n' "${summary[@]}"
finish
