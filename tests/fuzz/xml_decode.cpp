// SPDX-License-Identifier: Apache-2.0
// Any octets through the XML reader; what it accepts is written, and reading that says the same.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/events.h"
#include "common/base/text.h"
#include "common/xml/copy.h"
#include "common/xml/reader.h"
#include "common/xml/writer.h"
#include "tests/fuzz/require.h"

using namespace pim;

namespace {

constexpr std::array<std::string_view, 1> Leaves = {"Data"};

/// Counts depth and looks at what the reader promises.
class Checker final : public TagHandler {
 public:
  Status start(TagPage, std::string_view name) override {
    fuzz::require(!name.empty() && ++depth_ <= limits::MaxDepth);
    return {};
  }
  Status text(std::string_view octets) override {
    fuzz::require(depth_ > 0 && is_valid_utf8(octets));
    return {};
  }
  Status opaque(std::string_view octets) override {
    fuzz::require(depth_ > 0 && !octets.empty());
    return {};
  }
  Status end() override {
    fuzz::require(--depth_ >= 0);
    return {};
  }
  int depth_ = 0;
};

bool rewrite(std::string_view octets, std::string& out) {
  xml::XmlWriter writer;
  if (!xml::copy(octets, writer)) {
    return false;
  }
  out = writer.take();
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view octets(reinterpret_cast<const char*>(data), size);
  Checker checker;
  const Status status = xml::read(octets, {.leaves = Leaves}, checker);
  fuzz::require(!status || checker.depth_ == 0);
  std::string once;
  std::string twice;
  if (rewrite(octets, once) && once.find(':') == std::string::npos) {  // names may hold colons
    fuzz::require(rewrite(once, twice) && once == twice);
  }
  return 0;
}
