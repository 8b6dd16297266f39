// SPDX-License-Identifier: Apache-2.0
#include "common/sync/part_memo.h"

#include <functional>

namespace pim::sync {

namespace {

/// Of contents and their parts remembered at a time: parts are together about as large.
constexpr std::size_t MostOctets = std::size_t{4} << 20;

}  // namespace

Result<std::shared_ptr<const PartMemo::Parts>> PartMemo::of(const content::Kind& kind,
                                                            const std::string& content) {
  const std::size_t name = std::hash<std::string>{}(content);
  if (const auto found = known_.find(name);
      found != known_.end() && found->second.content == content) {
    return found->second.parts;
  }
  PIM_TRY(auto parts, kind.parts(content));
  auto made = std::make_shared<const Parts>(std::move(parts));
  if (made->empty()) {
    return made;  // found out again at no cost
  }
  std::size_t octets = content.size();
  for (const content::Part& part : *made) {
    octets += part.record.size();
  }
  if (octets_ + octets > MostOctets) {
    known_.clear();
    octets_ = 0;
  }
  octets_ += octets;
  known_.insert_or_assign(name, Known{content, made});
  return made;
}

}  // namespace pim::sync
