// SPDX-License-Identifier: Apache-2.0
#include "tests/sql/faulty_vfs.h"

#include <cppunit/TestAssert.h>
#include <sqlite3.h>

#include <new>

namespace pim::sql::testing {
namespace {

FaultyVfs* faults = nullptr;
sqlite3_vfs* platform = nullptr;

/// What sqlite sees as its file; the platform's file lies right behind it.
struct File {
  sqlite3_file base;
  sqlite3_file* real;
};

sqlite3_file* real(sqlite3_file* file) {
  return reinterpret_cast<File*>(file)->real;
}

int close_file(sqlite3_file* file) {
  return real(file)->pMethods->xClose(real(file));
}
int read(sqlite3_file* file, void* to, int length, sqlite3_int64 at) {
  return real(file)->pMethods->xRead(real(file), to, length, at);
}
int write(sqlite3_file* file, const void* from, int length, sqlite3_int64 at) {
  const int code = faults->next(FaultyVfs::Call::Write);
  return code != SQLITE_OK ? code : real(file)->pMethods->xWrite(real(file), from, length, at);
}
int truncate(sqlite3_file* file, sqlite3_int64 size) {
  return real(file)->pMethods->xTruncate(real(file), size);
}
int sync(sqlite3_file* file, int flags) {
  const int code = faults->next(FaultyVfs::Call::Sync);
  return code != SQLITE_OK ? code : real(file)->pMethods->xSync(real(file), flags);
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return real(file)->pMethods->xFileSize(real(file), size);
}
int lock(sqlite3_file* file, int level) {
  return real(file)->pMethods->xLock(real(file), level);
}
int unlock(sqlite3_file* file, int level) {
  return real(file)->pMethods->xUnlock(real(file), level);
}
int check_lock(sqlite3_file* file, int* held) {
  return real(file)->pMethods->xCheckReservedLock(real(file), held);
}
int control(sqlite3_file* file, int operation, void* argument) {
  return real(file)->pMethods->xFileControl(real(file), operation, argument);
}
int sector_size(sqlite3_file* file) {
  return real(file)->pMethods->xSectorSize(real(file));
}
int traits(sqlite3_file* file) {
  return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
int shm_map(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
  const int code = faults->next(FaultyVfs::Call::MapLog);
  return code != SQLITE_OK
             ? code
             : real(file)->pMethods->xShmMap(real(file), region, size, extend, memory);
}
int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
  return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void shm_barrier(sqlite3_file* file) {
  real(file)->pMethods->xShmBarrier(real(file));
}
int shm_unmap(sqlite3_file* file, int remove) {
  return real(file)->pMethods->xShmUnmap(real(file), remove);
}

// Version 2: with shared memory, without mapped reads, so every read comes through here.
const sqlite3_io_methods methods = {2,           close_file,  read,    write,   truncate,
                                    sync,        file_size,   lock,    unlock,  check_lock,
                                    control,     sector_size, traits,  shm_map, shm_lock,
                                    shm_barrier, shm_unmap,   nullptr, nullptr};

int open_file(sqlite3_vfs*, sqlite3_filename path, sqlite3_file* file, int flags, int* out) {
  auto* ours = new (file) File{};
  ours->real = reinterpret_cast<sqlite3_file*>(ours + 1);
  const int code = platform->xOpen(platform, path, ours->real, flags, out);
  // sqlite closes what has methods, opened or not.
  ours->base.pMethods = ours->real->pMethods != nullptr ? &methods : nullptr;
  return code;
}

sqlite3_vfs vfs{};

}  // namespace

FaultyVfs::FaultyVfs() {
  CPPUNIT_ASSERT(faults == nullptr);
  faults = this;
  platform = sqlite3_vfs_find(nullptr);
  vfs = *platform;
  vfs.zName = "pim-faulty";
  vfs.szOsFile = static_cast<int>(sizeof(File)) + platform->szOsFile;
  vfs.xOpen = open_file;
  CPPUNIT_ASSERT_EQUAL(SQLITE_OK, sqlite3_vfs_register(&vfs, 0));
}

FaultyVfs::~FaultyVfs() {
  sqlite3_vfs_unregister(&vfs);
  faults = nullptr;
}

void FaultyVfs::arm(Call call, int nth, int code, Lasts lasts) {
  call_ = call;
  code_ = code;
  lasts_ = lasts;
  left_ = nth;
  fired_ = false;
  armed_ = true;
}

void FaultyVfs::disarm() {
  armed_ = false;
}

int FaultyVfs::next(Call call) {
  if (!armed_ || call != call_ || --left_ > 0) {
    return SQLITE_OK;
  }
  fired_ = true;
  armed_ = lasts_ == Lasts::UntilDisarmed;
  return code_;
}

}  // namespace pim::sql::testing
