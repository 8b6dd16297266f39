# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# with_progress LOG COMMAND...: runs it with its output in LOG. On a terminal one line tells how far it is, by the
# [n/m] that ninja writes, and for how long it has been at work.

tell_progress() {  # LOG
  local start=$SECONDS step
  while kill -0 $$ 2>/dev/null; do  # this shell may have ended by Ctrl-C
    step=$(tail -c 2000 "$1" 2>/dev/null | grep -oE '\[[0-9]+/[0-9]+\]' | tail -n 1)
    printf '\r\033[K  %s %d s ' "${step:-...}" $((SECONDS - start))
    sleep 0.5
  done
}

with_progress() {
  local log=$1 teller='' result=0
  shift
  if [ -t 1 ]; then
    tell_progress "$log" &
    teller=$!
  fi
  "$@" >"$log" 2>&1 </dev/null || result=$?  # in the foreground: Ctrl-C ends it
  if [ -n "$teller" ]; then
    kill "$teller" 2>/dev/null || true
    wait "$teller" 2>/dev/null || true
    printf '\r\033[K'
  fi
  return $result
}
