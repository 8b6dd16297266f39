// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "common/syncml/message.h"

namespace pim::syncml {

/// Writes one message command by command and keeps it below `limit` encoded octets, the closing
/// elements included. A command that does not fit is not written at all and false comes back:
/// the caller sends it in the next message. CmdIDs are the caller's.
/// Order of calls: header, then top-level commands, then Syncs, final, finish.
class MessageWriter {
 public:
  /// limit 0 = none.
  MessageWriter(Encoding encoding, Version version, std::size_t limit);
  ~MessageWriter();
  MessageWriter(MessageWriter&&) noexcept;
  MessageWriter& operator=(MessageWriter&&) noexcept;

  void header(const Header& header);               ///< always written
  [[nodiscard]] bool add(const Command& command);  ///< whole; a SyncCmd with all its commands

  /// Opens a Sync (its `commands` are ignored); add_change() then writes into it, and writes
  /// nothing where none is open. add(), final() and another open_sync() close it.
  [[nodiscard]] bool open_sync(const SyncCmd& head);
  [[nodiscard]] bool add_change(const ChangeCmd& change);
  void close_sync();

  /// Octets that may still be added before closing; the limit's rest. Without limit: SIZE_MAX.
  std::size_t room() const;
  /// False where a change of this encoded size (size_of) cannot fit even into a message that
  /// carries nothing else: this header, the Statuses that every message has (as large as that for
  /// SyncHdr, once it was added) and a Sync as the last one opened. Then the record is named as too
  /// large and never tried again.
  bool can_ever_fit(std::size_t encoded_change) const;
  /// Encoded size of a change.
  std::size_t size_of(const ChangeCmd& change) const;

  void final();          ///< writes Final
  std::string finish();  ///< closes the message and hands it out

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// The whole message at once; for tests and messages known to be small.
std::string encode(Encoding encoding, const Message& message);

/// "application/vnd.syncml+xml" / "+wbxml".
std::string content_type_of(Encoding encoding);
/// The encoding of octets that a MessageWriter wrote.
Encoding encoding_of(std::string_view octets);

}  // namespace pim::syncml
