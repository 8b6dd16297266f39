// SPDX-License-Identifier: Apache-2.0
#include "common/content/contact_match.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "common/base/text.h"
#include "common/content/canonical.h"
#include "common/content/contact_facts.h"
#include "common/content/contact_render.h"
#include "common/content/element.h"
#include "common/content/phone.h"
#include "common/content/value.h"

namespace pim::content {
namespace {

using Values = std::set<std::string>;

Values loose_values(const ContactView& view, Property id) {
  Values out;
  for (const Field& field : view.fields()) {
    if (field.id() != id || field.empty) {
      continue;
    }
    if (field.info->shape == Shape::List) {
      Parts parts(field.line->value, ',');
      for (std::string_view part; parts.next(part);) {
        std::string item;
        append_text(*field.info, part, Level::Loose, item);
        out.insert(std::move(item));
      }
      continue;
    }
    std::string value;
    append_value(view, field, Level::Loose, value);
    out.insert(std::move(value));
  }
  return out;
}

Values loose_of(const std::vector<Element>& list) {
  Values out;
  for (const Element& element : list) {
    out.insert(element.loose);
  }
  return out;
}

std::size_t common(const Values& a, const Values& b) {
  return static_cast<std::size_t>(std::count_if(
      a.begin(), a.end(), [&](const std::string& value) { return b.contains(value); }));
}

/// What makes two numbers the same number in matching: the last digits, else the text.
Values phones(const ContactView& view) {
  Values out;
  for (const Field& field : view.fields()) {
    if (field.id() == Property::Tel && !field.empty) {
      const std::string text = unescape(field.line->value);
      std::string digits = phone_match_digits(text);
      out.insert(digits.empty() ? fold_for_search(text) : std::move(digits));
    }
  }
  return out;
}

std::string component(const ContactView& view, std::size_t number) {
  const Field* name = view.first(Property::N);
  if (name == nullptr) {
    return {};
  }
  Parts parts(name->line->value, ';');
  std::string_view part;
  for (std::size_t at = 0; parts.next(part); ++at) {
    if (at == number) {
      return fold_for_search(unescape(part));
    }
  }
  return {};
}

bool differ(const std::string& a, const std::string& b) {
  return !a.empty() && !b.empty() && a != b;
}

bool within(const Values& a, const Values& b) {
  return common(a, b) == std::min(a.size(), b.size());
}

bool has_name(const ContactView& view) {
  return view.first(Property::N) != nullptr || view.first(Property::Fn) != nullptr;
}

/// One side has one word of the name, and the other side has it too.
bool shares_one_word(const std::string& a, const std::string& b) {
  const std::string& small = a.size() < b.size() ? a : b;
  const std::string& large = a.size() < b.size() ? b : a;
  return !small.empty() && small.find(' ') == std::string::npos &&
         (' ' + large + ' ').find(' ' + small + ' ') != std::string::npos;
}

std::string single(const ContactView& view, Property id) {
  std::string value;
  if (const Field* field = view.first(id)) {
    append_value(view, *field, Level::Loose, value);
  }
  return value;
}

/// The points of content rule V8.
class Score {
 public:
  Score(const ContactView& a, const ContactView& b) : a_(a), b_(b) {}

  int points() {
    const int sum =
        name() + std::min(60, 30 * matches(phones(a_), phones(b_))) +
        std::min(70, 35 * matches(values(a_, Property::Email), values(b_, Property::Email))) +
        birthday() + equal_any(Property::Adr, 15) + equal_any(Property::Org, 5) - against();
    return sum;
  }
  int against() const {
    int sum = 0;
    sum += differ(component(a_, 1), component(b_, 1)) ? 60 : 0;
    sum += differ(component(a_, 4), component(b_, 4)) ? 60 : 0;
    sum += differ(single(a_, Property::Bday), single(b_, Property::Bday)) ? 40 : 0;
    sum += single(a_, Property::Kind) != single(b_, Property::Kind) ? 100 : 0;
    return sum;
  }

 private:
  static Values values(const ContactView& view, Property id) { return loose_values(view, id); }
  static int matches(const Values& a, const Values& b) { return static_cast<int>(common(a, b)); }

  int name() const {
    const std::string left = name_key(a_);
    const std::string right = name_key(b_);
    if (left.empty() || right.empty()) {
      return 0;
    }
    return left == right ? 40 : shares_one_word(left, right) ? 20 : 0;
  }
  int birthday() const {
    const std::string left = single(a_, Property::Bday);
    return !left.empty() && left == single(b_, Property::Bday) ? 15 : 0;
  }
  int equal_any(Property id, int points) const {
    return common(values(a_, id), values(b_, id)) > 0 ? points : 0;
  }

  const ContactView& a_;
  const ContactView& b_;
};

bool is_single(const PropertyInfo& info) {
  return info.merging == Merging::Single && info.weight == Weight::Compared;
}

/// Two single values of both records that differ: FN counts by its words in any order.
bool singles_differ(const ContactView& a, const ContactView& b, bool device) {
  for (const Field& field : a.fields()) {
    if (field.empty || !is_single(*field.info) || field.id() == Property::Other) {
      continue;
    }
    const Field* other = b.first(field.id());
    if (other == nullptr) {
      continue;
    }
    std::string left;
    std::string right;
    append_value(a, field, Level::Loose, left);
    append_value(b, *other, Level::Loose, right);
    if (device && (field.id() == Property::Fn || field.id() == Property::Photo)) {
      continue;  // made anew from the name, made small
    }
    const bool cut = device && right.size() >= 4 && left.starts_with(right);
    if (field.id() == Property::Fn ? !same_words(left, right) : left != right && !cut) {
      return true;
    }
  }
  return false;
}

bool name_components_differ(const ContactView& a, const ContactView& b) {
  if (name_key(a) == name_key(b)) {
    return false;
  }
  for (std::size_t number = 0; number < 3; ++number) {
    if (differ(component(a, number), component(b, number))) {
      return true;
    }
  }
  return false;
}

/// As a device gives it back that has blanks for breaks (content rule 5.2).
std::string in_one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  squeeze(text, 0);
  return text;
}

/// Each value of the shorter list is in the longer one, whole or cut by a device.
bool within_or_cut(const Values& a, const Values& b) {
  constexpr std::size_t Least = 4;
  const Values& some = a.size() <= b.size() ? a : b;
  const Values& all = a.size() <= b.size() ? b : a;
  return std::all_of(some.begin(), some.end(), [&](const std::string& value) {
    return std::any_of(all.begin(), all.end(), [&](const std::string& other) {
      const std::string& small = value.size() < other.size() ? value : other;
      const std::string& large = value.size() < other.size() ? other : value;
      return value == other || (small.size() >= Least && large.starts_with(small));
    });
  });
}

bool lists_within(const ContactView& a, const ContactView& b, bool may_cut) {
  const auto lines = [](const Values& values) {
    Values out;
    for (const std::string& value : values) {
      out.insert(in_one_line(value));
    }
    return out;
  };
  const auto fits = [&](Property id) {
    return may_cut ? within_or_cut(lines(loose_values(a, id)), lines(loose_values(b, id)))
                   : within(loose_values(a, id), loose_values(b, id));
  };
  return within(phones(a), phones(b)) && fits(Property::Email) && fits(Property::Adr) &&
         fits(Property::Url) && fits(Property::Org) && fits(Property::Note);
}

/// Our record as that side has it.
Result<ContactView> form_of(const ContactView& ours, const Ability& ability, std::string& text) {
  PIM_TRY(Form form, render_contact(ours.original(), ability));
  text = std::move(form.text);
  return ContactView::read(text);
}

Likeness judge(const ContactView& ours, const ContactView& theirs, bool device) {
  Score score(ours, theirs);
  const int points = score.points();
  if (points < 40) {
    return Likeness::Different;
  }
  const bool same = points >= 70 && score.against() == 0 && !singles_differ(ours, theirs, device) &&
                    !name_components_differ(ours, theirs) && lists_within(ours, theirs, device);
  return same ? Likeness::Same : Likeness::Ask;
}

}  // namespace

bool near_contacts(const ContactView& a, const ContactView& b) {
  const Elements left = elements_of(a);
  const Elements right = elements_of(b);
  // FN and N say one thing
  const std::string name_here = has_name(a) ? name_key(a) : std::string();
  const std::string name_there = has_name(b) ? name_key(b) : std::string();
  const bool named = !name_here.empty() && !name_there.empty();
  const bool same_name =
      named && (name_here == name_there || shares_one_word(name_here, name_there));
  std::size_t both = named ? 1 : 0;
  std::size_t agree = same_name ? 1 : 0;
  for (const auto& [name, list] : left) {
    const auto other = right.find(name);
    const PropertyInfo& info = *list.front().info;
    if (other == right.end() || info.weight != Weight::Compared || info.id == Property::N ||
        info.id == Property::Fn) {
      continue;
    }
    const Values here = loose_of(list);
    const Values there = loose_of(other->second);
    ++both;
    agree += common(here, there) * 2 >= std::max(here.size(), there.size()) ? 1U : 0U;
  }
  // colleagues have most in common: under another name all the rest has to be as it was
  return named && !same_name ? both > 1 && agree + 1 == both : agree * 2 >= both;
}

Likeness compare_contacts(const ContactView& ours, const ContactView& theirs,
                          const Ability& ability) {
  const std::string other = canonical(theirs, Level::Loose);
  if (canonical(ours, Level::Loose) == other) {
    return Likeness::Same;
  }
  const Likeness plain = judge(ours, theirs, false);
  if (ability.whole || plain == Likeness::Same ||
      (ability.declared.empty() && ability.charset.empty() && ability.version == "3.0")) {
    return plain;
  }
  std::string text;
  const auto form = form_of(ours, ability, text);
  if (!form) {
    return plain;
  }
  const std::string shown = canonical(*form, Level::Loose);
  if (shown == other || in_one_line(shown) == in_one_line(other)) {
    return Likeness::Same;
  }
  return std::min(plain, judge(*form, theirs, true));  // the nearer of the two
}

}  // namespace pim::content
