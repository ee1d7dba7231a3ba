include_guard()
add_library(slipway_warnings INTERFACE)
target_compile_options(slipway_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Werror)
# GCC 12 reports false positives of these two from inside std::string at -O2 (GCC bugs 105329 and 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(slipway_warnings INTERFACE -Wno-error=restrict -Wno-error=maybe-uninitialized)
endif()
