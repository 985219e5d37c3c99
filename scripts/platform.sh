#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: platform.sh queues | secrets | incidents | unlisted | organizations [--cursor CURSOR]

Shows how the platform is. For operators of the platform.

  queues         how much work waits, and what of it is late
  secrets        when our client secrets at the providers end
  incidents      what fails at providers now, and for whom
  unlisted       errors of providers that the tables of reasons lack
  organizations  25 organizations by id, with their connections and people; --cursor goes on where a page ended

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

help_if_asked "$@"
[ $# -gt 0 ] || usage_error 'Say what to show.'
what=$1 cursor=''
shift
while [ $# -gt 0 ]; do
  case $1 in
    --cursor)
      require_value "$@"
      require_word "$2" 'A cursor'
      cursor=$2
      shift
      ;;
    *) usage_error "Unknown argument: $1" ;;
  esac
  shift
done
[ -z "$cursor" ] || [ "$what" = organizations ] || usage_error '--cursor is for organizations.'
case $what in
  queues) path=/operator/queues ;;
  secrets) path=/operator/client-secrets ;;
  incidents) path=/operator/incidents ;;
  unlisted) path=/operator/unlisted-errors ;;
  organizations) path="/operator/organizations?limit=25${cursor:+&cursor=$cursor}" ;;
  *) usage_error "Unknown: $what" ;;
esac
require_api
require_id_token
api GET "$path"
print_body
