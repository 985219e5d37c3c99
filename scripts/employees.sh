#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: employees.sh [OPTION...] | employees.sh --id ID | employees.sh --facets

Lists the organization's directory by name, one page of it. Members see no pay.

  --department NAME   in this department; filters combine
  --role NAME         with this role
  --status STATUS     fullTime, partTime, contractor or inactive
  --source SOURCE     bamboohr, finch, manual or csv
  --name PREFIX       whose name begins so, in any case, with or without accents
  --email PREFIX      whose email begins so; without filters
  --sort FIELD        name, email, createdAt or updatedAt; all but name without filters
  --order ORDER       asc (default) or desc
  --limit N           page size, 1 to 100 (default 20)
  --cursor CURSOR     continue from a page's nextCursor
  --all               every page; as JSON one document after another

  --id ID             one employee
  --facets            departments and roles, with how many employees each has

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

help_if_asked "$@"
cursor='' all=no only=''
count=$#
while [ "$count" -gt 0 ]; do
  case $1 in
    --all)
      all=yes
      shift
      count=$((count - 1))
      continue
      ;;
    --facets)
      only=/employees/facets
      shift
      count=$((count - 1))
      continue
      ;;
    --department | --role | --status | --source | --name | --email | --sort | --order | --limit | --cursor | --id)
      require_value "$@"
      ;;
    *) usage_error "Unknown argument: $1" ;;
  esac
  parameter=''
  case $1 in
    --id)
      require_word "$2" 'An employee id'
      only=/employees/$2
      ;;
    --cursor) cursor=$2 ;;
    --source) parameter="sourceType=$2" ;;
    --name | --email) parameter="${1#--}Prefix=$2" ;;
    *) parameter="${1#--}=$2" ;;
  esac
  # What is read goes, and comes back behind the rest in curl's form.
  shift 2
  count=$((count - 2))
  [ -z "$parameter" ] || set -- "$@" --data-urlencode "$parameter"
done

columns 'id name email department role employmentStatus' \
  'id name email role department hourlyRateCents employmentStatus sourceType sourceId createdAt updatedAt lastSyncedAt version'
require_api
require_id_token
if [ -n "$only" ]; then
  columns ''
  row_lists='departments roles'
  api GET "$only"
  print_body
  exit 0
fi
while :; do
  if [ -n "$cursor" ]; then
    api GET /employees --get "$@" --data-urlencode "cursor=$cursor"
  else
    api GET /employees --get "$@"
  fi
  print_body
  [ "$all" = yes ] && has_next_page || break
done
