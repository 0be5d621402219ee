#!/bin/sh
# Runs a command for as long as it has a permit: train-under-permit.sh URL DATA_SET RUN COMMAND…
# The key stands in HEADGATE_KEY. Needs curl. Ends with the command's exit code, or 3 where the permit ends first.
set -u
url=${1%/}; data_set=$2; run=$3; shift 3

# The key goes to curl on its standard input, so that no list of processes shows it.
ask() { most=$1; shift; printf 'header = "Authorization: Bearer %s"\n' "$HEADGATE_KEY" | curl -s --max-time "$most" -K - -H 'Content-Type: application/json' "$@"; }
field() { printf '%s' "$answer" | tr -d '\n' | sed -n "s/.*\"$1\": *\"\{0,1\}\([^\",}]*\).*/\1/p"; }
now() { cut -d. -f1 /proc/uptime 2>/dev/null || date +%s; }

asked=$(now)
answer=$(ask 600 --data "{\"data_set\": \"$data_set\", \"run\": \"$run\"}" "$url/v1/permits") || exit 3
id=$(field id); lease=$(field lease_seconds); lease=${lease%.*}
if [ "$(field state)" != active ]; then echo "no permit: $(field detail)" >&2; exit 3; fi
until=$((asked + lease)); renew=$((asked + lease / 3))

"$@" &
work=$!
stop() { kill "$work" 2>/dev/null; sleep 0.1; kill -9 "$work" 2>/dev/null; echo "stopped: $1" >&2; exit 3; }
trap 'stop interrupted' INT TERM

while kill -0 "$work" 2>/dev/null; do
    asked=$(now)
    [ "$asked" -lt "$until" ] || stop 'the lease ended and could not be renewed'
    if [ "$asked" -ge "$renew" ]; then answer=$(ask 5 --data '' "$url/v1/permits/$id/renew"); else answer=$(ask 2 -G "$url/v1/permits/$id"); fi
    case $(field state) in
        active) if [ "$asked" -ge "$renew" ]; then until=$((asked + lease)); renew=$((asked + lease / 3)); fi ;;
        '') case $(field status) in 401 | 403 | 404 | 409) stop "$(field detail)" ;; esac ;;
        *) stop "$(field state) $(field reason)" ;;
    esac
    sleep 0.25
done
wait "$work"; code=$?
ask 5 --data '' "$url/v1/permits/$id/close" >/dev/null
exit $code
