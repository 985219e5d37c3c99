#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: history.sh INTEGRATION_ID [--token-use [--days N]]

Shows how an integration's last refreshes ended and, with --format json, what the audit trail says of it. For owners and administrators.

  --token-use   who was given its access token instead, by caller and day
  --days N      of the last N days (default 7)

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

help_if_asked "$@"
[ $# -gt 0 ] || usage_error 'Exactly one integration id is needed.'
one_integration "$1"
shift
what=history days=''
while [ $# -gt 0 ]; do
  case $what$1 in
    history--token-use) what=token-use ;;
    token-use--days)
      require_value "$@"
      days=$2
      shift
      ;;
    *) usage_error "Unknown argument: $1" ;;
  esac
  shift
done

# `format_documents` reads it.
# shellcheck disable=SC2034
[ "$what" = token-use ] || row_lists=refreshes
require_api
require_id_token
set -- --get
[ -z "$days" ] || set -- "$@" --data-urlencode "days=$days"
api GET "/integrations/$id/$what" "$@"
print_body
