// The order of members that dpkg-deb demands (deb(5); dpkg's src/deb/extract.c):
//
//   debian-binary                                  "2.x\n", more lines allowed
//   _*                                             any number, skipped: signatures and the like
//   control.tar[.gz|.xz|.zst]                      exactly one
//   _*                                             any number, skipped
//   data.tar[.gz|.xz|.zst|.bz2|.lzma]
//   anything                                       never looked at
//
// apt takes them in any order. We do not: a package that apt lists and dpkg refuses to unpack is no use to anybody.
#include "repo-format/deb/deb_members.hpp"

#include "base/text.hpp"
#include "repo-format/deb/invalid_package.hpp"

#include <fmt/format.h>

#include <array>

namespace slipway::deb {
namespace {

constexpr std::string_view control_stem = "control.tar";
constexpr std::string_view data_stem = "data.tar";

struct Extension {
    std::string_view text;
    Compression compression;
    bool for_control;
};

constexpr std::array<Extension, 6> extensions{{
    {"", Compression::none, true},
    {".gz", Compression::gzip, true},
    {".xz", Compression::xz, true},
    {".zst", Compression::zstd, true},
    {".bz2", Compression::bzip2, false},
    {".lzma", Compression::lzma, false},
}};

Result<Compression> compression_of(const ArMember& member, std::string_view stem) {
    for (const auto& extension : extensions)
        if (member.name.substr(stem.size()) == extension.text && (stem == data_stem || extension.for_control))
            return extension.compression;
    return invalid_package(fmt::format("member {} at offset {} has a compression that dpkg does not know",
                                       printable(member.name), member.offset));
}

/// The digits up to `end`, which is removed with them from the front of `text`.
bool skip_number(std::string_view& text, std::size_t end) {
    const auto digits = text.substr(0, end);
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return false;
    text.remove_prefix(digits.size());
    return true;
}

/// `content` are the first bytes of debian-binary.
Result<> check_format_version(std::string_view content) {
    auto line = content.substr(0, content.find('\n'));
    if (line.size() == content.size()) return invalid_package("debian-binary holds no line");
    const auto whole = line;
    const auto major = line.substr(0, line.find('.'));
    const bool well_formed = skip_number(line, major.size()) && line.starts_with('.') &&
                             (line.remove_prefix(1), true) && skip_number(line, line.size());
    if (!well_formed)
        return invalid_package(fmt::format("debian-binary names no format version but {}", printable(whole)));
    if (parse_decimal(major) != 2)
        return invalid_package(fmt::format("the package has format version {}; dpkg reads 2.x", printable(whole)));
    return {};
}

Result<> read_format_version(const RandomAccess& file, ArReader& members) {
    constexpr std::size_t longest_line = 64;  // "2.0\n" everywhere; further lines are for future versions
    const auto first = TRY(members.next());
    if (!first || first->name != "debian-binary")
        return invalid_package("not a Debian package: the first ar member is not debian-binary");
    const auto length = std::min<std::uint64_t>(first->size, longest_line);
    return check_format_version(TRY(file.read(first->offset, length)));
}

/// The next member that dpkg looks at.
Result<ArMember> next_critical(ArReader& members, std::string_view awaited) {
    // The walk ends: each step moves on by at least the 60 bytes of a header. A file of nothing but headers costs one
    // read for each, so their number is bounded too; real packages have at most a handful of signatures.
    constexpr int most_skipped = 100;
    for (int skipped = 0; skipped <= most_skipped; ++skipped) {
        auto member = TRY(members.next());
        if (!member) return invalid_package(fmt::format("the file ends before a {} member", awaited));
        if (!member->name.starts_with('_')) return *std::move(member);
    }
    return invalid_package(fmt::format("more than {} members before {}", most_skipped, awaited));
}

Result<ArMember> next_named(ArReader& members, std::string_view stem) {
    auto member = TRY(next_critical(members, stem));
    if (stem == data_stem && member.name.starts_with(control_stem))
        return invalid_package(fmt::format("two control members; the second at offset {}", member.offset));
    if (!member.name.starts_with(stem))
        return invalid_package(
            fmt::format("member {} at offset {} stands where {} must be", printable(member.name), member.offset, stem));
    if (member.size == 0)
        return invalid_package(fmt::format("member {} at offset {} is empty", printable(member.name), member.offset));
    return member;
}

}  // namespace

Result<DebMembers> find_members(const RandomAccess& file) {
    auto members = TRY(ArReader::open(file));
    TRY(read_format_version(file, members));
    auto control = TRY(next_named(members, control_stem));
    const auto control_compression = TRY(compression_of(control, control_stem));
    auto data = TRY(next_named(members, data_stem));
    const auto data_compression = TRY(compression_of(data, data_stem));
    return DebMembers{std::move(control), control_compression, std::move(data), data_compression};
}

}  // namespace slipway::deb
