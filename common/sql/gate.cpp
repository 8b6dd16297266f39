// SPDX-License-Identifier: Apache-2.0
#include "common/sql/gate.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <ctime>
#include <fstream>
#include <new>

#include "common/sql/file_owner.h"

namespace pim::sql {

struct Gate::Shared {
  /// Tells a file of another C library or another layout apart.
  static constexpr std::uint64_t Mark = 0x70696d6761746531U + sizeof(pthread_mutex_t);
  std::uint64_t mark = Mark;
  pthread_mutex_t mutex = {};
};

namespace {

Failure system_failure(const char* what, const std::string& path, int error) {
  return fail(ErrorCode::Unavailable,
              std::string("the writers' gate cannot be ") + what + ": errno " +
                  std::to_string(error) + "; check the runtime directory",
              path);
}

std::string boot_id() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  std::getline(file, id);
  return id.empty() ? "unknown" : id;
}

class File {
 public:
  explicit File(int handle) : handle_(handle) {}
  ~File() {
    if (handle_ >= 0) {
      ::close(handle_);
    }
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int handle() const { return handle_; }

 private:
  int handle_;
};

/// ERRORCHECK, so that a second write transaction of one thread is a fault and no deadlock.
int make_mutex(pthread_mutex_t* mutex) {
  pthread_mutexattr_t attributes;
  int error = pthread_mutexattr_init(&attributes);
  if (error != 0) {
    return error;
  }
  error = pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
  error = error != 0 ? error : pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
  error = error != 0 ? error : pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK);
  error = error != 0 ? error : pthread_mutex_init(mutex, &attributes);
  pthread_mutexattr_destroy(&attributes);
  return error;
}

timespec after(clockid_t clock, std::chrono::milliseconds patience) {
  timespec time{};
  clock_gettime(clock, &time);
  const auto nanoseconds = std::chrono::nanoseconds(patience).count() + time.tv_nsec;
  time.tv_sec += nanoseconds / 1'000'000'000;
  time.tv_nsec = nanoseconds % 1'000'000'000;
  return time;
}

int lock_within(pthread_mutex_t* mutex, std::chrono::milliseconds patience) {
#if defined(__SANITIZE_THREAD__)
  // ThreadSanitizer does not see the other call, and takes every unlock for one too many.
  const timespec until = after(CLOCK_REALTIME, patience);
  return pthread_mutex_timedlock(mutex, &until);
#else
  // The monotonic clock: a jump of the wall clock must not lengthen the wait.
  const timespec until = after(CLOCK_MONOTONIC, patience);
  return pthread_mutex_clocklock(mutex, CLOCK_MONOTONIC, &until);
#endif
}

}  // namespace

Result<std::unique_ptr<Gate>> Gate::open(const std::string& runtime_dir,
                                         std::string_view store_id) {
  std::string path = runtime_dir + "/gate-" + std::string(store_id) + "-" + boot_id();
  if (::access(path.c_str(), F_OK) != 0) {
    PIM_CHECK(make(path));
  }
  PIM_TRY(Shared * shared, map(path));
  return std::unique_ptr<Gate>(new Gate(std::move(path), shared));
}

/// The mutex is made in a file of its own and then linked to its name: nobody can see half of it,
/// and of two that make it at once the first wins.
Status Gate::make(const std::string& path) {
  std::string draft = path + ".XXXXXX";
  const File file(::mkostemp(draft.data(), O_CLOEXEC));
  if (file.handle() < 0) {
    return system_failure("made", path, errno);
  }
  give_to_folder_owner(file.handle(), path);
  // its blocks are taken now: written through the mapping where none is free, it would be a signal
  int error = ::posix_fallocate(file.handle(), 0, sizeof(Shared));
  void* memory = error == 0 ? ::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED,
                                     file.handle(), 0)
                            : MAP_FAILED;
  if (memory == MAP_FAILED) {
    error = error != 0 ? error : errno;
  } else {
    error = make_mutex(&(new (memory) Shared)->mutex);
    ::munmap(memory, sizeof(Shared));
  }
  if (error == 0 && ::link(draft.c_str(), path.c_str()) != 0 && errno != EEXIST) {
    error = errno;
  }
  ::unlink(draft.c_str());
  return error == 0 ? Status() : Status(system_failure("made", path, error));
}

Result<Gate::Shared*> Gate::map(const std::string& path) {
  const File file(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
  if (file.handle() < 0) {
    return system_failure("opened", path, errno);
  }
  struct stat facts {};
  if (::fstat(file.handle(), &facts) != 0) {
    return system_failure("opened", path, errno);
  }
  if (facts.st_size != sizeof(Shared)) {
    return fail(ErrorCode::Unavailable, "the writers' gate is a foreign file; remove it", path);
  }
  void* memory =
      ::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED, file.handle(), 0);
  if (memory == MAP_FAILED) {
    return system_failure("mapped", path, errno);
  }
  auto* shared = static_cast<Shared*>(memory);
  if (shared->mark != Shared::Mark) {
    ::munmap(memory, sizeof(Shared));
    return fail(ErrorCode::Unavailable, "the writers' gate is a foreign file; remove it", path);
  }
  return shared;
}

Gate::~Gate() {
  // What is held must stay mapped: where the process ends, the kernel marks the mutex as its dead
  // holder's, but only where it can still write to it. Otherwise nobody could ever lock it again.
  if (!held_) {
    ::munmap(shared_, sizeof(Shared));
  }
}

Status Gate::lock(std::chrono::milliseconds patience) {
  const int error = lock_within(&shared_->mutex, patience);
  switch (error) {
    case 0: held_ = true; return {};
    case EOWNERDEAD:
      // Its holder was killed. The database recovers by itself; the gate guards nothing else.
      pthread_mutex_consistent(&shared_->mutex);
      held_ = true;
      return {};
    case ETIMEDOUT:
      return fail(ErrorCode::Busy, "the store is busy: other writers are before us; repeat later");
    case EDEADLK:
      return fail(ErrorCode::Internal, "this thread is inside a write transaction already");
    default: return system_failure("locked", path_, error);
  }
}

void Gate::unlock() {
  held_ = false;  // while nobody else can have set it
  pthread_mutex_unlock(&shared_->mutex);
}

}  // namespace pim::sql
