#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: members.sh [list]
       members.sh invite ROLE [--email ADDRESS]
       members.sh role USER_ID ROLE
       members.sh remove USER_ID [--yes]

Lists the organization's members, invites somebody by a link that works once, changes a role, and removes somebody. For owners.

  --email ADDRESS   only who has proven this address can use the link
  --yes             do not ask

ROLE is owner, administrator or member.

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

# require_role ROLE
require_role() {
  case $1 in
    owner | administrator | member) ;;
    *) usage_error 'A role is owner, administrator or member.' ;;
  esac
}

help_if_asked "$@"
action=${1:-list}
[ $# -eq 0 ] || shift
email='' confirmed=no
case $action:$# in
  list:0) ;;
  invite:1 | invite:3)
    require_role "$1"
    role=$1
    if [ $# -eq 3 ]; then
      [ "$2" = --email ] || usage_error "Unknown argument: $2"
      email=$3
    fi
    ;;
  role:2)
    require_word "$1" 'A user id'
    require_role "$2"
    user=$1 role=$2
    ;;
  remove:1 | remove:2)
    require_word "$1" 'A user id'
    user=$1
    if [ $# -eq 2 ]; then
      [ "$2" = --yes ] || usage_error "Unknown argument: $2"
      confirmed=yes
    fi
    ;;
  *) usage_error 'Unknown action, or not its arguments.' ;;
esac

require_api
require_id_token
case $action in
  list) api GET /organization/members ;;
  invite) post_json /organization/invitations "{\"role\":$(json_string "$role")${email:+,\"email\":$(json_string "$email")}}" ;;
  role)
    api PATCH "/organization/members/$user" --header 'Content-Type: application/json' --data-binary @- <<JSON
{"role":$(json_string "$role")}
JSON
    ;;
  remove)
    if [ "$confirmed" = no ]; then
      printf 'This takes %s out of the organization at %s.\nType the id to go on: ' "$user" "$api_url" >&2
      IFS= read -r typed || :
      [ "${typed:-}" = "$user" ] || fail 'That is not the id. Nobody was removed.'
    fi
    api DELETE "/organization/members/$user"
    ;;
esac
print_body
