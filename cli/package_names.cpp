#include "cli/package_names.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "cli/exit_codes.hpp"
#include "cli/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <span>

namespace slipway::cli {
namespace {

constexpr std::size_t digits_of_prefix = 8;
constexpr std::size_t digits_of_digest = 64;
constexpr std::size_t most_choices = 20;
constexpr std::size_t shown_digits = 16;

bool is_hexadecimal(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'f'); });
}

/// Whether the text can be the beginning of a digest.
bool is_prefix(std::string_view text) {
    return text.size() >= digits_of_prefix && text.size() < digits_of_digest && is_hexadecimal(text);
}

NamedPackage package_of(const JsonValue& json, const JsonValue& place) {
    NamedPackage package;
    package.sha256 = json["sha256"].text();
    package.name = json["name"].text();
    package.version = json["version"].text();
    package.architecture = json["architecture"].text();
    package.distro = place["distro"].text();
    package.size = static_cast<std::uint64_t>(std::max<std::int64_t>(json["size"].integer(), 0));
    package.path = place["path"].text();
    package.url = place["url"].text();
    return package;
}

/// Where packages are searched: a channel, or all channels of a repository.
struct Scope {
    Client& client;
    std::string label;   // "main/dev"
    std::string target;  // of the list of its packages
    std::string distro;  // empty: all
};

template <class Wanted>
Result<std::vector<NamedPackage>> list(const Scope& scope, const std::string& name, const Wanted& is_wanted) {
    auto target = scope.target;
    add_query(target, "name", name);
    add_query(target, "distro", scope.distro);
    const auto answer = TRY(scope.client.get_pages(target, 0));
    std::vector<NamedPackage> packages;
    for (const auto& package : answer.json["packages"].elements())
        if (is_wanted(package)) packages.push_back(package_of(package, package));
    return packages;
}

Error not_found(const Scope& scope, const std::string& name) {
    auto message = fmt::format("{} has no package '{}'", scope.label, name);
    if (name.size() < digits_of_prefix && name.size() > 2 && is_hexadecimal(name))
        message += fmt::format("; a digest needs at least {} digits", digits_of_prefix);
    return Error(Fault::not_found, std::move(message));
}

/// "NAME=VERSION" or "NAME=VERSION:ARCHITECTURE". A version may have a colon itself, so both readings are compared.
Result<std::vector<NamedPackage>> find_version(const Scope& scope, const std::string& text) {
    const auto equals = text.find('=');
    const auto version = text.substr(equals + 1);
    const auto of_that_name = TRY(list(scope, text.substr(0, equals), [](const JsonValue&) { return true; }));
    std::vector<NamedPackage> packages;
    for (const auto& package : of_that_name)
        if (package.version == version || package.version + ":" + package.architecture == version)
            packages.push_back(package);
    if (!packages.empty()) return packages;
    if (of_that_name.empty()) return not_found(scope, text.substr(0, equals));
    auto choices = ambiguous(fmt::format("{} has no package '{}', but", scope.label, text), of_that_name);
    return Error(Fault::not_found, choices.message());
}

Result<std::vector<NamedPackage>> find_digest(const Scope& scope, const std::string& text) {
    const auto digits = to_lower(text);
    auto packages = TRY(list(scope, {}, [&](const JsonValue& package) {
        return package["sha256"].text().starts_with(digits) || package["uploaded_sha256"].text().starts_with(digits);
    }));
    if (packages.empty()) return not_found(scope, text);
    std::set<std::string> digests;
    for (const auto& package : packages) digests.insert(package.sha256);
    if (digests.size() == 1) return packages;
    return ambiguous(fmt::format("several packages of {} have a digest that begins with '{}'", scope.label, text),
                     packages);
}

Result<std::vector<NamedPackage>> find(const Scope& scope, const std::string& text) {
    if (text.find('=') != text.npos) return find_version(scope, text);
    auto packages = TRY(list(scope, text, [](const JsonValue&) { return true; }));
    if (!packages.empty()) return packages;
    if (is_prefix(text)) return find_digest(scope, text);
    return not_found(scope, text);
}

/// The package itself names the channels that have it, so no list has to be read.
Result<std::vector<NamedPackage>> find_whole_digest(const Scope& scope, const ChannelRef& channel,
                                                    const std::string& digest) {
    const auto answer = TRY(scope.client.get(api_path({"repositories", channel.repository, "packages", digest})));
    std::vector<NamedPackage> packages;
    for (const auto& place : answer.json["channels"].elements()) {
        const bool is_wanted = scope.distro.empty() || place["distro"].text() == scope.distro;
        if (is_wanted && place["channel"].text() == channel.channel) packages.push_back(package_of(answer.json, place));
    }
    if (packages.empty()) return not_found(scope, digest);
    return packages;
}

/// Faults: invalid_input "usage" when one distro has several versions for one architecture.
Result<> check_one_version(const std::string& name, const std::vector<NamedPackage>& packages) {
    std::map<std::pair<std::string, std::string>, std::string> versions;
    for (const auto& package : packages) {
        const auto [known, is_new] = versions.try_emplace({package.distro, package.architecture}, package.version);
        if (!is_new && known->second != package.version)
            return ambiguous(fmt::format("there are several versions of '{0}'; say which: {0}=VERSION", name),
                             packages);
    }
    return {};
}

}  // namespace

Error ambiguous(const std::string& message, const std::vector<NamedPackage>& choices) {
    std::string text = message + ":";
    for (const auto& package : std::span(choices).first(std::min(choices.size(), most_choices))) {
        const auto distro = package.distro.empty() ? std::string() : " (" + package.distro + ")";
        text += "\n  " + printable(package.text() + distro + "  " + package.sha256.substr(0, shown_digits));
    }
    if (choices.size() > most_choices) text += fmt::format("\n  and {} more", choices.size() - most_choices);
    return Error(client_problem::usage, std::move(text));
}

Result<std::vector<NamedPackage>> find_in_channel(Client& client, const ChannelRef& channel, const std::string& name,
                                                  const std::string& distro) {
    const Scope scope{client, channel.text(),
                      api_path({"repositories", channel.repository, "channels", channel.channel, "packages"}), distro};
    if (Sha256::parse(name)) return find_whole_digest(scope, channel, name);
    auto packages = TRY(find(scope, name));
    if (name.find('=') == name.npos) TRY(check_one_version(name, packages));
    return packages;
}

Result<std::vector<std::string>> find_packages(Client& client, const ChannelRef& channel,
                                               const std::vector<std::string>& names, const std::string& distro) {
    std::vector<std::string> digests;
    const auto add = [&](const std::string& digest) {
        if (std::ranges::find(digests, digest) == digests.end()) digests.push_back(digest);
    };
    for (const auto& name : names) {
        if (Sha256::parse(name)) {
            add(name);
            continue;
        }
        for (const auto& package : TRY(find_in_channel(client, channel, name, distro))) add(package.sha256);
    }
    return digests;
}

Result<std::string> find_package(Client& client, const std::string& repository, const std::string& name) {
    if (Sha256::parse(name)) return name;
    const auto packages = TRY(find({client, repository, api_path({"repositories", repository, "packages"}), {}}, name));
    const auto& first = packages.front().sha256;
    if (std::ranges::all_of(packages, [&](const auto& package) { return package.sha256 == first; })) return first;
    return ambiguous("'" + name + "' is not one package; say which", packages);
}

}  // namespace slipway::cli
