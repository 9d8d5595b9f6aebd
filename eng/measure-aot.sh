#!/usr/bin/env bash
# Compares native AOT with the JIT: size, time from the start to the first answer, resident memory. Each figure is the median of five starts.
#
#   eng/measure-aot.sh                          the sample, and the application of the tests on SQLite and with the cookie store
#   eng/measure-aot.sh redis=127.0.0.1:6379     also on servers that run already: redis=ADDRESS, postgresql=URL
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

files=$(mktemp -d)
process=''
trap '[[ -z $process ]] || kill "$process"; rm -rf "$files"' EXIT

eng/aot.sh >&2
for project in samples/Minimal test/Azu.Sessions.Node; do
  dotnet publish "$project" -c Release --use-current-runtime --self-contained false --artifacts-path artifacts/jit/build -o "artifacts/jit/${project##*/}" -v quiet -nologo >&2
done

# In MB: what is deployed, without what only debuggers and editors read.
size() { find "$1" -type f ! -name '*.dbg' ! -name '*.pdb' ! -name '*.xml' -printf '%s\n' | awk '{ sum += $1 } END { printf "%.1f", sum / 1e6 }'; }

median() { printf '%s\n' "$@" | sort -n | sed -n "$((($# + 1) / 2))p"; }

# In MB.
resident() { awk '/^VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$process/status"; }

# Whether the application answers.
answers() (
  exec 3<>"/dev/tcp/127.0.0.1/$1" || exit
  printf 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
  read -r line <&3 && [[ $line == *' 200 '* ]]
) 2>/dev/null

# row LABEL SIZE COMMAND…
row() {
  local label=$1 size=$2 port start starts=() first=() later=()
  shift 2
  for _ in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 10000))
    start=${EPOCHREALTIME/./}
    "$@" --environment Development --urls "http://127.0.0.1:$port" >/dev/null 2>&1 &
    process=$!
    until answers "$port"; do
      kill -0 "$process" || { echo "$label ended." >&2; exit 1; }
      sleep 0.002
    done
    starts+=($(((${EPOCHREALTIME/./} - start) / 1000)))
    first+=("$(resident)")
    curl --silent --fail --output /dev/null --request POST "http://127.0.0.1:$port/cart/item[1-5000]"
    later+=("$(resident)")
    kill "$process" && wait "$process" || true
    process=''
  done
  echo "| $label | $size MB | $(median "${starts[@]}") ms | $(median "${first[@]}") MB | $(median "${later[@]}") MB |"
}

# both LABEL NAME ARGUMENT…
both() {
  local label=$1 name=$2
  shift 2
  row "$label, AOT" "$(size "artifacts/aot/$name")" "artifacts/aot/$name/$name" "$@"
  row "$label, JIT" "$(size "artifacts/jit/$name")" dotnet "artifacts/jit/$name/$name.dll" "$@"
}

echo '| application | size | first answer | resident then | after 5 000 requests |'
echo '|---|---|---|---|---|'
both 'samples/Minimal' Minimal
for store in cookie= "sqlite=Data Source=$files/sessions.db" "$@"; do
  both "all stores, ${store%%=*}" Azu.Sessions.Node --store "${store%%=*}" --address "${store#*=}"
done
