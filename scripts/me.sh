#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: me.sh

Shows who the ID token belongs to, their organization and role, and what they may do.

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

help_if_asked "$@"
[ $# -eq 0 ] || usage_error "Unknown argument: $1"
require_api
require_id_token
api GET /me
print_body
