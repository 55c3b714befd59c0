#!/usr/bin/env bash
# Imports a file of real message records and holds what is printed and stored against known figures.
#
#   usage: scripts/replay-check.sh FILE
#
# FILE holds message records, one JSON object a line: 3,906 posts between customers and 68 brands on the network x. It is
# not part of this repository, because it is other people's text. The check imports it into a new folder and again, and
# prints five figures, which must be:
#
#   3906  messages stored by the first import, nothing rejected
#   1178  conversations: one for each (thread, customer)
#   1155  customers
#   21    messages of ours that are in no conversation: 18 that answer nobody and 3 whose chain leads to nobody we know
#   0     messages stored by the second import
#
# It exits with 1 when a figure differs. Needs go and python3.
set -euo pipefail

file=${1:?usage: scripts/replay-check.sh FILE}
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

(cd "$root" && go build -o "$folder/switchboard" ./cmd/switchboard)
for run in first second; do
	"$folder/switchboard" import --json --data "$folder/data" "$file" > "$folder/$run.json" || test $? -eq 3 # refused lines: below
done
exec python3 - "$folder" <<'PYTHON'
import json, sqlite3, sys
folder = sys.argv[1]
first, second = (json.load(open(f"{folder}/{run}.json")) for run in ("first", "second"))
store = sqlite3.connect(f"file:{folder}/data/switchboard.db?mode=ro", uri=True)
alone = store.execute("SELECT COUNT(*) FROM message WHERE conversation_id IS NULL").fetchone()[0]
figures = [first["stored"], first["conversations"], first["customers"], alone, second["stored"]]
print("/".join(map(str, figures)))
bad = [k for k in ("rejected", "failed") if first[k] or second[k]]
if bad or figures != [3906, 1178, 1155, 21, 0]:
    print("want 3906/1178/1155/21/0 and nothing rejected or failed:", first, second, file=sys.stderr)
    sys.exit(1)
PYTHON
