# SPDX-License-Identifier: Apache-2.0
# Finds Apache httpd's headers and paths by asking apxs, one variable per call (two names in one
# call come back joined by ";;"). apxs' CFLAGS are not taken: they are the distribution's, not ours.
#   HTTPD_FOUND, HTTPD_LIBEXECDIR (where modules go), HTTPD_SYSCONFDIR, HTTPD_EXECUTABLE, target httpd::headers
find_program(APXS_EXECUTABLE NAMES apxs apxs2 PATHS /usr/local/apache2/bin)

function(_httpd_query name out)
  execute_process(COMMAND "${APXS_EXECUTABLE}" -q ${name}
    OUTPUT_VARIABLE value OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  set(${out} "${value}" PARENT_SCOPE)
endfunction()

if(APXS_EXECUTABLE)
  _httpd_query(INCLUDEDIR _httpd_include)
  _httpd_query(APR_INCLUDEDIR _httpd_apr_include)
  _httpd_query(APU_INCLUDEDIR _httpd_apu_include)
  _httpd_query(LIBEXECDIR HTTPD_LIBEXECDIR)
  _httpd_query(SYSCONFDIR HTTPD_SYSCONFDIR)
  _httpd_query(SBINDIR _httpd_sbindir)
  _httpd_query(PROGNAME _httpd_progname)
  set(HTTPD_EXECUTABLE "${_httpd_sbindir}/${_httpd_progname}")
  find_path(HTTPD_INCLUDE_DIR httpd.h HINTS "${_httpd_include}")
  find_path(HTTPD_APR_INCLUDE_DIR apr.h HINTS "${_httpd_apr_include}")
  find_path(HTTPD_APU_INCLUDE_DIR apu.h HINTS "${_httpd_apu_include}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(HTTPD
  REQUIRED_VARS APXS_EXECUTABLE HTTPD_INCLUDE_DIR HTTPD_APR_INCLUDE_DIR HTTPD_APU_INCLUDE_DIR
    HTTPD_LIBEXECDIR
  REASON_FAILURE_MESSAGE "apxs and httpd's headers are needed (Debian: apache2-dev)")
mark_as_advanced(APXS_EXECUTABLE HTTPD_INCLUDE_DIR HTTPD_APR_INCLUDE_DIR HTTPD_APU_INCLUDE_DIR)

if(HTTPD_FOUND AND NOT TARGET httpd::headers)
  add_library(httpd::headers INTERFACE IMPORTED)
  # an imported target's include directories are SYSTEM: its warnings are not ours
  set_target_properties(httpd::headers PROPERTIES INTERFACE_INCLUDE_DIRECTORIES
    "${HTTPD_INCLUDE_DIR};${HTTPD_APR_INCLUDE_DIR};${HTTPD_APU_INCLUDE_DIR}")
endif()
