// SPDX-License-Identifier: Apache-2.0
#include "common/content/pairing.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "common/content/phone.h"

namespace pim::content {
namespace {

constexpr unsigned Alike = 70;
/// More comparisons of everything with everything are not made: hostile lists stay apart.
constexpr std::size_t MaxComparisons = 10'000;
/// Texts longer than this are compared by their beginning.
constexpr std::size_t MaxCompared = 1024;

/// Pairs step by step; each step sees what the steps before left over.
class Pairer {
 public:
  Pairer(const std::vector<Element>& a, std::vector<std::size_t> free_a,
         const std::vector<Element>& b, std::vector<std::size_t> free_b)
      : a_(a),
        b_(b),
        free_a_(std::move(free_a)),
        free_b_(std::move(free_b)),
        pair_(a.size(), NoPair) {}

  /// The n-th left over with a key on one side goes with the n-th on the other.
  template <class Key>
  void by_key(Key key) {
    std::map<std::string, std::vector<std::size_t>> there;
    for (const std::size_t j : free_b_) {
      there[key(b_[j])].push_back(j);
    }
    std::map<std::string, std::size_t> used;
    for (const std::size_t i : free_a_) {
      const std::string name = key(a_[i]);
      const auto at = there.find(name);
      if (at != there.end() && used[name] < at->second.size()) {
        join(i, at->second[used[name]++]);
      }
    }
    compact();
  }

  /// Those whose key is the only one left of its kind on both sides.
  template <class Key>
  void by_lone_key(Key key) {
    std::map<std::string, std::pair<std::vector<std::size_t>, std::vector<std::size_t>>> groups;
    for (const std::size_t i : free_a_) {
      const std::string name = key(a_[i]);
      groups[name].first.push_back(i);
    }
    for (const std::size_t j : free_b_) {
      const std::string name = key(b_[j]);
      groups[name].second.push_back(j);
    }
    for (const auto& [name, group] : groups) {
      if (group.first.size() == 1 && group.second.size() == 1) {
        join(group.first.front(), group.second.front());
      }
    }
    compact();
  }

  /// Best first; `score` 0 = never. Equal scores go by canonical order, whichever side is a.
  template <class Score>
  void by_score(Score score) {
    if (free_a_.size() * free_b_.size() > MaxComparisons) {
      return;
    }
    struct Found {
      unsigned points = 0;
      std::string_view low;
      std::string_view high;
      std::size_t i = 0;
      std::size_t j = 0;
    };
    std::vector<Found> found;
    for (const std::size_t i : free_a_) {
      for (const std::size_t j : free_b_) {
        if (const unsigned points = score(a_[i], b_[j]); points > 0) {
          const std::string_view one = a_[i].key;
          const std::string_view two = b_[j].key;
          found.push_back({points, std::min(one, two), std::max(one, two), i, j});
        }
      }
    }
    std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
      return std::tie(b.points, a.low, a.high) < std::tie(a.points, b.low, b.high);
    });
    for (const auto& [points, low, high, i, j] : found) {
      if (pair_[i] == NoPair && std::find(free_b_.begin(), free_b_.end(), j) != free_b_.end()) {
        join(i, j);
        std::erase(free_b_, j);
      }
    }
    compact();
  }

  const std::vector<std::size_t>& pairs() const { return pair_; }

 private:
  void join(std::size_t i, std::size_t j) {
    pair_[i] = j;
    taken_.push_back(j);
  }
  void compact() {
    std::erase_if(free_a_, [&](std::size_t i) { return pair_[i] != NoPair; });
    std::sort(taken_.begin(), taken_.end());
    std::erase_if(free_b_, [&](std::size_t j) {
      return std::binary_search(taken_.begin(), taken_.end(), j);
    });
  }

  const std::vector<Element>& a_;
  const std::vector<Element>& b_;
  std::vector<std::size_t> free_a_;
  std::vector<std::size_t> free_b_;
  std::vector<std::size_t> taken_;
  std::vector<std::size_t> pair_;
};

std::vector<std::size_t> all_of(const std::vector<Element>& list) {
  std::vector<std::size_t> out(list.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = i;
  }
  return out;
}

/// Types without PREF, and the label: what tells one entry of a list from another.
std::string kind_of_entry(const Element& element) {
  TypeSet types = element.types;
  types.drop_bits(TypeSet::Pref);
  std::string out;
  types.append_to(out);
  return out + '\x1f' + element.label;
}

std::string value_and_kind(const Element& element) {
  return element.loose + '\x1f' + kind_of_entry(element);
}
std::string value_of(const Element& element) {
  return element.loose;
}
std::string key_of(const Element& element) {
  return element.key;
}

unsigned alike(const Element& a, const Element& b) {
  const unsigned percent = likeness(std::string_view(a.loose).substr(0, MaxCompared),
                                    std::string_view(b.loose).substr(0, MaxCompared));
  return percent >= Alike ? percent : 0;
}

/// A value cut by its side.
unsigned begins(const Element& base, const Element& side) {
  constexpr std::size_t Least = 4;
  return side.loose.size() >= Least && base.loose.size() > side.loose.size() &&
                 base.loose.starts_with(side.loose)
             ? 1
             : 0;
}

/// Two addresses that say nothing against each other and at least two things alike.
unsigned compatible(const Element& a, const Element& b) {
  if (a.info->merging != Merging::Components || kind_of_entry(a) != kind_of_entry(b)) {
    return 0;
  }
  unsigned same = 0;
  for (std::size_t i = 0; i < std::min(a.components.size(), b.components.size()); ++i) {
    if (a.components[i].empty() || b.components[i].empty()) {
      continue;
    }
    if (a.components[i] != b.components[i]) {
      return 0;
    }
    ++same;
  }
  return same >= 2 ? same : 0;
}

/// One number, said with its country and without; rather the one of its own kind.
unsigned one_number(const Element& a, const Element& b) {
  const bool same = a.info->shape == Shape::Phone &&
                    (is_national_form(a.loose, b.loose) || is_national_form(b.loose, a.loose));
  return !same ? 0 : kind_of_entry(a) == kind_of_entry(b) ? 2 : 1;
}

}  // namespace

std::vector<std::size_t> pair_with_base(const std::vector<Element>& base,
                                        const std::vector<Element>& side, Merging merging) {
  Pairer pairer(base, all_of(base), side, all_of(side));
  pairer.by_key(key_of);
  pairer.by_key(value_and_kind);
  pairer.by_key(value_of);
  if (merging != Merging::Keyed && merging != Merging::Set) {
    pairer.by_lone_key(kind_of_entry);
    pairer.by_score(alike);
    pairer.by_score(begins);
  }
  return pairer.pairs();
}

std::vector<std::size_t> pair_without_base(const std::vector<Element>& a,
                                           const std::vector<std::size_t>& free_a,
                                           const std::vector<Element>& b,
                                           const std::vector<std::size_t>& free_b) {
  Pairer pairer(a, free_a, b, free_b);
  pairer.by_key(key_of);
  pairer.by_key(value_and_kind);
  pairer.by_key(value_of);
  pairer.by_score(one_number);
  pairer.by_score(compatible);
  std::vector<std::size_t> out;
  out.reserve(free_a.size());
  for (const std::size_t i : free_a) {
    out.push_back(pairer.pairs()[i]);
  }
  return out;
}

}  // namespace pim::content
