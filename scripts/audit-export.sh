#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: audit-export.sh [OPTION...] >FILE

Exports the organization's audit trail, newest first: as JSON one event a line. For owners and administrators.

  --from TIME        the earliest time, inclusive: 2026-11-01, or 2026-11-01T08:00:00.000Z
  --to TIME          the end of the time, exclusive
  --type TYPE        what happened, such as integration.disconnected (docs/audit.md lists them)
  --subject ID       what happened to this record
  --actor ID         what this user, API key, service account or part of the service did
  --result RESULT    success or failure

An export that is cut short says so, and ends with status 1.

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

# instant TIME: a day stands for its beginning, in UTC.
instant() {
  case $1 in
    [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]) printf '%sT00:00:00.000Z' "$1" ;;
    *) printf '%s' "$1" ;;
  esac
}

help_if_asked "$@"
count=$#
while [ "$count" -gt 0 ]; do
  case $1 in
    --from | --to | --type | --subject | --actor | --result) require_value "$@" ;;
    *) usage_error "Unknown argument: $1" ;;
  esac
  case $1 in
    --from) parameter="from=$(instant "$2")" ;;
    --to) parameter="to=$(instant "$2")" ;;
    --type) parameter="type=$2" ;;
    --subject) parameter="subjectId=$2" ;;
    --actor) parameter="actorId=$2" ;;
    --result) parameter="result=$2" ;;
  esac
  # What is read goes, and comes back behind the rest in curl's form.
  shift 2
  count=$((count - 2))
  set -- "$@" --data-urlencode "$parameter"
done

columns 'at type result reason subject.id actor.type actor.id actor.userId actor.name' \
  'id at type result reason subject.type subject.id actor.type actor.id actor.userId actor.name actor.role actor.ipAddress actor.requestId details'
require_api
require_id_token
if [ "$format" = json ]; then
  api_lines /audit-events/export --get "$@"
  exit 0
fi
# The table goes to descriptor 6, which is standard output; what is captured is whether the export was whole.
{
  whole=$({ { api_lines /audit-events/export --get "$@" && printf yes >&7; } | format_documents >&6; } 7>&1)
} 6>&1
[ "$whole" = yes ] || exit 1
