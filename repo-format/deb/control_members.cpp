// The files of a control archive that dpkg parses when it unpacks a package; an error there leaves it half installed.
// md5sums, shlibs and the like are copied, scripts are run.
//
//   conffiles   a line each: "/path", or "remove-on-upgrade /path" (deb_parse_conffiles in dpkg's src/main/unpack.c)
//   triggers    a line each: a directive and a trigger's name (trig_parse_ci in lib/dpkg/triglib.c)
//
// dpkg reads both line by line into buffers: a line that is longer, or that no newline ends, is an error.
#include "repo-format/deb/control_members.hpp"

#include "base/text.hpp"
#include "repo-format/deb/invalid_package.hpp"
#include "repo-format/deb/package_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace slipway::deb {
namespace {

// With its newline.
constexpr std::size_t longest_conffiles_line = 997;
constexpr std::size_t longest_triggers_line = 255;

constexpr std::string_view blanks = " \t\v\f\r";

std::string_view without_trailing_blanks(std::string_view text) {
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

/// `check` is given each line without its newline.
template <class Check>
Result<> check_lines(std::string_view member, std::string_view text, std::size_t longest, const Check& check) {
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto error = [&](std::string_view why) {
            return invalid_package(fmt::format("{}: line {}: {}", member, number, why));
        };
        const auto end = text.find('\n');
        if (end == std::string_view::npos) return error("no newline ends it, which dpkg refuses");
        if (end + 1 > longest) return error(fmt::format("it has {} bytes; dpkg reads {}", end + 1, longest));
        const auto line = text.substr(0, end);
        if (line.find('\0') != std::string_view::npos) return error("it holds a NUL byte");
        if (auto checked = check(line); !checked) return error(checked.error().message());
        text.remove_prefix(end + 1);
    }
    return {};
}

Error bad_line(std::string why) { return Error(Fault::invalid_input, std::move(why)); }

Result<> check_conffile(std::string_view line) {
    const auto text = without_trailing_blanks(line);
    if (text.empty() || text.front() == '/' || text.starts_with("remove-on-upgrade /")) return {};
    return bad_line(fmt::format("{} is neither an absolute path nor \"remove-on-upgrade\" and one", printable(text)));
}

constexpr std::array<std::string_view, 3> interests{"interest", "interest-await", "interest-noawait"};
constexpr std::array<std::string_view, 3> activations{"activate", "activate-await", "activate-noawait"};

bool is_among(const std::array<std::string_view, 3>& directives, std::string_view name) {
    return std::ranges::find(directives, name) != directives.end();
}

/// A path without an empty part, or the name of a package.
bool is_known_trigger(std::string_view name) {
    if (name.front() == '/') return !name.ends_with('/') && name.find("//") == std::string_view::npos;
    return is_package_name(name) && name.find('_') == std::string_view::npos;
}

Result<> check_trigger(std::string_view line) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (line.starts_with('#')) return {};
    line = line.substr(0, line.find_last_not_of(" \t") + 1);
    if (line.empty()) return {};

    const auto directive = line.substr(0, line.find_first_of(" \t"));
    const auto name = trimmed(line.substr(directive.size()));
    if (!is_among(interests, directive) && !is_among(activations, directive))
        return bad_line(fmt::format("unknown directive {}", printable(directive)));
    if (name.empty() || std::ranges::any_of(name, [](char c) { return c <= ' ' || c > '~'; }))
        return bad_line(fmt::format("{} is no name of a trigger", printable(name)));
    if (is_among(interests, directive) && !is_known_trigger(name))
        return bad_line(fmt::format("no package can be interested in {}: write a path or a package name without '_'",
                                    printable(name)));
    return {};
}

}  // namespace

Result<> check_conffiles(std::string_view text) {
    return check_lines("conffiles", text, longest_conffiles_line, check_conffile);
}

Result<> check_triggers(std::string_view text) {
    return check_lines("triggers", text, longest_triggers_line, check_trigger);
}

}  // namespace slipway::deb
