#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: test.sh INTEGRATION_ID

Asks the provider whether it accepts an integration's token, whose it is and what it may do. Nobody is given the token. For
owners and administrators.

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

help_if_asked "$@"
one_integration "$@"
require_api
require_id_token
post_empty "/integrations/$id/test"
print_body
