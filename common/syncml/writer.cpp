// SPDX-License-Identifier: Apache-2.0
#include "common/syncml/writer.h"

#include <algorithm>
#include <limits>

#include "common/base/events.h"
#include "common/base/limits.h"
#include "common/syncml/codec.h"
#include "common/syncml/element.h"
#include "common/syncml/write_parts.h"

namespace pim::syncml {
namespace {

/// Reserved where no limit tells how long a message will get.
constexpr std::size_t UsualSize = 64 * 1024;

/// Growing costs as much as writing. A limit is the peer's word, so it is not believed blindly.
std::size_t expected_size(std::size_t limit) {
  return limit == 0 ? UsualSize : std::min(limit, limits::MaxMsgSize);
}

std::string_view name(Element element) {
  return name_of(element);
}

}  // namespace

class MessageWriter::Impl {
 public:
  Impl(Encoding encoding, Version version, std::size_t limit)
      : limit_(limit == 0 ? std::numeric_limits<std::size_t>::max() : limit),
        out_(make_writer(encoding, version, Document::Message, expected_size(limit))) {
    out_->start(TagPage::SyncMl, name(Element::SyncMl));
  }

  void header(const Header& header) {
    write(*out_, header);
    out_->start(TagPage::SyncMl, name(Element::SyncBody));
    // as it is behind an item that ends with its Meta: WBXML switches the page of tags then
    const auto meta = [&] { out_->flag(TagPage::MetInf, name(Element::Anchor)); };
    const std::size_t both = size_of([&] {
      meta();
      write_final();
    });
    final_size_ = both - size_of(meta);
    empty_size_ = used();
  }

  /// Writes by `write_it`, and takes it back where it does not fit.
  template <class Write>
  bool fits(Write write_it) {
    const TagWriter::Mark before = out_->mark();
    write_it();
    if (used() <= limit_) {
      return true;
    }
    out_->rewind(before);
    return false;
  }

  bool add(const Command& command) {
    close_sync();
    const std::size_t before = used();
    if (!fits([&] { write(*out_, command); })) {
      return false;
    }
    const auto* status = std::get_if<StatusCmd>(&command);
    if (status != nullptr && status->cmd_ref == "0") {
      // In the middle of a package the least message answers SyncHdr and the Alert 222.
      answers_size_ = 2 * (used() - before);
    }
    return true;
  }

  bool open_sync(const SyncCmd& head) {
    const std::size_t before = used();
    sync_open_ = fits([&] { write_sync_head(*out_, head); });
    if (sync_open_) {
      sync_size_ = used() - before;
    }
    return sync_open_;
  }

  void close_sync() {
    if (sync_open_) {
      out_->end();
      sync_open_ = false;
    }
  }

  /// What `write_it` would add.
  template <class Write>
  std::size_t size_of(Write write_it) {
    const TagWriter::Mark before = out_->mark();
    write_it();
    const std::size_t size = out_->size() - before.size;
    out_->rewind(before);
    return size;
  }

  std::size_t room() const {
    if (limit_ == std::numeric_limits<std::size_t>::max()) {
      return limit_;
    }
    return limit_ - std::min(limit_, used());
  }

  bool can_ever_fit(std::size_t change) const {
    const std::size_t frame = empty_size_ + answers_size_ + sync_size_;
    return frame <= limit_ && change <= limit_ - frame;
  }

  void final() {
    close_sync();
    write_final();
    final_size_ = 0;
  }

  bool sync_open() const { return sync_open_; }
  TagWriter& out() { return *out_; }

 private:
  void write_final() { out_->flag(TagPage::SyncMl, name(Element::Final)); }

  /// What the message will have when everything open is closed and Final is in it.
  std::size_t used() const { return out_->size() + out_->closing() + final_size_; }

  std::size_t limit_;
  std::unique_ptr<TagWriter> out_;
  std::size_t final_size_ = 0;    // reserved until it is written
  std::size_t empty_size_ = 0;    // a message of the header alone
  std::size_t answers_size_ = 0;  // Statuses that every message of a session has
  std::size_t sync_size_ = 0;     // the frame of the last Sync opened
  bool sync_open_ = false;
};

MessageWriter::MessageWriter(Encoding encoding, Version version, std::size_t limit)
    : impl_(std::make_unique<Impl>(encoding, version, limit)) {}
MessageWriter::~MessageWriter() = default;
MessageWriter::MessageWriter(MessageWriter&&) noexcept = default;
MessageWriter& MessageWriter::operator=(MessageWriter&&) noexcept = default;

void MessageWriter::header(const Header& header) {
  impl_->header(header);
}

bool MessageWriter::add(const Command& command) {
  return impl_->add(command);
}

bool MessageWriter::open_sync(const SyncCmd& head) {
  impl_->close_sync();
  return impl_->open_sync(head);
}

bool MessageWriter::add_change(const ChangeCmd& change) {
  return impl_->sync_open() && impl_->fits([&] { write(impl_->out(), change); });
}

void MessageWriter::close_sync() {
  impl_->close_sync();
}

std::size_t MessageWriter::room() const {
  return impl_->room();
}

bool MessageWriter::can_ever_fit(std::size_t encoded_change) const {
  return impl_->can_ever_fit(encoded_change);
}

std::size_t MessageWriter::size_of(const ChangeCmd& change) const {
  return impl_->size_of([&] { write(impl_->out(), change); });
}

void MessageWriter::final() {
  impl_->final();
}

std::string MessageWriter::finish() {
  return impl_->out().take();
}

std::string encode(Encoding encoding, const Message& message) {
  MessageWriter writer(encoding, version_of(message.header).value_or(Version::V12), 0);
  writer.header(message.header);
  for (const Command& command : message.body) {
    // without a limit everything fits
    static_cast<void>(writer.add(command));
  }
  if (message.final) {
    writer.final();
  }
  return writer.finish();
}

std::string content_type_of(Encoding encoding) {
  return encoding == Encoding::Xml ? "application/vnd.syncml+xml" : "application/vnd.syncml+wbxml";
}

Encoding encoding_of(std::string_view octets) {
  return octets.starts_with('<') ? Encoding::Xml : Encoding::Wbxml;
}

}  // namespace pim::syncml
