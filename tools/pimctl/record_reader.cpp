// SPDX-License-Identifier: Apache-2.0
#include "tools/pimctl/record_reader.h"

#include "common/base/digest.h"
#include "common/base/limits.h"

namespace pim::pimctl {

Result<content::Entry> RecordReader::enter(const FileRecord& record) {
  const HashKey key{};
  if (record.kind == nullptr) {
    return fail(ErrorCode::Unsupported, "nobody knows this kind of record");
  }
  if (record.cut) {
    return fail(ErrorCode::TooLarge, "a record or calendar of more than " +
                                         std::to_string(limits::MaxImport / (1024 * 1024)) +
                                         " MiB; part the calendar into several");
  }
  PIM_TRY(content::Entry entry, record.kind->enter(record.octets, {key, 0}));
  const unsigned again = entry.uid_given ? 0 : seen_[entry.facts.uid]++;
  if (again > 0) {
    PIM_TRY(entry, record.kind->enter(record.octets, {key, again}));
  }
  return entry;
}

std::string called(const content::Entry& entry) {
  return entry.facts.label.empty() ? entry.facts.uid : entry.facts.label;
}

}  // namespace pim::pimctl
