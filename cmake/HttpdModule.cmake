# SPDX-License-Identifier: Apache-2.0
# add_httpd_module(NAME SOURCES ... LIBS ...): target mod_NAME, file mod_NAME.so, whose one exported
# symbol is the module record NAME_module.
#
# A module with default visibility exports weak std:: symbols, and the loader then never unloads it:
# a graceful restart after an upgrade would go on with old code. So everything is hidden, a version
# script keeps the static libraries' symbols in as well, and tests/check_exports.py looks.
function(add_httpd_module name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBS" ${ARGN})
  set(target mod_${name})
  set(script "${CMAKE_CURRENT_BINARY_DIR}/${target}.map")
  file(CONFIGURE OUTPUT "${script}"
    CONTENT "{ global: @name@_module; local: *; };\n" @ONLY)
  add_library(${target} MODULE ${ARG_SOURCES})
  set_target_properties(${target} PROPERTIES PREFIX "" CXX_EXTENSIONS OFF
    CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/modules"
    LINK_DEPENDS "${script}")
  target_link_libraries(${target} PRIVATE pim_options httpd::headers ${ARG_LIBS})
  target_link_options(${target} PRIVATE "-Wl,--version-script=${script}" -Wl,-z,relro -Wl,-z,now)
  # an absolute path: install() puts DESTDIR before it
  install(TARGETS ${target} LIBRARY DESTINATION "${HTTPD_LIBEXECDIR}")
  if(PIM_TESTS)
    set_property(GLOBAL APPEND PROPERTY PIM_MODULES ${target})
  endif()
endfunction()
