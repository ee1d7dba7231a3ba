// A .deb from its bytes to its checked fields: members (ar), control file (tar), paragraph (deb822), fields. Of the
// data member only whether it is whole is looked at; what is in it concerns the machine that installs it.
#include "repo-format/deb/deb_package.hpp"

#include "repo-format/deb/control_archive.hpp"
#include "repo-format/deb/data_member.hpp"
#include "repo-format/deb/deb_members.hpp"
#include "repo-format/deb/invalid_package.hpp"
#include "repo-format/deb/package_fields.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace slipway::deb {
namespace {

/// Files that people mistake for packages get an answer that says what they are.
Result<> refuse_foreign_formats(const RandomAccess& file) {
    const std::string start = TRY(file.read(0, 64));
    const std::string_view bytes = start;
    if (bytes.starts_with("\xed\xab\xee\xdb"))
        return Error("wrong-format"_problem, "this is an rpm package, not a Debian one");
    if (bytes.starts_with("-----BEGIN PGP SIGNED MESSAGE-----") || bytes.starts_with("Format: "))
        return Error("unsupported-format"_problem,
                     ".dsc, .changes and .buildinfo files are not supported; upload the .deb files");
    return {};
}

/// dpkg looks for the end of the file after the colon of each field, and finds it before the value.
Result<> check_last_line(std::string_view text) {
    if (text.size() < 2) return {};
    const auto line = text.substr(text.find_last_of('\n', text.size() - 2) + 1);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || line.front() == ' ' || line.front() == '\t') return {};
    if (line.find_first_not_of(" \t\r\n", colon + 1) != std::string_view::npos) return {};
    return bad_field(line.substr(0, colon), "it has no value and stands last, where dpkg takes it for a cut file");
}

/// dpkg keeps the members as "hello.postinst", or "hello:amd64.postinst" where several architectures are installed
/// side by side, in one folder; while it writes ".md5sums-new" and its own list is longest.
Result<> check_member_names(const DebPackage& package, const std::vector<std::string>& members) {
    constexpr std::size_t longest_own = 12, longest_name = 255;
    std::size_t longest = longest_own;
    for (const auto& member : members) longest = std::max(longest, member.size() + 1);
    if (package.control.find("Multi-Arch") == "same") longest += package.architecture.size() + 1;
    if (package.name.size() + longest <= longest_name) return {};
    return bad_field("Package", fmt::format("it has {} bytes; with {} more dpkg could not name its files",
                                            package.name.size(), longest));
}

void warn_of_compression(DebPackage& package, const DebMembers& members) {
    for (const auto* member : {&members.control, &members.data})
        if (member->name.ends_with(".zst"))
            package.warnings.push_back(fmt::format(
                "{}: dpkg before 1.21.18 (Debian 11) does not know zstd and cannot unpack the package", member->name));
}

}  // namespace

Result<DebPackage> read_deb(const RandomAccess& file, VerifyData verify) {
    TRY(refuse_foreign_formats(file));
    const DebMembers members = TRY(find_members(file));
    const auto place = fmt::format("{} at offset {}", members.control.name, members.control.offset);
    const auto archive = TRY(read_control_archive(file, members.control, members.control_compression).during(place));
    const auto control = Paragraph::parse(archive.control);
    if (!control) return invalid_package(fmt::format("{}: control: {}", place, control.error().message()));
    TRY(check_last_line(archive.control));
    auto package = TRY(package_of(*control));
    TRY(check_member_names(package, archive.members));
    warn_of_compression(package, members);
    if (verify == VerifyData::yes) TRY(check_data_member(file, members));
    return package;
}

}  // namespace slipway::deb
