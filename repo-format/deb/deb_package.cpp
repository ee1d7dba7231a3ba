// A .deb from its bytes to its checked fields: members (ar), control file (tar), paragraph (deb822), fields. The data
// member must be there and whole, but it is not unpacked: what is in it concerns the machine that installs it.
#include "repo-format/deb/deb_package.hpp"

#include "repo-format/deb/control_archive.hpp"
#include "repo-format/deb/deb_members.hpp"
#include "repo-format/deb/invalid_package.hpp"
#include "repo-format/deb/package_fields.hpp"

#include <fmt/format.h>

namespace slipway::deb {
namespace {

/// The control member as it lies in the file. Even with an md5sums of 100,000 files it has about 4 MiB.
constexpr std::uint64_t greatest_control_member = 16 << 20;

/// Files that people mistake for packages get an answer that says what they are.
Result<> refuse_foreign_formats(const RandomAccess& file) {
    const std::string start = TRY(file.read(0, 64));
    const std::string_view bytes = start;
    if (bytes.starts_with("\xed\xab\xee\xdb"))
        return Error(Fault::invalid_input, "this is an rpm package, not a Debian one").as("wrong-format");
    if (bytes.starts_with("-----BEGIN PGP SIGNED MESSAGE-----") || bytes.starts_with("Format: "))
        return Error(Fault::invalid_input,
                     ".dsc, .changes and .buildinfo files are not supported; upload the .deb files")
            .as("unsupported-format");
    return {};
}

Result<std::string> read_control_text(const RandomAccess& file, const DebMembers& members) {
    const auto& member = members.control;
    if (member.size > greatest_control_member)
        return invalid_package(fmt::format("it has {} bytes; at most 16 MiB are read", member.size));
    const std::string bytes = TRY(file.read(member.offset, member.size));
    if (bytes.size() != member.size) return Error(Fault::io, "the file became shorter while it was read");
    return read_control_file(bytes, members.control_compression);
}

}  // namespace

Result<DebPackage> read_deb(const RandomAccess& file) {
    TRY(refuse_foreign_formats(file));
    const DebMembers members = TRY(find_members(file));
    const auto place = fmt::format("{} at offset {}", members.control.name, members.control.offset);
    const std::string text = TRY(read_control_text(file, members).during(place));
    auto control = Paragraph::parse(text);
    if (!control) return invalid_package(fmt::format("{}: control: {}", place, control.error().message()));
    return package_of(std::move(control).release());
}

}  // namespace slipway::deb
