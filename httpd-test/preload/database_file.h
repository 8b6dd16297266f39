// SPDX-License-Identifier: Apache-2.0
#pragma once

// Which descriptors a preload library looks at: those of regular files whose path holds the text of
// the environment variable PIM_PRELOAD_FILES. The modules know nothing of it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int is_database_file(int fd) {
  const char* wanted = getenv("PIM_PRELOAD_FILES");
  if (wanted == NULL || *wanted == '\0') {
    return 0;
  }
  char link[64];
  char path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) {
    return 0;
  }
  path[length] = '\0';
  return strstr(path, wanted) != NULL;
}
