include_guard()
add_library(slipway_warnings INTERFACE)
target_compile_options(slipway_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Werror)
# GCC 12 reports false positives of these from inside std::string at -O2, of the last two at -O3 (GCC bugs 105329 and
# 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(slipway_warnings INTERFACE -Wno-error=restrict -Wno-error=maybe-uninitialized
        -Wno-error=array-bounds -Wno-error=stringop-overflow)
endif()
