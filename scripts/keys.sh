#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: keys.sh

Shows every version of the encryption key: what needs it, how old it is, and whether it may be removed from the keyring.
For operators of the platform.

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

help_if_asked "$@"
[ $# -eq 0 ] || usage_error "Unknown argument: $1"
require_api
require_id_token
row_lists=keys
api GET /operator/encryption-keys
print_body
