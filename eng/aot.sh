#!/usr/bin/env bash
# Publishes the applications that the tests start as processes with native AOT, into artifacts/aot/NAME/NAME. A warning is an error.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

for project in samples/Minimal test/Azu.Sessions.Node; do
  name=${project##*/}
  echo "Publishing $name with native AOT"
  rm -rf "artifacts/aot/$name"
  # What is built on the way stays apart from what the tests run.
  dotnet publish "$project" -c Release --use-current-runtime -p:PublishAot=true -p:TrimmerSingleWarn=false \
    --artifacts-path artifacts/aot/build -o "artifacts/aot/$name" -v quiet -nologo
done
