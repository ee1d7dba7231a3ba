# The version of both programs, from the git tag; docs/releasing.md says how tags are named.
include_guard()

# slipway_describe(RESULT): the tag v1.2.0 is "1.2.0", v1.2.0-rc1 is "1.2.0~rc1", three commits behind v1.2.0 are
# "1.2.0+3.gabcdef0"; as long as there is no tag it is "0.1.0~57.gabcdef0", which dpkg and rpm sort before 0.1.0. Outside a
# git checkout it is project()'s version.
function(slipway_describe result)
    set(${result} "${PROJECT_VERSION}" PARENT_SCOPE)
    find_package(Git QUIET)
    if(NOT GIT_FOUND OR NOT EXISTS "${PROJECT_SOURCE_DIR}/.git")
        return()
    endif()
    set(git "${GIT_EXECUTABLE}" -C "${PROJECT_SOURCE_DIR}")
    execute_process(COMMAND ${git} describe --tags --match "v[0-9]*" OUTPUT_VARIABLE description
        OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE status)
    if(NOT status)
        string(REGEX REPLACE "^v(.*)-([0-9]+)-(g[0-9a-f]+)$" "v\\1+\\2.\\3" description "${description}")
        string(REGEX REPLACE "^v" "" description "${description}")
        string(REPLACE "-" "~" description "${description}")
    else()
        execute_process(COMMAND ${git} rev-list --count HEAD OUTPUT_VARIABLE count
            OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE status)
        if(status)
            return()
        endif()
        execute_process(COMMAND ${git} rev-parse --short HEAD OUTPUT_VARIABLE commit
            OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
        set(description "${PROJECT_VERSION}~${count}.g${commit}")
    endif()
    slipway_describe_again_after_commits(${git})
    set(${result} "${description}" PARENT_SCOPE)
endfunction()

# A build after a commit, a checkout or a new tag configures first.
function(slipway_describe_again_after_commits)
    foreach(place logs/HEAD packed-refs refs/tags)
        execute_process(COMMAND ${ARGN} rev-parse --git-path ${place} OUTPUT_VARIABLE path
            OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
        get_filename_component(path "${path}" ABSOLUTE BASE_DIR "${PROJECT_SOURCE_DIR}")
        if(EXISTS "${path}")
            set_property(DIRECTORY "${PROJECT_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${path}")
        endif()
    endforeach()
endfunction()

set(SLIPWAY_VERSION "" CACHE STRING "The version of both programs; empty: see cmake/version.cmake")
option(SLIPWAY_DESCRIBE "Take the version from the git tag: both programs are linked anew after a commit" OFF)
if(NOT SLIPWAY_VERSION AND SLIPWAY_DESCRIBE)
    slipway_describe(SLIPWAY_VERSION)
elseif(NOT SLIPWAY_VERSION)
    set(SLIPWAY_VERSION "${PROJECT_VERSION}")
endif()
