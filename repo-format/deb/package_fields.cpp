// Which control fields a package must have and how they must look.
//
// Required are Package, Version and Architecture: they make the file name and the key in every index. Maintainer and
// Description, mandatory by policy, are not: dpkg warns and installs, apt lists such a package, and packages made
// without debhelper often lack one. Names follow policy 5.6.1 (lower case, two characters at least), not dpkg's wider
// rule: dpkg turns upper case into lower case when it installs, apt does not when it searches.
//
// The values of relation fields and of Multi-Arch and Essential are checked as dpkg does: the first apt reads for
// every package of an index, wanted or not, and an error there costs the whole index.
#include "repo-format/deb/package_fields.hpp"

#include "base/text.hpp"
#include "repo-format/deb/invalid_package.hpp"
#include "repo-format/deb/pool_path.hpp"
#include "repo-format/deb/relations.hpp"
#include "repo-format/deb/version.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace slipway::deb {
namespace {

constexpr std::size_t longest_value = 255;  // of a name, version, architecture: no longer than the file name they make
constexpr std::size_t longest_file_name = 255;  // NAME_MAX: what clients and mirrors can store

Error bad_field(std::string_view field, std::string_view why) {
    return invalid_package(fmt::format("control: field {}: {}", field, why));
}

bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || is_digit(c); }

bool is_made_of(std::string_view text, std::string_view others) {
    const auto allowed = [&](char c) { return is_lower_or_digit(c) || others.find(c) != std::string_view::npos; };
    return !text.empty() && is_lower_or_digit(text.front()) && std::ranges::all_of(text, allowed);
}

Result<> check_name(std::string_view field, std::string_view name) {
    if (name.size() < 2 || !is_made_of(name, "+.-"))
        return bad_field(field, fmt::format("{} is no package name (lower case, digits, '+', '-', '.'; two at least)",
                                            printable(name)));
    return {};
}

Result<> check_architecture(std::string_view architecture) {
    if (!is_made_of(architecture, "-") || architecture == "any" || architecture == "source")
        return bad_field("Architecture", fmt::format("{} is no architecture of a package", printable(architecture)));
    return {};
}

Result<std::string> required(const Paragraph& control, std::string_view field) {
    const auto value = control.find(field);
    if (!value || value->empty()) return bad_field(field, "it is missing");
    if (value->size() > longest_value) return bad_field(field, fmt::format("it has {} bytes", value->size()));
    return std::string(*value);
}

Result<> check_version_field(std::string_view field, std::string_view version) {
    if (auto checked = check_version(version); !checked) return bad_field(field, checked.error().message());
    return {};
}

/// "hello" or "hello (1.2-3)".
Result<std::string> source_name(const Paragraph& control, const std::string& package) {
    if (!control.find("Source")) return package;
    const auto value = TRY(required(control, "Source"));
    std::string_view name = value;
    if (const auto parenthesis = value.find('('); parenthesis != std::string::npos) {
        if (!value.ends_with(')')) return bad_field("Source", "no ')' ends it");
        const auto version = std::string_view(value).substr(parenthesis + 1, value.size() - parenthesis - 2);
        TRY(check_version_field("Source", trimmed(version)));
        name = trimmed(name.substr(0, parenthesis));
    }
    TRY(check_name("Source", name));
    return std::string(name);
}

struct Choice {
    std::string_view field;
    std::array<std::string_view, 4> values;
};

constexpr std::array<Choice, 3> choices{{
    {"Multi-Arch", {"no", "same", "foreign", "allowed"}},
    {"Essential", {"yes", "no", "yes", "no"}},
    {"Protected", {"yes", "no", "yes", "no"}},
}};

Result<> check_choices(const Paragraph& control) {
    for (const auto& choice : choices) {
        const auto value = control.find(choice.field);
        const auto matches = [&](std::string_view known) { return equal_ignoring_case(*value, known); };
        if (value && std::ranges::none_of(choice.values, matches))
            return bad_field(choice.field, fmt::format("unknown value {}", printable(*value)));
    }
    return {};
}

Result<> check_all_relations(const Paragraph& control) {
    for (const auto& field : control.fields()) {
        if (!is_relation_field(field.name)) continue;
        if (auto checked = check_relations(field.value); !checked)
            return bad_field(field.name, checked.error().message());
    }
    return {};
}

Result<> refuse_installer_packages(const Paragraph& control) {
    const auto type = control.find("Package-Type");
    if (!type || *type == "deb") return {};
    return Error(Fault::invalid_input, fmt::format("packages of type {} are not supported", printable(*type)))
        .as("unsupported-format");
}

}  // namespace

Result<DebPackage> package_of(Paragraph control) {
    TRY(refuse_installer_packages(control));
    DebPackage package;
    package.name = TRY(required(control, "Package"));
    package.version = TRY(required(control, "Version"));
    package.architecture = TRY(required(control, "Architecture"));
    TRY(check_name("Package", package.name));
    TRY(check_version_field("Version", package.version));
    TRY(check_architecture(package.architecture));
    package.source = TRY(source_name(control, package.name));
    TRY(check_choices(control));
    TRY(check_all_relations(control));
    if (const auto file_name = pool_file_name(package); file_name.size() > longest_file_name)
        return invalid_package(fmt::format("control: its file name would have {} bytes", file_name.size()));
    package.control = std::move(control);
    return package;
}

}  // namespace slipway::deb
