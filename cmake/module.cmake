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

# slipway_module(NAME SOURCES a.cpp… USES targets visible to users… PRIVATE targets of the .cpp files only…)
function(slipway_module name)
    cmake_parse_arguments(ARG "" "" "SOURCES;USES;PRIVATE" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}")
    target_link_libraries(${name} PUBLIC ${ARG_USES} PRIVATE ${ARG_PRIVATE} slipway_warnings)
endfunction()

# slipway_test(NAME SOURCES a_test.cpp… USES targets… LABELS unit|slow|e2e|fault…)
# Every test executable links GoogleTest and the test support library and shares one precompiled header.
function(slipway_test name)
    cmake_parse_arguments(ARG "" "" "SOURCES;USES;LABELS" ${ARGN})
    if(NOT ARG_LABELS)
        set(ARG_LABELS unit)
    endif()
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE ${ARG_USES} slipway_test_support slipway_warnings GTest::gmock_main)
    target_precompile_headers(${name} REUSE_FROM slipway_test_support)
    gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 DISCOVERY_MODE PRE_TEST
        PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 300)
endfunction()
