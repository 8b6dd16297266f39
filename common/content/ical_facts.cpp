// SPDX-License-Identifier: Apache-2.0
#include "common/content/ical_facts.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/content/contact_facts.h"
#include "common/content/ical_elements.h"
#include "common/content/value.h"

namespace pim::content {
namespace {

/// Search finds the beginning of long texts.
constexpr std::size_t MaxFindText = 2000;
constexpr std::size_t MaxLabel = 200;

void add_words(std::string& out, std::string_view words) {
  if (!words.empty()) {
    out += out.empty() ? "" : " ";
    out += words;
  }
}

/// Undecidable octets give no match key (content rule 1.5).
void add_key(Facts& facts, const HashKey& key, char kind, std::string_view text) {
  constexpr std::string_view Replacement = "\xef\xbf\xbd";
  if (text.empty() || !is_valid_utf8(text) || text.find(Replacement) != std::string_view::npos) {
    return;
  }
  facts.weak_keys.push_back(siphash(key, std::string(1, kind) + ':' + std::string(text)));
}

std::string cut(std::string text, std::size_t size) {
  if (text.size() <= size) {
    return text;
  }
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0U) == 0x80U) {
    --size;
  }
  text.resize(size);
  return text;
}

std::string first_line(const std::string& text) {
  std::size_t from = 0;
  while (from < text.size() && (text[from] == '\n' || text[from] == ' ' || text[from] == '\t')) {
    ++from;
  }
  return text.substr(from, text.find('\n', from) - from);
}

std::string label_of(const ItemView& view) {
  for (const std::string_view property : {"SUMMARY", "DESCRIPTION", "LOCATION"}) {
    if (std::string label = first_line(item_text(view, property)); !label.empty()) {
      return cut(as_utf8(std::move(label)), MaxLabel);
    }
  }
  return {};
}

Seconds modified_of(const ItemView& view) {
  Seconds newest = 0;
  for (const Component& component : view.items()) {
    if (const Field* field = component.first("LAST-MODIFIED")) {
      newest = std::max(newest, parse_stamp(trim(field->line->value)).value_or(0));
    }
  }
  return newest;
}

std::string find_text_of(const ItemView& view) {
  std::string out;
  for (const Component& component : view.items()) {
    for (const Field& field : component.fields) {
      const ItemProperty& info = item_property(*field.info);
      std::string text;
      if (info.value == ItemValue::Text || info.value == ItemValue::List) {
        text = unescape(field.line->value);
        std::replace(text.begin(), text.end(), ',', ' ');
      } else if (info.value == ItemValue::Person) {
        text = std::string(view.parameter(*field.line, "CN")) + ' ' +
               std::string(trim(field.line->value));
      } else {
        continue;
      }
      if (out.size() >= MaxFindText) {
        return out;
      }
      add_words(out, fold_for_search(cut(as_utf8(std::move(text)), MaxFindText)));
    }
  }
  return out;
}

std::string moment_text(const ItemView& view, const EventTime& time) {
  return time.kind == TimeKind::Utc || time.kind == TimeKind::Zoned
             ? format_time(TimeKind::Utc, view.utc_of(time))
             : format_time(time.kind, time.wall);
}

}  // namespace

std::string item_text(const ItemView& view, std::string_view property) {
  const Field* field = view.items().front().first(property);
  return field == nullptr ? std::string() : unescape(field->line->value);
}

std::string item_uid(const ItemView& view) {
  for (const Component& component : view.items()) {
    if (const Field* field = component.first("UID")) {
      return as_utf8(unescape(trim(field->line->value)));
    }
  }
  return {};
}

std::string item_uid_by_name(const ItemView& view, unsigned ordinal) {
  return uuid_by_name("pim-uid " + std::to_string(ordinal) + '\n' +
                      std::string(component_of(view.kind())) + '\n' +
                      item_canonical(view, Level::Exact));
}

std::string item_name(const ItemView& view) {
  return fold_for_search(item_text(view, "SUMMARY"));
}

std::optional<EventTime> item_moment(const ItemView& view) {
  const Component& lead = view.items().front();
  if (view.kind() == ItemKind::Task) {
    if (const Field* due = lead.first("DUE")) {
      return view.time_of(lead, *due);
    }
  }
  return start_of(view, lead);
}

Facts item_facts(const ItemView& view, const HashKey& key) {
  Facts facts;
  facts.uid = item_uid(view);
  facts.label = label_of(view);
  facts.modified = modified_of(view);
  facts.find_text = find_text_of(view);
  facts.fingerprint = siphash(key, item_canonical(view, Level::Loose));
  const std::string name = item_name(view);
  const std::string folded = fold_for_search(facts.label);
  const auto moment = item_moment(view);
  if (moment && view.kind() == ItemKind::Event) {
    facts.sort_key = moment_text(view, *moment) + ' ';  // a calendar is read by time
  }
  facts.sort_key += folded;
  if (moment) {
    add_key(facts, key, 's', name.empty() ? "" : moment_text(view, *moment) + ' ' + name);
    add_key(facts, key, 'd',
            name.empty() ? "" : moment_text(view, *moment).substr(0, 8) + ' ' + name);
  } else {
    add_key(facts, key, 'n', name);
  }
  if (view.kind() == ItemKind::Note) {
    add_key(facts, key, 'b', fold_for_search(item_text(view, "DESCRIPTION")));
    add_key(facts, key, 't', name);
  }
  std::sort(facts.weak_keys.begin(), facts.weak_keys.end());
  facts.weak_keys.erase(std::unique(facts.weak_keys.begin(), facts.weak_keys.end()),
                        facts.weak_keys.end());
  return facts;
}

}  // namespace pim::content
