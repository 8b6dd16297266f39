// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "common/content/kind.h"

namespace pim::pimctl {

/// A remark in words for people: "TEL: line breaks were put right".
std::string words_of(const content::Remark& remark);

}  // namespace pim::pimctl
