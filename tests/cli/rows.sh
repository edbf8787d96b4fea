#!/usr/bin/env bash
# Rows into a live model, as a script writes them. Run by story.integration.test.ts with a server up, whose app $APP has
# the models author (name, unique) and book (title, isbn, price, pages, author) live:
#   ROOT=<checkout> WORK=<folder with update.xlsx> QUINTET_DATA=<the server's data folder> APP=<slug> bash rows.sh
set -Eeuo pipefail
trap 'echo "rows.sh: line $LINENO: $BASH_COMMAND" >&2; cat failure.json failure.txt >&2 2>/dev/null || true' ERR
cd "$WORK"

quintet() { node "$ROOT/bootstrap.mjs" "$@"; }
# fails <exit code> <error code> <command …>
fails() {
  local wanted=$1 code=$2 status=0
  shift 2
  quintet "$@" --json >failure.json 2>failure.txt || status=$?
  [ "$status" = "$wanted" ] || { echo "expected exit $wanted, got $status: quintet $*" >&2; return 1; }
  jq -e --arg code "$code" '.error.code == $code and (.error.message | contains("\n") | not)' failure.json >/dev/null
}
# says <text>: the last failure's sentence has it.
says() { jq -e --arg text "$1" '.error.message | contains($text)' failure.json >/dev/null; }
books() { quintet import "$@" --app "$APP" --model books --json; }

# Wrong calls end before anything is sent.
printf 'title\tisbn\tprice\tpages\tauthor\nKindred\t1\t11.00\t264\tButler\nDawn\t2\t10.20\t248\tButler\nEmma\t3\t7.5\t474\tAusten\n' >books.tsv
fails 2 usage import books.tsv --model book; says "--app"
fails 2 usage import books.tsv --map title=title
fails 2 usage import books.tsv --app "$APP" --model book --publish; says "live at once"
fails 1 app_not_found import books.tsv --app "${APP}s" --model book; says "Did you mean \"$APP\"?"
fails 1 model_not_found import books.tsv --app "$APP" --model bok; says 'Did you mean "book"?'
fails 1 model_not_live import books.tsv --app "$APP" --model shelf

# Columns fill fields by their names, and an author is found by name.
books books.tsv >added.json
jq -e '.result | .added == 3 and .updated == 0 and .canTakeBack' added.json
jq -e '[.columns[] | "\(.column)=\(.field)"] | index("author=author") and (index("isbn=isbn"))' added.json

# No column is left out in silence; a name that is only like a field's is asked about.
printf 'Book title\tISBN\tNotes\nMartha\t4\tgood\n' >likely.tsv
fails 1 columns_without_field import likely.tsv --app "$APP" --model book
jq -e '.error.columns == [{"column": "Book title", "field": "title"}, {"column": "Notes"}]' failure.json
fails 1 column_not_found import likely.tsv --app "$APP" --model book --map "Book titel=title"; says 'Did you mean "Book title"?'
fails 1 mapping_incomplete import likely.tsv --app "$APP" --model book --ignore '*'; says "Title is required"
books likely.tsv --map "Book title=title" --ignore notes --set pages=100 --set author=1 --dry-run >tried.json
jq -e '.isDryRun and .outcome.add == 1 and (.result | not)' tried.json

# A workbook's sheet changes the rows with an equal ISBN, and adds the others.
fails 1 sheet_not_found import update.xlsx --app "$APP" --model book --sheet Prises --match isbn; says 'Did you mean "Prices"?'
books update.xlsx --sheet Prices --match isbn >updated.json
jq -e '.result | .added == 1 and .updated == 1 and .unchanged == 1 and (.canTakeBack | not)' updated.json

# Rows that do not fit: listed, and nothing is written; a dry run says so with a code of its own.
printf 'title,isbn,price\nGood,10,1.00\nBad,11,cheap\n,12,2.00\n' >bad.csv
fails 1 rows_do_not_fit import bad.csv --app "$APP" --model book
jq -e '.error.badRows | map("\(.row) \(.source) \(.value)") == ["2 price cheap", "3 title "] and all(.message != "")' failure.json
quintet import bad.csv --app "$APP" --model book --dry-run >told.txt 2>&1 || [ $? = 5 ]
grep -q 'row 2, price: "cheap": ' told.txt
fails 5 rows_do_not_fit import bad.csv --app "$APP" --model book --dry-run --bad-values blank
jq -e '.error.outcome.refuse == 1' failure.json
books bad.csv --bad-values skip | jq -e '.result.added == 1 and .result.skipped == 2'

# Cells beyond the header: stop, without them, not the rows, or as columns.
printf 'title,isbn\nLong,20,400,x\nShort,21\nBrief,22\nSmall,23\n' >extra.csv
fails 1 rows_do_not_fit import extra.csv --app "$APP" --model book
jq -e '.error.badRows[0].isExtra' failure.json
books extra.csv --extra-cells skip --dry-run | jq -e '.outcome.add == 3 and .outcome.skip == 1'
books extra.csv --extra-cells columns --map "Column 3=pages" --ignore "Column 4" --dry-run | jq -e '.outcome.add == 4'
books extra.csv --extra-cells blank >long.json
jq -e '.result | .added == 4 and .shortened == 1' long.json
fails 5 rows_do_not_fit import extra.csv --name "Extra" --dry-run
quintet import extra.csv --name "Extra" --extra-cells columns --dry-run --json \
  | jq -e '.isDryRun and .rows == 4 and (.columns | length) == 4'
quintet apps --json | jq -e '.results | all(.label != "Extra")'

# The way back, once; twice is the same.
quintet import take-back "$(jq -r .import long.json)" --json | jq -e '.removed == 4'
quintet import take-back "$(jq -r .import long.json)" --json | jq -e '.removed == 4'
fails 1 conflict import take-back "$(jq -r .import updated.json)"
fails 1 not_found import take-back 00000000-0000-7000-8000-000000000000
fails 2 usage import take-back 12

# A token that may not is told so before the file is sent.
secret=$(quintet token create rows --scope edit --days 7 --json | jq -er .secret)
QUINTET_URL=$STUDIO QUINTET_TOKEN=$secret fails 3 insufficient_scope import books.tsv --app "$APP" --model book; says "data"
quintet token revoke rows --json >/dev/null

echo "The rows are in."
