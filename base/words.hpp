#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string_view>

namespace slipway {

// The closed vocabularies of the domain. Formats, storage, publishing and the client share them, so they stand below
// all of these. Each is an enum with one spelling of each value, at rest, in JSON and in URLs.

/// The names of an enum's values, in their order: `static constexpr auto names` of a specialisation.
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

/// A document of an index: apt's one, and yum's three, which repomd.xml calls so.
enum class Document : unsigned char { packages, primary, filelists, other };
template <>
struct Words<Document> {
    static constexpr auto names = std::to_array<std::string_view>({"Packages", "primary", "filelists", "other"});
};

/// How the bytes of a document are offered.
enum class Form : unsigned char { plain, gzip, xz, zstd };
template <>
struct Words<Form> {
    static constexpr auto names = std::to_array<std::string_view>({"plain", "gz", "xz", "zst"});
};

/// What a distro chose for its documents, where its format leaves a choice.
enum class Compression : unsigned char { none, gzip, zstd };
template <>
struct Words<Compression> {
    static constexpr auto names = std::to_array<std::string_view>({"", "gz", "zst"});
};

/// Why a revision was made. `settings`: what a distro declares gave the channel an index or took one, or the distro
/// went with what it had.
enum class Cause : unsigned char { create, upload, remove, promote, rollback, expire, resign, purge, settings };
template <>
struct Words<Cause> {
    static constexpr auto names = std::to_array<std::string_view>(
        {"create", "upload", "remove", "promote", "rollback", "expire", "resign", "purge", "settings"});
};

/// Where a key stands in its life.
enum class KeyState : unsigned char { standby, active, retiring, retired, revoked };
template <>
struct Words<KeyState> {
    static constexpr auto names =
        std::to_array<std::string_view>({"standby", "active", "retiring", "retired", "revoked"});
};

}  // namespace slipway
