#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: list.sh [--provider PROVIDER] [--status STATUS] [--limit N] [--cursor CURSOR] [--all]

Lists the organization's integrations, newest first, one page of them.

  --provider PROVIDER  such as google_calendar
  --status STATUS      connected, disconnected or error
  --limit N            page size, 1 to 100 (default 20)
  --cursor CURSOR      continue from a page's nextCursor
  --all                every page; as JSON one document after another

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

help_if_asked "$@"
provider='' wanted='' limit='' cursor='' all=no
while [ $# -gt 0 ]; do
  case $1 in
    --all)
      all=yes
      shift
      continue
      ;;
    --provider | --status | --limit | --cursor) require_value "$@" ;;
    *) usage_error "Unknown argument: $1" ;;
  esac
  case $1 in
    --provider) provider=$2 ;;
    --status) wanted=$2 ;;
    --limit) limit=$2 ;;
    --cursor) cursor=$2 ;;
  esac
  shift 2
done

columns 'id provider accountEmail status requiredAction expiresAt' \
  'id provider accountId accountEmail status requiredAction scopes missingScopes refreshable expiresAt lastUsedAt lastRefreshedAt refreshCount consecutiveFailures lastError.code lastError.at createdAt updatedAt'
require_api
require_id_token
while :; do
  set -- --get
  [ -z "$provider" ] || set -- "$@" --data-urlencode "provider=$provider"
  [ -z "$wanted" ] || set -- "$@" --data-urlencode "status=$wanted"
  [ -z "$limit" ] || set -- "$@" --data-urlencode "limit=$limit"
  [ -z "$cursor" ] || set -- "$@" --data-urlencode "cursor=$cursor"
  api GET /integrations "$@"
  print_body
  [ "$all" = yes ] && has_next_page || break
done
