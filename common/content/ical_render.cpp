// SPDX-License-Identifier: Apache-2.0
#include "common/content/ical_render.h"

#include <algorithm>
#include <map>

#include "common/base/text.h"
#include "common/content/ical_echo.h"
#include "common/content/ical_series.h"
#include "common/content/patch.h"
#include "common/content/value.h"

namespace pim::content {
namespace {

/// Without these no side can read the record, whatever it declared.
bool always_held(std::string_view name) {
  for (const std::string_view one :
       {"UID", "DTSTAMP", "SUMMARY", "DTSTART", "DTEND", "DURATION", "DUE", "RECURRENCE-ID"}) {
    if (one == name) {
      return true;
    }
  }
  return false;
}

void cut(std::string& text, std::uint64_t size) {
  std::size_t at = static_cast<std::size_t>(size);
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U) {
    --at;
  }
  text.resize(at);
}

/// The form of one record for a side that declared what it holds.
class ItemProjector {
 public:
  ItemProjector(const ItemView& view, const Ability& ability)
      : view_(view), ability_(ability), patch_(view.text()) {}

  Form run() {
    for (const Line& line : view_.document().lines()) {
      if (line.depth == 1 && equals_ignore_case(line.name, "METHOD")) {
        patch_.remove(line.begin, line.end);  // a record is no invitation
      }
    }
    for (const Component& component : view_.items()) {
      if (!component.id.empty() && view_.master() != nullptr && !ability_.holds("RECURRENCE-ID")) {
        exclude(component);
      } else {
        take(component);
      }
    }
    Form form;
    form.text = patch_.empty() ? std::string(view_.text()) : patch_.apply();
    std::sort(losses_.begin(), losses_.end());
    losses_.erase(std::unique(losses_.begin(), losses_.end()), losses_.end());
    form.losses = std::move(losses_);
    return form;
  }

 private:
  void take(const Component& component) {
    std::map<std::string, std::uint64_t> counts;
    for (const Field& field : component.fields) {
      const std::string name = to_upper_ascii(field.line->name);
      const auto declared = ability_.declared.find(name);
      const Ability::Limit limit =
          declared == ability_.declared.end() ? Ability::Limit{} : declared->second;
      const bool held = always_held(name) || ability_.holds(name) ||
                        (name == "ORGANIZER" && ability_.holds("ATTENDEE"));  // one in 1.0
      if (!held) {
        drop(field, field.info->weight == Weight::Never ? "" : "aside:" + name);
      } else if (limit.max_count != 0 && ++counts[name] > limit.max_count) {
        drop(field, "count");
      } else if (item_property(*field.info).value == ItemValue::Person) {
        silence(field);
      } else {
        shorten(field, limit.max_size);
      }
    }
    const bool alarms = ability_.holds("VALARM") || ability_.holds("TRIGGER") ||
                        ability_.holds("AALARM") || ability_.holds("DALARM");
    for (const Component& nested : component.nested) {
      const bool alarm = equals_ignore_case(nested.name(), "VALARM");
      if (!alarm || !alarms) {
        patch_.remove(nested.self.line->begin, nested.end->end);
        losses_.push_back(alarm ? "alarm" : "aside:" + to_upper_ascii(nested.name()));
      }
    }
  }

  /// A side that knows no exceptions gets an excluded date for each; the exception stays with us
  /// (content rule 6.2).
  void exclude(const Component& component) {
    patch_.remove(component.self.line->begin, component.end->end);
    losses_.emplace_back("aside:RECURRENCE-ID");
    const Component& master = *view_.master();
    const Field* start = master.first("DTSTART");
    const Field* id = component.first("RECURRENCE-ID");
    const auto at = start == nullptr ? std::nullopt : view_.time_of(master, *start);
    const auto date = id == nullptr ? std::nullopt : view_.time_of(component, *id);
    if (!at || !date || component.id.ends_with('+')) {
      return;  // all later ones are meant: without their first date the rest would be no truer
    }
    patch_.insert(start->line->end,
                  series_date_line(view_, "EXDATE", view_.aligned(*date, *at).wall,
                                   view_.document().line_end()));
  }

  void drop(const Field& field, std::string loss) {
    patch_.remove(field.line->begin, field.line->end);
    if (!loss.empty() && !field.empty) {
      losses_.push_back(std::move(loss));
    }
  }

  /// Nobody is written to because a record was moved (content rule 2b.22): what a mail server noted
  /// stays with us, and a store that mails is told that the client does that.
  void silence(const Field& field) {
    const auto rule = ability_.rules.find("mails");
    const bool mails = rule != ability_.rules.end() && rule->second == "yes";
    std::string head(field.line->name);
    bool changed = mails;
    for (const Parameter& parameter : Parameters{view_.document(), *field.line}) {
      const bool agent = equals_ignore_case(parameter.name, "SCHEDULE-AGENT");
      if (equals_ignore_case(parameter.name, "SCHEDULE-STATUS") ||
          equals_ignore_case(parameter.name, "SCHEDULE-FORCE-SEND") || (agent && mails)) {
        changed = true;
        continue;
      }
      head.append(";").append(parameter.name).append(parameter.name.empty() ? "" : "=");
      head += parameter.value;
    }
    if (changed) {
      head += mails ? ";SCHEDULE-AGENT=CLIENT" : "";
      patch_.replace(
          field.line->begin, field.line->end,
          fold(head + ':' + std::string(field.line->value), view_.document().line_end()));
    }
  }

  void shorten(const Field& field, std::uint64_t size) {
    if (size == 0 || field.info->shape != Shape::Text || field.line->value.size() <= size) {
      return;
    }
    std::string text = unescape(field.line->value);
    if (text.size() <= size) {
      return;
    }
    cut(text, size);
    patch_.replace(field.line->begin, field.line->end,
                   fold(head_of(view_.document(), *field.line) + ':' + escape(text),
                        view_.document().line_end()));
    losses_.emplace_back("cut");
  }

  const ItemView& view_;
  const Ability& ability_;
  Patch patch_;
  std::vector<std::string> losses_;
};

}  // namespace

namespace {

/// Says something to a mail server, or is meant for a store that mails.
bool may_mail(std::string_view stored, const Ability& ability) {
  return ability.rules.contains("mails") || stored.find("METHOD") != std::string_view::npos ||
         stored.find("SCHEDULE-") != std::string_view::npos;
}

}  // namespace

bool takes_old(const Ability& ability) {
  return !ability.whole &&
         (ability.version == "1.0" || equals_ignore_case(ability.media_type, "text/x-vcalendar"));
}

Result<Form> render_item(std::string_view stored, const Ability& ability, ItemKind kind) {
  if (ability.whole) {
    return Form{std::string(stored), {}};
  }
  const bool old = takes_old(ability) && kind != ItemKind::Note;
  PIM_TRY(const Document document, Document::parse(stored));
  if (ability.declared.empty() && is_old_calendar(document) == old && old) {
    return Form{std::string(stored), {}};  // of its own version, untouched
  }
  const bool plain = ability.declared.empty() && !may_mail(stored, ability);
  if (plain && !old && !is_old_calendar(document)) {
    return Form{std::string(stored), {}};
  }
  const OldManner manner = old_manner(ability);
  PIM_TRY(const ItemView view, ItemView::read(stored, kind, manner));
  Form form{std::string(view.text()), {}};
  if (!plain) {
    form = ItemProjector(view, ability).run();
  }
  if (!old) {
    return form;
  }
  PIM_TRY(const ItemView held, ItemView::read(form.text, kind));
  Form out = old_of_ical(held, manner, ability.file);
  out.losses.insert(out.losses.end(), form.losses.begin(), form.losses.end());
  std::sort(out.losses.begin(), out.losses.end());
  out.losses.erase(std::unique(out.losses.begin(), out.losses.end()), out.losses.end());
  return out;
}

void learn_item(const ItemView& form, Ability& ability) {
  for (const Component& component : form.items()) {
    std::map<std::string, std::uint32_t> counts;
    for (const Field& field : component.fields) {
      if (field.empty) {
        continue;
      }
      const bool list = field.info->shape == Shape::List;
      counts[to_upper_ascii(field.line->name)] +=
          list ? static_cast<std::uint32_t>(split_raw(field.line->value, ',').size()) : 1;
    }
    for (const Component& nested : component.nested) {
      ++counts[to_upper_ascii(nested.name())];
      ++counts["BEGIN"];  // the name that a merge knows components by
    }
    for (const auto& [name, count] : counts) {
      std::uint32_t& shown = ability.shown[name];
      shown = std::max(shown, count);
    }
  }
  learn_places(form, ability);
}

}  // namespace pim::content
