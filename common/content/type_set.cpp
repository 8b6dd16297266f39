// SPDX-License-Identifier: Apache-2.0
#include "common/content/type_set.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "common/base/text.h"

namespace pim::content {
namespace {

struct Name {
  std::string_view name;
  std::uint32_t bit;
};

// The first of each bit is how we write it.
constexpr auto Names = std::to_array<Name>({
    {"HOME", TypeSet::Home},     {"WORK", TypeSet::Work},         {"CELL", TypeSet::Cell},
    {"FAX", TypeSet::Fax},       {"PAGER", TypeSet::Pager},       {"MSG", TypeSet::Msg},
    {"VIDEO", TypeSet::Video},   {"CAR", TypeSet::Car},           {"ISDN", TypeSet::Isdn},
    {"BBS", TypeSet::Bbs},       {"MODEM", TypeSet::Modem},       {"PCS", TypeSet::Pcs},
    {"DOM", TypeSet::Dom},       {"X400", TypeSet::X400},         {"PREF", TypeSet::Pref},
    {"VOICE", TypeSet::Voice},   {"INTERNET", TypeSet::Internet}, {"INTL", TypeSet::Intl},
    {"POSTAL", TypeSet::Postal}, {"PARCEL", TypeSet::Parcel},     {"MOBILE", TypeSet::Cell},
    {"X-MOBIL", TypeSet::Cell},  {"X-CELL", TypeSet::Cell},
});

std::vector<std::string> difference(const std::vector<std::string>& a,
                                    const std::vector<std::string>& b) {
  std::vector<std::string> out;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

std::vector<std::string> plus(const std::vector<std::string>& a,
                              const std::vector<std::string>& b) {
  std::vector<std::string> out;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

}  // namespace

std::uint32_t TypeSet::bit_of(std::string_view name) {
  for (const Name& entry : Names) {
    if (equals_ignore_case(entry.name, name)) {
      return entry.bit;
    }
  }
  return 0;
}

void TypeSet::add(std::string_view name) {
  if (name.empty()) {
    return;
  }
  if (const std::uint32_t bit = bit_of(name); bit != 0) {
    bits_ |= bit;
    return;
  }
  std::string upper = to_upper_ascii(name);
  for (char& c : upper) {  // as a parameter writes it, since it may have to be written
    c = c == '"' ? '\'' : c == '\r' || c == '\n' ? ' ' : c;
  }
  const auto at = std::lower_bound(others_.begin(), others_.end(), upper);
  if (at == others_.end() || *at != upper) {
    others_.insert(at, std::move(upper));
  }
}

void TypeSet::remove(std::string_view name) {
  bits_ &= ~bit_of(name);
  std::erase_if(others_,
                [name](const std::string& other) { return equals_ignore_case(other, name); });
}

std::vector<std::string> TypeSet::names() const {
  std::vector<std::string> out;
  std::uint32_t seen = 0;
  for (const Name& entry : Names) {
    if (has(entry.bit) && (seen & entry.bit) == 0) {
      seen |= entry.bit;
      out.emplace_back(entry.name);
    }
  }
  out.insert(out.end(), others_.begin(), others_.end());
  return out;
}

void TypeSet::append_to(std::string& out) const {
  bool first = true;
  const auto take = [&](std::string_view name) {
    if (!first) {
      out += ',';
    }
    first = false;
    out += name;
  };
  std::uint32_t rest = bits_;
  for (const Name& entry : Names) {
    if (rest == 0) {
      break;
    }
    if ((rest & entry.bit) != 0) {
      rest &= ~entry.bit;
      take(entry.name);
    }
  }
  for (const std::string& name : others_) {
    take(name);
  }
}

TypeSet TypeSet::merge(const TypeSet& base, const TypeSet& a, const TypeSet& b) {
  TypeSet out;
  const std::uint32_t removed = (base.bits_ & ~a.bits_) | (base.bits_ & ~b.bits_);
  out.bits_ = (base.bits_ | a.bits_ | b.bits_) & ~removed;
  const auto gone = plus(difference(base.others_, a.others_), difference(base.others_, b.others_));
  out.others_ = difference(plus(plus(base.others_, a.others_), b.others_), gone);
  return out;
}

TypeSet TypeSet::minus(const TypeSet& a, const TypeSet& b) {
  TypeSet out;
  out.bits_ = a.bits_ & ~b.bits_;
  out.others_ = difference(a.others_, b.others_);
  return out;
}

TypeSet TypeSet::unite(const TypeSet& a, const TypeSet& b) {
  TypeSet out;
  out.bits_ = a.bits_ | b.bits_;
  out.others_ = plus(a.others_, b.others_);
  return out;
}

}  // namespace pim::content
