#!/usr/bin/env bash
# The tests of the object store against a real S3 server, on loopback: scripts/s3-proef.sh minio|versitygw PROGRAM
# The program is what you downloaded or built yourself; its data lies in a folder that is removed afterwards.
# A service that runs already, with an empty bucket: set TEST_FILES (as FILES), S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY,
# and run src/platform/files/s3.test.ts.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# = 2 ] || { echo "gebruik: $0 minio|versitygw PROGRAMMA" >&2; exit 2; }
map=$(mktemp -d)
server=
trap '[ -n "$server" ] && kill "$server" 2>/dev/null; rm -rf "$map"' EXIT
port=$(node -e 's=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
export S3_ACCESS_KEY_ID=sleutel-van-de-proef S3_SECRET_ACCESS_KEY=geheim-van-de-proef
mkdir -p "$map/data/proef"
case "$1" in
  minio)
    MINIO_ROOT_USER=$S3_ACCESS_KEY_ID MINIO_ROOT_PASSWORD=$S3_SECRET_ACCESS_KEY HOME=$map \
      "$2" server --quiet --address "127.0.0.1:$port" --console-address 127.0.0.1:0 "$map/data" >"$map/server.log" 2>&1 & ;;
  versitygw)
    mkdir "$map/meta"
    ROOT_ACCESS_KEY=$S3_ACCESS_KEY_ID ROOT_SECRET_KEY=$S3_SECRET_ACCESS_KEY \
      "$2" --port "127.0.0.1:$port" posix --sidecar "$map/meta" "$map/data" >"$map/server.log" 2>&1 & ;;
  *) echo "$1 kent deze proef niet" >&2; exit 2 ;;
esac
server=$!
for _ in $(seq 60); do node -e "fetch('http://127.0.0.1:$port/').then(()=>0,()=>process.exit(1))" && break; sleep 0.5; done
"$2" --version | sed -n 1p
export TEST_FILES="s3://proef/map/diep?endpoint=http://127.0.0.1:$port&region=us-east-1"
npx --no-install vitest run src/platform/files/s3.test.ts --reporter=verbose || { tail -n 40 "$map/server.log"; exit 1; }
