#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: disconnect.sh INTEGRATION_ID

Disconnects an integration: its credentials are erased, its record is kept, and it can be connected again. The answer's
"revocation" says what became of the grant at the provider: revoked, local_only or shared. For owners and administrators.

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

help_if_asked "$@"
one_integration "$@"
require_api
require_id_token
post_empty "/integrations/$id/disconnect"
print_body
