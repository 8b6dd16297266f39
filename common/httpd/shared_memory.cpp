// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/shared_memory.h"

#include <sys/mman.h>

#include <string>

#include "common/httpd/httpd_headers.h"

namespace pim::httpd {

void* kept_shared_memory(std::string_view key, std::size_t size) {
  // with the size: after a reload with a newer module the old cells may mean something else
  const std::string name = std::string(key) + "-" + std::to_string(size);
  auto* const kept = static_cast<void**>(ap_retained_data_get(name.c_str()));
  if (kept != nullptr) {
    return *kept;
  }
  void* const memory =
      ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    return nullptr;
  }
  *static_cast<void**>(ap_retained_data_create(name.c_str(), sizeof memory)) = memory;
  return memory;
}

}  // namespace pim::httpd
