// SPDX-License-Identifier: Apache-2.0
#include "common/content/slow_match.h"

#include <algorithm>
#include <optional>
#include <string>

#include "common/base/limits.h"

namespace pim::content {
namespace {

/// More records behind one key say nothing of each other (content rule 7.1).
constexpr std::size_t MostCompared = limits::MaxCandidates;
constexpr std::size_t None = static_cast<std::size_t>(-1);

/// Sorted keys, each with the record it belongs to.
template <class Key>
class Index {
 public:
  void add(Key key, std::size_t record) { entries_.emplace_back(std::move(key), record); }
  void finish() { std::sort(entries_.begin(), entries_.end()); }

  std::span<const std::pair<Key, std::size_t>> find(const Key& key) const {
    const auto from = std::lower_bound(entries_.begin(), entries_.end(), key,
                                       [](const std::pair<Key, std::size_t>& entry,
                                          const Key& wanted) { return entry.first < wanted; });
    auto to = from;
    while (to != entries_.end() && to->first == key &&
           static_cast<std::size_t>(to - from) <= MostCompared) {
      ++to;
    }
    return {from, to};
  }
  const std::vector<std::pair<Key, std::size_t>>& all() const { return entries_; }

 private:
  std::vector<std::pair<Key, std::size_t>> entries_;
};

/// Two phones of one model both begin at 1 (sync rule 30).
bool tells_apart(const std::string& uid) {
  return uid.find_first_not_of("0123456789") != std::string::npos;
}

/// Records at hand.
class Records {
 public:
  explicit Records(std::span<const MatchRecord> records) : records_(records) {}
  std::size_t size() const { return records_.size(); }
  const Facts& facts(std::size_t i) const { return records_[i].facts; }
  std::string_view text(std::size_t i) const { return records_[i].text; }

 private:
  std::span<const MatchRecord> records_;
};

/// Records that are read when they are compared.
class Stored {
 public:
  Stored(std::span<const Facts> facts, const TextOf& read) : facts_(facts), read_(read) {}
  std::size_t size() const { return facts_.size(); }
  const Facts& facts(std::size_t i) const { return facts_[i]; }
  std::string text(std::size_t i) const {
    auto text = trouble_ ? Result<std::string>(std::string()) : read_(i);
    if (!text) {
      trouble_ = std::move(text.error());
      return {};
    }
    return std::move(*text);
  }
  const std::optional<Error>& trouble() const { return trouble_; }

 private:
  std::span<const Facts> facts_;
  const TextOf& read_;
  mutable std::optional<Error> trouble_;  ///< the first one: nothing is read after it
};

template <class Set>
class Matcher {
 public:
  Matcher(const Kind& kind, const Set& ours, const Set& theirs, const Ability& ability)
      : kind_(kind),
        ours_(ours),
        theirs_(theirs),
        ability_(ability),
        within_(&ours == &theirs),
        pair_(theirs.size(), None),
        taken_(ours.size(), false) {}

  MatchResult run() {
    if (!within_) {
      by_uid();
    }
    by_fingerprint();
    by_likeness();
    MatchResult out;
    for (std::size_t j = 0; j < pair_.size(); ++j) {
      if (pair_[j] != None) {
        out.same.emplace_back(pair_[j], j);
      }
    }
    std::sort(out.same.begin(), out.same.end());
    for (const MatchPair& doubtful : ask_) {
      if (!taken_[doubtful.first] && pair_[doubtful.second] == None) {
        out.ask.push_back(doubtful);
      }
    }
    return out;
  }

 private:
  void join(std::size_t i, std::size_t j) {
    pair_[j] = i;
    taken_[i] = true;
    if (within_) {
      taken_[j] = true;
    }
  }

  bool free(std::size_t i, std::size_t j) const {
    return !taken_[i] && pair_[j] == None && (!within_ || (i < j && !taken_[j]));
  }

  void by_uid() {
    Index<std::string_view> uids;
    for (std::size_t i = 0; i < ours_.size(); ++i) {
      uids.add(ours_.facts(i).uid, i);
    }
    uids.finish();
    for (std::size_t j = 0; j < theirs_.size(); ++j) {
      if (!tells_apart(theirs_.facts(j).uid)) {
        continue;
      }
      for (const auto& [uid, i] : uids.find(theirs_.facts(j).uid)) {
        if (free(i, j) && kind_.second_key_agrees(ours_.text(i), theirs_.text(j))) {
          join(i, j);
        }
      }
    }
  }

  /// Equal content pairs one to one, in order, however many there are: three twins here and four
  /// there leave one.
  void by_fingerprint() {
    Index<std::uint64_t> prints;
    for (std::size_t i = 0; i < ours_.size(); ++i) {
      prints.add(ours_.facts(i).fingerprint, i);
    }
    prints.finish();
    Index<std::uint64_t> there;
    for (std::size_t j = 0; j < theirs_.size(); ++j) {
      there.add(theirs_.facts(j).fingerprint, j);
    }
    there.finish();
    if (within_) {
      pair_with_first(prints);
      return;
    }
    auto at = prints.all().begin();
    for (const auto& [print, j] : there.all()) {
      if (pair_[j] != None) {
        continue;
      }
      while (at != prints.all().end() &&
             (at->first < print || (at->first == print && !free(at->second, j)))) {
        ++at;
      }
      if (at != prints.all().end() && at->first == print) {
        join(at->second, j);
        ++at;
      }
    }
  }

  /// Within a collection all that say the same go with the first of them.
  void pair_with_first(const Index<std::uint64_t>& prints) {
    const auto& all = prints.all();
    for (std::size_t n = 1, first = 0; n < all.size(); ++n) {
      if (all[n].first == all[first].first) {
        join(all[first].second, all[n].second);
      } else {
        first = n;
      }
    }
  }

  void by_likeness() {
    Index<std::uint64_t> keys;
    for (std::size_t i = 0; i < ours_.size(); ++i) {
      if (!taken_[i]) {
        for (const std::uint64_t key : ours_.facts(i).weak_keys) {
          keys.add(key, i);
        }
      }
    }
    keys.finish();
    std::vector<MatchPair> alike;
    std::vector<std::size_t> found;
    for (std::size_t j = 0; j < theirs_.size(); ++j) {
      if (pair_[j] != None || (within_ && taken_[j])) {
        continue;
      }
      candidates(keys, j, found);
      if (found.empty()) {
        continue;
      }
      const auto text = theirs_.text(j);
      for (const std::size_t i : found) {
        const Likeness likeness = kind_.compare(ours_.text(i), text, ability_);
        if (likeness == Likeness::Same) {
          alike.emplace_back(i, j);
        } else if (likeness == Likeness::Ask) {
          ask_.emplace_back(i, j);
        }
      }
    }
    take_best(alike);
  }

  /// Those that share a key which few share; at most so many.
  void candidates(const Index<std::uint64_t>& keys, std::size_t j,
                  std::vector<std::size_t>& found) const {
    found.clear();
    for (const std::uint64_t key : theirs_.facts(j).weak_keys) {
      const auto bucket = keys.find(key);
      if (bucket.size() > MostCompared) {
        continue;
      }
      for (const auto& [same, i] : bucket) {
        if (free(i, j)) {
          found.push_back(i);
        }
      }
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    if (found.size() > MostCompared) {
      found.resize(MostCompared);
    }
  }

  /// Only where each is the other's only one: two that are the same as one are for a person.
  void take_best(const std::vector<MatchPair>& alike) {
    std::vector<unsigned> of_ours(ours_.size());
    std::vector<unsigned> of_theirs(theirs_.size());
    for (const auto& [i, j] : alike) {
      ++of_ours[i];
      ++of_theirs[j];
    }
    for (const auto& [i, j] : alike) {
      if (of_ours[i] == 1 && of_theirs[j] == 1) {
        join(i, j);
      } else {
        ask_.emplace_back(i, j);
      }
    }
    std::sort(ask_.begin(), ask_.end());
  }

  const Kind& kind_;
  const Set& ours_;
  const Set& theirs_;
  const Ability& ability_;
  bool within_;
  std::vector<std::size_t> pair_;  ///< by theirs
  std::vector<bool> taken_;        ///< of ours
  std::vector<MatchPair> ask_;
};

}  // namespace

MatchResult match_records(const Kind& kind, std::span<const MatchRecord> ours,
                          std::span<const MatchRecord> theirs, const Ability& ability) {
  const Records here(ours);
  const Records there(theirs);
  return Matcher(kind, here, there, ability).run();
}

MatchResult find_duplicates(const Kind& kind, std::span<const MatchRecord> records) {
  const Records all(records);
  return Matcher(kind, all, all, Ability{}).run();
}

Result<MatchResult> find_duplicates(const Kind& kind, std::span<const Facts> facts,
                                    const TextOf& read) {
  const Stored all(facts, read);
  MatchResult result = Matcher(kind, all, all, Ability{}).run();
  if (all.trouble()) {
    return tl::unexpected(*all.trouble());
  }
  return result;
}

}  // namespace pim::content
