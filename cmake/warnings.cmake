include_guard()
add_library(slipway_warnings INTERFACE)
target_compile_options(slipway_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Werror)
if(SLIPWAY_UNITY)
    # Of sources compiled together a local name of one may hide that of another: the dev preset tells real ones.
    target_compile_options(slipway_warnings INTERFACE -Wno-shadow $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endif()
# GCC 12 to 14 report false positives of these from inside std::string and std::variant, which ones depends on -O and
# sanitizers (GCC bugs 105329 and 105651): only a developer's build shows them.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    foreach(warning restrict maybe-uninitialized array-bounds stringop-overflow stringop-overread
            free-nonheap-object)
        target_compile_options(slipway_warnings INTERFACE $<IF:$<BOOL:${SLIPWAY_UNITY}>,-Wno-${warning},-Wno-error=${warning}>)
    endforeach()
endif()
