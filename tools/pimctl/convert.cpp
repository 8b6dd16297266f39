// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <iostream>

#include "common/content/remark_words.h"
#include "tools/pimctl/record_reader.h"
#include "tools/pimctl/records.h"
#include "tools/pimctl/whole_file.h"

namespace pim::pimctl {
namespace {

std::string version_for(const content::Kind& kind, const std::string& to, const std::string& out) {
  if (!to.empty()) {
    return to;
  }
  if (kind.name() == "contacts") {
    return "4.0";
  }
  return out.ends_with(".vcs") || out.ends_with(".vnt") ? "1.0" : "2.0";
}

/// The form of a file in that version; Unsupported where the kind is not written so.
Result<content::Ability> file_ability(const content::Kind& kind, std::string version) {
  std::string known;
  for (const content::Format& format : kind.formats()) {
    if (format.version == version || (kind.name() == "notes" && version == "1.0")) {
      content::Ability ability;
      ability.file = true;
      ability.version = std::move(version);
      ability.media_type = kind.media_type();
      return ability;
    }
    known += (known.empty() ? "" : ", ") + std::string(format.version);
  }
  return fail(ErrorCode::Unsupported, "records of '" + std::string(kind.name()) +
                                          "' are written in version " + known + ", not " + version);
}

class Converter {
 public:
  Converter(std::string in, std::string out, std::string to, const Output& output)
      : in_(std::move(in)), out_(std::move(out)), to_(std::move(to)), output_(output) {}

  ExitCode run() {
    std::ifstream file(in_, std::ios::binary);
    if (!file) {
      return no_file(in_);
    }
    WholeFile made;
    const bool to_file = out_ != "-";
    if (to_file && !made.open(out_)) {
      return no_file(out_);
    }
    std::ostream& target = to_file ? made.stream() : output_.out;
    RecordReader reader(file, in_);
    while (const auto record = reader.next()) {
      const auto entry = reader.enter(*record);
      const auto form =
          entry ? render(*record, *entry) : Result<content::Form>(tl::unexpected(entry.error()));
      if (!form) {
        ++refused_;
        output_.err << in_ << ':' << record->line_of(0) << ": refused: " << form.error().message
                    << '\n';
        continue;
      }
      tell(*record, *entry, *form);
      std::string text;
      content::append_to_file(text, form->text);
      target << text;
      ++written_;
    }
    target.flush();
    if (!target || (to_file && !made.finish())) {
      output_.err << "pimctl: The file " << out_ << " cannot be written.\n";
      return ExitCode::StoreTrouble;
    }
    output_.err << written_ << " written, " << refused_ << " refused\n";
    return refused_ == 0 ? ExitCode::Done : ExitCode::PartlyFailed;
  }

 private:
  ExitCode no_file(const std::string& path) const {
    output_.err << "pimctl: The file " << path << " cannot be opened.\n";
    return ExitCode::Usage;
  }

  Result<content::Form> render(const FileRecord& record, const content::Entry& entry) const {
    PIM_TRY(const content::Ability ability,
            file_ability(*record.kind, version_for(*record.kind, to_, out_)));
    return record.kind->render(entry.stored, ability);
  }

  void tell(const FileRecord& record, const content::Entry& entry,
            const content::Form& form) const {
    for (const content::Remark& remark : entry.remarks) {
      output_.err << in_ << ':' << record.line_of(remark.line) << ": " << called(entry) << ": "
                  << content::words_of(remark) << '\n';
    }
    for (const std::string& loss : form.losses) {
      output_.err << in_ << ':' << record.line_of(0) << ": " << called(entry) << ": lost: " << loss
                  << '\n';
    }
  }

  std::string in_;
  std::string out_;
  std::string to_;
  const Output& output_;
  std::size_t written_ = 0;
  std::size_t refused_ = 0;
};

}  // namespace

ExitCode convert(const std::string& in, const std::string& out, const std::string& to,
                 const Output& output) {
  return Converter(in, out, to, output).run();
}

}  // namespace pim::pimctl
