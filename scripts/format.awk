# Turns JSON documents into a table for people or into CSV. lib.sh gives it the documents on standard input, and
#
#   format   table, csv, or rows: each row as JSON, one a line
#   columns  fields to show, such as "id lastError.code"; empty: all, in the order in which they come
#   rows     names of top-level arrays that hold the rows; a document without one is a row itself (default: items)
#
# Runs on any POSIX awk in the C locale, where a character is a byte.

BEGIN {
  listCount = split(rows == "" ? "items" : rows, names, " ")
  for (i = 1; i <= listCount; i++) isList[names[i]] = 1
  isFixed = columnCount = split(columns, order, " ")
  for (i = 1; i <= columnCount; i++) isKnown[order[i]] = 1
  plain["n"] = "\n"; plain["t"] = "\t"; plain["r"] = "\r"; plain["b"] = plain["f"] = " "
  control = "[\001-\037\177]|\302[\200-\237]"
  # Marks that change the direction of text, or that nobody sees.
  hidden = "\342\200[\213-\217\250-\256]|\342\201[\240-\257]|\357\273\277"
  blank = "^([ \t\r\n\v\f]|\302\240|" hidden ")+"
  formula = "^([=+@-]|\357\274[\235\213\215\240])"
}

# Every other part of a line between quotation marks is the inside of a string.
{
  count = split($0, part, "\"")
  inside = 0
  for (i = 1; i <= count; i++) {
    if (!inside) {
      structure(part[i])
      inside = 1
      text = ""
      continue
    }
    text = text part[i]
    if (endsEscaping(part[i])) text = text "\""
    else {
      string(text)
      inside = 0
    }
  }
}

END {
  if (format == "csv") printCsv()
  else if (format == "table" && documentRows && rowCount == 1) printFields()
  else if (format == "table") printTable()
}

function endsEscaping(s) { return match(s, /\\+$/) && RLENGTH % 2 }

function structure(s,    k, c) {
  for (k = 1; k <= length(s); k++) {
    c = substr(s, k, 1)
    if (index("{[", c)) begin(c)
    if (captured) raw = raw c
    if (index("}],", c)) flush()
    if (index("}]", c)) end(c)
    else if (c == ",") wantsKey[depth] = kind[depth] == "{"
    else if (!index("{[: \t\r\n", c)) token = token c
  }
  flush()
}

function flush(    t) {
  t = token
  token = ""
  if (t != "") scalar(t == "null" ? "" : t, 0, t == "null")
}

function string(s) {
  if (captured) raw = raw "\"" s "\""
  if (kind[depth] == "{" && wantsKey[depth]) {
    key[depth] = unescape(s)
    wantsKey[depth] = 0
  } else scalar(unescape(s), 1, 0)
}

# The field that the value at this point belongs to, by the keys from the row's own object on.
function path(    k, p) {
  for (k = inList ? 3 : 1; k <= depth; k++) p = p (p == "" ? "" : ".") key[k]
  return p
}

function begin(c,    p) {
  if (captured) isSimple = 0
  else if (depth == 0) startRow("document")
  else if (depth == 1 && c == "[" && key[1] in isList) {
    inList = hasList = 1
    listName = key[1]
  } else if (inList && depth == 2) {
    startRow("row")
    if (format == "rows") capture("", 0)
  } else {
    p = path()
    if (c == "[" || isFixed && p in isKnown) capture(p, c == "[")
  }
  kind[++depth] = c
  wantsKey[depth] = c == "{"
}

function capture(p, simple) {
  captured = depth + 1
  capturedPath = p
  isSimple = simple
  joined = raw = ""
}

function end(c) {
  depth--
  if (captured) {
    if (depth >= captured) return
    captured = 0
    if (format == "rows") print raw
    else record(capturedPath, isSimple ? joined : raw == "{}" ? "" : raw, 1, 0)
    if (!(inList && depth == 2)) return
  }
  if (inList && depth == 2) emit("row")
  else if (inList && depth == 1) inList = 0
  else if (depth == 0) {
    if (!hasList) emit("document")
    hasList = 0
  }
}

function scalar(value, isText, isNull) {
  if (captured) joined = joined (joined == "" ? "" : ", ") value
  else if (inList && depth == 2) {
    startRow("row")
    record("value", value, isText, isNull)
    emit("row")
  } else if (depth > 0) record(path(), value, isText, isNull)
}

function startRow(owner) { fields[owner] = 0 }

function record(p, value, isText, isNull,    owner) {
  owner = inList ? "row" : "document"
  fieldOf[owner, ++fields[owner]] = p
  valueOf[owner, fields[owner]] = format == "csv" ? cell(value, isText) : clean(value)
  if (!isNull) hasValue[p] = 1
}

function emit(owner,    k, p) {
  if (format == "rows") return
  if (format == "csv" && isFixed) rowCount = 0
  rowCount++
  if (owner == "document") documentRows++
  if (listCount > 1) {
    if (!("list" in isKnown)) { isKnown["list"] = hasValue["list"] = 1; order[++columnCount] = "list" }
    data[rowCount, "list"] = listName
  }
  for (k = 1; k <= columnCount; k++) if (order[k] != "list") data[rowCount, order[k]] = ""
  for (k = 1; k <= fields[owner]; k++) {
    p = fieldOf[owner, k]
    if (!(p in isKnown)) {
      if (isFixed) continue
      isKnown[p] = 1
      order[++columnCount] = p
    }
    data[rowCount, p] = valueOf[owner, k]
  }
  # With fixed columns nothing has to be kept: a trail of any length passes.
  if (format == "csv" && isFixed) {
    printHeader()
    printRow(1)
  }
}

# A field that is null in every row is left out where its parts are columns themselves.
function chooseColumns(    k, m, p, has) {
  for (k = 1; k <= columnCount; k++) {
    p = order[k]
    has = isFixed || p in hasValue
    for (m = 1; m <= columnCount && !has; m++) if (index(order[m], p ".") == 1) break
    if (has || m > columnCount) shown[++shownCount] = p
  }
}

function printCsv(    r) {
  if (isFixed) { printHeader(); return }
  chooseColumns()
  if (shownCount == 0) return
  printHeader()
  for (r = 1; r <= rowCount; r++) printRow(r)
}

function printHeader(    k, line) {
  if (headerPrinted++) return
  if (shownCount == 0) chooseColumns()
  for (k = 1; k <= shownCount; k++) line = line (k == 1 ? "" : ",") cell(shown[k], 1)
  print line
}

function printRow(r,    k, line) {
  for (k = 1; k <= shownCount; k++) line = line (k == 1 ? "" : ",") data[r, shown[k]]
  print line
}

# A text that a spreadsheet would run gets an apostrophe before it, also behind blanks and invisible marks.
function cell(value, isText,    probe) {
  if (isText) {
    probe = value
    sub(blank, "", probe)
    if (probe ~ formula || value ~ /^[\t\r\n]/) value = "'" value
  }
  if (value !~ /[",;\t\r\n]|^[ ']|[ ]$/) return value
  gsub(/"/, "\"\"", value)
  return "\"" value "\""
}

function clean(value) {
  gsub(hidden, "", value)
  gsub(control, " ", value)
  return value
}

function widthOf(s) {
  gsub("[\200-\277]", "", s)
  return length(s)
}

function cut(s,    k, n) {
  if (widthOf(s) <= 60) return s
  for (k = 1; k <= length(s); k++) if (substr(s, k, 1) !~ "[\200-\277]" && ++n == 60) break
  return substr(s, 1, k - 1) "\342\200\246"
}

function pad(s, width) { return sprintf("%s%" (width - widthOf(s)) "s", s, "") }

function printTable(    k, r, v, line) {
  chooseColumns()
  for (k = 1; k <= shownCount; k++) {
    data[0, shown[k]] = shown[k]
    for (r = 0; r <= rowCount; r++) {
      v = data[r, shown[k]] = cut(data[r, shown[k]])
      if (widthOf(v) > width[k]) width[k] = widthOf(v)
    }
  }
  for (r = 0; r <= rowCount && shownCount > 0; r++) {
    line = ""
    for (k = 1; k <= shownCount; k++) line = line (k == 1 ? "" : "  ") pad(data[r, shown[k]], width[k])
    sub(/ +$/, "", line)
    print line
  }
}

function printFields(    k, widest) {
  chooseColumns()
  for (k = 1; k <= shownCount; k++) if (widthOf(shown[k]) > widest) widest = widthOf(shown[k])
  for (k = 1; k <= shownCount; k++) print pad(shown[k], widest) "  " data[1, shown[k]]
}

function unescape(s,    k, c, plainText) {
  while ((k = index(s, "\\")) > 0) {
    c = substr(s, k + 1, 1)
    plainText = plainText substr(s, 1, k - 1)
    if (c == "u") {
      plainText = plainText utf8(substr(s, k + 2, 4))
      s = substr(s, k + 6)
    } else {
      plainText = plainText (c in plain ? plain[c] : c)
      s = substr(s, k + 2)
    }
  }
  return plainText s
}

function utf8(hex,    k, code) {
  for (k = 1; k <= 4; k++) code = code * 16 + index("0123456789abcdef", tolower(substr(hex, k, 1))) - 1
  if (code == 0) return ""
  if (code < 128) return sprintf("%c", code)
  if (code < 2048) return sprintf("%c%c", 192 + int(code / 64), 128 + code % 64)
  # Half of a pair that never came.
  if (code >= 55296 && code < 57344) return "\357\277\275"
  return sprintf("%c%c%c", 224 + int(code / 4096), 128 + int(code / 64) % 64, 128 + code % 64)
}
