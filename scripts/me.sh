#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: me.sh [--leave ORGANIZATION]

Shows who the ID token belongs to, their organizations and roles, and what they may do.

  --leave ORGANIZATION  leave the organization of this id; its last owner cannot

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

help_if_asked "$@"
leave=''
if [ $# -gt 0 ]; then
  [ "$1" = --leave ] || usage_error "Unknown argument: $1"
  require_value "$@"
  require_word "$2" 'The id of an organization'
  leave=$2
  shift 2
fi
[ $# -eq 0 ] || usage_error "Unknown argument: $1"
require_api
require_id_token
if [ -n "$leave" ]; then
  api DELETE "/me/organizations/$leave"
  printf 'You do not belong to %s any more.\n' "$leave" >&2
else
  api GET /me
  print_body
fi
