#!/usr/bin/env bash
# The command line as a script uses it, from nothing to a roll back. Run by story.integration.test.ts with a server up:
#   ROOT=<checkout> WORK=<empty folder> QUINTET_DATA=<the server's data folder> DATA_FILE=<a CSV> bash story.sh
# Every answer is parsed by jq; the first thing that is not as said ends it with the line.
set -euo pipefail
trap 'echo "story.sh: line $LINENO: $BASH_COMMAND" >&2' ERR
cd "$WORK"

quintet() { node "$ROOT/bootstrap.mjs" "$@"; }
# fails <code> <command …>: it ends with that exit code, and says so as JSON.
fails() {
  local wanted=$1 status=0
  shift
  quintet "$@" --json >failure.json 2>failure.txt || status=$?
  [ "$status" = "$wanted" ] || { echo "expected exit $wanted, got $status: quintet $*" >&2; cat failure.json failure.txt >&2; return 1; }
  jq -e '.error.code and .error.message' failure.json >/dev/null
}

# npx finds it.
(cd "$ROOT" && npx --no-install quintet help) | grep -q "npx quintet <command>"

# Wrong calls: one sentence, exit code 2.
fails 2 pubish; jq -e '.error.message | contains("\"publish\"")' failure.json
fails 2 publish; fails 2 publish shop --ja; fails 2 import "$DATA_FILE" --bad-values perhaps
fails 1 plan nowhere; jq -e '.error.code == "app_not_found"' failure.json
fails 1 import ./nothing; jq -e '.error.code == "path_not_found"' failure.json

# A data file becomes a model in a new app, and is live.
slug=$(quintet import "$DATA_FILE" --name "Film club" --publish --yes --json | jq -er '.app.slug')
[ "$slug" = film-club ]
quintet apps --json | jq -e --arg slug "$slug" '.results[] | select(.slug == $slug) | .live.versionNumber == 1'
quintet routes "$slug" --json | jq -e '(.routes | length) == 2 and (.rest | length) == 1'

# Out as files, checked without a server, in again into a new app: the same hash.
hash=$(quintet export "$slug" ./club --json | jq -er .contentHash)
quintet check ./club --json | jq -e '.problems | type == "array"'
[ "$(quintet import ./club --name "Second club" --json | jq -er .contentHash)" = "$hash" ]
quintet export second-club ./second --json | jq -e --arg hash "$hash" '.contentHash == $hash'
diff -r club second

# A change by hand in the files: a rename is a rename.
model=$(ls club/models)
jq '.fields |= map(if .name == "title" then .name = "headline" | .label = "Headline" else . end)' "club/models/$model" >changed.json
mv changed.json "club/models/$model"
quintet import ./club --app "$slug" --json | jq -e '.changes >= 1'
quintet plan "$slug" --json | jq -e '[.steps[].description] | any(test("[Rr]ename"))'
fails 4 publish "$slug"; jq -e '.error.review.steps | length >= 1' failure.json
quintet publish "$slug" --yes --message "Say headline" --json | jq -e '.release.state == "live" and .release.versionNumber == 2'
quintet publish "$slug" --yes --json | jq -e '.release == null'

# A broken file says where, and changes nothing.
cp -r club broken; echo '{' >broken/routes.json
fails 1 import ./broken --app "$slug"; jq -e '.error.problems[0].file == "routes.json"' failure.json

# The doctor finds nothing wrong.
quintet doctor --json | jq -e '[.findings[].code] | index("apps.drift") and index("mail.transport") and index("jobs.outbox")'

# Back.
quintet rollback "$slug" --yes --json | jq -e '.release.state == "live" and .release.rollbackOf != null'
quintet export "$slug" ./back --live --json | jq -e --arg hash "$hash" '.contentHash == $hash'

# A token of its own, for another machine: with the scope it works, without it is refused.
secret=$(quintet token create reader --scope read --days 7 --json | jq -er .secret)
QUINTET_URL=$STUDIO QUINTET_TOKEN=$secret quintet apps --json | jq -e '.results | length == 2'
QUINTET_URL=$STUDIO QUINTET_TOKEN=$secret fails 3 create "Not allowed"
QUINTET_URL=http://192.0.2.1:4000 QUINTET_TOKEN=$secret fails 2 apps; jq -e '.error.code == "insecure_http"' failure.json
quintet token list --json | jq -e '.results | any(.name == "reader")'
quintet token revoke reader --json >/dev/null
QUINTET_URL=$STUDIO QUINTET_TOKEN=$secret fails 3 apps

echo "The story is told."
