#pragma once

#include "base/result.hpp"
#include "base/stream.hpp"
#include "repo-format/formats/kinds.hpp"
#include "repo-format/formats/package_facts.hpp"
#include "repo-format/formats/places.hpp"
#include "repo-format/formats/read_package.hpp"
#include "repo-format/formats/traits.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::formats {

/// All that is particular to a format of packages. There is one immutable instance of each, for any thread. It is pure:
/// it knows no files, clocks or threads but what it is given.
class PackageFormat {
public:
    virtual ~PackageFormat() = default;
    PackageFormat(const PackageFormat&) = delete;
    PackageFormat& operator=(const PackageFormat&) = delete;

    /// The word in the API and at rest, and the ending of package files, without the dot.
    std::string_view name() const { return name_of(traits_.format); }
    const Traits& traits() const { return traits_; }
    const ClientTraits& clients() const { return clients_; }

    /// Its kinds of index. The first lists the packages: from that list follow what a channel contains, and the lists
    /// of the other kinds.
    std::span<const IndexKind* const> kinds() const { return kinds_of(traits_.format); }
    const IndexKind& package_list() const { return *kinds().front(); }
    std::span<const IndexKind* const> following_kinds() const { return kinds().subspan(1); }

    /// Reads a package file. Faults: invalid_input "invalid-package"; "wrong-format", "unsupported-format" where the
    /// bytes are another kind of file; io.
    virtual Result<std::unique_ptr<ReadPackage>> read(const RandomAccess& file, Depth depth) const = 0;
    /// The bytes of memory that `read` takes for the headers, by the sizes that they say; 0 where what is read is small
    /// whatever the file says. Reads nothing else. Faults: as `read`.
    virtual Result<std::uint64_t> memory_of_headers(const RandomAccess& file) const = 0;
    /// What a file's name says, without its ending: the version has no epoch. Empty: nothing.
    virtual Identity parse_file_name(std::string_view stem) const = 0;
    /// What a package says of itself in the first of its texts, or in the beginning of that.
    virtual PackageFacts facts(std::string_view text) const = 0;
    /// The names it provides, by the first of its texts: a line each, in lower case. The first 64 KiB of them.
    virtual std::string provided_names(std::string_view text) const = 0;

    /// Whether a package may be for the architecture, or a distro declare it. Faults: invalid_input
    /// "unknown-architecture", naming the nearest known one.
    virtual Result<> check_package_architecture(std::string_view architecture) const = 0;
    virtual Result<> check_declared_architecture(std::string_view architecture) const = 0;
    /// The architecture of the package list that such a package needs; nothing for those for every machine.
    virtual std::optional<std::string> own_index(const std::string& architecture) const = 0;
    /// Whether a package list of this architecture may have packages that belong into others, too.
    virtual bool may_list_for_others(std::string_view architecture) const = 0;

    /// The path of a package below its distro, not encoded.
    virtual std::string package_path(const PackagePlace& place, const ListedFile& file) const = 0;
    /// What a path below a distro may name; nothing for a path of no known shape.
    virtual std::optional<PathInDistro> parse_path(std::span<const std::string> path) const = 0;

    /// The content of the file that sets a machine up.
    virtual std::string set_up_file(const ChannelAddress& address) const = 0;
    /// The name of that file on a machine.
    virtual std::string installed_name(const ChannelAddress& address) const = 0;
    /// What people write into a source of their own: one line, without its end.
    virtual std::string source_line(const ChannelAddress& address) const = 0;

protected:
    PackageFormat(const Traits& traits, const ClientTraits& clients) : traits_(traits), clients_(clients) {}
    /// The refusal of an architecture: `tool` knows no `noun` of this name.
    static Error unknown_architecture(std::string_view tool, std::string_view noun, std::string_view name,
                                      std::string_view nearest);

private:
    const Traits& traits_;
    const ClientTraits& clients_;
};

/// The instance of a format.
const PackageFormat& of(Format format);
/// Every format, in the order of the enum.
std::span<const PackageFormat* const> all();
/// Their names as a list for people: `"deb" or "rpm"`.
std::string names_for_people(char quote);

/// The kind of this name, whichever format has it; null where none has.
const IndexKind* find_kind(Document name);
/// The kind that renders a document in this variant; null where none does so today.
const IndexKind* find_kind(Document document, std::string_view variant);

/// By the ending of a file's name; null for another ending.
const PackageFormat* with_ending(std::string_view file_name);
/// By the first `telling_bytes` of a file; null for bytes that begin no package.
const PackageFormat* beginning_with(std::string_view bytes);
inline constexpr std::size_t telling_bytes = 8;

}  // namespace slipway::formats
