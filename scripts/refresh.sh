#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: refresh.sh INTEGRATION_ID

Refreshes an integration's access token now. For owners and administrators.

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

help_if_asked "$@"
one_integration "$@"
require_api
require_id_token
post_empty "/integrations/$id/refresh"
print_body
