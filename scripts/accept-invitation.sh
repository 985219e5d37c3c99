#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: accept-invitation.sh [--look] <LINK

Joins the organization that has invited you. The link, or the token that stands in it behind the "#", is read from standard
input: whoever has it can use it, so it is no argument, which the process list would show.

  --look  only say who invites you to what

Get a new ID token afterwards (sign-in.sh): the old one does not know of the organization. Whoever belongs to another one stays
in it, and names the one that is meant in KLAYIM_ORGANIZATION.

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

help_if_asked "$@"
look=no
while [ $# -gt 0 ]; do
  case $1 in
    --look) look=yes ;;
    *) usage_error "Unknown argument: $1" ;;
  esac
  shift
done

require_api
require_id_token
IFS= read -r token || :
token=${token##*#}
require_word "$token" 'The token of an invitation'
if [ "$look" = yes ]; then
  post_json /invitations/look-up "{\"token\":\"$token\"}"
else
  post_json /invitations/accept "{\"token\":\"$token\"}"
fi
print_body
