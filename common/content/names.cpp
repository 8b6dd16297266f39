// SPDX-License-Identifier: Apache-2.0
// What a contact is called (content rule 2.3).
#include <algorithm>
#include <array>

#include "common/content/canonical.h"
#include "common/content/value.h"

namespace pim::content {
namespace {

/// Longer names are told apart exactly; nobody has so many words.
constexpr std::size_t MaxWords = 24;

struct Words {
  std::array<std::string_view, MaxWords> list;
  std::size_t count = 0;
  bool too_many = false;
};

Words words_of(std::string_view text) {
  constexpr std::string_view Gaps = " ,\t\n";
  Words words;
  for (std::size_t at = 0; (at = text.find_first_not_of(Gaps, at)) != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(Gaps, at), text.size());
    if (words.count == MaxWords) {
      words.too_many = true;
      return words;
    }
    words.list[words.count++] = text.substr(at, end - at);
    at = end;
  }
  std::sort(words.list.begin(), words.list.begin() + static_cast<long>(words.count));
  return words;
}

void add_word(std::string& out, std::string_view word) {
  if (word.empty()) {
    return;
  }
  if (!out.empty()) {
    out += ' ';
  }
  out += word;
}

/// What stands in for a name where N is empty: the first of these.
constexpr auto StandIns =
    std::to_array<Property>({Property::Org, Property::Nickname, Property::Email, Property::Tel});

}  // namespace

bool same_words(std::string_view a, std::string_view b) {
  const Words left = words_of(a);
  const Words right = words_of(b);
  if (left.too_many || right.too_many) {
    return a == b;
  }
  return std::equal(left.list.begin(), left.list.begin() + static_cast<long>(left.count),
                    right.list.begin(), right.list.begin() + static_cast<long>(right.count));
}

std::string display_name(const std::vector<std::string>& components) {
  constexpr std::array<std::size_t, 5> Order = {3, 1, 2, 0, 4};
  std::string out;
  for (const std::size_t at : Order) {
    if (at < components.size()) {
      add_word(out, components[at]);
    }
  }
  return out;
}

std::string generated_name(const ContactView& view) {
  if (const Field* name = view.first(Property::N)) {
    std::vector<std::string> components;
    Parts parts(name->line->value, ';');
    for (std::string_view part; parts.next(part);) {
      components.push_back(unescape(part));
    }
    if (std::string out = display_name(components); !out.empty()) {
      return out;
    }
  }
  for (const Property id : StandIns) {
    if (const Field* field = view.first(id)) {
      Parts parts(field->line->value, id == Property::Org ? ';' : ',');
      std::string_view part;
      parts.next(part);
      return unescape(part);
    }
  }
  return {};
}

bool is_generated_name(const ContactView& view) {
  const Field* field = view.first(Property::Fn);
  return field != nullptr && same_words(unescape(field->line->value), generated_name(view));
}

}  // namespace pim::content
