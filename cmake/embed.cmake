# Puts the text of a file into the program, so that there is no file to lose.
#
# slipway_embed(RESULT INPUT file HEADER header NAMESPACE namespace NAME name)
# RESULT becomes the path of a C++ source, made at build time, that defines the `extern const char* const NAME` which
# HEADER declares. This file is also the script that writes it.

if(NOT CMAKE_SCRIPT_MODE_FILE)
    include_guard()
    set(SLIPWAY_EMBED_SCRIPT "${CMAKE_CURRENT_LIST_FILE}")

    function(slipway_embed result)
        cmake_parse_arguments(ARG "" "INPUT;HEADER;NAMESPACE;NAME" "" ${ARGN})
        set(output "${CMAKE_CURRENT_BINARY_DIR}/${ARG_NAME}.cpp")
        get_filename_component(input "${ARG_INPUT}" ABSOLUTE)
        add_custom_command(OUTPUT "${output}"
            COMMAND "${CMAKE_COMMAND}" "-DINPUT=${input}" "-DOUTPUT=${output}" "-DHEADER=${ARG_HEADER}"
                "-DNAMESPACE=${ARG_NAMESPACE}" "-DNAME=${ARG_NAME}" -P "${SLIPWAY_EMBED_SCRIPT}"
            DEPENDS "${input}" "${SLIPWAY_EMBED_SCRIPT}"
            VERBATIM)
        set(${result} "${output}" PARENT_SCOPE)
    endfunction()
    return()
endif()

# Compilers need not take string literals beyond 64 KiB, and a raw string must not hold its own delimiter: both are
# checked here rather than found out later.
file(READ "${INPUT}" text)
string(LENGTH "${text}" length)
string(FIND "${text}" ")embedded\"" delimiter)
if(length GREATER 60000 OR NOT delimiter EQUAL -1)
    message(FATAL_ERROR "${INPUT} cannot be embedded as one raw string literal")
endif()
file(WRITE "${OUTPUT}" "#include \"${HEADER}\"\n
namespace ${NAMESPACE} {

const char* const ${NAME} = R\"embedded(${text})embedded\";

}  // namespace ${NAMESPACE}\n")
