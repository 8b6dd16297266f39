# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What only `check --full` runs; sourced by httpd-test/check after the builds and tests.
# shellcheck disable=SC2154  # root, jobs and logs are the caller's

fuzz_all() {  # SECONDS EACH
  local target name found=0
  while IFS= read -r target; do
    name=$(basename "$target")
    found=1
    mkdir -p "build/fuzz/found/$name"
    step test "$name" $(($1 + 60)) "$target" "-max_total_time=$1" -timeout=5 -rss_limit_mb=2048 \
      "-artifact_prefix=build/fuzz/found/$name-" "build/fuzz/found/$name" "tests/fuzz/corpus/${name#fuzz_}"
  done < <(find build/fuzz -name 'fuzz_*' -type f -executable | sort)
  [ $found -eq 1 ] || step test fuzz 5 false
}

preset fuzz && fuzz_all 60

mapfile -t sources < <(git ls-files '*.h' '*.cpp' '*.c')
step test clang-format 300 clang-format-14 --dry-run -Werror "${sources[@]}"
# compile commands of the clang build: gcc's have options that clang does not know
step test clang-tidy 7200 run-clang-tidy-16 -quiet -p build/fuzz -j "$jobs" "^$root/(common|mod_syncml|mod_pimbridge|tools)/"
# names of this code, names of people, and words that tests misspell on purpose
step test codespell 60 codespell -q 3 --skip './build,./tests/data,./tests/fuzz/corpus,./.git,./LICENSE,*.vcf' \
  -L 'parms,upto,inflight,ist,fo,addd,ines,te,decison,ecret,savable,padd,nd,fle'
mapfile -t scripts < <(git grep -lE '^#!.*\bbash' -- ':!tests/data'; echo httpd-test/lib/setup.sh httpd-test/lib/full.sh | tr ' ' '\n')
step test shellcheck 60 shellcheck -x "${scripts[@]}"
if [ -x build/release/tests/bench/portal_to_portal ]; then
  step test benchmark 3600 httpd-test/with-postgresql build/release/tests/bench/portal_to_portal && cat "$logs/benchmark.log"
fi
step test planted-bugs 10800 python3 tests/simulation/planted/run.py
