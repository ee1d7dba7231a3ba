// The set-up script of a channel: setup_script.sh, which is the same for all, with the facts of one channel filled in.
//
// Facts are shell variables, and functions that print the very bytes served as `.sources` and `.repo`. Every value
// stands in single quotes or in a here-document with a quoted delimiter, so the shell looks into none of them. No line
// of a value can be that delimiter: it has an underscore, which base64 has not, and no field name in front.
#include "publishing/served/setup_script.hpp"

#include "base/text.hpp"
#include "publishing/served/setup_files.hpp"
#include "publishing/served/setup_script_template.hpp"
#include "repo-format/formats/package_format.hpp"
#include "signing/keys/keyring.hpp"

#include <fmt/format.h>

#include <cassert>
#include <utility>

namespace slipway::publishing {
namespace {

using Distros = std::vector<const storage::DistroRow*>;

/// The channel of a script and the distros that it can set up.
struct Channel {
    const RepositoryState& repository;
    const storage::DistroRow* only;  // null: every distro of the repository
    std::string_view name;
    std::string_view public_url;
    std::string_view snapshot;

    Distros of_format(const formats::PackageFormat& format) const {
        Distros chosen;
        for (const auto& distro : repository.settings.distros)
            if (distro.format == format.traits().format && (only == nullptr || only->name == distro.name))
                chosen.push_back(&distro);
        return chosen;
    }
};

std::string in_single_quotes(std::string_view value) {
    std::string out = "'";
    for (const char c : value) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

/// A command that prints `text`, whatever it holds.
std::string printing(std::string_view text) { return fmt::format("cat <<'SLIPWAY_TEXT'\n{}SLIPWAY_TEXT\n", text); }

/// A function with a branch for each value its argument may have.
class Choice {
public:
    explicit Choice(std::string_view name) : text_(fmt::format("    {}() {{\n        case $1 in\n", name)) {}

    void add(std::string_view value, std::string_view commands) {
        text_ += fmt::format("            {})\n{}                ;;\n", value, commands);
    }
    std::string close() && { return std::move(text_) + "        esac\n    }\n"; }

private:
    std::string text_;
};

std::string names_of(const Distros& distros) {
    std::vector<std::string> names;
    for (const auto* distro : distros) names.push_back(distro->name);
    return join(names, " ");
}

std::string default_of(const Distros& distros) {
    for (const auto* distro : distros)
        if (distro->is_default) return distro->name;
    return {};
}

/// A line for each key that signs, the active one first, made from the template with {0} the fingerprint in groups,
/// {1} the fingerprint, {2} the state.
std::string for_each_signer(const signing::Keyring& keyring, fmt::string_view line) {
    std::string out;
    for (const auto& fingerprint : signing::apt_signers(keyring))
        for (const auto& key : keyring)
            if (key.key.fingerprint == fingerprint)
                out += fmt::format(fmt::runtime(line), in_groups_of_four(fingerprint), fingerprint, name_of(key.state));
    return out;
}

std::string variables(const Channel& channel) {
    std::string out;
    const auto set = [&](std::string_view name, std::string_view value) {
        out += fmt::format("    {}={}\n", name, in_single_quotes(value));
    };
    set("repository", channel.repository.settings.name);
    set("channel", channel.name);
    for (const auto* format : formats::all())
        set(fmt::format("{}_distros", format->name()), names_of(channel.of_format(*format)));
    for (const auto* format : formats::all())
        set(fmt::format("default_{}", format->name()), default_of(channel.of_format(*format)));
    set("only_distro", channel.only == nullptr ? "" : channel.only->name);
    return out;
}

std::string keys_function(const Channel& channel) {
    Choice keys("keys_for");
    for (const auto* format : formats::all())
        if (!channel.of_format(*format).empty())
            keys.add(format->name(), printing(key_file(format->traits().layout, channel.repository.keyring)));
    return std::move(keys).close();
}

/// A set-up file. Keys that it embeds are left out, as the script holds them once, and added by a command.
std::string printing_file(const Channel& channel, const storage::DistroRow& distro) {
    constexpr std::string_view key_field = "Signed-By:\n";
    const auto whole = set_up_file(channel.repository, distro, channel.name, channel.public_url, channel.snapshot);
    const auto keys = whole.find(key_field);
    if (keys == std::string::npos) return printing(whole);
    return printing(whole.substr(0, keys + key_field.size())) +
           fmt::format("                keys_for {} | sed -e 's/^$/./' -e 's/^/ /'\n", name_of(distro.format));
}

std::string files_function(const Channel& channel) {
    Choice files("file_for");
    for (const auto* format : formats::all())
        for (const auto* distro : channel.of_format(*format)) files.add(distro->name, printing_file(channel, *distro));
    return std::move(files).close();
}

std::string lists_function(const Channel& channel) {
    Choice lists("list_for");
    for (const auto* format : formats::all()) {
        if (!format->clients().old_ones_need_a_line) continue;
        for (const auto* distro : channel.of_format(*format))
            lists.add(distro->name, printing(list_file(channel.repository, *distro, channel.name, channel.public_url,
                                                       channel.snapshot)));
    }
    return std::move(lists).close();
}

std::string facts(const Channel& channel) {
    const auto signers =
        for_each_signer(channel.repository.keyring, "Key fingerprint: {0} ({2})\n                 {1}\n");
    return variables(channel) + "    signers() {\n" + printing(signers) + "    }\n" + keys_function(channel) +
           files_function(channel) + lists_function(channel);
}

std::string title(const Channel& channel) {
    auto title = fmt::format("{}, channel {}", channel.repository.settings.name, channel.name);
    if (channel.only == nullptr) return title;
    const auto of_distro = fmt::format("{}, distro {}", title, channel.only->name);
    return channel.snapshot.empty() ? of_distro : fmt::format("{}, snapshot {}", of_distro, channel.snapshot);
}

}  // namespace

std::string setup_script(const RepositoryState& repository, const storage::DistroRow* distro, std::string_view channel,
                         std::string_view public_url, std::string_view snapshot) {
    const Channel facts_of{
        .repository = repository, .only = distro, .name = channel, .public_url = public_url, .snapshot = snapshot};
    const std::pair<std::string_view, std::string> places[] = {
        {"@TITLE@", title(facts_of)},
        {"# @FINGERPRINTS@\n", for_each_signer(repository.keyring, "# Key fingerprint: {0} ({2})\n")},
        {"    @FACTS@\n", facts(facts_of)},
    };
    std::string_view left = setup_script_template;
    std::string script;
    for (const auto& [place, text] : places) {  // in the order in which they stand
        const auto at = left.find(place);
        assert(at != std::string_view::npos);
        script.append(left.substr(0, at)).append(text);
        left.remove_prefix(at + place.size());
    }
    return script.append(left);
}

}  // namespace slipway::publishing
