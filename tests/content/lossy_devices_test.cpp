// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <cstdio>
#include <iterator>

#include "common/base/text.h"
#include "common/content/canonical.h"
#include "tests/content/contact_helper.h"
#include "tests/content/lossy_device.h"

// Three rounds of many contacts through every poor device: nothing is doubled, lost or changed that
// nobody edited (content rules 5, sync rules 24 to 26).
namespace pim::content::testing {
namespace {

constexpr unsigned Contacts = 1000;

/// A contact with about everything, another one for each number.
std::string rich_contact(unsigned n) {
  static const char* const Families[] = {"Müller",   "García", "Łódź", "Nowak",
                                         "Ó Briain", "王",     "Doe"};
  static const char* const Givens[] = {"Anna", "José", "Żaneta", "Bert", "Chloë", "小明"};
  const std::string tag = std::to_string(n);
  std::string out = "UID:u" + tag + '\n';
  out += std::string("N:") + Families[n % 7] + tag + ';' + Givens[n % 6] + ';' +
         (n % 3 == 0 ? "Middle" : "") + ';' + (n % 5 == 0 ? "Dr." : "") + ";\n";
  out += n % 4 == 0 ? "FN:The " + tag + "th friend\n"
                    : std::string("FN:") + Givens[n % 6] + ' ' + Families[n % 7] + tag + '\n';
  for (unsigned i = 0; i < n % 7; ++i) {
    static const char* const Types[] = {"CELL", "HOME",   "WORK", "WORK,FAX",
                                        "CELL", "X-BOAT", "PAGER"};
    out += std::string("TEL;TYPE=") + Types[i] + (i == 1 ? ",PREF" : "") + ":+49 (0)170/" +
           std::to_string(1000000 + n * 10 + i) + '\n';
  }
  for (unsigned i = 0; i < n % 4; ++i) {
    out += std::string("EMAIL;TYPE=") + (i == 0 ? "HOME" : "WORK") + ":p" + tag + '.' +
           std::to_string(i) + "@a-rather-long-domain-of-a-company.example\n";
  }
  out += "ADR;TYPE=HOME:;;Some Street " + tag + ";Köln;;50667;Germany\n";
  if (n % 2 == 0) {
    out += "ADR;TYPE=WORK:;Floor 3;Other Street " + tag + ";Bonn;;53111;Germany\n";
    out += "ORG:The Company of Number " + tag + " and Friends\\, Ltd.;Department \\; of; Things\n";
    out += "TITLE:Head of everything that has a long title\n";
  }
  out += "NOTE:First line of " + tag +
         "\\nsecond\\, with signs\\; and = more\\nC:\\\\path and so on, "
         "long enough to be cut by whoever cuts at fifty octets\n";
  out += n % 3 == 1 ? "BDAY:19" + std::to_string(40 + n % 50) + "-04-12\n" : "";
  out += n % 9 == 2 ? "BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29\n" : "";
  out +=
      n % 5 == 1 ? "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRg" + std::string(200, 'A') + '\n' : "";
  out += n % 3 == 2 ? "CATEGORIES:Friends,Club\\, old,Tennis\nNICKNAME:Nick" + tag + '\n' : "";
  out += n % 6 == 3 ? "item1.URL:http://example.com/" + tag + "\nitem1.X-ABLabel:Blog\n" : "";
  out +=
      n % 6 == 4 ? "X-JABBER;TYPE=HOME:p" + tag + "@im.example\nX-SPOUSE:Jo\nX-OWN;Q=1:raw\\;" : "";
  out += n % 6 == 4 ? tag + '\n' : "";
  return card(out);
}

using Entries = std::vector<std::string>;

Entries entries_of(const std::string& text) {
  const auto view = ContactView::read(text);
  CPPUNIT_ASSERT(view.has_value());
  Entries out = split(canonical(*view, Level::Exact), '\x1d');
  std::sort(out.begin(), out.end());
  return out;
}

Entries minus(const Entries& a, const Entries& b) {
  Entries out;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

/// Marks of preferred values out.
std::string unmarked(std::string text) {
  for (const std::string mark : {",PREF", "PREF"}) {
    for (std::size_t at; (at = text.find(mark)) != std::string::npos;) {
      text.erase(at, mark.size());
    }
  }
  return text;
}

/// One contact between a portal and a device.
struct Pair {
  std::string ours;
  std::string base;
  bool said = false;
  LossyDevice device;

  Merged merge(const Ability& ability) {
    const std::string theirs = device.give();
    MergeInput input{.ours = ours, .theirs = theirs, .base_said_by_side = said, .ability = ability};
    input.base = base;
    auto merged = contacts().merge(input);
    CPPUNIT_ASSERT_MESSAGE(merged ? "" : merged.error().text() + theirs, merged.has_value());
    base = theirs;
    said = true;
    return *merged;
  }
};

std::string different(const std::string& before, const std::string& after) {
  std::string out;
  for (const std::string& entry : minus(entries_of(before), entries_of(after))) {
    out += "  lost  " + entry + '\n';
  }
  for (const std::string& entry : minus(entries_of(after), entries_of(before))) {
    out += "  came  " + entry + '\n';
  }
  std::replace(out.begin(), out.end(), '\x1f', '|');
  std::replace(out.begin(), out.end(), '\x1e', ';');
  return out;
}

class Rounds {
 public:
  explicit Rounds(const DeviceProfile& profile) : profile_(profile), ability_(profile.ability()) {
    for (unsigned n = 0; n < Contacts; ++n) {
      pairs_.push_back({enter(rich_contact(n)).stored, {}, false, LossyDevice(profile)});
    }
  }

  void run() {
    for (Pair& pair : pairs_) {
      send(pair);
    }
    come_back("first");
    for (unsigned n = 0; n < Contacts; n += 3) {
      edit_here(pairs_[n], n);
    }
    come_back("second");
    edit_there();
    come_back("third");
    match();
  }

  std::string failed;
  unsigned same = 0;
  unsigned asked = 0;

 private:
  void send(Pair& pair) {
    const auto form = contacts().render(pair.ours, ability_);
    CPPUNIT_ASSERT(form.has_value());
    pair.device.take(form->text);
    pair.base = form->text;
    pair.said = false;
  }

  void come_back(const std::string& round) {
    for (Pair& pair : pairs_) {
      const std::string before = pair.ours;
      const std::string base = pair.base;
      const Merged merged = pair.merge(ability_);
      if (profile_.does("pref") &&
          entries_of(unmarked(merged.stored)) == entries_of(unmarked(before))) {
        pair.ours = merged.stored;  // which of several is preferred is taken over, and that once
      }
      if (merged.stored != pair.ours || merged.edit) {
        note(round + " round: changed\n" + different(before, merged.stored) + "base " + base +
             "theirs " + pair.base);
      }
      contacts().learn(pair.base, ability_);
    }
  }

  void edit_here(Pair& pair, unsigned n) {
    const std::size_t at = pair.ours.find("END:VCARD");
    pair.ours.insert(at, "TEL;TYPE=CAR:0800 " + std::to_string(n) + "\r\n");
    send(pair);
  }

  /// The device's user changes a number: that alone changes here.
  void edit_there() {
    for (unsigned n = 0; n < Contacts; n += 10) {
      Pair& pair = pairs_[n];
      if (!pair.device.change_number("0555123" + std::to_string(n))) {
        continue;
      }
      const std::string before = pair.ours;
      const Merged merged = pair.merge(ability_);
      const Entries gone = minus(entries_of(before), entries_of(merged.stored));
      const Entries come = minus(entries_of(merged.stored), entries_of(before));
      if (gone.size() != 1 || come.size() != 1 || !merged.edit ||
          come.front().find("0555123") == std::string::npos) {
        note("edited there:\n" + different(before, merged.stored) + "theirs " + pair.base);
      }
      pair.ours = merged.stored;
    }
  }

  /// A slow sync: each record has to find its own, and no other.
  void match() {
    for (unsigned n = 0; n < Contacts; ++n) {
      const Pair& pair = pairs_[n];
      const Likeness own = contacts().compare(pair.ours, pair.base, ability_);
      same += own == Likeness::Same ? 1U : 0U;
      asked += own == Likeness::Ask ? 1U : 0U;
      if (own == Likeness::Different) {
        note("not recognised: " + pair.base);
      }
      const Pair& other = pairs_[(n + 7) % Contacts];
      if (contacts().compare(other.ours, pair.base, ability_) == Likeness::Same) {
        note("taken for another: " + pair.base);
      }
    }
  }

  void note(const std::string& what) {
    if (++faults_ <= 2) {
      failed += profile_.name + ", " + what + '\n';
    }
  }

  const DeviceProfile& profile_;
  Ability ability_;
  std::vector<Pair> pairs_;
  unsigned faults_ = 0;
};

}  // namespace

class LossyDevicesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(LossyDevicesTest);
  CPPUNIT_TEST(nothing_is_doubled_lost_or_changed_by_poor_devices);
  CPPUNIT_TEST_SUITE_END();

 public:
  void nothing_is_doubled_lost_or_changed_by_poor_devices() {
    const auto profiles = DeviceProfile::all();
    CPPUNIT_ASSERT(profiles.size() >= 12);
    std::string failed;
    for (const DeviceProfile& profile : profiles) {
      Rounds rounds(profile);
      rounds.run();
      std::printf("%-14s %u contacts: %u recognised, %u to be asked\n", profile.name.c_str(),
                  Contacts, rounds.same, rounds.asked);
      failed += rounds.failed;
    }
    CPPUNIT_ASSERT_EQUAL(std::string(), failed);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(LossyDevicesTest);

}  // namespace pim::content::testing
