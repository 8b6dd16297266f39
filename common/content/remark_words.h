// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "common/content/kind.h"

namespace pim::content {

/// A remark in words for people: "TEL: line breaks were put right".
std::string words_of(const Remark& remark);

}  // namespace pim::content
