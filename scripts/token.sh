#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: token.sh INTEGRATION_ID [--min-validity-ms N] [--force]

Prints an access token that is valid now, refreshed first where that is due. For callers with the role "service". The
answer is a secret: keep it out of files and logs.

  --min-validity-ms N  the least remaining validity in milliseconds, up to 3600000 (default: the service's 5 minutes)
  --force              ask the provider for a new token even if the current one is good

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

help_if_asked "$@"
id='' validity='' force=no
while [ $# -gt 0 ]; do
  case $1 in
    --min-validity-ms)
      require_value "$@"
      case $2 in
        '' | *[!0-9]* | 0?*) usage_error '--min-validity-ms takes a whole number of milliseconds.' ;;
      esac
      validity=$2
      shift
      ;;
    --force) force=yes ;;
    -*) usage_error "Unknown argument: $1" ;;
    *)
      [ -z "$id" ] || usage_error 'Exactly one integration id is needed.'
      one_integration "$1"
      ;;
  esac
  shift
done
[ -n "$id" ] || usage_error 'Exactly one integration id is needed.'

request=''
[ -z "$validity" ] || request="\"minValidityMs\":$validity"
[ "$force" = no ] || request="${request:+$request,}\"forceRefresh\":true"
require_api
require_id_token
post_json "/integrations/$id/token" "{$request}"
print_body
