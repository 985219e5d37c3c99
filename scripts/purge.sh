#!/bin/sh
# lib.sh reads it.
# shellcheck disable=SC2034
prints_data=no
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: purge.sh INTEGRATION_ID [--yes]

Deletes an integration and its history for good, disconnecting it first where it is connected. For owners.

  --yes  do not ask

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

help_if_asked "$@"
id='' confirmed=no
for argument in "$@"; do
  case $argument in
    --yes) confirmed=yes ;;
    -*) usage_error "Unknown argument: $argument" ;;
    *)
      [ -z "$id" ] || usage_error 'Exactly one integration id is needed.'
      one_integration "$argument"
      ;;
  esac
done
[ -n "$id" ] || usage_error 'Exactly one integration id is needed.'
require_api
require_id_token

if [ "$confirmed" = no ]; then
  printf 'This deletes %s at %s for good.\nType the id to go on: ' "$id" "$api_url" >&2
  IFS= read -r typed || :
  [ "${typed:-}" = "$id" ] || fail 'That is not the id. Nothing was deleted.'
fi
api DELETE "/integrations/$id"
printf 'Deleted %s.\n' "$id" >&2
