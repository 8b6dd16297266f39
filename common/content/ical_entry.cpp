// SPDX-License-Identifier: Apache-2.0
#include "common/content/ical_entry.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/content/charset.h"
#include "common/content/ical_elements.h"
#include "common/content/ical_facts.h"
#include "common/content/ical_repair.h"
#include "common/content/ical_start.h"
#include "common/content/ical_view.h"
#include "common/content/patch.h"
#include "common/content/value.h"

namespace pim::content {
namespace {

/// A record that says nothing but what every record has is none (content rule 8.4).
bool holds_property(const ItemView& view) {
  for (const Component& component : view.items()) {
    if (!component.nested.empty() ||
        std::any_of(component.fields.begin(), component.fields.end(), [](const Field& field) {
          return !field.empty && field.info->weight != Weight::Never;
        })) {
      return true;
    }
  }
  return false;
}

/// All instances of one record bear its UID.
Status check_uids(const ItemView& view, std::string_view uid) {
  for (const Component& component : view.items()) {
    const Field* field = component.first("UID");
    if (field != nullptr && unescape(trim(field->line->value)) != uid) {
      return fail(ErrorCode::Malformed, "the item holds more than one record",
                  "line " + std::to_string(field->line->number));
    }
  }
  return {};
}

void add_version(const ItemView& view, Patch& patch, std::vector<Remark>& remarks) {
  const Line* line = view.version_line();
  if (line != nullptr && !trim(line->value).empty()) {
    return;
  }
  const std::string text = "VERSION:2.0" + std::string(view.document().line_end());
  if (line != nullptr) {
    patch.replace(line->begin, line->end, text);
  } else {
    patch.insert(view.document().lines().front().end, text);
  }
  remarks.push_back({line == nullptr ? 0 : line->number, "VERSION", "version"});
}

/// Into every event, task or note of the document, whatever version it is.
void put_uid(const Document& document, ItemKind kind, std::string_view uid, bool missing_only,
             Patch& patch) {
  const std::string text = document.old_syntax() ? std::string(uid) : escape(uid);
  bool inside = false;
  bool placed = false;
  for (const Line& line : document.lines()) {
    if (line.depth != 2) {
      continue;
    }
    if (opens(line)) {
      inside = equals_ignore_case(trim(line.value), component_of(kind));
      placed = false;
    } else if (closes(line)) {
      if (inside && !placed) {
        patch.insert(line.begin, fold("UID:" + text, document.line_end()));
      }
      inside = false;
    } else if (inside && equals_ignore_case(line.name, "UID")) {
      if (!missing_only || trim(line.value).empty()) {
        patch.replace(line.begin, line.end,
                      placed ? std::string()
                             : fold(head_of(document, line) + ':' + text, document.line_end()));
      }
      placed = true;
    }
  }
}

/// What a person should look at: dates and zones that nobody can read, texts decoded once too few.
/// The reader of the old version has told its dates itself, with lines of the record that came in.
void look_for_doubts(const ItemView& view, std::vector<Remark>& remarks) {
  const auto tell = [&](const Field& field, const std::string& name, const char* code) {
    remarks.push_back({view.lifted() ? 0 : field.line->number, name, code});
  };
  for (const Component& component : view.items()) {
    for (const Field& field : component.fields) {
      const ItemValue value = item_property(*field.info).value;
      const std::string name = to_upper_ascii(field.line->name);
      const bool time =
          value == ItemValue::Time || (value == ItemValue::When && name != "DURATION");
      if (time && !field.empty) {
        const auto read = view.time_of(component, field);
        if (!read && !view.lifted()) {
          tell(field, name, "date");
        } else if (read && read->kind == TimeKind::Zoned &&
                   view.zone_use(read->zone)->zone == nullptr) {
          tell(field, name, "zone");
        }
      }
      if (looks_like_mojibake(field.line->value)) {
        tell(field, name, "mojibake?");
      }
    }
  }
}

Result<Entry> enter_clean(Document document, std::string_view text, const EntryOptions& options,
                          ItemKind kind, std::vector<Remark> remarks) {
  const OldManner manner = options.ability == nullptr ? OldManner() : old_manner(*options.ability);
  PIM_TRY(const ItemView view, ItemView::over(std::move(document), kind, manner, remarks));
  if (!holds_property(view)) {
    return fail(ErrorCode::Malformed, "the record holds no property");
  }
  Entry entry;
  entry.remarks = std::move(remarks);
  entry.facts = item_facts(view, options.key);
  entry.uid_given = !entry.facts.uid.empty();
  if (entry.uid_given) {
    PIM_CHECK(check_uids(view, item_uid(view)));
  }
  look_for_doubts(view, entry.remarks);
  if (kind == ItemKind::Event && !has_start(text)) {
    entry.remarks.push_back({0, "DTSTART", "start"});
  }
  // Octets stay as they came, unless only the side's manner says what they mean.
  const bool lift = view.lifted() && manner.known();
  const std::string_view kept = lift ? view.text() : text;
  PIM_TRY(const Document stored, Document::parse(kept));
  Patch patch(kept);
  add_version(view, patch, entry.remarks);
  if (lift) {
    entry.remarks.push_back({0, {}, "lifted"});
  }
  if (!entry.uid_given) {
    entry.facts.uid = item_uid_by_name(view, options.ordinal);
    entry.remarks.push_back({0, "UID", "generated"});
  }
  put_uid(stored, kind, entry.facts.uid, true, patch);
  entry.stored = patch.empty() ? std::string(kept) : patch.apply();
  if (!patch.empty()) {
    PIM_CHECK(Document::parse(entry.stored));  // what was added counts towards the limits
  }
  return entry;
}

}  // namespace

Result<Entry> enter_item(std::string_view octets, const EntryOptions& options, ItemKind kind) {
  PIM_TRY(Document document, Document::parse(octets));
  if (!item_needs_repair(document)) {
    return enter_clean(std::move(document), octets, options, kind, {});
  }
  PIM_TRY(Repaired repaired, repair_item(octets, options.fallback_charset));
  PIM_TRY(document, Document::parse(repaired.text));
  return enter_clean(std::move(document), repaired.text, options, kind,
                     std::move(repaired.remarks));
}

Result<std::string> item_with_uid(std::string_view stored, std::string_view uid, ItemKind kind) {
  PIM_TRY(const ItemView view, ItemView::read(stored, kind));  // whether it is such a record at all
  PIM_TRY(const Document document, Document::parse(stored));
  if (item_needs_repair(document)) {
    Patch patch(view.text());
    put_uid(view.document(), kind, uid, false, patch);
    return patch.apply();
  }
  Patch patch(stored);
  put_uid(document, kind, uid, false, patch);
  return patch.apply();
}

}  // namespace pim::content
