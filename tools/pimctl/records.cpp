// SPDX-License-Identifier: Apache-2.0
#include "tools/pimctl/records.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <vector>

#include "common/base/digest.h"
#include "common/base/text.h"
#include "common/content/document.h"
#include "tools/pimctl/record_stream.h"

namespace pim::pimctl {
namespace {

using content::Ability;
using content::Entry;

/// Fingerprints of one call are compared with each other only.
const HashKey LocalKey{};

ExitCode no_file(const std::string& path, const Output& output) {
  output.err << "pimctl: The file " << path << " cannot be opened.\n";
  return ExitCode::Usage;
}

std::string version_for(const std::string& kind, const std::string& to, const std::string& out) {
  if (!to.empty()) {
    return to;
  }
  if (kind == "contacts") {
    return "4.0";
  }
  return out.ends_with(".vcs") || out.ends_with(".vnt") ? "1.0" : "2.0";
}

std::string called(const Entry& entry) {
  return entry.facts.label.empty() ? entry.facts.uid : entry.facts.label;
}

/// Enters records one by one; remembers how often one without UID came (rule 8.2).
class Reader {
 public:
  Reader(std::istream& in, const std::string& name) : stream_(in, name) {}

  std::optional<FileRecord> next() { return stream_.next(); }
  const content::Kind* kind() const { return stream_.kind(); }
  std::string kind_name() const { return stream_.kind_name(); }

  Result<Entry> enter(const FileRecord& record) {
    const content::Kind* kind = stream_.kind();
    if (kind == nullptr) {
      return fail(ErrorCode::Unsupported, "nobody knows this kind of record");
    }
    PIM_TRY(Entry entry, kind->enter(record.octets, {LocalKey, 0}));
    const unsigned again = entry.uid_given ? 0 : seen_[entry.facts.uid]++;
    if (again > 0) {
      PIM_TRY(entry, kind->enter(record.octets, {LocalKey, again}));
    }
    return entry;
  }

 private:
  RecordStream stream_;
  std::map<std::string, unsigned> seen_;
};

/// Lines as they are compared: unfolded, without what changes by itself.
std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  const auto document = content::Document::parse(text);
  if (!document) {
    return {text};
  }
  for (const content::Line& line : document->lines()) {
    const std::string name = to_upper_ascii(line.name);
    const bool itself = name == "REV" || name == "PRODID" || name == "DTSTAMP" || name == "UID" ||
                        name == "LAST-MODIFIED";
    if (!itself) {
      out.push_back(content::head_of(*document, line) + ':' + std::string(line.value));
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

struct Side {
  std::vector<Entry> entries;
  const content::Kind* kind = nullptr;
  std::string kind_name;
  std::size_t refused = 0;
};

Result<Side> read_side(const std::string& path, const Output& output) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return fail(ErrorCode::NotFound, "The file " + path + " cannot be opened.");
  }
  Side side;
  Reader reader(file, path);
  while (const auto record = reader.next()) {
    auto entry = reader.enter(*record);
    if (entry) {
      side.entries.push_back(std::move(*entry));
    } else {
      ++side.refused;
      output.err << path << ':' << record->line << ": refused: " << entry.error().message << '\n';
    }
  }
  side.kind = reader.kind();
  side.kind_name = reader.kind_name();
  return side;
}

/// For each of a the index in b, or none: equal UIDs, then equal content, then the matcher.
std::vector<std::size_t> pair(const Side& a, const Side& b) {
  constexpr auto None = static_cast<std::size_t>(-1);
  std::vector<std::size_t> out(a.entries.size(), None);
  std::vector<bool> used(b.entries.size());
  const auto by = [&](auto key) {
    std::multimap<std::string, std::size_t> there;
    for (std::size_t j = 0; j < b.entries.size(); ++j) {
      if (!used[j]) {
        for (const std::string& one : key(b.entries[j])) {
          there.emplace(one, j);
        }
      }
    }
    for (std::size_t i = 0; i < a.entries.size(); ++i) {
      for (const std::string& one : key(a.entries[i])) {
        const auto [from, to] = there.equal_range(one);
        for (auto at = from; at != to && out[i] == None; ++at) {
          const bool alike = a.entries[i].uid_given ||
                             a.kind->compare(a.entries[i].stored, b.entries[at->second].stored,
                                             Ability{}) == content::Likeness::Same;
          if (!used[at->second] && alike) {
            out[i] = at->second;
            used[at->second] = true;
          }
        }
      }
    }
  };
  by([](const Entry& entry) { return std::vector<std::string>{entry.facts.uid}; });
  by([](const Entry& entry) {
    return std::vector<std::string>{std::to_string(entry.facts.fingerprint)};
  });
  return out;
}

void print_missing(const Side& side, std::size_t at, char sign, const Output& output) {
  output.out << sign << ' ' << called(side.entries[at]) << '\n';
}

bool print_change(const Side& a, std::size_t i, const Side& b, std::size_t j,
                  const Output& output) {
  if (a.kind->equal(a.entries[i].stored, b.entries[j].stored, false)) {
    return false;
  }
  Ability ability;
  ability.file = true;
  ability.version = version_for(a.kind_name, "", "");
  const auto left = a.kind->render(a.entries[i].stored, ability);
  const auto right = a.kind->render(b.entries[j].stored, ability);
  const auto before = lines_of(left ? left->text : a.entries[i].stored);
  const auto after = lines_of(right ? right->text : b.entries[j].stored);
  output.out << "  " << called(b.entries[j]) << '\n';
  std::vector<std::string> lines;
  std::set_difference(before.begin(), before.end(), after.begin(), after.end(),
                      std::back_inserter(lines));
  for (const std::string& line : lines) {
    output.out << "    - " << line << '\n';
  }
  lines.clear();
  std::set_difference(after.begin(), after.end(), before.begin(), before.end(),
                      std::back_inserter(lines));
  for (const std::string& line : lines) {
    output.out << "    + " << line << '\n';
  }
  return true;
}

}  // namespace

ExitCode convert(const std::string& in, const std::string& out, const std::string& to,
                 const Output& output) {
  std::ifstream file(in, std::ios::binary);
  if (!file) {
    return no_file(in, output);
  }
  std::unique_ptr<std::ofstream> made;
  if (out != "-") {
    made = std::make_unique<std::ofstream>(out, std::ios::binary | std::ios::trunc);
    if (!*made) {
      return no_file(out, output);
    }
  }
  std::ostream& target = made ? *made : output.out;
  Reader reader(file, in);
  std::size_t written = 0;
  std::size_t refused = 0;
  while (const auto record = reader.next()) {
    const std::string place = in + ':' + std::to_string(record->line) + ": ";
    const auto entry = reader.enter(*record);
    Ability ability;
    ability.file = true;
    ability.version = version_for(reader.kind_name(), to, out);
    ability.media_type = reader.kind() == nullptr ? "" : reader.kind()->media_type();
    const auto form = entry ? reader.kind()->render(entry->stored, ability)
                            : Result<content::Form>(tl::unexpected(entry.error()));
    if (!form) {
      ++refused;
      output.err << place << "refused: " << form.error().message << '\n';
      continue;
    }
    for (const content::Remark& remark : entry->remarks) {
      const int line = record->line + std::max(remark.line - 1, 0);
      output.err << in << ':' << line << ": " << called(*entry) << ": "
                 << (remark.property.empty() ? "" : remark.property + " ") << remark.code << '\n';
    }
    for (const std::string& loss : form->losses) {
      output.err << place << called(*entry) << ": lost: " << loss << '\n';
    }
    target << form->text;
    ++written;
  }
  target.flush();
  if (!target) {
    output.err << "pimctl: The file " << out << " cannot be written.\n";
    return ExitCode::StoreTrouble;
  }
  output.err << written << " written, " << refused << " refused\n";
  return refused == 0 ? ExitCode::Done : ExitCode::PartlyFailed;
}

ExitCode diff(const std::string& a, const std::string& b, const Output& output) {
  const auto left = read_side(a, output);
  const auto right = read_side(b, output);
  if (!left || !right) {
    return no_file(left ? b : a, output);
  }
  if (left->kind != right->kind && !left->entries.empty() && !right->entries.empty()) {
    output.err << "pimctl: The files hold different kinds of records.\n";
    return ExitCode::Usage;
  }
  const std::vector<std::size_t> pairs = pair(*left, *right);
  std::vector<bool> used(right->entries.size());
  std::size_t differences = left->refused + right->refused;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (pairs[i] >= used.size()) {
      print_missing(*left, i, '-', output);
      ++differences;
      continue;
    }
    used[pairs[i]] = true;
    differences += print_change(*left, i, *right, pairs[i], output) ? 1U : 0U;
  }
  for (std::size_t j = 0; j < used.size(); ++j) {
    if (!used[j]) {
      print_missing(*right, j, '+', output);
      ++differences;
    }
  }
  return differences == 0 ? ExitCode::Done : ExitCode::PartlyFailed;
}

}  // namespace pim::pimctl
