// SPDX-License-Identifier: Apache-2.0
#include "common/content/ability.h"

#include "common/base/pack.h"

namespace pim::content {
namespace {

constexpr std::uint64_t PackedForm = 3;
constexpr std::uint64_t WithoutRules = 2;
constexpr std::uint64_t WithoutCharset = 1;

}  // namespace

bool Ability::holds(std::string_view property) const {
  if (whole || declared.empty()) {
    return true;
  }
  const std::string name(property);
  return declared.contains(name) || shown.contains(name) ||
         (any_extension && property.starts_with("X-"));
}

std::string Ability::pack() const {
  Packer out;
  out.u(PackedForm).b(whole).s(media_type).s(version).b(any_extension);
  out.u(declared.size());
  for (const auto& [name, limit] : declared) {
    out.s(name).u(limit.max_size).u(limit.max_count);
  }
  out.u(shown.size());
  for (const auto& [name, count] : shown) {
    out.s(name).u(count);
  }
  out.s(charset);
  out.u(rules.size());
  for (const auto& [name, value] : rules) {
    out.s(name).s(value);
  }
  return std::move(out).octets();
}

Result<Ability> Ability::unpack(std::string_view octets) {
  Unpacker in(octets);
  Ability ability;
  const std::uint64_t format = in.u();
  const bool known = format == PackedForm || format == WithoutRules || format == WithoutCharset;
  ability.whole = in.b();
  ability.media_type = in.s();
  ability.version = in.s();
  ability.any_extension = in.b();
  std::uint64_t count = in.u();
  for (; count > 0 && in.ok(); --count) {
    const std::string name = in.s();
    const std::uint64_t size = in.u();
    ability.declared[name] = {size, in.u()};
  }
  count = in.u();
  for (; count > 0 && in.ok(); --count) {
    const std::string name = in.s();
    ability.shown[name] = static_cast<std::uint32_t>(in.u());
  }
  if (format >= WithoutRules) {
    ability.charset = in.s();
  }
  if (format == PackedForm) {
    for (count = in.u(); count > 0 && in.ok(); --count) {
      const std::string name = in.s();
      ability.rules[name] = in.s();
    }
  }
  PIM_CHECK(in.finish("ability"));
  if (!known) {
    return fail(ErrorCode::Corrupt, "an ability of an unknown format");
  }
  return ability;
}

}  // namespace pim::content
