# What the client needs, as static libraries; where Debian has none but headers that do without, those. For
# SLIPWAY_CLIENT_ONLY: scripts/static-client builds libcurl and says why.
include_guard()
set(CMAKE_FIND_LIBRARY_SUFFIXES .a)

slipway_pkg(openssl openssl libssl-dev)
slipway_pkg(xxhash libxxhash libxxhash-dev)
slipway_pkg(cares libcares libc-ares-dev)
slipway_pkg(curl libcurl "a libcurl.a: run scripts/static-client")
target_link_libraries(PkgConfig::curl INTERFACE PkgConfig::cares PkgConfig::openssl)

add_library(slipway_tomlplusplus INTERFACE)
target_compile_definitions(slipway_tomlplusplus INTERFACE TOML_HEADER_ONLY=1)
add_library(dep::tomlplusplus ALIAS slipway_tomlplusplus)
add_library(fmt::fmt INTERFACE IMPORTED GLOBAL)
target_compile_definitions(fmt::fmt INTERFACE FMT_HEADER_ONLY=1)

find_package(CLI11 REQUIRED)
set(Boost_USE_STATIC_LIBS ON)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
