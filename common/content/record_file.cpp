// SPDX-License-Identifier: Apache-2.0
#include "common/content/record_file.h"

#include <algorithm>

#include "common/base/text.h"

namespace pim::content {
namespace {

/// A file that was decoded holds none of its pieces as they are: then nobody goes on looking.
constexpr std::size_t MostMissed = 16;

char line_end_of(std::string_view text) {
  return text.find('\n') == std::string_view::npos ? '\r' : '\n';
}

/// The first component of the piece that is a record, from its BEGIN through its END.
std::string_view component_of(std::string_view piece) {
  const char stop = line_end_of(piece);
  std::string_view name;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < piece.size();) {
    const std::size_t end = std::min(piece.find(stop, at), piece.size() - 1) + 1;
    const std::string_view line = trim(piece.substr(at, end - at));
    if (name.empty()) {
      for (const std::string_view one : {"VEVENT", "VTODO", "VJOURNAL"}) {
        if (line.size() == one.size() + 6 && equals_ignore_case(line.substr(0, 6), "BEGIN:") &&
            equals_ignore_case(line.substr(6), one)) {
          name = one;
          begin = at;
        }
      }
    } else if (line.size() == name.size() + 4 && equals_ignore_case(line.substr(0, 4), "END:") &&
               equals_ignore_case(line.substr(4), name)) {
      return piece.substr(begin, end - begin);
    }
    at = end;
  }
  return name.empty() ? std::string_view() : piece.substr(begin);
}

}  // namespace

std::size_t PiecePlace::line_of(int inside) const {
  const std::size_t wanted = inside > 0 ? static_cast<std::size_t>(inside) - 1 : before;
  return line + (wanted > before ? wanted - before : 0);
}

std::vector<PiecePlace> places_of(std::string_view file, std::span<const std::string> pieces) {
  const char stop = line_end_of(file);
  const auto lines = [stop](std::string_view text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), stop));
  };
  std::vector<PiecePlace> out(pieces.size());
  std::size_t at = 0;    // where the one before ended
  std::size_t line = 1;  // the line of that
  std::size_t missed = 0;
  for (std::size_t i = 0; i < pieces.size() && missed < MostMissed; ++i) {
    const std::string_view piece = pieces[i];
    const std::string_view component = component_of(piece);
    const std::string_view part = component.empty() ? piece : component;
    const std::size_t found = part.empty() ? std::string_view::npos : file.find(part, at);
    if (found == std::string_view::npos) {
      ++missed;
      continue;
    }
    const auto head = piece.substr(0, static_cast<std::size_t>(part.data() - piece.data()));
    line += lines(file.substr(at, found - at));
    const bool whole = found - at >= head.size() && file.substr(0, found).ends_with(head);
    out[i] = whole ? PiecePlace{line - lines(head), 0} : PiecePlace{line, lines(head)};
    at = found + part.size();
    line += lines(part);
  }
  return out;
}

void append_to_file(std::string& file, std::string_view record) {
  // a record of lone CRs would lose its line ends among others
  const bool lone = record.find('\n') == std::string_view::npos;
  char before = '\0';
  for (const char sign : record) {
    if (sign == '\n' && before != '\r') {
      file += '\r';
    }
    file += sign;
    if (lone && sign == '\r') {
      file += '\n';
    }
    before = sign;
  }
  if (!file.ends_with('\n')) {
    file += "\r\n";
  }
}

}  // namespace pim::content
