#!/usr/bin/env bash
# Runs every fuzz target of the given packages for FUZZTIME. A failing input is kept under testdata/fuzz: commit it.
set -euo pipefail
cd "$(dirname "$0")/.."
fuzztime=${FUZZTIME:-20s}

# Only packages whose tests mention a fuzz target are compiled.
mapfile -t packages < <(go list -f '{{$dir := .Dir}}{{$path := .ImportPath}}{{range .TestGoFiles}}{{$path}} {{$dir}}/{{.}}{{"\n"}}{{end}}{{range .XTestGoFiles}}{{$path}} {{$dir}}/{{.}}{{"\n"}}{{end}}' "${@:-./...}" |
	while read -r package file; do
		if [ -n "$file" ] && grep -q '^func Fuzz' "$file"; then echo "$package"; fi
	done | sort -u)

count=0
for package in "${packages[@]}"; do
	for target in $(go test -list '^Fuzz' "$package" | grep '^Fuzz'); do
		echo "fuzz $package $target $fuzztime"
		go test -run '^$' -fuzz "^$target\$" -fuzztime "$fuzztime" "$package"
		count=$((count + 1))
	done
done
if [ "$count" -eq 0 ]; then
	echo "No fuzz target was found in ${*:-./...}." >&2
	exit 1
fi
echo "$count fuzz targets ran $fuzztime each without a finding."
