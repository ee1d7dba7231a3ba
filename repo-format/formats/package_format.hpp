#pragma once

#include "base/result.hpp"
#include "base/stream.hpp"
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

/// A document of an index in one form.
struct Output {
    Document document;
    Form form;

    bool operator==(const Output&) const = default;
};

/// All that is particular to a kind of package. There is one immutable instance for each, for any thread. It is pure:
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

    /// Reads a package file. Faults: invalid_input "invalid-package"; "wrong-format", "unsupported-format" where the
    /// bytes are another kind of file; io.
    virtual Result<std::unique_ptr<ReadPackage>> read(const RandomAccess& file, Depth depth) const = 0;
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
    /// The architectures of the indexes that list such a package, where there are indexes of `architectures`
    /// (docs/decisions/0010).
    virtual std::vector<std::string> listing_indexes(const std::vector<std::string>& architectures,
                                                     const std::string& architecture) const = 0;
    /// The architecture of the index that such a package needs; nothing for those for every machine.
    virtual std::optional<std::string> own_index(const std::string& architecture) const = 0;
    /// Whether an index of this architecture may list packages that belong into other indexes, too.
    virtual bool may_list_for_others(std::string_view architecture) const = 0;

    /// What an index offers. `plain` outputs are not served: their digests stand in the entry point.
    virtual std::vector<Output> outputs(Compression compression) const = 0;
    /// Tells apart renderings of one block that depend on more than its packages.
    virtual std::string variant(std::string_view component) const = 0;
    /// The component that a variant was rendered for; "" where none matters.
    virtual std::string component_of(std::string_view variant) const = 0;
    /// What stands before and after the packages of a document; may be "".
    virtual std::string header(Document document, std::uint64_t count) const = 0;
    virtual std::string_view footer(Document document) const = 0;
    /// Appends what a document of a component's index says of a package, whose stored text is `text`.
    virtual void append_text(std::string& out, std::string_view text, std::string_view component,
                             const ListedFile& file) const = 0;

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

/// The format whose indexes have this document.
const PackageFormat& with_document(Document document);
/// By the ending of a file's name; null for another ending.
const PackageFormat* with_ending(std::string_view file_name);
/// By the first `telling_bytes` of a file; null for bytes that begin no package.
const PackageFormat* beginning_with(std::string_view bytes);
inline constexpr std::size_t telling_bytes = 8;

}  // namespace slipway::formats
