#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: summary.sh [--trends]

Shows in numbers how the organization's connections are: by provider, status and what a person has to do.

  --trends   refreshes of the last days instead, and with --format json by hour, and what ends in the next 30 days

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

help_if_asked "$@"
path=/integrations/summary row_lists=counts
if [ "${1:-}" = --trends ]; then
  path=/integrations/trends row_lists=days
  shift
fi
[ $# -eq 0 ] || usage_error "Unknown argument: $1"
require_api
require_id_token
api GET "$path"
print_body
