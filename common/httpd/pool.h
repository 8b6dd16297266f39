// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <utility>

#include "common/httpd/httpd_headers.h"

namespace pim::httpd {

/// Makes an object that lives as long as the pool; its destructor runs at the pool's end, not in
/// forked children that only exec. Pool memory never crosses to ring 1: copy into std types there.
template <class T, class... Arguments>
T* make_in(apr_pool_t* pool, Arguments&&... arguments) {
  auto owned = std::make_unique<T>(std::forward<Arguments>(arguments)...);
  T* const object = owned.release();
  apr_pool_cleanup_register(
      pool, object,
      [](void* data) -> apr_status_t {
        delete static_cast<T*>(data);
        return APR_SUCCESS;
      },
      apr_pool_cleanup_null);
  return object;
}

/// A copy in the pool, with the NUL that C wants.
inline char* in_pool(apr_pool_t* pool, std::string_view text) {
  return apr_pstrmemdup(pool, text.data(), text.size());
}

/// A C string that may be absent, as a value.
inline std::string text_of(const char* text) {
  return text == nullptr ? std::string() : text;
}

}  // namespace pim::httpd
