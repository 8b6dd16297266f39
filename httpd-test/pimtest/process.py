# SPDX-License-Identifier: Apache-2.0
"""Processes of an instance, found by pid through /proc."""
import os
import signal
import time


def alive(pid):
    """Whether it runs; a zombie that nobody reaps does not."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as f:
            return f.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def _living(field, value):
    """Processes whose field of /proc/PID/stat (counted behind the name) is that number, lowest first."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat", encoding="ascii", errors="replace") as f:
                    fields = f.read().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[field]) == value and fields[0] != "Z":
                found.append(int(entry))
    return sorted(found)


def children(pid):
    """Living children of a process."""
    return _living(1, pid)


def session_members(pid):
    """Living processes of the session that a process leads."""
    return _living(3, pid)


def wait_until(condition, seconds, pause=0.01):
    """Polls until the condition holds; its last value."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value or time.monotonic() > end:
            return value
        time.sleep(pause)


def send(pid, number):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def half_closed(port):
    """Whether a connection to this port of 127.0.0.1 was closed by its client and not yet by its server."""
    end, close_wait = f"0100007F:{port:04X}", "08"
    with open("/proc/net/tcp", encoding="ascii") as f:
        return any(fields[1] == end and fields[3] == close_wait for fields in map(str.split, f))


def stop_httpd(pid, patience=20.0):
    """Ends the parent, which ends its children; what does not end in time is killed, by pid."""
    known = [pid, *children(pid)]
    send(pid, signal.SIGTERM)
    if wait_until(lambda: not alive(pid), patience):
        return True
    for one in {*known, *children(pid)}:
        send(one, signal.SIGKILL)
    wait_until(lambda: not any(map(alive, known)), 5)
    return False


def resident_private(pid):
    """Private pages of a process in bytes."""
    total = 0
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as f:
        for line in f:
            if line.startswith(("Private_Clean:", "Private_Dirty:")):
                total += int(line.split()[1]) * 1024
    return total


def cpu_seconds(pid):
    """User and system time a process has used."""
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def cpu_seconds_of_all(pid):
    """The same of a process with its children, the living ones and those it has waited for."""
    total = 0.0
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    total += sum(int(n) for n in fields[11:15]) / os.sysconf("SC_CLK_TCK")
    for child in children(pid):
        try:
            total += cpu_seconds_of_all(child)
        except OSError:
            continue  # it has just ended
    return total
