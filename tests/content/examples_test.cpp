// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "tests/content/merge_helper.h"

// Plays tests/data/contacts/examples.txt: the examples of the content rules, by number.
namespace pim::content::testing {
namespace {

using Words = std::vector<std::string>;

/// ‹XX XX› as octets, ␠ as a blank; lines end in CR LF.
std::string octets_of(const std::string& line) {
  std::string out;
  for (std::size_t at = 0; at < line.size();) {
    if (line.compare(at, 3, "‹") == 0) {
      const std::size_t end = line.find("›", at);
      std::istringstream digits(line.substr(at + 3, end - at - 3));
      for (std::string one; digits >> one;) {
        out += static_cast<char>(std::stoi(one, nullptr, 16));
      }
      at = end + 3;
    } else if (line.compare(at, 3, "␠") == 0) {
      out += ' ';
      at += 3;
    } else {
      out += line[at++];
    }
  }
  return out + "\r\n";
}

std::string record(const std::string& version, const std::string& lines) {
  return "BEGIN:VCARD\r\nVERSION:" + version + "\r\n" + lines + "END:VCARD\r\n";
}

std::string joined(const Words& words) {
  std::string out;
  for (std::size_t i = 3; i < words.size(); ++i) {
    out += (i > 3 ? " " : "") + words[i];
  }
  return out;
}

/// One step: a directive and the lines below it.
struct Step {
  Words words;
  std::string lines;
};

struct Example {
  std::string title;
  std::vector<Step> steps;
};

std::vector<Example> read_examples() {
  std::ifstream file(PIM_TEST_DATA "/contacts/examples.txt", std::ios::binary);
  CPPUNIT_ASSERT(file.good());
  std::vector<Example> out;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("== ")) {
      out.push_back({line.substr(3), {}});
    } else if (out.empty() || line.starts_with("# ")) {
      continue;
    } else if (line.starts_with('@')) {
      std::istringstream words(line.substr(1));
      out.back().steps.push_back({{std::istream_iterator<std::string>(words), {}}, {}});
    } else {
      out.back().steps.back().lines += octets_of(line);
    }
  }
  for (Example& example : out) {
    for (Step& step : example.steps) {
      while (step.lines.ends_with("\r\n\r\n") || step.lines == "\r\n") {
        step.lines.resize(step.lines.size() - 2);  // the blank line before the next example
      }
    }
  }
  return out;
}

class Player {
 public:
  explicit Player(const Example& example) : example_(example) {}

  void run() {
    for (const Step& step : example_.steps) {
      play(step);
    }
  }

 private:
  void play(const Step& step) {
    const std::string& what = step.words.front();
    if (what == "fallback") {
      fallback_ = step.words[1];
    } else if (what == "in") {
      take(record(step.words[1], step.lines));
    } else if (what == "told" || what == "silent") {
      const bool said = std::ranges::any_of(
          entry_.remarks, [&](const Remark& remark) { return remark.code == step.words[1]; });
      check(said == (what == "told"), what + " " + step.words[1] + ", but: " + told(entry_));
    } else if (what == "stored") {
      holds(entry_.stored, step.lines);
    } else if (what == "out") {
      play_out(step);
    } else if (what == "loss") {
      check(std::ranges::find(losses_, step.words[1]) != losses_.end(), "loss " + step.words[1]);
    } else if (what == "same" || what == "differ") {
      const std::set<std::uint64_t> different(prints_.begin(), prints_.end());
      check(different.size() == (what == "same" ? 1 : prints_.size()), what);
    } else if (what == "match") {
      play_match(step.words[1]);
    } else {
      play_device(step, what);
    }
  }

  void play_device(const Step& step, const std::string& what) {
    if (what == "declared") {
      for (std::size_t i = 1; i < step.words.size(); ++i) {
        device_.declared[step.words[i]] = {};
      }
    } else if (what == "charset") {
      device_.charset = step.words[1];
    } else if (what == "limit" || what == "shown") {
      const std::size_t at = step.words[1].find('=');
      const auto number = static_cast<std::uint32_t>(std::stoul(step.words[1].substr(at + 1)));
      if (what == "limit") {
        device_.declared[step.words[1].substr(0, at)].max_size = number;
      } else {
        device_.shown[step.words[1].substr(0, at)] = number;
      }
    } else if (what == "merge") {
      side_ = step.words[1];
    } else if (what == "base" || what == "ours" || what == "theirs") {
      parts_[what] = record(step.words[1], step.lines);
      if (what == "theirs") {
        merge();
      }
    } else if (what == "result") {
      holds(merged_.stored, step.lines);
      check(merged_.lost.empty() || has_conflict_step(), "no conflict expected");
    } else if (what == "conflict") {
      check(std::ranges::any_of(merged_.lost,
                                [&](const Lost& lost) { return lost.lost == step.words[1]; }),
            "conflict " + step.words[1]);
    } else if (what == "no-edit") {
      check(!merged_.edit && !merged_.changed && merged_.stored == parts_["ours"], "no edit");
    } else {
      check(false, "unknown directive " + what);
    }
  }

  bool has_conflict_step() const {
    return std::ranges::any_of(example_.steps,
                               [](const Step& step) { return step.words.front() == "conflict"; });
  }

  void take(const std::string& octets) {
    auto entry = contacts().enter(octets, {test_key(), 0, nullptr, fallback_});
    check(entry.has_value(), entry ? "" : entry.error().message);
    entry_ = std::move(*entry);
    prints_.push_back(entry_.facts.fingerprint);
    taken_.push_back(entry_.stored);
  }

  void play_out(const Step& step) {
    Ability ability = device_;
    ability.version = step.words[1];
    ability.file = step.words[2] == "file";
    const auto form = contacts().render(entry_.stored, ability);
    check(form.has_value(), "render");
    losses_ = form->losses;
    if (step.words.size() > 3) {
      const std::string lacking = step.words.size() > 4 ? step.words[4] : joined(step.words);
      check(form->text.find(lacking) == std::string::npos, "holds " + lacking + ":\n" + form->text);
      return;
    }
    holds(form->text, step.lines);
    const Entry again = enter(form->text);
    check(!ability.file || again.facts.fingerprint == entry_.facts.fingerprint,
          "another content in " + ability.version + ":\n" + form->text);
  }

  void play_match(const std::string& expected) {
    const auto& ours = taken_[taken_.size() - 2];
    const auto& theirs = taken_.back();
    Ability ability;
    for (const auto& [a, b] : {std::pair(ours, theirs), std::pair(theirs, ours)}) {
      const Likeness likeness = contacts().compare(a, b, ability);
      const std::string name = likeness == Likeness::Same  ? "same"
                               : likeness == Likeness::Ask ? "ask"
                                                           : "different";
      check(name == expected, "matched " + name);
    }
  }

  void merge() {
    Ability ability = device_;
    ability.whole = side_ == "portal";
    ability.version = "2.1";
    MergeInput input{.ours = parts_["ours"],
                     .theirs = parts_["theirs"],
                     .base_said_by_side = side_ != "echo",
                     .ability = ability};
    input.base = parts_["base"];
    input.ours_modified = contacts().facts(parts_["ours"], test_key())->modified;
    input.theirs_modified = contacts().facts(parts_["theirs"], test_key())->modified;
    auto merged = contacts().merge(input);
    check(merged.has_value(), "merge");
    merged_ = std::move(*merged);
  }

  void holds(const std::string& text, const std::string& lines) {
    check(("\r\n" + text).find("\r\n" + lines) != std::string::npos,
          "expected:\n" + lines + "in:\n" + text);
  }

  void check(bool good, const std::string& message) {
    CPPUNIT_ASSERT_MESSAGE("example " + example_.title + ": " + message, good);
  }

  const Example& example_;
  std::string fallback_;
  Ability device_;
  Entry entry_;
  std::vector<std::string> losses_;
  std::vector<std::uint64_t> prints_;
  std::vector<std::string> taken_;
  std::map<std::string, std::string> parts_;
  std::string side_;
  Merged merged_;
};

}  // namespace

class ExamplesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ExamplesTest);
  CPPUNIT_TEST(every_example_holds);
  CPPUNIT_TEST_SUITE_END();

 public:
  void every_example_holds() {
    std::string failed;
    for (const Example& example : read_examples()) {
      try {
        Player(example).run();
      } catch (const CppUnit::Exception& broken) {
        failed += std::string(broken.what()) + '\n';
      }
    }
    CPPUNIT_ASSERT_EQUAL(std::string(), failed);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ExamplesTest);

}  // namespace pim::content::testing
