#!/usr/bin/env bash
# notebook-cold and notebook-warm: ten small cells and one chart, nothing cached and unchanged.
# Prints the medians of ten runs in seconds, and the parts of the last cold run.
set -euo pipefail
unroll=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
{
  echo "# Ten small cells"
  for i in 1 2 3 4 5 6 7 8 9; do
    printf '\n```swift\nlet x%d = (1...10).map { $0 * %d }\nprint("sum", x%d.reduce(0, +))\n```\n' $i $i $i
  done
  printf '\n```swift\n//| label: fig-line\nshow(Chart("Line", x: "i", y: "x").line(x9, name: "x9"))\n```\n'
} > ten.md
"$unroll" render ten.md --quiet -o out  # the compiler's own module cache is not the notebook's
median() { sort -n | sed -n '5,6p' | awk '{ s += $1 } END { printf "%.3f", s / 2 }'; }
time_one() { local t0 t1; t0=$(date +%s%N); "$@" >/dev/null 2>&1; t1=$(date +%s%N); awk "BEGIN { print ($t1 - $t0) / 1e9 }"; }
cold=$(for _ in 1 2 3 4 5 6 7 8 9 10; do rm -rf .unroll/objects .unroll/results; time_one "$unroll" render ten.md -o out; done | median)
warm=$(for _ in 1 2 3 4 5 6 7 8 9 10; do time_one "$unroll" render ten.md -o out; done | median)
rm -rf .unroll/objects .unroll/results
parts=$("$unroll" render ten.md -o out --verbose 2>&1 | grep analyse)
echo "{\"workload\": \"notebook-cold\", \"seconds\": $cold}"
echo "{\"workload\": \"notebook-warm\", \"seconds\": $warm}"
echo "$parts"
