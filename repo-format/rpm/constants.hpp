#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace slipway::rpm {

/// A number that rpm's public headers name.
struct KnownConstant {
    std::string_view name;
    std::uint32_t value;
};

/// Every one that is used here, besides tags (tag_table.hpp): a test compares them with the header files.
inline constexpr KnownConstant constants[] = {
    // rpmtag.h: the types of values
    {"RPM_CHAR_TYPE", 1},
    {"RPM_INT8_TYPE", 2},
    {"RPM_INT16_TYPE", 3},
    {"RPM_INT32_TYPE", 4},
    {"RPM_INT64_TYPE", 5},
    {"RPM_STRING_TYPE", 6},
    {"RPM_BIN_TYPE", 7},
    {"RPM_STRING_ARRAY_TYPE", 8},
    {"RPM_I18NSTRING_TYPE", 9},
    // rpmds.h: what a dependency is
    {"RPMSENSE_LESS", 1 << 1},
    {"RPMSENSE_GREATER", 1 << 2},
    {"RPMSENSE_EQUAL", 1 << 3},
    {"RPMSENSE_POSTTRANS", 1 << 5},
    {"RPMSENSE_PREREQ", 1 << 6},
    {"RPMSENSE_PRETRANS", 1 << 7},
    {"RPMSENSE_SCRIPT_PRE", 1 << 9},
    {"RPMSENSE_SCRIPT_POST", 1 << 10},
    {"RPMSENSE_MISSINGOK", 1 << 19},
    // rpmfiles.h: what a file is
    {"RPMFILE_GHOST", 1 << 6},
};

/// The value of this name; a name that the table lacks does not compile.
consteval std::uint32_t rpm_constant(std::string_view name) {
    return std::ranges::find(constants, name, &KnownConstant::name)->value;
}

}  // namespace slipway::rpm
