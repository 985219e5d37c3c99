#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: organization.sh [--name NAME] [--email ADDRESS]... [--no-emails]

Shows the organization's settings, and changes those that are given first. For owners and administrators.

  --name NAME      what the organization is called in mails
  --email ADDRESS  who is mailed when a connection has to be authorized again (repeatable; replaces the whole list)
  --no-emails      nobody is mailed

A change that somebody else makes at the same time is not overwritten: the script then fails, and changes nothing.

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

help_if_asked "$@"
name='' emails='' none=no
while [ $# -gt 0 ]; do
  case $1 in
    --no-emails) none=yes ;;
    --name)
      require_value "$@"
      [ -n "$2" ] || usage_error 'A name has at least one character.'
      name=$(json_string "$2")
      shift
      ;;
    --email)
      require_value "$@"
      emails="${emails:+$emails,}$(json_string "$2")"
      shift
      ;;
    *) usage_error "Unknown argument: $1" ;;
  esac
  shift
done
[ "$none" = no ] || [ -z "$emails" ] || usage_error '--email and --no-emails exclude each other.'

change=''
[ -z "$name" ] || change="\"name\":$name"
[ "$none" = no ] && [ -z "$emails" ] || change="${change:+$change,}\"notificationEmails\":[$emails]"
require_api
require_id_token
api GET /organization
if [ -n "$change" ]; then
  version=$(printf '%s' "$body" | json_field version)
  require_word "$version" 'A version'
  api PATCH /organization --header "If-Match: \"$version\"" --header 'Content-Type: application/json' \
    --data-binary @- <<JSON
{$change}
JSON
fi
print_body
