// SPDX-License-Identifier: Apache-2.0
#include "common/content/event_old_file.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/content/ical_elements.h"
#include "common/content/value.h"

namespace pim::content {
namespace {

bool is_original(const Line& line) {
  return line.name.size() > StandInPrefix.size() &&
         equals_ignore_case(line.name.substr(0, StandInPrefix.size()), StandInPrefix);
}

std::string original(const ItemView& view, const Line& line) {
  return std::string(StandInPrefix) + head_of(view.document(), line) + ':' +
         std::string(line.value) + std::string(LineEnd);
}

std::string original(const ItemView& view, const Component& component) {
  std::string text;
  for (const Line* line = component.self.line; line <= component.end; ++line) {
    text += head_of(view.document(), *line) + ':' + std::string(line->value) + '\n';
  }
  return std::string(StandInPrefix) + "BEGIN:" + escape(text) + std::string(LineEnd);
}

bool same_values(const std::vector<Element>& ours, const Elements& back, const std::string& name) {
  const auto other = back.find(name);
  return other != back.end() &&
         std::equal(ours.begin(), ours.end(), other->second.begin(), other->second.end(),
                    [](const Element& a, const Element& b) { return a.key == b.key; });
}

/// What the plain lines of one instance do not bring back.
std::string originals_of(const ItemView& view, const Component& item, const Elements& ours,
                         const Elements& back) {
  const std::string scope = scope_of(item);
  std::string out;
  for (const auto& [name, list] : ours) {
    const bool own = scope.empty() ? !name.starts_with('@') : name.starts_with(scope);
    if (!own || same_values(list, back, name)) {
      continue;
    }
    const Line* last = nullptr;
    for (const Element& element : list) {
      for (const Element::Place& place : element.places) {
        const auto nested =
            std::find_if(item.nested.begin(), item.nested.end(),
                         [&](const Component& one) { return &one.self == place.field; });
        if (nested != item.nested.end()) {
          out += original(view, *nested);
        } else if (place.field->line != last) {
          out += original(view, *place.field->line);
        }
        last = place.field->line;
      }
    }
  }
  return out;
}

std::string assembled(const ItemView& view, const std::vector<OldPart>& parts,
                      const std::vector<std::string>& more, std::string_view zones) {
  const std::string name(component_of(view.kind()));
  std::string out = "BEGIN:VCALENDAR\r\nVERSION:1.0\r\n" + parts.front().zone_lines;
  out += zones;
  for (std::size_t at = 0; at < parts.size(); ++at) {
    out.append("BEGIN:").append(name).append("\r\n").append(parts[at].lines);
    out.append(more.empty() ? "" : more[at]);
    out.append("END:").append(name).append("\r\n");
  }
  return out + "END:VCALENDAR\r\n";
}

/// The lines of the components but for originals, in any order; of dates each on its own.
std::vector<std::string> plain_lines(const Document& document) {
  std::vector<std::string> out;
  for (const Line& line : document.lines()) {
    const bool never = equals_ignore_case(line.name, "UID");  // entry may have added it
    if (line.depth < 2 || is_original(line) || never) {
      continue;
    }
    const bool dates =
        equals_ignore_case(line.name, "EXDATE") || equals_ignore_case(line.name, "RDATE");
    Parts parts(line.value, dates ? ';' : '\0');
    for (std::string_view part; parts.next(part);) {
      out.push_back(head_of(document, line) + ':' + std::string(part));
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

bool ExcludedByExceptions::counts(Seconds at) {
  met.insert(at);
  return left_alone.contains(at);
}

bool ExcludedByExceptions::lacks_some(std::string_view read, ItemKind kind) {
  if (met.empty()) {
    return false;
  }
  const auto view = ItemView::read(read, kind);
  if (!view) {
    return false;
  }
  left_alone = met;
  for (const Component& item : view->items()) {
    const Field* id = item.first("RECURRENCE-ID");
    const auto date = id == nullptr ? std::nullopt : view->time_of(item, *id);
    if (date) {
      left_alone.erase(view->utc_of(*date));
    }
  }
  return !left_alone.empty();
}

Form old_file_of(const ItemView& view, const OldManner& manner) {
  std::vector<OldPart> parts;
  Form form;
  for (const Component& item : view.items()) {
    parts.push_back(old_part(view, item, manner, true));
    if (const Field* id = item.first("RECURRENCE-ID")) {
      parts.back().lines += original(view, *id->line);
    }
    form.losses.insert(form.losses.end(), parts.back().losses.begin(), parts.back().losses.end());
  }
  std::sort(form.losses.begin(), form.losses.end());
  form.losses.erase(std::unique(form.losses.begin(), form.losses.end()), form.losses.end());
  form.text = assembled(view, parts, {}, {});
  const auto back = ItemView::read(form.text, view.kind(), manner);
  const Elements ours = item_elements(view);
  const Elements theirs = back ? item_elements(*back) : Elements();
  std::vector<std::string> more;
  bool any = false;
  for (const Component& item : view.items()) {
    more.push_back(originals_of(view, item, ours, theirs));
    any = any || !more.back().empty();
  }
  if (any) {
    std::string zones;
    for (const Component& zone : view.zones()) {
      zones += original(view, zone);
    }
    form.text = assembled(view, parts, more, zones);
  }
  return form;
}

bool has_originals(const Document& document) {
  return std::any_of(document.lines().begin(), document.lines().end(), is_original);
}

bool originals_count(const Document& document, std::string_view read, ItemKind kind) {
  const auto view = ItemView::read(read, kind);
  if (!view) {
    return false;
  }
  std::vector<OldPart> parts;
  for (const Component& item : view->items()) {
    parts.push_back(old_part(*view, item, {}, true));
  }
  const std::string text = assembled(*view, parts, {}, {});
  const auto plain = Document::parse(text);
  return plain && plain_lines(*plain) == plain_lines(document);
}

std::string component_in(std::string_view escaped) {
  const std::string text = unescape(escaped);
  const auto document = Document::parse(text);
  const bool sound = document && document->faults().empty() && !document->lines().empty() &&
                     equals_ignore_case(document->lines().front().name, "BEGIN") &&
                     document->lines().back().depth == 1 &&
                     equals_ignore_case(document->lines().back().name, "END");
  if (!sound) {
    return {};
  }
  std::string out;
  for (const Line& line : document->lines()) {
    out += head_of(*document, line) + ':' + std::string(line.value) + std::string(LineEnd);
  }
  return out;
}

}  // namespace pim::content
