#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: list.sh [--provider PROVIDER] [--status STATUS] [--action ACTION] [--account PREFIX] [--sort ORDER]
               [--limit N] [--cursor CURSOR] [--all]

Lists the organization's integrations, newest first unless another order is named, one page of them. All filters combine.

  --provider PROVIDER  such as google_calendar
  --status STATUS      connected, disconnected or error
  --action ACTION      what would mend it: none, reauthorize or grant_scopes
  --account PREFIX     the beginning of the account's address, in any case; sorts by address
  --sort ORDER         createdAt, expiresAt (ends next), lastUsedAt (used last) or account (by address)
  --limit N            page size, 1 to 100 (default 20)
  --cursor CURSOR      continue from a page's nextCursor
  --all                every page; as JSON one document after another

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

help_if_asked "$@"
provider='' wanted='' required='' account='' order='' limit='' cursor='' all=no
while [ $# -gt 0 ]; do
  case $1 in
    --all)
      all=yes
      shift
      continue
      ;;
    --provider | --status | --action | --account | --sort | --limit | --cursor) require_value "$@" ;;
    *) usage_error "Unknown argument: $1" ;;
  esac
  case $1 in
    --provider) provider=$2 ;;
    --status) wanted=$2 ;;
    --action) required=$2 ;;
    --account) account=$2 ;;
    --sort) order=$2 ;;
    --limit) limit=$2 ;;
    --cursor) cursor=$2 ;;
  esac
  shift 2
done

columns 'id provider accountEmail status requiredAction expiresAt' \
  'id provider accountId accountEmail status requiredAction scopes missingScopes refreshable expiresAt lastUsedAt lastRefreshedAt refreshCount consecutiveFailures lastError.code lastError.reason lastError.actor lastError.at createdAt updatedAt'
require_api
require_id_token
while :; do
  set -- --get
  [ -z "$provider" ] || set -- "$@" --data-urlencode "provider=$provider"
  [ -z "$wanted" ] || set -- "$@" --data-urlencode "status=$wanted"
  [ -z "$required" ] || set -- "$@" --data-urlencode "requiredAction=$required"
  [ -z "$account" ] || set -- "$@" --data-urlencode "accountPrefix=$account"
  [ -z "$order" ] || set -- "$@" --data-urlencode "sort=$order"
  [ -z "$limit" ] || set -- "$@" --data-urlencode "limit=$limit"
  [ -z "$cursor" ] || set -- "$@" --data-urlencode "cursor=$cursor"
  api GET /integrations "$@"
  print_body
  [ "$all" = yes ] && has_next_page || break
done
