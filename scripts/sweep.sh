#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: sweep.sh [--wait [--interval SECONDS]]
       sweep.sh --list

Starts a sweep: everything whose refresh is due is refreshed now. For operators of the platform.

  --wait              wait until it is over, with its progress; exit status 1 when something failed
  --interval SECONDS  how often to look (default 5)
  --list              only show what the last sweeps found and did

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

# find_sweep ID: sets `body` to that sweep of the last ones.
find_sweep() {
  api GET /operator/sweeps
  body=$(printf '%s\n' "$body" | format_documents rows | grep -F "\"id\":\"$1\"") ||
    fail "The sweep $1 is no longer among the last ones."
}

# sweep_field NAME: the first number or word of that name in the sweep.
sweep_field() {
  printf '%s\n' "$body" | grep -oE "\"$1\":(\"[^\"]*\"|[0-9]+)" | sed -E 's/^[^:]*:"?([^"]*)"?$/\1/;q'
}

# wait_for_end ID: looks until the sweep is over. Sets `body` to it.
wait_for_end() {
  waited=0
  while :; do
    state=$(sweep_field status)
    printf '%s after %s s\n' "$state" "$waited" >&2
    [ "$state" = queued ] || return 0
    sleep "$interval"
    waited=$((waited + interval))
    find_sweep "$1"
  done
}

help_if_asked "$@"
list=no wait=no interval=5
while [ $# -gt 0 ]; do
  case $1 in
    --list) list=yes ;;
    --wait) wait=yes ;;
    --interval)
      require_value "$@"
      case $2 in
        '' | *[!0-9]* | 0?*) usage_error '--interval takes a number of seconds.' ;;
      esac
      interval=$2
      shift
      ;;
    *) usage_error "Unknown argument: $1" ;;
  esac
  shift
done
[ "$list" = no ] || [ "$wait" = no ] || usage_error '--list and --wait exclude each other.'
require_api
require_id_token
if [ "$list" = yes ]; then
  columns 'id status startedBy requestedAt finishedAt summary.due summary.refreshed summary.failed failure' \
    'id status startedBy requestedAt finishedAt failure summary.due summary.enqueued summary.refreshed summary.skipped summary.failed'
  api GET /operator/sweeps
  print_body
  exit 0
fi
post_empty /operator/sweeps
if [ "$wait" = yes ]; then
  id=$(sweep_field id)
  require_word "$id" 'The id of a sweep'
  wait_for_end "$id"
fi
print_body
[ "$wait" = yes ] || exit 0
[ "$(sweep_field status)" = finished ] || fail "The sweep has failed: $(sweep_field failure)"
enqueued=$(sweep_field enqueued)
[ "${enqueued:-0}" = 0 ] ||
  printf '%s: %s connections were handed to the task queue, which is still at work: its tasks log what failed.\n' "$script" "$enqueued" >&2
failed=$(sweep_field failed)
[ "${failed:-0}" = 0 ] || fail "$failed connections could not be refreshed: the log names each."
