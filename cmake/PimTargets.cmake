# SPDX-License-Identifier: Apache-2.0
# The shapes every target of the project has: pim_library(), pim_test(), pim_fuzz().
include(GNUInstallDirs)

add_library(pim_options INTERFACE)
target_compile_features(pim_options INTERFACE cxx_std_20)
target_include_directories(pim_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(pim_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-function-type -fstack-protector-strong)
target_compile_definitions(pim_options INTERFACE _GLIBCXX_ASSERTIONS
  $<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=2>)
if(PIM_WERROR)
  target_compile_options(pim_options INTERFACE -Werror)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ 12 at -O2 warns falsely on plain vector code
    target_compile_options(pim_options INTERFACE -Wno-error=array-bounds
      -Wno-error=stringop-overflow -Wno-error=restrict -Wno-error=null-dereference
      -Wno-error=stringop-overread -Wno-error=maybe-uninitialized)
  endif()
endif()
if(PIM_SANITIZE)
  target_compile_options(pim_options INTERFACE -fsanitize=${PIM_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=undefined
    # a null pointer ends the process anyway; these three cost half of the compile time
    -fno-sanitize=null,alignment,object-size)
  target_link_options(pim_options INTERFACE -fsanitize=${PIM_SANITIZE})
endif()

# pim_library(folder [APART] SOURCES ... [PUBLIC libs] [PRIVATE libs]): one static library per folder
# of common/, position independent because the modules link it, everything hidden. PIM_JOIN_LIBRARIES
# compiles several of its files as one, in half of the time; APART where names of two files clash.
# The presets dev and fuzz show that each file includes what it needs.
function(pim_library folder)
  cmake_parse_arguments(ARG "APART" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(pim_${folder} STATIC ${ARG_SOURCES})
  add_library(pim::${folder} ALIAS pim_${folder})
  set_target_properties(pim_${folder} PROPERTIES POSITION_INDEPENDENT_CODE ON
    CXX_EXTENSIONS OFF CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  if(PIM_JOIN_LIBRARIES AND NOT ARG_APART)
    set_target_properties(pim_${folder} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 7)
  endif()
  target_link_libraries(pim_${folder} PUBLIC pim_options ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE})
endfunction()

# pim_test(folder [APART] SOURCES ... LIBS ...): one CppUnit program per mirrored folder, one CTest
# entry. With PIM_JOIN_TESTS several files of a folder are compiled as one, since most of the time
# goes into the headers that they share; APART where helpers of one name stand in several files.
function(pim_test folder)
  cmake_parse_arguments(ARG "APART" "" "SOURCES;LIBS" ${ARGN})
  add_executable(test_${folder} ${PROJECT_SOURCE_DIR}/tests/support/main.cpp ${ARG_SOURCES})
  set_target_properties(test_${folder} PROPERTIES CXX_EXTENSIONS OFF)
  if(PIM_JOIN_TESTS AND NOT ARG_APART)
    set_target_properties(test_${folder} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 7)
  endif()
  target_link_libraries(test_${folder} PRIVATE pim_options ${ARG_LIBS} cppunit)
  target_compile_definitions(test_${folder} PRIVATE
    PIM_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data"
    # a registration's name comes from its line, and two files may register on the same
    CPPUNIT_UNIQUE_COUNTER=__COUNTER__)
  add_test(NAME ${folder} COMMAND test_${folder})
  set_tests_properties(${folder} PROPERTIES LABELS unit)
endfunction()

# pim_fuzz(name SOURCES ... LIBS ...): a libFuzzer program in the fuzz preset; in every other build
# the same entry replays its corpus under CTest.
function(pim_fuzz name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBS" ${ARGN})
  if(PIM_FUZZ)
    add_executable(fuzz_${name} ${ARG_SOURCES})
    target_compile_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    if(NOT TARGET fuzz_targets)
      add_custom_target(fuzz_targets)  # all of them, without the modules and tests
    endif()
    add_dependencies(fuzz_targets fuzz_${name})
  else()
    add_executable(fuzz_${name} ${ARG_SOURCES} ${PROJECT_SOURCE_DIR}/tests/fuzz/replay_main.cpp)
    add_test(NAME fuzz_${name} COMMAND fuzz_${name} ${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${name})
    set_tests_properties(fuzz_${name} PROPERTIES LABELS unit)
  endif()
  set_target_properties(fuzz_${name} PROPERTIES CXX_EXTENSIONS OFF)
  target_link_libraries(fuzz_${name} PRIVATE pim_options ${ARG_LIBS})
endfunction()
