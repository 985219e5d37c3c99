#!/bin/sh
# lib.sh reads it.
# shellcheck disable=SC2034
more_formats=text
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=import-text.sh
. "$(dirname "$0")/import-text.sh"

usage() {
  cat <<'HELP'
Usage: import-employees.sh FILE [OPTION...] | import-employees.sh --follow ID | import-employees.sh --faults ID
       import-employees.sh --list

Imports a CSV file into the directory and shows the progress. The same file again goes on where it stopped, and is never
imported twice. docs/employees.md says how files are read. For owners and administrators.

  --dry-run              judge every row, write nothing; shows the columns, the first people and the first 20 faults
  --column FIELD=HEADER  the column of a field: one of those in docs/employees.md, such as id, name, email,
                         department, status or pay; may be repeated
  --set NAME=VALUE       how values are read: matchBy, decimalSeparator, payPeriod, maxHourlyRate or statusWords
  --delimiter NAME       comma, semicolon, tab or pipe (default: found by the header)
  --encoding NAME        utf-8, utf-16le, utf-16be or windows-1252 (default: UTF-8, or by the byte order mark)
  --no-wait              do not wait for the end
  --format text          what the file was read as, and whom it changes (default for a dry run)

  --follow ID            show the progress of an import that was started before
  --list                 print the imports of the last 30 days; as JSON one page after another
  --faults ID            print what is wrong with rows; as JSON one page after another

The import is printed at the end. Exit status 1 when it failed, 3 when rows were left out. Needs curl 7.87 or newer.

Environment: KLAYIM_API_URL, KLAYIM_ID_TOKEN (see sign-in.sh)
HELP
}

# import_field NAME: a string of that name in the import on standard input. Its mapping has fields of the same names.
import_field() {
  sed -E 's/"mapping":\{("([^"\\]|\\.)*"[:,]?)*\}//' | json_field "$1"
}

# number_field NAME: a whole number of that name in the JSON on standard input.
number_field() {
  sed -nE 's/^.*"'"$1"'":([0-9]+).*$/\1/p'
}

# show_progress: one line of standard error for each event of a stream on standard input.
show_progress() {
  while IFS= read -r line; do
    case $line in
      'data: '*)
        rows=$(printf '%s\n' "$line" | number_field rows)
        done=$(printf '%s\n' "$line" | number_field processedRows)
        rejected=$(printf '%s\n' "$line" | number_field rejectedRows)
        printf '%s of %s rows, %s rejected\n' "$done" "$rows" "$rejected" >&2
        ;;
    esac
  done
}

# follow ID: shows progress until the import is over. Sets `body` to the import.
follow() {
  while :; do
    # The stream ends with the import, or after a minute; what it is worth is seen by the call after it.
    curl --silent --globoff --no-buffer --proto '=http,https' --connect-timeout 10 --max-time 90 \
      --header 'Accept: text/event-stream' --config /dev/fd/3 3<<CONFIG | show_progress || :
url = "$api_url/employee-imports/$1/events"
$authorization
CONFIG
    api GET "/employee-imports/$1"
    case $(printf '%s' "$body" | import_field status) in
      queued | running) sleep 1 ;;
      *) return 0 ;;
    esac
  done
}

# list_imports: every page of imports.
list_imports() {
  cursor=''
  while :; do
    set -- --get --data-urlencode limit=100
    [ -z "$cursor" ] || set -- "$@" --data-urlencode "cursor=$cursor"
    api GET /employee-imports "$@"
    print_body
    has_next_page || return 0
  done
}

# print_faults ID: every page of what is wrong.
print_faults() {
  cursor=''
  while :; do
    set -- "$1" --get --data-urlencode limit=1000
    [ -z "$cursor" ] || set -- "$@" --data-urlencode "cursor=$cursor"
    faults_of=$1
    shift
    api GET "/employee-imports/$faults_of/faults" "$@"
    set -- "$faults_of"
    print_body
    has_next_page || return 0
  done
}

# print_import: the import in `body`, as text or in the format that was asked for.
print_import() {
  case $format_given,$format,$body in
    yes,text,* | no,*'"dryRun":true'*) ;;
    *)
      print_body
      return 0
      ;;
  esac
  import_json=$(printf '%s' "$body" | safe_json)
  print_columns "$import_json"
  print_people "$import_json"
  print_counts "$import_json"
  [ "$(printf '%s' "$body" | number_field faults)" != 0 ] || return 0
  import=$body
  api GET "/employee-imports/$followed/faults" --get --data-urlencode limit=20
  print_fault_table "$(printf '%s' "$body" | safe_json)"
  body=$import
}

help_if_asked "$@"
file='' followed='' faults='' list='' wait=yes
count=$#
while [ "$count" -gt 0 ]; do
  taken=2 parameter=''
  case $1 in
    --column | --set | --delimiter | --encoding | --follow | --faults) require_value "$@" ;;
    *) taken=1 ;;
  esac
  case $1 in
    --dry-run) parameter=dryRun=true ;;
    --no-wait) wait=no ;;
    --list) list=yes ;;
    --column)
      case $2 in
        *=*) require_word "${2%%=*}" 'A field' ;;
        *) usage_error '--column takes FIELD=HEADER.' ;;
      esac
      parameter="${2%%=*}Column=${2#*=}"
      ;;
    --set)
      case $2 in
        *=*) require_word "${2%%=*}" 'A setting' ;;
        *) usage_error '--set takes NAME=VALUE.' ;;
      esac
      parameter=$2
      ;;
    --delimiter | --encoding) parameter="${1#--}=$2" ;;
    --follow | --faults)
      require_word "$2" 'An import id'
      case $1 in
        --follow) followed=$2 ;;
        *) faults=$2 ;;
      esac
      ;;
    -*) usage_error "Unknown argument: $1" ;;
    *)
      [ -z "$file" ] || usage_error 'Exactly one file is needed.'
      file=$1
      ;;
  esac
  # What is read goes, and comes back behind the rest in curl's form.
  shift "$taken"
  count=$((count - taken))
  [ -z "$parameter" ] || set -- "$@" --url-query "$parameter"
done
case ${file:+file}${followed:+follow}${faults:+faults}${list:+list} in
  file | follow | faults | list) ;;
  *) usage_error 'Give a file, --list, or --follow or --faults with an id.' ;;
esac

require_api
require_id_token
# Lists have no text of their own.
[ -z "$list$faults" ] || [ "$format" != text ] || format=table
if [ -n "$list" ]; then
  columns 'id status dryRun rows created updated unchanged rejectedRows createdAt' \
    'id status dryRun bytes rows processedRows created updated unchanged rejectedRows faults error createdAt updatedAt finishedAt'
  list_imports
  exit 0
fi
if [ -n "$faults" ]; then
  columns 'line column reason' 'line column reason'
  print_faults "$faults"
  exit 0
fi
if [ -n "$file" ]; then
  [ -r "$file" ] || usage_error "$file cannot be read."
  api POST /employee-imports "$@" --header 'Content-Type: text/csv' --header 'Expect:' --data-binary "@$file"
  followed=$(printf '%s' "$body" | import_field id)
  printf 'Import %s\n' "$followed" >&2
fi
[ "$wait" = no ] || follow "$followed"
print_import
if [ "$(printf '%s' "$body" | number_field faults)" != 0 ]; then
  printf 'Rows were left out. See all that is wrong with them: %s --faults %s\n' "$0" "$followed" >&2
fi
[ "$(printf '%s' "$body" | import_field status)" != failed ] || exit 1
rejected=$(printf '%s' "$body" | number_field rejectedRows)
[ "${rejected:-0}" = 0 ] || exit 3
