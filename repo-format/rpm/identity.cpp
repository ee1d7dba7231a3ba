#include "repo-format/rpm/identity.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace slipway::rpm {
namespace {

constexpr std::size_t longest_file_name = 255;  // NAME_MAX: the longest name a client can store

// The characters rpmbuild lets through (rpm: build/parsePreamble.c, ALLOWED_CHARS_…).
constexpr std::string_view in_names = "._+-%{}";
constexpr std::string_view in_versions = "._+%{}~^";
constexpr std::string_view in_architectures = "_";

Error invalid(Tag tag, const std::string& what) {
    return Error("invalid-package"_problem, fmt::format("main header: tag {}: {}", describe_main_tag(tag), what));
}

/// A byte that could garble a message or a log is shown by its number.
std::string shown(char c) {
    if (c >= 0x20 && c < 0x7f) return fmt::format("'{}'", c);
    return fmt::format("byte 0x{:02x}", static_cast<unsigned char>(c));
}

Result<std::string> required_text(const Header& main, Tag tag, std::string_view allowed) {
    const std::string_view text = main.text(tag);
    if (text.empty()) return invalid(tag, "it is missing or empty");
    if (text.size() > longest_file_name) return invalid(tag, fmt::format("{} bytes are too long", text.size()));
    for (const char c : text)
        if (!is_letter(c) && !is_digit(c) && allowed.find(c) == std::string_view::npos)
            return invalid(tag, fmt::format("{} is not allowed in it", shown(c)));
    return std::string(text);
}

Result<std::string> required_name(const Header& main) {
    std::string name = TRY(required_text(main, tag::name, in_names));
    if (!is_letter(name.front()) && !is_digit(name.front()) && name.front() != '_')
        return invalid(tag::name, fmt::format("it may not start with {}", shown(name.front())));
    return name;
}

}  // namespace

Result<Identity> check_identity(const Header& main, bool is_source) {
    Identity identity;
    identity.name = TRY(required_name(main));
    if (const auto epoch = main.number(tag::epoch)) identity.evr.epoch = std::to_string(*epoch);
    identity.evr.version = TRY(required_text(main, tag::version, in_versions));
    identity.evr.release = TRY(required_text(main, tag::release, in_versions));
    identity.architecture = is_source ? "src" : TRY(required_text(main, tag::architecture, in_architectures));
    const std::size_t length = identity.name.size() + identity.evr.version.size() + identity.evr.release.size() +
                               identity.architecture.size() + std::string_view("--..rpm").size();
    if (length > longest_file_name)
        return invalid(tag::name, fmt::format("the package's file name would be {} bytes long", length));
    return identity;
}

}  // namespace slipway::rpm
