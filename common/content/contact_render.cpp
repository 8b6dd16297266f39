// SPDX-License-Identifier: Apache-2.0
#include "common/content/contact_render.h"

#include <algorithm>
#include <map>
#include <optional>

#include "common/base/text.h"
#include "common/content/canonical.h"
#include "common/content/element.h"
#include "common/content/patch.h"
#include "common/content/value.h"
#include "common/content/vcard_writer.h"

namespace pim::content {
namespace {

/// A photo limit below this is a device's mistake (content rule 5.3).
constexpr std::uint64_t LeastPhotoSize = 1024;

/// Base64 of a picture that no device makes to show it small: it keeps pictures as they are.
constexpr std::size_t LargerThanThumbnails = 40'000;

/// Cuts `text` to at most `size` octets, never inside a character.
void cut(std::string& text, std::uint64_t size) {
  std::size_t at = static_cast<std::size_t>(size);
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U) {
    --at;
  }
  text.resize(at);
}

/// Extended form, with the year Apple omits where there is none (content rule 2.8).
std::string written_date(const std::string& date, std::string& head) {
  if (date.size() == 6 && date.starts_with("--")) {
    head += ";X-APPLE-OMIT-YEAR=1604";
    return "1604-" + date.substr(2, 2) + '-' + date.substr(4, 2);
  }
  if (date.size() == 8) {
    return date.substr(0, 4) + '-' + date.substr(4, 2) + '-' + date.substr(6, 2);
  }
  return date;
}

/// A phone of the old format gets no extension that it has neither declared nor shown.
bool hides_extensions(const Ability& ability) {
  return ability.version == "2.1" && !ability.file && !ability.whole;
}

/// Makes the form of one record for one side.
class Projector {
 public:
  Projector(const ContactView& view, const Ability& ability)
      : view_(view), ability_(ability), patch_(view.text()) {}

  Projection run() {
    for (std::size_t i = 0; i < view_.fields().size(); ++i) {
      take(view_.fields()[i], i);
    }
    drop_labels();
    drop_nested();
    std::sort(out_.losses.begin(), out_.losses.end());
    out_.losses.erase(std::unique(out_.losses.begin(), out_.losses.end()), out_.losses.end());
    out_.untouched = patch_.empty();
    if (!out_.untouched) {
      out_.text = patch_.apply();
    }
    return std::move(out_);
  }

 private:
  void take(const Field& field, std::size_t index) {
    const std::string name = to_upper_ascii(field.line->name);
    const bool always = field.id() == Property::N || field.id() == Property::Fn;
    const PropertyInfo* spelling = nullptr;  // as written
    if (!always && !holds(field, name)) {
      spelling = held_spelling(field);
      if (spelling == nullptr) {
        drop(field, field.info->weight == Weight::Never ? "" : "aside:" + name);
        return;
      }
    }
    if (!within_count(field, name)) {
      return;
    }
    out_.sources.push_back(index);
    rewrite(field, spelling, limit_of(name));
  }

  bool holds(const Field& field, const std::string& name) const {
    if (hides_extensions(ability_) && field.info->canonical.empty() && name.starts_with("X-")) {
      return ability_.any_extension || ability_.declared.contains(name) ||
             ability_.shown.contains(name);
    }
    return ability_.holds(name);
  }

  bool holds_labels() const {
    constexpr auto Name = "X-ABLABEL";
    return hides_extensions(ability_)
               ? ability_.declared.contains(Name) || ability_.shown.contains(Name)
               : ability_.holds(Name);
  }

  Ability::Limit limit_of(const std::string& name) const {
    const auto at = ability_.declared.find(name);
    return at == ability_.declared.end() ? Ability::Limit{} : at->second;
  }

  /// In 2.1 and 4.0 it is written under the one name of its version, which the side may hold.
  bool writes_other_name(const Field& field) const {
    const bool renamed = field.id() == Property::Im || field.id() == Property::Kind ||
                         field.id() == Property::Member || field.id() == Property::Gender;
    if (!renamed || ability_.version == "3.0") {
      return false;
    }
    return std::ranges::any_of(all_properties(), [&](const PropertyInfo& info) {
      return info.id == field.id() && ability_.holds(info.name);
    });
  }

  /// Another spelling of the property that the side holds, or none.
  const PropertyInfo* held_spelling(const Field& field) const {
    const bool convertible = writes_other_name(field) || field.id() == Property::Anniversary ||
                             field.id() == Property::Related || field.id() == Property::Nickname ||
                             field.id() == Property::Categories;
    if (!convertible) {
      return nullptr;
    }
    if (writes_other_name(field)) {
      return field.info;  // the writer of its version finds the name
    }
    for (const PropertyInfo& info : all_properties()) {
      const bool same_relation = field.id() != Property::Related ||
                                 std::find(field.types.others().begin(), field.types.others().end(),
                                           info.extra) != field.types.others().end();
      if (info.id == field.id() && same_relation && ability_.holds(info.name)) {
        return &info;
      }
    }
    return nullptr;
  }

  bool within_count(const Field& field, const std::string& name) {
    const std::uint64_t declared = limit_of(name).max_count;
    const std::uint64_t most = field.id() == Property::Photo ? 1 : declared;
    if (most == 0 || field.empty) {
      return true;
    }
    if (++counts_[name] <= most) {
      return !too_large(field, limit_of(name).max_size);
    }
    drop(field, field.id() == Property::Photo ? "photo" : "count");
    return false;
  }

  /// A photo cannot be cut: it goes whole or not at all.
  bool too_large(const Field& field, std::uint64_t size) {
    if (field.info->shape != Shape::Binary || size < LeastPhotoSize ||
        field.line->value.size() / 4 * 3 <= size) {
      return false;
    }
    drop(field, field.id() == Property::Photo ? std::string("photo")
                                              : "aside:" + to_upper_ascii(field.line->name));
    return true;
  }

  void rewrite(const Field& field, const PropertyInfo* spelling, const Ability::Limit& limit) {
    const bool renamed = spelling != nullptr || lacks_label(field);
    const std::vector<std::string> hidden = hidden_types(field);
    std::string value;
    const bool cuts = must_cut(field, limit.max_size, value);
    if (!renamed && hidden.empty() && !cuts) {
      return;
    }
    std::string head = head_for(field, spelling, renamed, !hidden.empty());
    if (!hidden.empty()) {
      out_.losses.emplace_back("type");
    }
    if (cuts) {
      out_.losses.emplace_back("cut");
    } else if (spelling != nullptr && field.info->shape == Shape::Date) {
      std::string date;
      append_value(view_, field, Level::Exact, date);
      value = written_date(date, head);
    } else {
      value = field.line->value;
    }
    patch_.replace(field.line->begin, field.line->end,
                   fold(head + ':' + value, view_.document().line_end()));
  }

  /// The group's label does not go along: then the group says nothing, and what a standard label
  /// said is written as TYPE.
  bool lacks_label(const Field& field) const {
    return field.label_line != nullptr && !holds_labels();
  }

  std::string head_for(const Field& field, const PropertyInfo* spelling, bool renamed,
                       bool drops_types) const {
    std::string head;
    if (!renamed && !field.line->group.empty()) {
      head.append(field.line->group) += '.';
    }
    head += spelling != nullptr ? spelling->name : field.line->name;
    TypeSet types = field.types;
    for (const std::string& type : drops_types ? hidden_types(field) : std::vector<std::string>()) {
      types.remove(type);
    }
    for (const Parameter& parameter : Parameters{view_.document(), *field.line}) {
      const bool type = parameter.name.empty() || equals_ignore_case(parameter.name, "TYPE");
      if (type && field.info->shape != Shape::Binary) {
        continue;
      }
      head.append(";").append(parameter.name).append(parameter.name.empty() ? "" : "=");
      head += parameter.value;
    }
    types.remove(field.id() == Property::Related ? relation_of(field) : std::string());
    if (!types.empty() && field.info->shape != Shape::Binary) {
      head += ";TYPE=" + parameter_values(types.names());
    }
    return head;
  }

  static std::string relation_of(const Field& field) {
    for (const std::string& type : field.types.others()) {
      if (type == "SPOUSE" || type == "MANAGER" || type == "ASSISTANT") {
        return type;
      }
    }
    return {};
  }

  std::vector<std::string> hidden_types(const Field& field) const {
    std::vector<std::string> out;
    if (field.info->shape == Shape::Binary || field.id() == Property::Related) {
      return out;
    }
    for (const std::string& type : field.types.others()) {
      if (!ability_.shown.contains("TYPE=" + type)) {
        out.push_back(type);
      }
    }
    return out;
  }

  bool must_cut(const Field& field, std::uint64_t size, std::string& value) const {
    if (size == 0 || field.info->shape != Shape::Text || field.line->value.size() <= size) {
      return false;
    }
    std::string text = unescape(field.line->value);
    if (text.size() <= size) {
      return false;
    }
    cut(text, size);
    value = escape(text);
    return true;
  }

  void drop(const Field& field, std::string loss) {
    patch_.remove(field.line->begin, field.line->end);
    agent_gone_ = agent_gone_ || equals_ignore_case(field.line->name, "AGENT");
    if (!loss.empty() && !field.empty) {
      out_.losses.push_back(std::move(loss));
    }
    if (field.label_line != nullptr) {
      dropped_labels_.push_back(field.label_line);
    }
  }

  void drop_labels() {
    const bool held = holds_labels();
    for (const Line& line : view_.document().lines()) {
      if (line.depth != 1 || line.group.empty() || !equals_ignore_case(line.name, "X-ABLABEL")) {
        continue;
      }
      const bool orphan =
          std::find(dropped_labels_.begin(), dropped_labels_.end(), &line) != dropped_labels_.end();
      if (!held || orphan) {
        patch_.remove(line.begin, line.end);
      }
      if (!held && !orphan && !trim(line.value).starts_with("_$!<")) {
        out_.losses.emplace_back("aside:X-ABLABEL");
      }
    }
  }

  void drop_nested() {
    for (const Line& line : view_.document().lines()) {
      if (agent_gone_ && line.depth > 1) {
        patch_.remove(line.begin, line.end);
      }
    }
  }

  const ContactView& view_;
  const Ability& ability_;
  Patch patch_;
  Projection out_;
  std::map<std::string, std::uint64_t> counts_;
  std::vector<const Line*> dropped_labels_;
  bool agent_gone_ = false;
};

void note(Ability& ability, const std::string& name, std::uint32_t count) {
  std::uint32_t& shown = ability.shown[name];
  shown = std::max(shown, count);
}

std::uint32_t items_in(const Field& field) {
  if (field.info->shape != Shape::List) {
    return 1;
  }
  return static_cast<std::uint32_t>(split_raw(field.line->value, ',').size());
}

void learn_components(const Field& field, Ability& ability) {
  Parts parts(field.line->value, ';');
  int number = 0;
  for (std::string_view part; number < 7 && parts.next(part); ++number) {
    if (!trim(part).empty()) {
      note(ability, to_upper_ascii(field.line->name) + ';' + std::to_string(number), 1);
    }
  }
}

/// What is written in another version; the text stands in the record, or is owned.
struct Source {
  std::string owned;
  std::string_view text;
};

/// The record as it goes where it need not be written anew; else what has to be.
std::optional<std::string> in_own_version(const ContactView& view, Projection& projection,
                                          const Ability& ability, std::string_view stored,
                                          Source& source) {
  const bool own = view.reading() == nullptr ? ability.version == "3.0"
                                             : view.reading()->version() == ability.version;
  if (own && projection.untouched && ability.charset.empty()) {
    return std::string(view.original());
  }
  if (own && view.reading() == nullptr) {
    return std::move(projection.text);
  }
  if (projection.untouched && view.text().data() == stored.data()) {
    source.text = stored;  // a large picture is not copied
    return std::nullopt;
  }
  source.owned = projection.untouched ? std::string(view.text()) : std::move(projection.text);
  source.text = source.owned;
  return std::nullopt;
}

}  // namespace

Projection project(const ContactView& view, const Ability& ability) {
  if (!ability.whole && (!ability.declared.empty() || hides_extensions(ability))) {
    return Projector(view, ability).run();
  }
  Projection all;
  for (std::size_t i = 0; i < view.fields().size(); ++i) {
    all.sources.push_back(i);
  }
  return all;
}

namespace {

/// A 3.0 record for a side that has declared nothing goes as it is: it need not even be read.
bool is_plainly_its_form(std::string_view stored, const Ability& ability) {
  constexpr std::size_t Head = 64;
  return ability.version == "3.0" && ability.declared.empty() &&
         stored.substr(0, Head).find("\nVERSION:3.0\r\n") != std::string_view::npos &&
         stored.find(StandInPrefix) == std::string_view::npos;
}

}  // namespace

Result<Form> render_contact(std::string_view stored, const Ability& ability) {
  if (ability.whole) {
    return Form{std::string(stored), {}};
  }
  if (ability.version != "2.1" && ability.version != "3.0" && ability.version != "4.0") {
    return fail(ErrorCode::Unsupported,
                "vCard " + ability.version + " is not written; ask for vCard 2.1, 3.0 or 4.0");
  }
  if (is_plainly_its_form(stored, ability)) {
    return Form{std::string(stored), {}};
  }
  Form form;
  Source source;
  {
    PIM_TRY(const ContactView view, ContactView::read(stored));
    Projection projection = project(view, ability);
    form.losses = std::move(projection.losses);
    if (auto text = in_own_version(view, projection, ability, stored, source)) {
      form.text = std::move(*text);
    }
  }
  if (!source.text.empty()) {
    WriteTarget target;
    target.version = ability.version;
    target.file = ability.file;
    target.charset = ability.charset;
    target.losses = &form.losses;
    form.text = write_vcard(source.text, target);
  }
  std::sort(form.losses.begin(), form.losses.end());
  form.losses.erase(std::unique(form.losses.begin(), form.losses.end()), form.losses.end());
  return form;
}

void learn_contact(const ContactView& form, Ability& ability) {
  std::map<std::string, std::uint32_t> counts;
  for (const Field& field : form.fields()) {
    if (field.empty) {
      continue;
    }
    counts[to_upper_ascii(field.line->name)] += items_in(field);
    if (field.info->merging == Merging::List && field.info->shape != Shape::Raw) {
      ++counts[slot_of(field.line->name, field.types)];
    }
    if (field.id() == Property::Photo && field.line->value.size() >= LargerThanThumbnails) {
      note(ability, "PHOTO:WHOLE", 1);
    }
    if (field.label_line != nullptr) {
      note(ability, "X-ABLABEL", 1);
    }
    if (field.info->shape == Shape::Structured) {
      learn_components(field, ability);
    }
    if (field.info->shape != Shape::Binary) {
      for (const std::string& type : field.types.others()) {
        note(ability, "TYPE=" + type, 1);
      }
    }
  }
  for (const auto& [name, count] : counts) {
    note(ability, name, count);
  }
}

}  // namespace pim::content
