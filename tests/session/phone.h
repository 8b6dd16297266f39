// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/session/terminal.h"

namespace pim::session::test {

/// A device with a memory: what its user does goes to the server in the next session, what the
/// server brings is kept under names of its own. Several share one Terminal.
class Phone {
 public:
  /// `version`: of calendar records, "1.0" or "2.0".
  Phone(Terminal& server, std::string id, const std::string& version);

  /// How a session goes wrong, or how it is asked for.
  struct Way {
    bool slow = false;
    bool lose_reply = false;   ///< the server's changes never arrive, nor does the rest
    bool lose_answer = false;  ///< Statuses and Maps never arrive; the Maps come next time
    bool refuse_adds = false;
    bool backwards = false;  ///< the user's changes go in the opposite order
    bool break_off = false;  ///< the package that brings them never ends, and is not sent again
  };
  void sync(Way way);
  void sync() { sync(Way{}); }

  /// The device begins anew, with nothing in it.
  void reset();
  /// An update of the device: it speaks another version of calendar records from now on.
  void speak(const std::string& version);

  std::string add(const std::string& record);
  void edit(const std::string& luid, const std::string& record);
  void remove(const std::string& luid);
  /// The name of the only record that holds this text; fails where there is none or several.
  std::string with(const std::string& text) const;
  std::size_t count(const std::string& text) const;
  /// The record is lost, and the device does not know it.
  void lose(const std::string& luid) { records.erase(luid); }
  /// A Replace of what it lacks is added under a new name, and that name is mapped.
  bool adds_what_it_lacks = false;

  std::map<std::string, std::string> records;
  /// "Add", "Replace", "Delete" of the last session, as the server sent them.
  std::vector<std::string> got;

 private:
  void take(const syncml::ChangeCmd& change, unsigned msg, bool refuse_adds);
  void header(unsigned msg);
  syncml::DevInf information() const;

  struct Answer {
    unsigned msg = 0;
    unsigned cmd = 0;
    std::string name;
    int code = 200;
  };
  Terminal& server_;
  std::string id_;
  std::string version_;
  std::string type_;
  std::map<std::string, syncml::ChangeKind> pending_;
  std::vector<std::pair<std::string, std::string>> maps_;
  std::vector<Answer> answers_;
  std::string last_;
  unsigned session_ = 0;
  unsigned next_ = 100;
};

}  // namespace pim::session::test
