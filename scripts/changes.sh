#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
prints_data=no
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: changes.sh [--after POSITION] [--once]

Follows what changes in the organization, and prints each change as a line of JSON while it happens, until it is interrupted: what
has changed and its id, never the record. What has changed in the last two minutes comes first.

  --after POSITION  only what came after the change with this "position"
  --once            end with the first changes

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

# pass_changes: the changes of a stream on standard input go to descriptor 4; what became of the stream goes to standard output:
# the position of the last change, "refused", "broken" when it did not even begin, or nothing.
pass_changes() {
  begun=no last=''
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      'data: '*)
        printf '%s\n' "${line#data: }" >&4
        last=$(printf '%s' "$line" | json_field position)
        ;;
      '{'*)
        body=$line
        status=$(printf '%s' "$body" | sed -nE 's/.*"status":([0-9]+).*/\1/p')
        print_problem
        last=refused
        ;;
      broken) [ "$begun" = yes ] || last=broken ;;
    esac
    begun=yes
  done
  printf '%s' "$last"
}

help_if_asked "$@"
after='' once=no
while [ $# -gt 0 ]; do
  case $1 in
    --once) once=yes ;;
    --after)
      require_value "$@"
      after=$2
      shift
      ;;
    *) usage_error "Unknown argument: $1" ;;
  esac
  shift
done

require_api
require_id_token
command -v curl >/dev/null 2>&1 || fail 'curl is needed and not installed.'
while :; do
  set -- --get
  [ -z "$after" ] || set -- "$@" --data-urlencode "after=$after"
  [ "$once" = no ] || set -- "$@" --data-urlencode 'until=change'
  {
    # A stream lasts a minute.
    outcome=$(
      {
        curl --silent --globoff --no-buffer --proto '=http,https' --connect-timeout 10 --max-time 90 \
          --header 'Accept: text/event-stream, application/problem+json' --config /dev/fd/3 "$@" 3<<CONFIG || printf 'broken\n'
url = "$api_url/organization/events"
$authorization
CONFIG
      } | pass_changes
    )
  } 4>&1
  case $outcome in
    refused) exit 1 ;;
    broken) fail "No answer from $api_url/organization/events." ;;
    '') ;;
    *)
      after=$outcome
      [ "$once" = no ] || exit 0
      ;;
  esac
  # The server asks for as much.
  sleep 1
done
