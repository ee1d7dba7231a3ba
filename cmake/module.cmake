# One way to declare a module, a test executable and a program; see CONTRIBUTING.md for the layout rules.
include_guard()

find_program(SLIPWAY_CCACHE ccache)
if(SLIPWAY_CCACHE)
    # Paths below the checkout are hashed as relative ones, so that every clone profits from what another one built;
    # the sloppiness is what ccache asks for where a precompiled header is used.
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}"
        CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        "${SLIPWAY_CCACHE}")
endif()

# slipway_module(NAME [OWN_PRECOMPILED] [COLD] SOURCES a.cpp… USES targets visible to users… PRIVATE targets of the .cpp
#     files only… APART a.cpp…: sources whose local names clash with a neighbour's, where sources are compiled together)
# COLD: code that waits for gpg, the disk or the catalog, or runs once in a command. What the compiler spends on it counts
# for more than what the program gains, so it is compiled with -O1.
function(slipway_module name)
    cmake_parse_arguments(ARG "OWN_PRECOMPILED;COLD" "" "SOURCES;USES;PRIVATE;APART" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}")
    target_link_libraries(${name} PUBLIC ${ARG_USES} PRIVATE ${ARG_PRIVATE} slipway_warnings)
    if(NOT ARG_OWN_PRECOMPILED)
        slipway_precompile(${name} "${ARG_COLD}")
    endif()
    slipway_compile_together(${name} 16 "${ARG_APART}")
    if(ARG_COLD)
        slipway_cold(${name})
    endif()
endfunction()

function(slipway_cold name)
    target_compile_options(${name} PRIVATE -O1)
endfunction()

# slipway_compile_together(NAME SOURCES APART): with SLIPWAY_UNITY, so many sources at a time are compiled as one, which
# spares reading the same headers as many times: half of the processor time. Not for the dev preset, where a changed source
# would compile its neighbours again.
function(slipway_compile_together name sources apart)
    if(NOT SLIPWAY_UNITY)
        return()
    endif()
    set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${sources})
    set_source_files_properties(${apart} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

# slipway_precompile(NAME COLD): the headers that most sources read are compiled once, with slipway_base; in a release once
# more for cold code, as GCC from 13 on refuses a header that was precompiled with another -O.
function(slipway_precompile name cold)
    if(name STREQUAL "slipway_base")
        target_precompile_headers(${name} PRIVATE precompiled.hpp)
        if(CMAKE_BUILD_TYPE STREQUAL "Release")
            slipway_precompile_cold()
        endif()
    elseif(cold AND TARGET slipway_cold_headers)
        target_precompile_headers(${name} REUSE_FROM slipway_cold_headers)
    else()
        target_precompile_headers(${name} REUSE_FROM slipway_base)
    endif()
endfunction()

function(slipway_precompile_cold)
    file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/cold_headers.cpp" CONTENT "")
    add_library(slipway_cold_headers OBJECT "${PROJECT_BINARY_DIR}/cold_headers.cpp")
    target_include_directories(slipway_cold_headers PRIVATE "${PROJECT_SOURCE_DIR}")
    target_link_libraries(slipway_cold_headers PRIVATE fmt::fmt Threads::Threads slipway_warnings)
    target_precompile_headers(slipway_cold_headers PRIVATE "${PROJECT_SOURCE_DIR}/base/precompiled.hpp")
    slipway_cold(slipway_cold_headers)
endfunction()

# slipway_test_code(NAME): what tests are made of shares one precompiled header, and is not optimised: it is compiled more
# often than it is run. AddressSanitizer and UBSan watch the product, not it: with them a test executable has 47 MB of
# data, which every start relocates and every fork for gpg copies. ThreadSanitizer has to see everything.
function(slipway_test_code name)
    target_compile_options(${name} PRIVATE -O0)
    if(SLIPWAY_SANITIZE MATCHES address)
        target_compile_options(${name} PRIVATE -fno-sanitize=${SLIPWAY_SANITIZE})
    endif()
    if(NOT name STREQUAL "slipway_test_support")
        target_precompile_headers(${name} REUSE_FROM slipway_test_support)
    endif()
endfunction()

# slipway_test_program(NAME SOURCES a_test.cpp… USES targets…): a test executable that something else starts, with what it
# needs around it. It links GoogleTest and the test support library and shares one precompiled header.
function(slipway_test_program name)
    cmake_parse_arguments(ARG "" "" "SOURCES;USES;APART" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE ${ARG_USES} slipway_test_support slipway_warnings GTest::gmock_main)
    slipway_test_code(${name})
    slipway_compile_together(${name} 8 "${ARG_APART}")
endfunction()

# slipway_test(NAME SOURCES a_test.cpp… USES targets… LABELS unit|slow|e2e|fault…): the same, run by ctest itself.
function(slipway_test name)
    cmake_parse_arguments(ARG "" "" "SOURCES;USES;LABELS;APART" ${ARGN})
    if(NOT ARG_LABELS)
        set(ARG_LABELS unit)
    endif()
    slipway_test_program(${name} SOURCES ${ARG_SOURCES} USES ${ARG_USES} APART ${ARG_APART})
    # A sanitizer's start costs more than most unit tests do, so one process runs them all. Slow ones fork for gpg, which
    # costs more the more memory a process has.
    if(SLIPWAY_SANITIZE AND ARG_LABELS STREQUAL "unit")
        add_test(NAME ${name} COMMAND ${name})
        set_tests_properties(${name} PROPERTIES LABELS unit TIMEOUT 900)
    else()
        gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 DISCOVERY_MODE PRE_TEST
            PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 300)
    endif()
endfunction()
