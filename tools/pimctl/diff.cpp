// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <map>
#include <vector>

#include "common/content/difference.h"
#include "common/content/slow_match.h"
#include "tools/pimctl/record_reader.h"
#include "tools/pimctl/records.h"

namespace pim::pimctl {
namespace {

constexpr std::size_t None = static_cast<std::size_t>(-1);
constexpr std::array Kinds{"contacts", "calendar", "tasks", "notes"};

/// The records of one kind in one file.
using Records = std::vector<content::Entry>;

struct File {
  std::map<std::string, Records> kinds;
  std::size_t refused = 0;
};

Result<File> read_file(const std::string& path, const Output& output) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    return fail(ErrorCode::NotFound, "The file " + path + " cannot be opened.");
  }
  File file;
  RecordReader reader(stream, path);
  while (const auto record = reader.next()) {
    auto entry = reader.enter(*record);
    if (entry) {
      file.kinds[std::string(record->kind->name())].push_back(std::move(*entry));
    } else {
      ++file.refused;
      output.err << path << ':' << record->line_of(0) << ": refused: " << entry.error().message
                 << '\n';
    }
  }
  return file;
}

/// For each record of a its counterpart in b, or none: equal UIDs, then what the matcher of slow
/// syncs says, its doubtful pairs too, each record once.
class Pairing {
 public:
  Pairing(const content::Kind& kind, const Records& a, const Records& b)
      : kind_(kind), a_(a), b_(b), of_a_(a.size(), None), used_(b.size(), false) {}

  std::vector<std::size_t> run() {
    by_uid();
    by_content();
    return std::move(of_a_);
  }

 private:
  void by_uid() {
    std::multimap<std::string_view, std::size_t> there;
    for (std::size_t j = 0; j < b_.size(); ++j) {
      there.emplace(b_[j].facts.uid, j);
    }
    for (std::size_t i = 0; i < a_.size(); ++i) {
      const auto [from, to] = there.equal_range(a_[i].facts.uid);
      const auto found = std::find_if(from, to, [&](const auto& at) { return !used_[at.second]; });
      if (a_[i].uid_given && found != to) {
        join(i, found->second);
      }
    }
  }

  void by_content() {
    std::vector<std::size_t> left;
    std::vector<std::size_t> right;
    const auto ours = rest(a_, left, [&](std::size_t i) { return of_a_[i] == None; });
    const auto theirs = rest(b_, right, [&](std::size_t j) { return !used_[j]; });
    const auto found = content::match_records(kind_, ours, theirs, content::Ability{});
    for (const auto* pairs : {&found.same, &found.ask}) {
      for (const auto& [i, j] : *pairs) {
        if (of_a_[left[i]] == None && !used_[right[j]]) {
          join(left[i], right[j]);
        }
      }
    }
  }

  template <class Free>
  static std::vector<content::MatchRecord> rest(const Records& records,
                                                std::vector<std::size_t>& places, Free free) {
    std::vector<content::MatchRecord> out;
    for (std::size_t i = 0; i < records.size(); ++i) {
      if (free(i)) {
        places.push_back(i);
        out.push_back({records[i].stored, records[i].facts});
      }
    }
    return out;
  }

  void join(std::size_t i, std::size_t j) {
    of_a_[i] = j;
    used_[j] = true;
  }

  const content::Kind& kind_;
  const Records& a_;
  const Records& b_;
  std::vector<std::size_t> of_a_;
  std::vector<bool> used_;
};

/// How many records of one kind differ; each is printed.
class Printer {
 public:
  Printer(const content::Kind& kind, const Output& output) : kind_(kind), output_(output) {}

  std::size_t compare(const Records& a, const Records& b) {
    std::vector<bool> used(b.size(), false);
    const std::vector<std::size_t> pairs = Pairing(kind_, a, b).run();
    std::size_t differences = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (pairs[i] == None) {
        output_.out << "- " << called(a[i]) << '\n';
        ++differences;
        continue;
      }
      used[pairs[i]] = true;
      differences += differ(a[i], b[pairs[i]]) ? 1U : 0U;
    }
    for (std::size_t j = 0; j < b.size(); ++j) {
      if (!used[j]) {
        output_.out << "+ " << called(b[j]) << '\n';
        ++differences;
      }
    }
    return differences;
  }

 private:
  bool differ(const content::Entry& before, const content::Entry& after) const {
    const auto found = content::differences(kind_, before.stored, after.stored);
    if (!found || found->empty()) {
      return false;
    }
    output_.out << "  " << called(after) << '\n';
    for (const content::Difference& one : *found) {
      if (!one.before.empty()) {
        output_.out << "    - " << one.property << ": " << one.before << '\n';
      }
      if (!one.after.empty()) {
        output_.out << "    + " << one.property << ": " << one.after << '\n';
      }
    }
    return true;
  }

  const content::Kind& kind_;
  const Output& output_;
};

}  // namespace

ExitCode diff(const std::string& a, const std::string& b, const Output& output) {
  auto left = read_file(a, output);
  auto right = read_file(b, output);
  if (!left || !right) {
    output.err << "pimctl: " << (left ? right : left).error().message << '\n';
    return ExitCode::Usage;
  }
  std::size_t differences = left->refused + right->refused;
  for (const char* name : Kinds) {
    differences +=
        Printer(*content::kind_of(name), output).compare(left->kinds[name], right->kinds[name]);
  }
  return differences == 0 ? ExitCode::Done : ExitCode::PartlyFailed;
}

}  // namespace pim::pimctl
