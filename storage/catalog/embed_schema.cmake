# Writes OUTPUT, a C++ source that holds the text of INPUT as a string; run at build time by storage/CMakeLists.txt.
# Compilers need not take string literals beyond 64 KiB, and a raw string must not hold its own delimiter: both are
# checked here rather than found out later.
file(READ "${INPUT}" schema)
string(LENGTH "${schema}" length)
if(length GREATER 60000 OR schema MATCHES "\\)schema\"")
    message(FATAL_ERROR "${INPUT} cannot be embedded as one raw string literal")
endif()
file(WRITE "${OUTPUT}" "#include \"storage/catalog/migrations.hpp\"\n
namespace slipway::storage {

const char* const schema_version_1 = R\"schema(${schema})schema\";

}  // namespace slipway::storage\n")
