// SPDX-License-Identifier: Apache-2.0
#include "common/syncml/status.h"

#include <algorithm>
#include <array>

namespace pim::syncml {
namespace {

struct Entry {
  int code;
  std::string_view text;
};

constexpr std::array<Entry, 70> Texts = {{
    {101, "busy"},
    {200, "done"},
    {201, "added"},
    {202, "accepted"},
    {203, "non-authoritative answer"},
    {204, "nothing there"},
    {205, "content reset"},
    {206, "partly done, the rest follows"},
    {207, "conflict, merged"},
    {208, "conflict, the client's version kept"},
    {209, "conflict, both versions kept"},
    {210, "deleted without archiving"},
    {211, "nothing to delete"},
    {212, "signed in"},
    {213, "part of a large item taken"},
    {214, "cancelled"},
    {215, "not executed, by the user's choice"},
    {216, "rolled back"},
    {300, "several choices"},
    {301, "moved permanently"},
    {302, "found elsewhere"},
    {303, "see another address"},
    {304, "not modified"},
    {305, "to be reached by a proxy"},
    {400, "malformed command"},
    {401, "wrong credentials"},
    {402, "payment needed"},
    {403, "forbidden"},
    {404, "not found"},
    {405, "command not allowed here"},
    {406, "optional feature not supported"},
    {407, "credentials missing"},
    {408, "timed out"},
    {409, "conflict, not resolved"},
    {410, "gone"},
    {411, "size needed"},
    {412, "incomplete command"},
    {413, "too large"},
    {414, "address too long"},
    {415, "content type or format not supported"},
    {416, "requested size too big"},
    {417, "try again later"},
    {418, "exists already"},
    {419, "conflict, the server's version kept"},
    {420, "device full"},
    {421, "unknown search grammar"},
    {422, "bad filter"},
    {423, "conflict with a soft delete"},
    {424, "size does not match"},
    {425, "permission denied"},
    {426, "partial item not accepted"},
    {427, "folder not empty"},
    {428, "move failed"},
    {500, "command failed"},
    {501, "not implemented"},
    {502, "bad gateway"},
    {503, "temporarily unavailable"},
    {504, "gateway timed out"},
    {505, "DTD version not supported"},
    {506, "processing error"},
    {507, "atomic command failed"},
    {508, "refresh needed"},
    {509, "cannot resume"},
    {510, "datastore failure"},
    {511, "server failure"},
    {512, "sync failed, start again"},
    {513, "protocol version not supported"},
    {514, "cancelled before it was processed"},
    {516, "roll-back failed"},
    {517, "answer of an atomic command too big"},
}};

std::string_view text_of_hundred(int hundred) {
  switch (hundred) {
    case 1: return "in progress";
    case 2: return "done";
    case 3: return "redirected";
    case 4: return "refused";
    case 5: return "failed";
    default: return "failed with a code of its own";
  }
}

}  // namespace

std::string_view text_of(int code) {
  const auto found = std::lower_bound(Texts.begin(), Texts.end(), code,
                                      [](const Entry& entry, int c) { return entry.code < c; });
  if (found != Texts.end() && found->code == code) {
    return found->text;
  }
  return text_of_hundred(code / 100);
}

bool is_success(int code) {
  return code >= 200 && code < 300;
}

bool is_executed(int code) {
  const bool partly = code == status::PartialContent;
  const bool not_done = code >= status::ChunkAccepted && code <= status::AtomicRolledBack;
  return is_success(code) && !partly && !not_done;
}

}  // namespace pim::syncml
