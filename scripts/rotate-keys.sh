#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: rotate-keys.sh [--wait [--interval SECONDS]]
       rotate-keys.sh --show [ID]

Starts to move stored credentials to the current encryption key; while that is running, another start changes nothing.
For operators of the platform.

  --wait              wait until it is over; exit status 1 when something could not be moved
  --interval SECONDS  how often to look (default 5)
  --show [ID]         only show how far one has come: "v" and a key version, or "current" (default)

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

help_if_asked "$@"
wait=no interval=5 show=''
while [ $# -gt 0 ]; do
  case $1 in
    --wait) wait=yes ;;
    --show)
      show=current
      if [ $# -ge 2 ]; then
        require_word "$2" 'The id of a rotation'
        show=$2
        shift
      fi
      ;;
    --interval)
      require_value "$@"
      case $2 in
        '' | *[!0-9]*) usage_error '--interval takes a number of seconds.' ;;
      esac
      interval=$2
      shift
      ;;
    *) usage_error "Unknown argument: $1" ;;
  esac
  shift
done
[ -z "$show" ] || [ "$wait" = no ] || usage_error '--show and --wait exclude each other.'
require_api
require_id_token

if [ -n "$show" ]; then
  api GET "/operator/key-rotations/$show"
  print_body
  exit 0
fi
post_empty /operator/key-rotations
if [ "$wait" = yes ]; then
  id=$(printf '%s' "$body" | json_field id)
  require_word "$id" 'The id of a rotation'
  while [ "$(printf '%s' "$body" | json_field status)" = running ]; do
    sleep "$interval"
    api GET "/operator/key-rotations/$id"
  done
fi
print_body
[ "$wait" = yes ] || exit 0
case $(printf '%s' "$body" | tr -d '[:space:]') in
  *'"failed":0,'* | *'"failed":0}'*) ;;
  *) fail 'Some credentials could not be moved: the log names each (event key_rotation.record_failed).' ;;
esac
