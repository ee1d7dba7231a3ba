// Which control fields a package must have, and what identifies it.
//
// Required are Package, Version and Architecture: they make the file name and the key in every index. Maintainer and
// Description, mandatory by policy, are not: dpkg warns and installs, apt lists such a package, and packages made
// without debhelper often lack one. For the same reason names follow dpkg's rule and not the narrower one of policy
// 5.6.1: nfpm and fpm make "mongodb_thing", dpkg installs it, and so it is hosted, with a warning.
//
// Source is free text to dpkg. Its first word is where a package lies in the pool, if it can be the name of a package;
// else the package lies under its own.
#include "repo-format/deb/package_fields.hpp"

#include "base/text.hpp"
#include "repo-format/deb/canonical_control.hpp"
#include "repo-format/deb/invalid_package.hpp"
#include "repo-format/deb/package_name.hpp"
#include "repo-format/deb/pool_path.hpp"
#include "repo-format/deb/version.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace slipway::deb {
namespace {

constexpr std::size_t longest_value = 255;  // of a name, version, architecture: no longer than the file name they make
constexpr std::size_t longest_file_name = 255;  // NAME_MAX: what clients and mirrors can store

Result<std::string> required(const Paragraph& control, std::string_view field) {
    const auto value = control.find(field);
    if (!value || value->empty()) return bad_field(field, "it is missing");
    if (value->size() > longest_value) return bad_field(field, fmt::format("it has {} bytes", value->size()));
    return std::string(*value);
}

Result<std::string> package_name(const Paragraph& control) {
    auto name = TRY(required(control, "Package"));
    if (!is_package_name(name))
        return bad_field("Package",
                         fmt::format("{} is no package name; write letters, digits, '-', '+', '.' and '_', a "
                                     "letter or digit first",
                                     printable(name)));
    return name;
}

Result<std::string> package_version(const Paragraph& control) {
    auto version = TRY(required(control, "Version"));
    if (auto checked = check_version(version); !checked) return bad_field("Version", checked.error().message());
    return version;
}

/// What can stand in a path; whether dpkg knows it is asked later (architectures.hpp), with the answer what to write.
Result<std::string> package_architecture(const Paragraph& control) {
    auto architecture = TRY(required(control, "Architecture"));
    const auto allowed = [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; };
    if (architecture.front() == '-' || !std::ranges::all_of(architecture, allowed))
        return bad_field("Architecture", fmt::format("{} is no architecture of a package", printable(architecture)));
    return architecture;
}

/// "hello" of "hello (1.2-3)".
std::optional<std::string> source_name(std::string_view value) {
    const auto name = value.substr(0, value.find_first_of(" \t\n("));
    if (name.size() > longest_file_name || !is_package_name(name)) return std::nullopt;
    return std::string(name);
}

void place_in_pool(DebPackage& package) {
    const auto source = package.control.find("Source");
    const auto named = source ? source_name(*source) : package.name;
    package.source = named.value_or(package.name);
    if (!named)
        package.warnings.push_back(
            fmt::format("Source: {} begins with no package name; the package lies in the pool "
                        "under its own",
                        printable(*source)));
}

void warn_of_policy(DebPackage& package, std::string_view written) {
    if (!is_policy_name(written))
        package.warnings.push_back(
            fmt::format("Package: Debian policy wants lower case letters, digits, '+', '-' and '.' in "
                        "{}, two characters at least; dpkg installs it as {}",
                        printable(written), package.name));
}

Result<> refuse_installer_packages(const Paragraph& control) {
    const auto type = control.find("Package-Type");
    if (!type || type->empty() || *type == "deb") return {};
    return Error("unsupported-format"_problem, fmt::format("packages of type {} are not supported", printable(*type)));
}

}  // namespace

Result<DebPackage> package_of(const Paragraph& written) {
    TRY(refuse_installer_packages(written));
    auto canonical = TRY(canonical_control(written));
    DebPackage package;
    package.control = std::move(canonical.control);
    package.warnings = std::move(canonical.warnings);
    package.name = TRY(package_name(package.control));
    package.version = TRY(package_version(package.control));
    package.architecture = TRY(package_architecture(package.control));
    place_in_pool(package);
    warn_of_policy(package, written.find("Package").value_or(""));
    if (const auto file_name = pool_file_name(package); file_name.size() > longest_file_name)
        return invalid_package(fmt::format("control: its file name would have {} bytes", file_name.size()));
    return package;
}

}  // namespace slipway::deb
