// SPDX-License-Identifier: Apache-2.0
#include "common/vault/key_file.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <span>
#include <string_view>

namespace pim::vault {
namespace {

constexpr std::size_t HexDigits = SealingKey::Size * 2;

class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  ~FileDescriptor() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

std::string reason(int error) {
  return std::strerror(error);
}

Status write_all(int fd, std::string_view octets, const std::string& path) {
  while (!octets.empty()) {
    const ssize_t written = ::write(fd, octets.data(), octets.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written <= 0) {
      return fail(errno == ENOSPC ? ErrorCode::Full : ErrorCode::Unavailable,
                  "The key file " + path + " could not be written: " + reason(errno) + ".");
    }
    octets.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(fd) != 0) {
    return fail(ErrorCode::Unavailable,
                "The key file " + path + " could not be written: " + reason(errno) + ".");
  }
  return {};
}

/// Without the directory's own fsync a power loss may take the name away again.
void sync_directory_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string directory = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const FileDescriptor fd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() >= 0) {
    ::fsync(fd.get());
  }
}

Status check_kind_and_mode(int fd, const std::string& path) {
  struct stat info {};
  if (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
    return fail(ErrorCode::Denied, "The key file " + path + " is not a regular file.");
  }
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return fail(ErrorCode::Denied, "The key file " + path +
                                       " can be reached by others than its owner; "
                                       "say: chmod 0600 " +
                                       path + ".");
  }
  return {};
}

Error cannot_open(const std::string& path, int error) {
  if (error == ENOENT) {
    return {ErrorCode::NotFound,
            "The key file " + path + " does not exist; make it with: pimctl keygen " + path + ".",
            {}};
  }
  return {
      ErrorCode::Denied, "The key file " + path + " cannot be opened: " + reason(error) + ".", {}};
}

}  // namespace

SealingKey::~SealingKey() {
  sodium_memzero(octets_.data(), octets_.size());
}

SealingKey::SealingKey(SealingKey&& other) noexcept : octets_(other.octets_) {
  sodium_memzero(other.octets_.data(), Size);
}

SealingKey& SealingKey::operator=(SealingKey&& other) noexcept {
  if (this != &other) {
    octets_ = other.octets_;
    sodium_memzero(other.octets_.data(), Size);
  }
  return *this;
}

SealingKey SealingKey::random(Random& random) {
  SealingKey key;
  random.fill(std::as_writable_bytes(std::span(key.octets_)));
  return key;
}

Status write_key_file(const std::string& path, Random& random) {
  const SealingKey key = SealingKey::random(random);
  std::array<char, HexDigits + 1> text{};
  sodium_bin2hex(text.data(), text.size(), key.octets().data(), SealingKey::Size);
  text[HexDigits] = '\n';

  const FileDescriptor fd(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (fd.get() < 0) {
    if (errno == EEXIST) {
      return fail(ErrorCode::AlreadyExists,
                  "The file " + path +
                      " exists and was left as it is; another key would make "
                      "every sealed password unreadable.");
    }
    return fail(ErrorCode::Denied,
                "The key file " + path + " cannot be made: " + reason(errno) + ".");
  }
  Status written = write_all(fd.get(), std::string_view(text.data(), text.size()), path);
  sodium_memzero(text.data(), text.size());
  if (!written) {
    ::unlink(path.c_str());
    return written;
  }
  sync_directory_of(path);
  return {};
}

Result<SealingKey> read_key_file(const std::string& path) {
  const FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (fd.get() < 0) {
    return Failure(cannot_open(path, errno));
  }
  PIM_CHECK(check_kind_and_mode(fd.get(), path));

  std::array<char, HexDigits + 2> text{};
  const ssize_t got = ::read(fd.get(), text.data(), text.size());
  const std::size_t length = got < 0 ? 0 : static_cast<std::size_t>(got);
  const bool whole = length == HexDigits || (length == HexDigits + 1 && text[HexDigits] == '\n');
  SealingKey key;
  std::size_t decoded = 0;
  const bool hex = whole && sodium_hex2bin(key.octets().data(), SealingKey::Size, text.data(),
                                           HexDigits, nullptr, &decoded, nullptr) == 0;
  sodium_memzero(text.data(), text.size());
  if (!hex || decoded != SealingKey::Size) {
    return fail(ErrorCode::Corrupt, "The key file " + path +
                                        " does not hold a key; it must be one line of 64 "
                                        "hexadecimal digits, as pimctl keygen writes it.");
  }
  return key;
}

}  // namespace pim::vault
