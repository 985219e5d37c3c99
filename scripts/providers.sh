#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: providers.sh

Lists the providers that accounts can be connected at, and whether each is configured.

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

help_if_asked "$@"
[ $# -eq 0 ] || usage_error 'No argument is expected.'
require_api
require_id_token
api GET /integrations/providers
print_body
