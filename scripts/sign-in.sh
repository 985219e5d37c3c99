#!/bin/sh
# lib.sh reads it.
# shellcheck disable=SC2034
prints_data=no
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: sign-in.sh EMAIL

Signs in with email and password at Firebase Auth and prints the ID token, good for one hour:

  export KLAYIM_ID_TOKEN=$(scripts/sign-in.sh ada@example.com)

The password is asked for. Without a terminal it is KLAYIM_PASSWORD, or the first line of standard input.

Environment:
  KLAYIM_WEB_API_KEY  the Firebase project's web API key (needed in production; it is not a secret)
  KLAYIM_AUTH_URL     default https://identitytoolkit.googleapis.com; for the local emulator
                      http://127.0.0.1:9099/identitytoolkit.googleapis.com
  KLAYIM_PASSWORD     the password, for use without a terminal
HELP
}

# Sets `password`.
read_password() {
  if [ -n "${KLAYIM_PASSWORD:-}" ]; then
    password=$KLAYIM_PASSWORD
  elif [ -t 0 ]; then
    printf 'Password of %s: ' "$email" >&2
    trap 'stty echo' EXIT
    trap 'exit 130' INT TERM HUP
    stty -echo
    IFS= read -r password || password=
    stty echo
    trap - EXIT INT TERM HUP
    printf '\n' >&2
  else
    IFS= read -r password || [ -n "$password" ] || password=
  fi
  [ -n "$password" ] || usage_error 'No password was given.'
}

help_if_asked "$@"
[ $# -eq 1 ] || usage_error 'Exactly one email address is needed.'
email=$1

production_url=https://identitytoolkit.googleapis.com
auth_url=${KLAYIM_AUTH_URL:-$production_url}
auth_url=${auth_url%/}
require_safe_url "$auth_url" KLAYIM_AUTH_URL
api_key=${KLAYIM_WEB_API_KEY:-}
# The emulator takes any key.
if [ -z "$api_key" ] && [ "$auth_url" != "$production_url" ]; then api_key=local; fi
[ -n "$api_key" ] || usage_error "KLAYIM_WEB_API_KEY is not set: the Firebase project's web API key."
require_word "$api_key" KLAYIM_WEB_API_KEY

read_password
email_json=$(json_string "$email")
password_json=$(json_string "$password")
http POST "$auth_url/v1/accounts:signInWithPassword?key=$api_key" \
  --header 'Content-Type: application/json' --data-binary @- <<JSON
{"email":$email_json,"password":$password_json,"returnSecureToken":true}
JSON

if [ "$status" != 200 ]; then
  reason=$(printf '%s' "$body" | json_field message)
  fail "Sign-in was refused: ${reason:-HTTP $status}"
fi
token=$(printf '%s' "$body" | json_field idToken)
[ -n "$token" ] || fail 'The answer holds no ID token; accounts with a second factor cannot sign in here.'
printf '%s\n' "$token"
