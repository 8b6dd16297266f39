// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/script.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <sstream>
#include <utility>

namespace pim::sim {
namespace {

constexpr std::array<std::string_view, 22> ActWords = {
    "create", "edit",     "blank",   "delete", "mass",   "same", "recreate", "start",
    "go",     "full",     "fault",   "crash",  "cancel", "late", "abandon",  "clock",
    "wait",   "snapshot", "restore", "decide", "garble", "heal"};

constexpr std::array<std::string_view, 13> FaultWords = {
    "none",           "lose-request", "lose-reply",   "server-crash",   "server-error",
    "server-unknown", "client-crash", "client-error", "client-unknown", "duplicate",
    "bad-gateway",    "cut-request",  "cut-reply"};

template <class Enum, std::size_t Count>
std::optional<Enum> find_word(const std::array<std::string_view, Count>& words,
                              std::string_view word) {
  const auto found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) {
    return std::nullopt;
  }
  return static_cast<Enum>(found - words.begin());
}

std::optional<long> number_in(std::string_view text) {
  long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream stream(line);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) {
    words.push_back(std::move(word));
  }
  return words;
}

void read_argument(Step& step, const std::string& word) {
  if (word.size() > 1 && word[0] == 'r' && number_in(std::string_view(word).substr(1))) {
    step.record = static_cast<int>(*number_in(std::string_view(word).substr(1)));
  } else if (const auto field = field_of(word)) {
    step.field = *field;
  } else if (const auto fault = find_word<FaultKind>(FaultWords, word)) {
    step.fault = *fault;
  } else if (const auto number = number_in(word)) {
    step.count = static_cast<int>(*number);
  } else {
    step.words.push_back(word);
  }
}

Result<Step> parse_step(std::vector<std::string> words) {
  Step step;
  if (words[0] == "during" || words[0] == "after") {
    step.when = words[0] == "during" ? Step::When::During : Step::When::After;
    words.erase(words.begin());
  }
  const auto act = words.empty() ? std::nullopt : find_word<Act>(ActWords, words[0]);
  if (!act || words.size() < 2) {
    return fail(ErrorCode::Malformed, "not a step: " + (words.empty() ? "" : words[0]));
  }
  step.act = *act;
  step.place = words[1];
  for (std::size_t i = 2; i < words.size(); ++i) {
    read_argument(step, words[i]);
  }
  return step;
}

std::string fields_text(FieldSet fields) {
  std::string text;
  for (const Field field : AllFields) {
    if ((fields & bit(field)) != 0) {
      text += (text.empty() ? "" : ",") + std::string(word_of(field));
    }
  }
  return text;
}

FieldSet read_fields(std::string_view text) {
  FieldSet fields = 0;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    if (const auto field = field_of(text.substr(0, comma))) {
      fields |= bit(*field);
    }
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return fields;
}

void add_flag(std::string& text, bool set, std::string_view word) {
  if (set) {
    text += " " + std::string(word);
  }
}

std::string device_text(const DeviceSetup& device) {
  std::string text = "device " + device.name + " " + device.portal;
  text += " fields=" + fields_text(device.fields);
  text += " phones=" + std::to_string(device.phones);
  text += " size=" + std::to_string(device.message_size);
  add_flag(text, device.declares, "declares");
  add_flag(text, device.keeps_uid, "keeps-uid");
  add_flag(text, device.slow_adds, "slow-adds");
  add_flag(text, device.caches_maps, "caches-maps");
  add_flag(text, device.skips_last, "skips-last");
  add_flag(text, device.resends, "resends");
  add_flag(text, device.large_objects, "large-objects");
  return text + "\n";
}

DeviceSetup read_device(const std::vector<std::string>& words) {
  Step bag;  // for its look-ups
  bag.words = words;
  const auto size_of = [&](std::string_view key, std::size_t missing) {
    const auto number = number_in(bag.value(key));
    return number ? static_cast<std::size_t>(*number) : missing;
  };
  DeviceSetup device;
  device.name = words[1];
  device.portal = words[2];
  device.fields = bag.value("fields").empty() ? EveryField : read_fields(bag.value("fields"));
  device.phones = size_of("phones", 0);
  device.message_size = size_of("size", device.message_size);
  device.declares = bag.says("declares");
  device.keeps_uid = bag.says("keeps-uid");
  device.slow_adds = bag.says("slow-adds");
  device.caches_maps = bag.says("caches-maps");
  device.skips_last = bag.says("skips-last");
  device.resends = bag.says("resends");
  device.large_objects = bag.says("large-objects");
  return device;
}

/// False where the line is no line of the setup.
bool read_setup_line(Setup& setup, const std::vector<std::string>& words) {
  const auto number = [&](std::size_t i) { return number_in(words[i]).value_or(0); };
  if (words[0] == "seed" && words.size() == 2) {
    setup.seed = static_cast<std::uint64_t>(number(1));
  } else if (words[0] == "datastore" && words.size() == 2 && record_form(words[1]) != nullptr) {
    setup.form = record_form(words[1]);
  } else if (words[0] == "portals" && words.size() == 2) {
    setup.portals = static_cast<int>(number(1));
  } else if (words[0] == "links") {
    setup.links.assign(words.begin() + 1, words.end());
  } else if (words[0] == "sizes") {
    for (std::size_t i = 1; i < words.size(); ++i) {
      setup.message_sizes.push_back(static_cast<std::size_t>(number(i)));
    }
  } else if (words[0] == "guard" && words.size() == 3) {
    setup.guard.percent = static_cast<unsigned>(number(1));
    setup.guard.count = static_cast<unsigned>(number(2));
  } else if (words[0] == "device" && words.size() >= 3) {
    setup.devices.push_back(read_device(words));
  } else {
    return false;
  }
  return true;
}

}  // namespace

std::string_view word_of(Act act) {
  return ActWords[static_cast<std::size_t>(act)];
}
std::string_view word_of(FaultKind kind) {
  return FaultWords[static_cast<std::size_t>(kind)];
}

bool Step::says(std::string_view word) const {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string Step::value(std::string_view key) const {
  for (const std::string& word : words) {
    if (word.size() > key.size() && word.starts_with(key) && word[key.size()] == '=') {
      return word.substr(key.size() + 1);
    }
  }
  return {};
}

std::string Step::text() const {
  std::string text = when == When::During ? "during " : when == When::After ? "after " : "";
  text += std::string(word_of(act)) + " " + place;
  if (record != 0) {
    text += " r" + std::to_string(record);
  }
  if (act == Act::Edit || act == Act::Blank || act == Act::Same) {
    text += " " + std::string(word_of(field));
  }
  if (fault != FaultKind::None) {
    text += " " + std::string(word_of(fault));
  }
  if (count != 0) {
    text += " " + std::to_string(count);
  }
  for (const std::string& word : words) {
    text += " " + word;
  }
  return text;
}

std::string Script::text() const {
  std::string text = "seed " + std::to_string(setup.seed) + "\ndatastore " +
                     std::string(setup.form->datastore) + "\nportals " +
                     std::to_string(setup.portals) + "\nlinks";
  for (const std::string& link : setup.links) {
    text += " " + link;
  }
  text += "\nsizes";
  for (const std::size_t size : setup.message_sizes) {
    text += " " + std::to_string(size);
  }
  text += "\nguard " + std::to_string(setup.guard.percent) + " " +
          std::to_string(setup.guard.count) + "\n";
  for (const DeviceSetup& device : setup.devices) {
    text += device_text(device);
  }
  for (const Step& step : steps) {
    text += step.text() + "\n";
  }
  return text;
}

Result<Script> Script::parse(std::string_view text) {
  Script script;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    const std::vector<std::string> words = words_of(line.substr(0, line.find('#')));
    if (words.empty() || read_setup_line(script.setup, words)) {
      continue;
    }
    PIM_TRY(Step step, parse_step(words));
    script.steps.push_back(std::move(step));
  }
  return script;
}

}  // namespace pim::sim
