# SPDX-License-Identifier: Apache-2.0
# cmake -DFOLDER=... -DOUT=... -P embed.cmake: writes the console's files as constants, each under a
# name that holds a hash of what is served, plain and gzipped. Comments and indentation of the
# sources are not served.
function(embed file prefix ending)
  file(READ "${FOLDER}/${file}${ending}" content)
  if(NOT ending STREQUAL ".svg")
    string(REGEX REPLACE "/\\*[^*]*\\*+([^/*][^*]*\\*+)*/" "" content "${content}")
    string(REGEX REPLACE "(^|\n)[ \t]*//[^\n]*" "\\1" content "${content}")
    string(REGEX REPLACE "\n[ \t\n]*" "\n" content "${content}")
    string(REGEX REPLACE "^\n" "" content "${content}")
  endif()
  string(SHA256 hash "${content}")
  string(SUBSTRING "${hash}" 0 12 hash)
  set(text "${text}inline constexpr std::string_view ${prefix}Path = \"/assets/${file}-${hash}${ending}\";\n")
  file(WRITE "${OUT}.${prefix}" "${content}")
  file(ARCHIVE_CREATE OUTPUT "${OUT}.${prefix}.gz" PATHS "${OUT}.${prefix}" FORMAT raw
    COMPRESSION GZip COMPRESSION_LEVEL 9)
  file(READ "${OUT}.${prefix}.gz" packed HEX)
  # octets 4 to 7 are the time of packing: the same sources give the same file
  string(SUBSTRING "${packed}" 0 8 begin)
  string(SUBSTRING "${packed}" 16 -1 end)
  set(packed "${begin}00000000${end}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" packed "${packed}")
  set(text "${text}inline constexpr char ${prefix}Octets[] = \"${packed}\";\n")
  set(text "${text}inline constexpr std::string_view ${prefix}Packed{${prefix}Octets, sizeof(${prefix}Octets) - 1};\n")
  set(text "${text}inline constexpr std::string_view ${prefix}Content = R\"embedded(${content})embedded\";\n" PARENT_SCOPE)
endfunction()

set(text "// Made by embed.cmake of the files in ${FOLDER}.\n#pragma once\n\n#include <string_view>\n\n")
set(text "${text}namespace pim::console::pages {\n")
embed(style Style .css)
embed(script Script .js)
embed(icon Icon .svg)
set(text "${text}}  // namespace pim::console::pages\n")
file(WRITE "${OUT}" "${text}")
