# shellcheck shell=sh
# How import-employees.sh shows an import to people. Sourced after lib.sh, never run.
#
# Values come from somebody's file: what a terminal would obey, and what reorders a line, is shown as "?".

# Bytes of UTF-8 that continue a character, so that characters can be counted in the C locale.
continuing=$(printf '\200')-$(printf '\277')
cell_end=$(printf '\037')
cell_mark=$(printf '\036')
character="[^$cell_mark$cell_end$continuing][$continuing]*"
# The widest column, in characters.
max_width=32

# safe_json: the JSON on standard input without characters that a terminal obeys or that change the direction of text.
safe_json() {
  tr '\177' '?' | sed -E "s/$(printf '\302')[$(printf '\200')-$(printf '\237')]/?/g
    s/$(printf '\342\200')[$(printf '\252')-$(printf '\256')]/?/g
    s/$(printf '\342\201')[$(printf '\246')-$(printf '\251')]/?/g"
}

# unescaped: texts of JSON strings on standard input in plain. White space becomes a space; other escapes stay.
unescaped() {
  mark=$(printf '\035')
  sed -E "s|\\\\\\\\|$mark|g; s|\\\\[nrtbf]| |g; s|\\\\([\"/])|\\1|g; s|$mark|\\\\|g"
}

# column_widths: the widths of the columns of a table on standard input, each with a comma behind it. The last column has
# none.
column_widths() {
  set -f
  widths=''
  while IFS= read -r row; do
    rest=$widths widths='' IFS=$cell_end
    for cell in ${row%"$cell_end"*}; do
      width=${rest%%,*} rest=${rest#*,}
      [ "${#cell}" -le "${width:-0}" ] || width=${#cell}
      [ "$width" -le "$max_width" ] || width=$max_width
      widths="$widths${width:-0},"
    done
    widths=$widths$rest
  done
  printf '%s' "$widths"
}

# print_table: the rows on standard input in columns. Each cell but the last of a row has $cell_end behind it.
print_table() {
  table=$(cat)
  widths=$(printf '%s\n' "$table" | tr -d "$continuing" | column_widths)
  spaces=$(printf "%${max_width}s" '')
  # The cell behind the mark is cut or filled up, and the mark goes behind it.
  commands="s/^/$cell_mark/"
  while [ -n "$widths" ]; do
    width=${widths%%,*} widths=${widths#*,}
    commands="$commands
      s/$cell_mark(($character){$((width > 0 ? width - 1 : 0))})($character){2,}$cell_end/$cell_mark\\1…$cell_end/
      s/$cell_mark([^$cell_end]*)$cell_end/$cell_mark\\1$spaces$cell_end/
      s/$cell_mark(($character){$width}) *$cell_end/\\1  $cell_mark/"
  done
  printf '%s\n' "$table" | sed -E "$commands
    s/$cell_mark//"
}

# object_field NAME: the JSON object of that name, which holds texts and lists of texts, on standard input.
object_field() {
  sed -nE 's/^.*"'"$1"'":(\{("([^"\\]|\\.)*"|[],:[])*\}).*$/\1/p'
}

# list_field NAME: the texts of the list of that name on standard input, with bars between them.
list_field() {
  sed -nE 's/^.*"'"$1"'":\[(("([^"\\]|\\.)*",?)*)\].*$/\1/p' | sed -E 's/^"//; s/"$//; s/","/ | /g'
}

# print_columns JSON: which column is read as which field, with values of the first rows.
print_columns() {
  samples=$(printf '%s' "$1" | object_field samples)
  {
    printf 'COLUMN\037FIELD\037FIRST VALUES\n'
    printf '%s' "$1" | object_field mapping | grep -oE '"([^"\\]|\\.)*":"([^"\\]|\\.)*"' |
      while IFS= read -r pair; do
        field=${pair#\"}
        field=${field%%\"*}
        header=${pair#*\":\"}
        printf '%s\037%s\037%s\n' "${header%\"}" "$field" \
          "$(printf '%s' "$samples" | list_field "$field")"
      done
  } | unescaped | print_table
  ignored=$(printf '%s' "$1" | list_field ignoredColumns | unescaped)
  [ -z "$ignored" ] || printf '\nNot read: %s\n' "$ignored"
}

# amount CENTS: as 40.87; nothing for nothing.
amount() {
  [ -z "$1" ] || printf '%d.%02d' "$(($1 / 100))" "$(($1 % 100))"
}

# print_people JSON: the first people of the file as they would be stored.
print_people() {
  people=$(printf '%s' "$1" |
    sed -nE 's/^.*"people":\[((\{("([^"\\]|\\.)*"|[:,0-9a-z-])*\},?)*)\].*$/\1/p' |
    grep -oE '\{("([^"\\]|\\.)*"|[:,0-9a-z-])*\}') || return 0
  printf '\n'
  {
    printf 'OUTCOME\037ID\037NAME\037EMAIL\037ROLE\037DEPARTMENT\037STATUS\037PAY AN HOUR\n'
    printf '%s\n' "$people" | while IFS= read -r person; do
      for name in outcome sourceId name email role department employmentStatus; do
        printf '%s\037' "$(printf '%s' "$person" | json_field "$name")"
      done
      amount "$(printf '%s' "$person" | number_field hourlyRateCents)"
      printf '\n'
    done
  } | unescaped | print_table
}

# count_of NAME JSON: a whole number of that name.
count_of() {
  printf '%s' "$2" | number_field "$1"
}

# print_counts JSON: how many rows there are, and what became or would become of them.
print_counts() {
  state=$(printf '%s' "$1" | import_field status)
  case $state$1 in
    queued* | running*)
      printf '\n%s rows, which are not judged yet\n' "$(count_of rows "$1")"
      return 0
      ;;
    failed*) became="were created before the import failed ($(printf '%s' "$1" | json_field error))" ;;
    *'"dryRun":true'*) became='would be created' ;;
    *) became='created' ;;
  esac
  printf '\n%s rows: %s %s, %s updated, %s unchanged, %s left out\n' "$(count_of rows "$1")" \
    "$(count_of created "$1")" "$became" "$(count_of updated "$1")" "$(count_of unchanged "$1")" \
    "$(count_of rejectedRows "$1")"
}

# print_fault_table PAGE: what is wrong, by line and column.
print_fault_table() {
  found=$(printf '%s' "$1" | grep -oE '\{("([^"\\]|\\.)*"|[:,0-9a-z])*\}') || return 0
  printf '\n'
  {
    printf 'LINE\037COLUMN\037REASON\n'
    printf '%s\n' "$found" | while IFS= read -r fault; do
      column=$(printf '%s' "$fault" | json_field column)
      printf '%s\037%s\037%s\n' "$(printf '%s' "$fault" | number_field line)" "${column:-(row)}" \
        "$(printf '%s' "$fault" | json_field reason)"
    done
  } | unescaped | print_table
}
