// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cppunit/TestAssert.h>

#include <string>
#include <type_traits>
#include <utility>

#include "common/base/result.h"

namespace pim::testing {

/// The value of a result, or a failed test that says the error.
template <class Value>
Value must(Result<Value> result) {
  if (!result) {
    CPPUNIT_FAIL(std::string(name_of(result.error().code)) + ": " + result.error().text());
  }
  if constexpr (!std::is_void_v<Value>) {
    return std::move(*result);
  }
}

/// The class of the error, "none" where there is none: for comparing.
template <class Value>
std::string error_of(const Result<Value>& result) {
  return result ? "none" : std::string(name_of(result.error().code));
}

}  // namespace pim::testing
