#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: accept-invitation.sh [--look] [--leave ORGANIZATION] <LINK

Joins the organization that has invited you. The link, or the token that stands in it behind the "#", is read from standard
input: whoever has it can use it, so it is no argument, which the process list would show.

  --look                only say who invites you to what
  --leave ORGANIZATION  the id of the organization that you belong to now: a person belongs to one, and leaves it by this

Get a new ID token afterwards: the old one does not know of the organization.

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

help_if_asked "$@"
look=no leave=''
while [ $# -gt 0 ]; do
  case $1 in
    --look) look=yes ;;
    --leave)
      require_value "$@"
      require_word "$2" 'The id of an organization'
      leave=$2
      shift
      ;;
    *) usage_error "Unknown argument: $1" ;;
  esac
  shift
done
[ "$look" = no ] || [ -z "$leave" ] || usage_error '--look and --leave exclude each other.'

require_api
require_id_token
IFS= read -r token || :
token=${token##*#}
require_word "$token" 'The token of an invitation'
if [ "$look" = yes ]; then
  post_json /invitations/look-up "{\"token\":\"$token\"}"
else
  post_json /invitations/accept "{\"token\":\"$token\"${leave:+,\"leaveOrganization\":\"$leave\"}}"
fi
print_body
