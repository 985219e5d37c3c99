#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: api-keys.sh [list]
       api-keys.sh create NAME --scope SCOPE... [--expires-in-days N]
       api-keys.sh rotate ID [--overlap-seconds N]
       api-keys.sh revoke ID [--yes]

Lists, creates, replaces and revokes the API keys of the organization's backends. For owners. A new key is printed once and
cannot be read again: keep it out of files and logs.

  --scope SCOPE         what the key may do (repeatable): tokens:read, integrations:read, integrations:manage,
                        employees:read, employees:write or audit:read
  --expires-in-days N   when it ends, 1 to 366 (default: never)
  --overlap-seconds N   how long the replaced key still works, up to 604800 (default: a day); 0 for a key that has leaked
  --yes                 do not ask

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

# shown_once: prints the answer that holds a new key.
shown_once() {
  print_body
  printf '%s: this is the only time that the key is shown.\n' "$script" >&2
}

help_if_asked "$@"
action=${1:-list}
case $action in
  list | create | rotate | revoke) [ $# -eq 0 ] || shift ;;
  *) usage_error "Unknown action: $action" ;;
esac
subject='' scopes='' days='' overlap='' confirmed=no
while [ $# -gt 0 ]; do
  case $action$1 in
    create--scope)
      require_value "$@"
      scopes="${scopes:+$scopes,}$(json_string "$2")"
      shift
      ;;
    create--expires-in-days)
      require_value "$@"
      require_number "$2" "$1"
      days=$2
      shift
      ;;
    rotate--overlap-seconds)
      require_value "$@"
      require_number "$2" "$1"
      overlap=$2
      shift
      ;;
    revoke--yes) confirmed=yes ;;
    list* | *--*) usage_error "Unknown argument: $1" ;;
    *)
      [ -z "$subject" ] || usage_error "Exactly one argument is needed for $action."
      subject=$1
      ;;
  esac
  shift
done
case $action in
  create)
    [ -n "$subject" ] || usage_error 'A name is needed.'
    [ -n "$scopes" ] || usage_error 'At least one --scope is needed.'
    subject=$(json_string "$subject")
    ;;
  rotate | revoke) require_word "$subject" 'The id of an API key' ;;
esac

require_api
require_id_token
case $action in
  list)
    columns 'id name scopes createdAt expiresAt previousExpiresAt lastUsedAt' \
      'id name scopes createdAt createdBy rotatedAt expiresAt previousExpiresAt lastUsedAt'
    api GET /api-keys
    print_body
    ;;
  create)
    post_json /api-keys "{\"name\":$subject,\"scopes\":[$scopes]${days:+,\"expiresInDays\":$days}}"
    shown_once
    ;;
  rotate)
    post_json "/api-keys/$subject/rotate" "{${overlap:+\"overlapSeconds\":$overlap}}"
    shown_once
    ;;
  revoke)
    if [ "$confirmed" = no ]; then
      printf 'This revokes the API key %s at %s for good.\nType the id to go on: ' "$subject" "$api_url" >&2
      IFS= read -r typed || :
      [ "${typed:-}" = "$subject" ] || fail 'That is not the id. Nothing was revoked.'
    fi
    api DELETE "/api-keys/$subject"
    printf 'Revoked %s. It is refused everywhere within a minute.\n' "$subject" >&2
    ;;
esac
