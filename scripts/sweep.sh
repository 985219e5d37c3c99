#!/bin/sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage() {
  cat <<'HELP'
Usage: sweep.sh [--list]

Starts a sweep: everything whose refresh is due is refreshed now. For operators of the platform.

  --list  only show what the last sweeps found and did

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

help_if_asked "$@"
list=no
for argument in "$@"; do
  case $argument in
    --list) list=yes ;;
    *) usage_error "Unknown argument: $argument" ;;
  esac
done
require_api
require_id_token
if [ "$list" = yes ]; then
  api GET /operator/sweeps
else
  post_empty /operator/sweeps
fi
print_body
