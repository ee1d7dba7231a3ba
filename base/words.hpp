#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string_view>

namespace slipway {

/// The names of an enum's values, in their order: the one spelling of each at rest, in JSON and in URLs. An enum gets
/// its words by a specialisation with `static constexpr auto names`.
template <class Enum>
struct Words;

template <class Enum>
concept HasWords = requires {
    Words<Enum>::names;
};

/// `word_of` is its inverse.
template <HasWords Enum>
constexpr std::string_view name_of(Enum value) {
    return Words<Enum>::names[static_cast<std::size_t>(value)];
}

/// Nothing for a name that is none of the enum's.
template <HasWords Enum>
constexpr std::optional<Enum> word_of(std::string_view name) {
    const auto& names = Words<Enum>::names;
    const auto found = std::ranges::find(names, name);
    if (found == std::end(names)) return std::nullopt;
    return static_cast<Enum>(found - std::begin(names));
}

/// The kind of package that a distro takes. What follows from it is asked of its PackageFormat
/// (repo-format/formats/package_format.hpp); nobody else compares it.
enum class Format : unsigned char { deb, rpm };
template <>
struct Words<Format> {
    static constexpr auto names = std::to_array<std::string_view>({"deb", "rpm"});
};

/// The ending of the file that sets a machine up for a distro of this format: "sources", "repo".
constexpr std::string_view set_up_ending(Format format) { return format == Format::deb ? "sources" : "repo"; }

}  // namespace slipway
