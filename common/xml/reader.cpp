// SPDX-License-Identifier: Apache-2.0
#include "common/xml/reader.h"

#include <libxml/parser.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "common/base/text.h"
#include "common/xml/prolog.h"
#include "common/xml/separate.h"

namespace pim::xml {
namespace {

/// libxml2 counts octets in int, and looks ahead in what it was given: pieces of this size are
/// its fastest.
constexpr std::size_t PieceSize = 64 * 1024;

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

TagPage page_of(std::string_view uri) {
  if (uri.empty()) {
    return TagPage::None;
  }
  if (equals_ignore_case(uri, "syncml:metinf")) {
    return TagPage::MetInf;
  }
  if (equals_ignore_case(uri, "syncml:devinf")) {
    return TagPage::DevInf;
  }
  // "SYNCML:SYNCML1.2", "syncml:SYNCML1.1", "syncml:syncml"
  constexpr std::string_view SyncMl = "syncml:syncml";
  return equals_ignore_case(uri.substr(0, SyncMl.size()), SyncMl) ? TagPage::SyncMl
                                                                  : TagPage::Other;
}

/// Stands between libxml2's callbacks and the handler. The first fault stops the parser.
class Bridge {
 public:
  Bridge(const ReaderOptions& options, const Separation& separation, TagHandler& handler)
      : options_(options), separation_(separation), handler_(handler) {}

  Status parse();

 private:
  /// No exception may pass through libxml2's C frames: it waits here until the parser is left.
  template <class Call>
  static void guard(void* self, Call call) {
    auto& bridge = *static_cast<Bridge*>(self);
    if (bridge.stopped()) {
      return;
    }
    try {
      bridge.result_ = call(bridge);
    } catch (...) {
      bridge.thrown_ = std::current_exception();
    }
    if (bridge.stopped()) {
      xmlStopParser(bridge.context_.get());
    }
  }
  bool stopped() const { return !result_ || thrown_ != nullptr; }

  static void on_start(void* self, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri,
                       int namespaces, const xmlChar** namespace_list, int attributes,
                       int defaulted, const xmlChar** attribute_list);
  static void on_end(void* self, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri);
  static void on_text(void* self, const xmlChar* text, int size);
  static void on_instruction(void* self, const xmlChar* target, const xmlChar* data);
  static void on_error(void*, xmlErrorPtr) {}  // without one libxml2 prints to stderr

  static xmlSAXHandler callbacks();
  Status start(TagPage page, std::string_view name);
  Status verdict();
  std::string path() const;

  struct Free {
    void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
  };

  const ReaderOptions& options_;
  const Separation& separation_;
  TagHandler& handler_;
  std::unique_ptr<xmlParserCtxt, Free> context_;
  std::vector<std::string_view> open_;  // names live in libxml2's dictionary, as long as context_
  Status result_;
  std::exception_ptr thrown_;
};

Status Bridge::start(TagPage page, std::string_view name) {
  if (open_.size() >= static_cast<std::size_t>(options_.max_depth)) {
    return fail(ErrorCode::TooLarge, "elements are nested too deeply", path());
  }
  open_.push_back(name);
  return handler_.start(page, name);
}

void Bridge::on_start(void* self, const xmlChar* name, const xmlChar*, const xmlChar* uri, int,
                      const xmlChar**, int, int, const xmlChar**) {
  guard(self, [&](Bridge& bridge) { return bridge.start(page_of(view(uri)), view(name)); });
}

void Bridge::on_end(void* self, const xmlChar*, const xmlChar*, const xmlChar*) {
  guard(self, [](Bridge& bridge) {
    bridge.open_.pop_back();
    return bridge.handler_.end();
  });
}

void Bridge::on_text(void* self, const xmlChar* text, int size) {
  guard(self, [&](Bridge& bridge) {
    return bridge.handler_.text(
        {reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)});
  });
}

void Bridge::on_instruction(void* self, const xmlChar*, const xmlChar* data) {
  // all instructions are Separation's: it drops those of the document
  guard(self, [&](Bridge& bridge) -> Status {
    const auto number = parse_unsigned(view(data));
    if (!number || *number >= bridge.separation_.leaves()) {
      return fail(ErrorCode::Internal, "a leaf without number");
    }
    return bridge.handler_.opaque(bridge.separation_.leaf(*number));
  });
}

xmlSAXHandler Bridge::callbacks() {
  xmlSAXHandler sax{};  // what is not set here is not called: no DTD, no entity, no comment
  sax.initialized = XML_SAX2_MAGIC;
  sax.startElementNs = &on_start;
  sax.endElementNs = &on_end;
  sax.characters = &on_text;
  sax.ignorableWhitespace = &on_text;
  sax.cdataBlock = &on_text;
  sax.processingInstruction = &on_instruction;
  sax.serror = &on_error;
  return sax;
}

Status Bridge::parse() {
  xmlSAXHandler sax = callbacks();
  context_.reset(xmlCreatePushParserCtxt(&sax, this, nullptr, 0, nullptr));
  if (context_ == nullptr) {
    throw std::bad_alloc();
  }
  // never NOENT, HUGE, DTDLOAD: they bring back what the limits keep out
  xmlCtxtUseOptions(context_.get(), XML_PARSE_NONET);
  std::string_view rest = separation_.skeleton();
  while (!rest.empty() && !stopped() && context_->wellFormed != 0) {
    const std::string_view piece = rest.substr(0, PieceSize);
    rest.remove_prefix(piece.size());
    xmlParseChunk(context_.get(), piece.data(), static_cast<int>(piece.size()), 0);
  }
  xmlParseChunk(context_.get(), nullptr, 0, 1);
  return verdict();
}

Status Bridge::verdict() {
  if (thrown_ != nullptr) {
    std::rethrow_exception(thrown_);
  }
  if (!result_) {
    return std::move(result_);
  }
  if (context_->wellFormed == 0) {
    return fail(ErrorCode::Malformed,
                "not well-formed XML (libxml2 " + std::to_string(context_->errNo) + ")", path());
  }
  return {};
}

/// "SyncML/SyncBody/Add"; names are the sender's, so only their beginnings go into a log.
std::string Bridge::path() const {
  constexpr std::size_t Shown = 24;
  std::string path;
  for (const std::string_view name : open_) {
    path += path.empty() ? "" : "/";
    path += name.substr(0, Shown);
  }
  return path;
}

}  // namespace

void initialise() {
  static std::once_flag once;
  std::call_once(once, &xmlInitParser);
}

Status read(std::string_view octets, const ReaderOptions& options, TagHandler& handler) {
  initialise();
  std::string storage;
  PIM_TRY(const std::string_view document, utf8_document(octets, storage));
  Separation separation;
  PIM_CHECK(separation.run(document, options.leaves));
  return Bridge(options, separation, handler).parse();
}

}  // namespace pim::xml
