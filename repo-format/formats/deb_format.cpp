#include "repo-format/formats/deb_format.hpp"

#include "repo-format/apt/packages_stanza.hpp"
#include "repo-format/apt/sources_snippet.hpp"
#include "repo-format/deb/architectures.hpp"
#include "repo-format/deb/pool_path.hpp"
#include "repo-format/formats/read_deb_package.hpp"
#include "repo-format/formats/stanza_facts.hpp"

#include <fmt/format.h>

#include <array>

namespace slipway::formats {
namespace {

// Raised when a renderer writes other text for the same packages: older segments are then not used any more for new
// indexes.
constexpr std::string_view stanza_version = "1";
constexpr std::string_view all_machines = "all";

constexpr std::array deb_documents = {Document::packages};
constexpr auto deb_architectures = std::to_array<std::string_view>({"amd64", "arm64"});
constexpr auto deb_components = std::to_array<std::string_view>({"main"});
constexpr auto deb_directories = std::to_array<std::string_view>({"/etc/apt/sources.list.d"});
constexpr auto deb_install =
    std::to_array<InstallCommand>({{"apt", "sudo apt-get update && sudo apt-get install PACKAGE"}});

constexpr Traits deb_traits{.format = Format::deb,
                            .beginning = "!<arch>\n",
                            .media_type = "application/vnd.debian.binary-package",
                            .layout = Layout::apt,
                            .order = index::VersionOrder::deb,
                            .for_every_machine = all_machines,
                            .every_index_lists_those = true,
                            .has_components = true,
                            .signs_packages = false,
                            .texts_may_outgrow_file = false,
                            .documents = deb_documents,
                            .compressions = {},
                            .architectures = deb_architectures,
                            .components = deb_components,
                            .end_of_text = "\n\n"};  // no stanza has an empty line

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
Result<std::unique_ptr<ReadPackage>> DebFormat::read(const RandomAccess& file, Depth /*depth*/) const {
    return std::unique_ptr<ReadPackage>(std::make_unique<ReadDebPackage>(TRY(deb::read_deb(file))));
}

/// `{name}_{version}_{architecture}`.
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
    if (architecture == all_machines || deb::is_known_architecture(architecture)) return {};
    return unknown_architecture("dpkg", "architecture", architecture, deb::nearest_architecture(architecture));
}

Result<> DebFormat::check_declared_architecture(std::string_view architecture) const {
    return check_package_architecture(architecture);
}

std::vector<std::string> DebFormat::listing_indexes(const std::vector<std::string>& architectures,
                                                    const std::string& architecture) const {
    if (architecture != all_machines) return {architecture};
    auto every = architectures;
    every.push_back(architecture);
    return every;
}

std::optional<std::string> DebFormat::own_index(const std::string& architecture) const {
    return architecture == all_machines ? std::nullopt : std::optional(architecture);
}

bool DebFormat::may_list_for_others(std::string_view architecture) const { return architecture == all_machines; }

std::vector<Output> DebFormat::outputs(Compression /*compression*/) const {
    const auto document = deb_documents.front();
    return {{document, Form::plain}, {document, Form::gzip}, {document, Form::xz}};
}

/// The pool path stands in the stanza, so the component matters.
std::string DebFormat::variant(std::string_view component) const {
    return fmt::format("{}/{}", stanza_version, component);
}

std::string DebFormat::component_of(std::string_view variant) const {
    const auto slash = variant.find('/');
    return slash == std::string_view::npos ? std::string() : std::string(variant.substr(slash + 1));
}

std::string DebFormat::header(Document /*document*/, std::uint64_t /*count*/) const { return {}; }

std::string_view DebFormat::footer(Document /*document*/) const { return {}; }

void DebFormat::append_text(std::string& out, std::string_view text, std::string_view component,
                            const ListedFile& file) const {
    const auto path = deb::pool_path(component, file.source, file.bytes.sha256, file.file_name);
    out += apt::packages_stanza(text, path, file.bytes.size, file.bytes.sha256);
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
