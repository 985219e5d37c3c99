#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: connect.sh PROVIDER [--scope SCOPE]... [--integration ID] [--login-hint EMAIL] [--cookie-jar FILE]
       connect.sh PROVIDER --finish [--cookie-jar FILE]
       connect.sh --import FILE

Connects an account. For owners and administrators.

1. "connect.sh google_calendar" starts an authorization and prints the URL to open in a browser. You have ten minutes.
2. An authorization ends only where it was started, which is proven by a cookie that this script keeps in its jar. Your
   browser does not have it, so after your consent it shows "The authorization was started elsewhere", and nothing is
   used up. Copy the address that it ended at.
3. "connect.sh google_calendar --finish" asks for that address and completes the connection with the cookie. It also reads it
   from standard input: "pbpaste | connect.sh google_calendar --finish".

  --scope SCOPE       ask for this scope (repeatable; default: the provider's default scopes)
  --integration ID    reconnect this integration; any other account is refused
  --login-hint EMAIL  the account to preselect at the provider
  --finish            complete an authorization that was started with the same jar
  --cookie-jar FILE   default: .klayim-cookies in the home folder
  --import FILE       import tokens that were obtained elsewhere; "-" reads standard input. JSON: provider, accountId,
                      accountEmail, scopes, accessToken, refreshToken (optional), expiresAt (2026-11-23T10:15:00.000Z)

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh; --finish works without it)
HELP
}

import_tokens() {
  if [ "$1" = - ]; then
    api POST /integrations --header 'Content-Type: application/json' --data-binary @-
  else
    [ -r "$1" ] || usage_error "Cannot read $1."
    api POST /integrations --header 'Content-Type: application/json' --data-binary @- <"$1"
  fi
  print_body
}

# The jar is written for its owner alone.
start_authorization() {
  umask 077
  request=''
  [ -z "$scopes" ] || request="\"scopes\":[$scopes]"
  [ -z "$integration" ] || request="${request:+$request,}\"integrationId\":$(json_string "$integration")"
  [ -z "$hint" ] || request="${request:+$request,}\"loginHint\":$(json_string "$hint")"
  api POST "/integrations/$provider/authorize" --cookie "$jar" --cookie-jar "$jar" \
    --header 'Content-Type: application/json' --data-binary @- <<JSON
{$request}
JSON
  print_body
  printf '%s\n' '' 'Open this address in a browser and give your consent:' '' \
    "  $(printf '%s' "$body" | json_field authorizationUrl)" '' \
    'The browser then shows "The authorization was started elsewhere". Copy its address and run:' '' \
    "  $0 $provider --finish" >&2
}

complete_authorization() {
  [ ! -t 0 ] || printf 'Address that the browser ended at: ' >&2
  IFS= read -r address || [ -n "${address:-}" ] || usage_error 'No address was given.'
  case $address in
    *[!A-Za-z0-9._~:/?@!\$\&\'\(\)*+,\;=%#\[\]-]*) usage_error 'That is not a URL.' ;;
    *"/oauth/"*"/callback?"*) ;;
    *) usage_error 'The address of the callback contains /oauth/SERVER/callback?' ;;
  esac
  # Whatever host the address names, only our API gets the code and the cookie.
  query=${address#*"/callback?"}
  server=${address%%"/callback?"*}
  server=${server##*/}
  case $server in
    '' | *[!a-z0-9_-]*) usage_error 'That is no authorization server.' ;;
  esac
  api GET "/oauth/$server/callback?${query%%#*}" --cookie "$jar"
  print_body
}

help_if_asked "$@"
provider='' scopes='' integration='' hint='' jar='' import='' finish=no
while [ $# -gt 0 ]; do
  case $1 in
    --finish)
      finish=yes
      shift
      continue
      ;;
    --scope | --integration | --login-hint | --cookie-jar | --import) require_value "$@" ;;
    -*) usage_error "Unknown argument: $1" ;;
    *)
      [ -z "$provider" ] || usage_error 'Exactly one provider is needed.'
      require_word "$1" 'A provider'
      provider=$1
      shift
      continue
      ;;
  esac
  case $1 in
    --scope) scopes="${scopes:+$scopes,}$(json_string "$2")" ;;
    --integration) integration=$2 ;;
    --login-hint) hint=$2 ;;
    --cookie-jar) jar=$2 ;;
    --import) import=$2 ;;
  esac
  shift 2
done

if [ -n "$import" ]; then
  [ "$finish$provider$scopes$integration$hint$jar" = no ] || usage_error '--import stands alone.'
  require_api
  require_id_token
  import_tokens "$import"
  exit
fi
[ -n "$provider" ] || usage_error 'A provider is needed, such as google_calendar.'
: "${jar:=${HOME:?}/.klayim-cookies}"
case $jar in
  # curl would take the one for standard output and the other for a cookie.
  - | *=*) usage_error 'The jar must be a file without "=" in its path.' ;;
esac
require_api
if [ "$finish" = yes ]; then
  [ -z "$scopes$integration$hint" ] || usage_error '--finish takes no option but --cookie-jar.'
  complete_authorization
else
  require_id_token
  start_authorization
fi
