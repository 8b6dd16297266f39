// SPDX-License-Identifier: Apache-2.0
// Preloaded into a throwaway httpd: every fsync and fdatasync of the database files takes
// PIM_SYNC_MS milliseconds longer, as on a disk that really turns.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

#include "database_file.h"

static void wait_for_disk(int fd) {
  const char* text = getenv("PIM_SYNC_MS");
  const long milliseconds = text == NULL ? 0 : strtol(text, NULL, 10);
  if (milliseconds > 0 && is_database_file(fd)) {
    struct timespec pause = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    while (nanosleep(&pause, &pause) != 0) {
    }
  }
}

int fsync(int fd) {
  static int (*real)(int);
  if (real == NULL) {
    real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  }
  wait_for_disk(fd);
  return real(fd);
}

int fdatasync(int fd) {
  static int (*real)(int);
  if (real == NULL) {
    real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  }
  wait_for_disk(fd);
  return real(fd);
}
