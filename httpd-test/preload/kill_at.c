// SPDX-License-Identifier: Apache-2.0
// Preloaded into a throwaway httpd: kills the process that is about to do the n-th fsync, fdatasync
// or pwrite of the database files. The count is shared by all processes through the small file that
// PIM_KILL_FILE names; a test arms and reads it there (httpd-test/pimtest/preload.py).
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/types.h>

#include "database_file.h"

enum { CountSyncs = 1, CountWrites = 2, HalfWrite = 4 };

struct shared {
  _Atomic uint64_t syncs;  // seen so far
  _Atomic uint64_t writes;
  _Atomic uint64_t counted;  // those of `flags`, since the test set it to 0
  _Atomic uint64_t kill_at;  // dies before the one of this number; 0 = never
  _Atomic uint64_t flags;
  _Atomic uint64_t killed;  // the process that died, so that a test can wait for it
};

static struct shared* open_shared(void) {
  static _Atomic(struct shared*) mapped;
  struct shared* known = atomic_load(&mapped);
  if (known != NULL) {
    return known;
  }
  const char* name = getenv("PIM_KILL_FILE");
  const int fd = name == NULL ? -1 : open(name, O_RDWR | O_CLOEXEC);
  if (fd < 0) {
    return NULL;
  }
  void* place = mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (place == MAP_FAILED) {
    return NULL;
  }
  atomic_store(&mapped, (struct shared*)place);
  return place;
}

// 1 where the caller shall die now.
static int its_turn(struct shared* state, uint64_t kind) {
  if ((atomic_load(&state->flags) & kind) == 0) {
    return 0;
  }
  const uint64_t number = atomic_fetch_add(&state->counted, 1) + 1;
  return number == atomic_load(&state->kill_at);
}

static void die(struct shared* state) {
  atomic_store(&state->killed, (uint64_t)getpid());
  kill(getpid(), SIGKILL);
}

static void before_sync(int fd) {
  struct shared* state = open_shared();
  if (state != NULL && is_database_file(fd)) {
    atomic_fetch_add(&state->syncs, 1);
    if (its_turn(state, CountSyncs)) {
      die(state);
    }
  }
}

int fsync(int fd) {
  static int (*real)(int);
  if (real == NULL) {
    real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  }
  before_sync(fd);
  return real(fd);
}

int fdatasync(int fd) {
  static int (*real)(int);
  if (real == NULL) {
    real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  }
  before_sync(fd);
  return real(fd);
}

typedef ssize_t (*pwrite_type)(int, const void*, size_t, off64_t);

static ssize_t counted_pwrite(pwrite_type real, int fd, const void* octets, size_t size,
                              off64_t offset) {
  struct shared* state = open_shared();
  if (state != NULL && is_database_file(fd)) {
    atomic_fetch_add(&state->writes, 1);
    if (its_turn(state, CountWrites)) {
      if (atomic_load(&state->flags) & HalfWrite) {
        // a fatal signal may also end a write between two pages
        (void)!real(fd, octets, size / 2, offset);
      }
      die(state);
    }
  }
  return real(fd, octets, size, offset);
}

ssize_t pwrite(int fd, const void* octets, size_t size, off_t offset) {
  static pwrite_type real;
  if (real == NULL) {
    real = (pwrite_type)dlsym(RTLD_NEXT, "pwrite64");
  }
  return counted_pwrite(real, fd, octets, size, offset);
}

ssize_t pwrite64(int fd, const void* octets, size_t size, off64_t offset) {
  return pwrite(fd, octets, size, (off_t)offset);
}
