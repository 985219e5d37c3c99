#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: webhooks.sh [list]
       webhooks.sh add URL --event TYPE...
       webhooks.sh show ID
       webhooks.sh change ID [--url URL] [--event TYPE...]
       webhooks.sh on ID | off ID | verify ID | test ID
       webhooks.sh deliveries ID [--limit N] [--cursor CURSOR]
       webhooks.sh deliver-again ID DELIVERY_ID
       webhooks.sh rotate ID [--overlap-seconds N]
       webhooks.sh remove ID [--yes]

Lists, adds, changes and deletes the addresses to which the organization's events are sent, and shows what they were sent. For
owners. A signing secret is printed once and cannot be read again: keep it out of files and logs.

  --event TYPE          what is sent there (repeatable; replaces the whole list), such as connection.connected
  --overlap-seconds N   how long requests are signed with both secrets, up to 604800 (default: a day); 0 for one that has leaked
  --yes                 do not ask

A new address, and one that is switched on, is sent a challenge that it has to answer; "verify" sends it again.

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

# shown_once: prints the answer that holds a new secret.
shown_once() {
  print_body
  printf '%s: this is the only time that the secret is shown.\n' "$script" >&2
}

# patch JSON: changes the endpoint.
patch() {
  api PATCH "/webhook-endpoints/$subject" --header 'Content-Type: application/json' --data-binary @- <<JSON
$1
JSON
  print_body
}

help_if_asked "$@"
action=${1:-list}
case $action in
  list | add | show | change | on | off | verify | test | deliveries | deliver-again | rotate | remove)
    [ $# -eq 0 ] || shift
    ;;
  *) usage_error "Unknown action: $action" ;;
esac
subject='' delivery='' url='' events='' overlap='' limit='' cursor='' confirmed=no
while [ $# -gt 0 ]; do
  case $action$1 in
    add--event | change--event)
      require_value "$@"
      events="${events:+$events,}$(json_string "$2")"
      shift
      ;;
    change--url)
      require_value "$@"
      url=$(json_string "$2")
      shift
      ;;
    rotate--overlap-seconds)
      require_value "$@"
      require_number "$2" "$1"
      overlap=$2
      shift
      ;;
    deliveries--limit | deliveries--cursor)
      require_value "$@"
      case $1 in
        --limit) limit=$2 ;;
        --cursor) cursor=$2 ;;
      esac
      shift
      ;;
    remove--yes) confirmed=yes ;;
    list* | *--*) usage_error "Unknown argument: $1" ;;
    *)
      if [ -z "$subject" ]; then
        subject=$1
      else
        [ "$action" = deliver-again ] && [ -z "$delivery" ] || usage_error "Too many arguments for $action."
        require_word "$1" 'The id of a delivery'
        delivery=$1
      fi
      ;;
  esac
  shift
done
case $action in
  list) ;;
  add)
    [ -n "$subject" ] || usage_error 'A URL is needed.'
    [ -n "$events" ] || usage_error 'At least one --event is needed.'
    subject=$(json_string "$subject")
    ;;
  *)
    require_word "$subject" 'The id of a webhook'
    [ "$action" != change ] || [ -n "$url$events" ] || usage_error 'Nothing is to be changed: --url or --event is needed.'
    [ "$action" != deliver-again ] || [ -n "$delivery" ] || usage_error 'The id of a delivery is needed.'
    ;;
esac

require_api
require_id_token
case $action in
  list)
    columns 'id url events status lastFailure failingSince' \
      'id url events status disabledReason lastFailure failingSince previousSecretExpiresAt createdAt createdBy updatedAt'
    api GET /webhook-endpoints
    print_body
    ;;
  add)
    post_json /webhook-endpoints "{\"url\":$subject,\"events\":[$events]}"
    shown_once
    ;;
  show)
    api GET "/webhook-endpoints/$subject"
    print_body
    ;;
  change)
    change=${url:+\"url\":$url}
    patch "{${change:+$change${events:+,}}${events:+\"events\":[$events]}}"
    ;;
  on) patch '{"enabled":true}' ;;
  off) patch '{"enabled":false}' ;;
  verify | test)
    post_empty "/webhook-endpoints/$subject/$action"
    print_body
    ;;
  deliveries)
    set -- --get
    [ -z "$limit" ] || set -- "$@" --data-urlencode "limit=$limit"
    [ -z "$cursor" ] || set -- "$@" --data-urlencode "cursor=$cursor"
    api GET "/webhook-endpoints/$subject/deliveries" "$@"
    print_body
    ;;
  deliver-again)
    post_empty "/webhook-endpoints/$subject/deliveries/$delivery/replay"
    print_body
    ;;
  rotate)
    post_json "/webhook-endpoints/$subject/rotate-secret" "{${overlap:+\"overlapSeconds\":$overlap}}"
    shown_once
    ;;
  remove)
    if [ "$confirmed" = no ]; then
      printf 'This deletes the webhook %s at %s for good.\nType the id to go on: ' "$subject" "$api_url" >&2
      IFS= read -r typed || :
      [ "${typed:-}" = "$subject" ] || fail 'That is not the id. Nothing was deleted.'
    fi
    api DELETE "/webhook-endpoints/$subject"
    printf 'Deleted %s. Nothing more is sent there.\n' "$subject" >&2
    ;;
esac
