// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "common/httpd/httpd_headers.h"

namespace pim::httpd {

/// Zeroed memory that every child of this server sees, made at the first call with this key and
/// size and kept through reloads, for as long as httpd's parent process lives. Call it in
/// post_config, before the children are there. Null where the system gives none.
void* kept_shared_memory(std::string_view key, std::size_t size);

/// The same as a T that zeros make a good one of.
template <class T>
T* kept_shared(std::string_view key) {
  return static_cast<T*>(kept_shared_memory(key, sizeof(T)));
}

}  // namespace pim::httpd
