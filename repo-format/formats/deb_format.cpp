#include "repo-format/formats/deb_format.hpp"

#include "repo-format/apt/sources_snippet.hpp"
#include "repo-format/deb/architectures.hpp"
#include "repo-format/deb/pool_path.hpp"
#include "repo-format/formats/apt_packages.hpp"
#include "repo-format/formats/read_deb_package.hpp"
#include "repo-format/formats/stanza_facts.hpp"

#include <fmt/format.h>

#include <array>

namespace slipway::formats {
namespace {

constexpr auto deb_architectures = std::to_array<std::string_view>({"amd64", "arm64"});
constexpr auto deb_components = std::to_array<std::string_view>({"main"});
constexpr auto deb_directories = std::to_array<std::string_view>({"/etc/apt/sources.list.d"});
constexpr auto deb_install =
    std::to_array<InstallCommand>({{"apt", "sudo apt-get update && sudo apt-get install PACKAGE"}});

constexpr Traits deb_traits{.format = Format::deb,
                            .beginning = "!<arch>\n",
                            .media_type = "application/vnd.debian.binary-package",
                            .layout = Layout::apt,
                            .for_every_machine = AptPackages::every_machine,
                            .every_index_lists_those = true,
                            .has_components = true,
                            .signs_packages = false,
                            .texts_may_outgrow_file = false,
                            .compressions = {},
                            .architectures = deb_architectures,
                            .components = deb_components};

constexpr ClientTraits deb_clients{.directories = deb_directories,
                                   .old_ones_need_a_line = true,
                                   .add_command = {},
                                   .install = deb_install,
                                   .hint = {}};

apt::SourcesSnippet snippet_of(const ChannelAddress& address) {
    return {.base_url = std::string(address.base_url),
            .channel = std::string(address.channel),
            .components = {address.components.begin(), address.components.end()},
            .armored_keys = std::string(address.armored_keys)};
}

}  // namespace

DebFormat::DebFormat() : PackageFormat(deb_traits, deb_clients) {}

/// A control member is small and read as a whole; of the data member the place is checked.
Result<std::unique_ptr<ReadPackage>> DebFormat::read(const RandomAccess& file, Depth depth) const {
    const auto verify = depth == Depth::whole ? deb::VerifyData::yes : deb::VerifyData::no;
    return std::unique_ptr<ReadPackage>(std::make_unique<ReadDebPackage>(TRY(deb::read_deb(file, verify))));
}

/// `{name}_{version}_{architecture}`.
/// What is read of a control archive has a bound of its own (repo-format/deb/control_archive.hpp).
Result<std::uint64_t> DebFormat::memory_of_headers(const RandomAccess& /*file*/) const { return std::uint64_t{0}; }

Identity DebFormat::parse_file_name(std::string_view stem) const {
    const auto first = stem.find('_');
    const auto last = stem.rfind('_');
    if (first == std::string_view::npos || first == last) return {};
    return {std::string(stem.substr(0, first)), std::string(stem.substr(first + 1, last - first - 1)),
            std::string(stem.substr(last + 1))};
}

PackageFacts DebFormat::facts(std::string_view text) const { return facts_of_stanza(text); }

std::string DebFormat::provided_names(std::string_view text) const { return provided_by_stanza(text); }

Result<> DebFormat::check_package_architecture(std::string_view architecture) const {
    if (architecture == AptPackages::every_machine || deb::is_known_architecture(architecture)) return {};
    return unknown_architecture("dpkg", "architecture", architecture, deb::nearest_architecture(architecture));
}

Result<> DebFormat::check_declared_architecture(std::string_view architecture) const {
    return check_package_architecture(architecture);
}

std::optional<std::string> DebFormat::own_index(const std::string& architecture) const {
    return architecture == AptPackages::every_machine ? std::nullopt : std::optional(architecture);
}

bool DebFormat::may_list_for_others(std::string_view architecture) const {
    return architecture == AptPackages::every_machine;
}

std::string DebFormat::package_path(const PackagePlace& place, const ListedFile& file) const {
    return deb::pool_path(place.component, file.source, file.bytes.sha256, file.file_name);
}

/// `dists/{channel}/…` and `pool/{component}/{prefix}/{source}/{h}/{file}`, of which `{h}` and the file's name count.
std::optional<PathInDistro> DebFormat::parse_path(std::span<const std::string> path) const {
    if (path.size() > 2 && path[0] == "dists") return PathInDistro{&path[1], path.subspan(2), std::nullopt};
    if (path.size() == 6 && path[0] == "pool")
        return PathInDistro{nullptr, {}, PathInDistro::Package{path[4], path[5], nullptr}};
    return std::nullopt;
}

std::string DebFormat::set_up_file(const ChannelAddress& address) const { return apt::render(snippet_of(address)); }

std::string DebFormat::installed_name(const ChannelAddress& address) const {
    return fmt::format("{}-{}.{}", address.repository, address.channel, set_up_ending(Format::deb));
}

std::string DebFormat::source_line(const ChannelAddress& address) const {
    auto line = apt::render_list_line(snippet_of(address), fmt::format("/etc/apt/keyrings/{}.asc", address.repository));
    line.pop_back();
    return line;
}

}  // namespace slipway::formats
