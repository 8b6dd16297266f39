// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/content/contact_view.h"
#include "common/content/document.h"
#include "common/content/event_old.h"
#include "common/content/event_time.h"
#include "common/content/ical_property.h"
#include "common/content/zone.h"

namespace pim::content {

/// A component of a calendar record: an event, an alarm in it, a zone.
struct Component {
  Field self;  ///< its BEGIN line
  const Line* end = nullptr;
  std::vector<Field> fields;  ///< its own properties, in document order
  std::vector<Component> nested;
  /// The canonical RECURRENCE-ID of an override; empty = the master, or the only one.
  std::string id;
  bool all_day_marked = false;  ///< a marker of content rule V5 stands in it

  std::string_view name() const;
  const Field* first(std::string_view property) const;  ///< that says something
};

/// A TZID of the record and what it means.
struct ZoneUse {
  std::string_view tzid;
  std::string name;            ///< the system zone's, links followed; else the TZID itself
  const Zone* zone = nullptr;  ///< null = nobody knows
};

/// An iCalendar 2.0 record understood: one event, task or note with all its instances, and the
/// zones they need. The text must outlive the view.
class ItemView {
 public:
  /// Reads a record that may need repair, and vCalendar 1.0 as the iCalendar it means; then the
  /// view owns that text. Malformed, Unsupported (the version is named), TooLarge.
  static Result<ItemView> read(std::string_view text, ItemKind kind, const OldManner& manner = {});
  /// Takes a document without faults; what is told of a conversion goes into remarks.
  static Result<ItemView> over(Document document, ItemKind kind, const OldManner& manner,
                               std::vector<Remark>& remarks);

  ItemKind kind() const { return kind_; }
  /// text() is not what came in but what it was converted to.
  bool lifted() const { return lifted_; }
  const Document& document() const { return document_; }
  std::string_view text() const { return document_.text(); }
  /// The master first where there is one, the others in document order; never empty.
  const std::vector<Component>& items() const { return items_; }
  const Component* master() const;
  const Component* item(std::string_view id) const;
  const std::vector<Component>& zones() const { return zones_; }
  const Line* version_line() const { return version_; }
  /// The raw value of a parameter of the line, without quotes, or empty.
  std::string_view parameter(const Line& line, std::string_view name) const;
  /// The only instance is what a side without a word for it made of the exception of this name.
  void stand_for(const std::string& id);
  const ZoneUse* zone_use(std::string_view tzid) const;

  /// The time a field says; nothing where it is none. A marker of the whole day makes midnights
  /// dates.
  std::optional<EventTime> time_of(const Component& component, const Field& field) const;
  /// The instant; floating times and dates count as UTC, unknown zones too.
  Seconds utc_of(const EventTime& time) const;
  /// The time by the clock of another: where `like` is zoned, its wall time; a date or midnight
  /// becomes the time of day of `like` (content rule 2b.20).
  EventTime aligned(const EventTime& time, const EventTime& like) const;

 private:
  ItemView(Document document, ItemKind kind) : document_(std::move(document)), kind_(kind) {}
  Status build();
  Status place(Component component);
  void learn_zone(const Line& line);
  void name_instances();

  std::unique_ptr<std::string> owned_;
  std::unique_ptr<std::string> lifted_text_;
  std::vector<std::unique_ptr<Zone>> own_zones_;
  Document document_;
  ItemKind kind_;
  bool lifted_ = false;
  const Line* version_ = nullptr;
  std::vector<Component> items_;
  std::vector<Component> zones_;
  std::vector<ZoneUse> uses_;
};

/// The line opens, or closes, a component (BEGIN, END).
bool opens(const Line& line);
bool closes(const Line& line);

}  // namespace pim::content
