#!/usr/bin/env bash
# A PostgreSQL server of our own for tests and benches, on loopback: scripts/postgres.sh start DIR PORT | stop DIR
# Uses Debian's binaries; as root it runs the server as the user postgres.
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"; else "$@"; fi; }
case "$1" in
  start)
    mkdir -p "$2"; [ "$(id -u)" = 0 ] && chown postgres "$2"
    [ -f "$2/PG_VERSION" ] || as "$bin/initdb" -D "$2" -U zaakbode --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
    as "$bin/pg_ctl" -D "$2" -w -l "$2/server.log" \
      -o "-p $3 -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c shared_buffers=256MB -c max_wal_size=2GB" start >/dev/null
    echo "postgres://zaakbode@127.0.0.1:$3/postgres" ;;
  stop) as "$bin/pg_ctl" -D "$2" -m fast -w stop >/dev/null ;;
  *) echo "gebruik: $0 start MAP POORT | stop MAP" >&2; exit 2 ;;
esac
