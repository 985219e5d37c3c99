# shellcheck shell=sh
# What the scripts of this folder share. Sourced, never run.
#
# Each script defines `usage`, which prints its help. Secrets reach curl on a file descriptor or on standard input,
# never as an argument: the process list is public. Answers are held in variables, so nothing is left behind.

set -eu
# Character classes mean ASCII, and text is passed on byte by byte.
export LC_ALL=C

script=${0##*/}
folder=$(dirname "$0")
newline='
'

# fail MESSAGE: what was asked for did not happen.
fail() {
  printf '%s: %s\n' "$script" "$1" >&2
  exit 1
}

# usage_error MESSAGE: the script was called wrongly.
usage_error() {
  printf '%s: %s\nTry "%s --help".\n' "$script" "$1" "$0" >&2
  exit 2
}

# help_if_asked ARG...: prints the help and ends when --help is among the arguments.
help_if_asked() {
  for argument in "$@"; do
    case $argument in
      -h | --help)
        usage
        [ "${prints_data:-yes}" = no ] || cat <<'HELP'

Output: --format json, table or csv. Default: a table on a terminal, otherwise JSON.
Whoever belongs to several organizations names the one that is meant in KLAYIM_ORGANIZATION.
HELP
        exit 0
        ;;
    esac
  done
}

# require_value OPTION [VALUE...]: the option is followed by a value.
require_value() {
  [ $# -ge 2 ] || usage_error "$1 needs a value."
}

# require_number VALUE OPTION: the value of an option is a whole number.
require_number() {
  case $1 in
    '' | *[!0-9]* | 0?*) usage_error "$2 takes a whole number." ;;
  esac
}

# require_word VALUE NAME: letters, digits, "_" and "-" only, which are safe in a path.
require_word() {
  case $1 in
    '' | *[!A-Za-z0-9_-]*) usage_error "$2 consists of letters, digits, \"_\" and \"-\"." ;;
  esac
}

# require_safe_url VALUE NAME: https, or http on this machine, where nobody listens on the way.
require_safe_url() {
  case $1 in
    *[!A-Za-z0-9._~:/%\[\]-]*) usage_error "$2 is not a plain URL." ;;
    https://?* | http://localhost | http://localhost[:/]* | http://127.0.0.1 | http://127.0.0.1[:/]* | \
      'http://[::1]' | 'http://[::1]'[:/]*) ;;
    *) usage_error "$2 must start with https:// (http:// only for localhost)." ;;
  esac
}

# require_api: the variables that every call of the API needs. Sets `api_url`.
require_api() {
  [ -n "${KLAYIM_API_URL:-}" ] || usage_error 'KLAYIM_API_URL is not set: the base URL of the API.'
  require_safe_url "$KLAYIM_API_URL" KLAYIM_API_URL
  api_url=${KLAYIM_API_URL%/}
}

# require_id_token: sets `authorization`: lines of curl configuration.
require_id_token() {
  [ -n "${KLAYIM_ID_TOKEN:-}" ] || usage_error 'KLAYIM_ID_TOKEN is not set: see sign-in.sh.'
  case $KLAYIM_ID_TOKEN in
    *[!A-Za-z0-9._~+/=-]*) usage_error 'KLAYIM_ID_TOKEN is not a token.' ;;
  esac
  authorization="header = \"Authorization: Bearer $KLAYIM_ID_TOKEN\""
  if [ -n "${KLAYIM_ORGANIZATION:-}" ]; then
    require_word "$KLAYIM_ORGANIZATION" KLAYIM_ORGANIZATION
    authorization="$authorization${newline}header = \"X-Organization-Id: $KLAYIM_ORGANIZATION\""
  fi
}

# json_string TEXT: TEXT as a JSON string.
json_string() {
  case $1 in
    *[[:cntrl:]]*) usage_error 'Control characters are not allowed.' ;;
  esac
  printf '"%s"' "$(printf '%s' "$1" | sed 's/[\\"]/\\&/g')"
}

# json_field NAME: the last string of that name in the JSON on standard input, its escapes as they are.
json_field() {
  tr '\n' ' ' | sed -nE 's/^(.*[{,[:space:]])?"'"$1"'"[[:space:]]*:[[:space:]]*"(([^"\\]|\\.)*)".*$/\2/p'
}

# http METHOD URL [CURL_OPTION...]: sets `status` and `body`; standard input is free for a request body. The URL and
# `authorization` go to curl on descriptor 3.
http() {
  method=$1
  url=$2
  shift 2
  command -v curl >/dev/null 2>&1 || fail 'curl is needed and not installed.'
  # Redirects are not followed: the token is for this address alone.
  answer=$(
    curl --silent --show-error --globoff --proto '=http,https' --connect-timeout 10 --max-time 120 \
      --request "$method" --header 'Accept: application/json, application/problem+json' \
      --write-out '\n%{http_code}' --config /dev/fd/3 "$@" 3<<CONFIG
url = "$url"
${authorization:-}
CONFIG
  ) || fail "No answer from ${url%%\?*}."
  status=${answer##*"$newline"}
  body=${answer%"$newline"*}
}

# api METHOD PATH [CURL_OPTION...]: calls the API; ends the script with the problem when it refuses.
api() {
  require_api
  api_method=$1
  api_path=$2
  shift 2
  http "$api_method" "$api_url$api_path" "$@"
  case $status in
    2??) ;;
    *)
      print_problem
      exit 1
      ;;
  esac
}

# api_lines PATH [CURL_OPTION...]: a GET whose answer goes line by line to standard output as it arrives, however long it
# is; ends the script when the API refuses, or when the answer breaks off.
api_lines() {
  require_api
  api_path=$1
  shift
  command -v curl >/dev/null 2>&1 || fail 'curl is needed and not installed.'
  # Lines go to descriptor 4, which is standard output, and what became of the request is what is captured.
  {
    outcome=$(
      {
        {
          curl --silent --show-error --globoff --no-buffer --proto '=http,https' --connect-timeout 10 \
            --speed-limit 1 --speed-time 120 --header 'Accept: application/x-ndjson, application/problem+json' \
            --config /dev/fd/3 "$@" 3<<CONFIG || printf 'broken' >&5
url = "$api_url$api_path"
$authorization
CONFIG
        } | pass_lines >&4
      } 5>&1
    )
  } 4>&1
  case $outcome in
    '') ;;
    *refused*) exit 1 ;;
    *) fail "The answer of $api_url$api_path broke off: what was printed is not all of it." ;;
  esac
}

# pass_lines: lines of JSON pass; a problem, or a page of something before the API, goes to standard error.
pass_lines() {
  IFS= read -r body || [ -n "$body" ] || return 0
  case $body in
    '{"type":"urn:klayim:problem:'* | [!{]*)
      status=$(printf '%s' "$body" | sed -nE 's/.*"status":([0-9]+).*/\1/p')
      print_problem
      printf 'refused' >&5
      ;;
    *)
      printf '%s\n' "$body"
      cat
      ;;
  esac
}

# has_next_page: whether the page in `body` is followed by another one. Sets `cursor` to it.
has_next_page() {
  next=$(printf '%s' "$body" | json_field nextCursor)
  [ -n "$next" ] || return 1
  [ "$next" != "$cursor" ] || fail 'The list does not move on: the API gave the same cursor twice.'
  cursor=$next
}

# post_empty PATH: a POST without a body, whose length is stated all the same: front ends insist on it.
post_empty() {
  api POST "$1" --header 'Content-Type:' --data-binary ''
}

# post_json PATH JSON
post_json() {
  api POST "$1" --header 'Content-Type: application/json' --data-binary @- <<JSON
$2
JSON
}

# print_body: the answer on standard output. JSON is indented where jq is installed; tables and CSV are printed at the end
# of the script, all answers as one.
print_body() {
  [ -n "$body" ] || return 0
  if [ "$format" != json ]; then
    documents=$documents$body$newline
    trap 'printf "%s" "$documents" | format_documents' EXIT
  elif command -v jq >/dev/null 2>&1; then
    printf '%s\n' "$body" | jq .
  else
    printf '%s\n' "$body"
  fi
}

# columns TABLE [CSV]: the fields that a table shows, and those that CSV has. Default: all that come.
columns() {
  case $format in
    table) shown=$1 ;;
    csv) shown=${2:-} ;;
  esac
}

# format_documents [FORMAT]: the JSON documents on standard input as a table, as CSV, or their rows as JSON, one a line.
format_documents() {
  command -v awk >/dev/null 2>&1 || fail 'awk is needed and not installed.'
  awk -v format="${1:-$format}" -v columns="$shown" -v rows="$row_lists" -f "$folder/format.awk"
}

# print_problem: problem details (RFC 9457) in a readable form on standard error.
print_problem() {
  code=$(printf '%s' "$body" | json_field code)
  if [ -z "$code" ]; then
    printf '%s: HTTP %s\n%.500s\n' "$script" "$status" "$body" >&2
    return 0
  fi
  # The two escapes that text commonly has are undone at the end.
  {
    printf '%s: %s (%s, HTTP %s)\n' "$script" "$(printf '%s' "$body" | json_field title)" "$code" "$status"
    detail=$(printf '%s' "$body" | json_field detail)
    [ -z "$detail" ] || printf '  %s\n' "$detail"
    printf '%s\n' "$body" | grep -oE '"pointer":"([^"\\]|\\.)*","message":"([^"\\]|\\.)*"' |
      sed -E 's/^"pointer":"(.*)","message":"(.*)"$/  - \1: \2/' || :
    printf '  request id: %s\n' "$(printf '%s' "$body" | json_field requestId)"
    # The dollar sign is for the reader's shell.
    # shellcheck disable=SC2016
    [ "$status" != 401 ] || printf '  Sign in again: export KLAYIM_ID_TOKEN=$(scripts/sign-in.sh EMAIL)\n'
  } | sed -E 's/\\(["\\])/\1/g' >&2
}

# one_integration ARG...: for the scripts whose only argument is an id. Sets `id`.
one_integration() {
  [ $# -eq 1 ] || usage_error 'Exactly one integration id is needed.'
  require_word "$1" 'An integration id'
  # The scripts that source this file use it.
  # shellcheck disable=SC2034
  id=$1
}

# --format is the same for all scripts, and taken out of their arguments here: a sourced file has those of its script.
# Sets `format`, and `format_given` to yes or no. A script that has another one says so in `more_formats` before.
documents='' shown='' row_lists=items format_given=no
if [ -t 1 ]; then format=table; else format=json; fi
count=$#
[ "${prints_data:-yes}" = yes ] || count=0
while [ "$count" -gt 0 ]; do
  if [ "$1" = --format ]; then
    [ "$count" -ge 2 ] || usage_error '--format needs a value.'
    case $2 in
      json | table | csv) ;;
      *) [ -n "$2" ] && [ "$2" = "${more_formats:-}" ] || usage_error "--format is json, table${more_formats:+, $more_formats} or csv." ;;
    esac
    format=$2 format_given=yes
    shift 2
    count=$((count - 2))
  else
    set -- "$@" "$1"
    shift
    count=$((count - 1))
  fi
done
