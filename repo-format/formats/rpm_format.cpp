#include "repo-format/formats/rpm_format.hpp"

#include "repo-format/formats/primary_facts.hpp"
#include "repo-format/formats/read_rpm_package.hpp"
#include "repo-format/formats/yum_primary.hpp"
#include "repo-format/rpm/architectures.hpp"
#include "repo-format/rpm/basearch.hpp"
#include "repo-format/yum/package_xml.hpp"
#include "repo-format/yum/repo_snippet.hpp"

#include <fmt/format.h>

#include <array>

namespace slipway::formats {
namespace {

constexpr std::array rpm_compressions = {Compression::gzip, Compression::zstd};
constexpr auto rpm_architectures = std::to_array<std::string_view>({"x86_64", "aarch64"});
constexpr auto rpm_directories = std::to_array<std::string_view>({"/etc/yum.repos.d", "/etc/zypp/repos.d"});
constexpr auto rpm_install = std::to_array<InstallCommand>(
    {{"dnf", "sudo dnf install PACKAGE"}, {"zypper", "sudo zypper refresh && sudo zypper install PACKAGE"}});

constexpr Traits rpm_traits{.format = Format::rpm,
                            .beginning = "\xed\xab\xee\xdb",
                            .media_type = "application/x-rpm",
                            .layout = Layout::yum,
                            .for_every_machine = YumPrimary::every_machine,
                            .every_index_lists_those = false,  // `source` does not
                            .has_components = false,
                            .signs_packages = true,
                            .texts_may_outgrow_file = true,
                            .compressions = rpm_compressions,
                            .architectures = rpm_architectures,
                            .components = {}};

constexpr ClientTraits rpm_clients{
    .directories = rpm_directories,
    .old_ones_need_a_line = false,
    .add_command = "sudo zypper addrepo -f",
    .install = rpm_install,
    .hint = "dnf and zypper ask once whether to trust the key: compare its fingerprint."};

}  // namespace

RpmFormat::RpmFormat() : PackageFormat(rpm_traits, rpm_clients) {}

Result<std::unique_ptr<ReadPackage>> RpmFormat::read(const RandomAccess& file, Depth depth) const {
    const auto verify = depth == Depth::whole ? rpm::VerifyDigests::yes : rpm::VerifyDigests::no;
    return std::unique_ptr<ReadPackage>(std::make_unique<ReadRpmPackage>(TRY(rpm::read_rpm(file, verify))));
}

/// `{name}-{version}-{release}.{architecture}`.
Result<std::uint64_t> RpmFormat::memory_of_headers(const RandomAccess& file) const {
    return rpm::memory_of_headers(file);
}

Identity RpmFormat::parse_file_name(std::string_view stem) const {
    const auto dot = stem.rfind('.');
    if (dot == std::string_view::npos) return {};
    const auto release = stem.rfind('-', dot);
    if (release == std::string_view::npos || release == 0) return {};
    const auto version = stem.rfind('-', release - 1);
    if (version == std::string_view::npos) return {};
    return {std::string(stem.substr(0, version)), std::string(stem.substr(version + 1, dot - version - 1)),
            std::string(stem.substr(dot + 1))};
}

PackageFacts RpmFormat::facts(std::string_view text) const { return facts_of_primary(text); }

std::string RpmFormat::provided_names(std::string_view text) const { return provided_by_primary(text); }

Result<> RpmFormat::check_package_architecture(std::string_view architecture) const {
    if (rpm::is_known_architecture(architecture)) return {};
    return unknown_architecture("rpm", "architecture", architecture, rpm::nearest_architecture(architecture));
}

Result<> RpmFormat::check_declared_architecture(std::string_view architecture) const {
    if (rpm::is_known_basearch(architecture)) return {};
    return unknown_architecture("dnf", "base architecture", architecture, rpm::nearest_basearch(architecture));
}

std::optional<std::string> RpmFormat::own_index(const std::string& architecture) const {
    return architecture == YumPrimary::every_machine ? std::nullopt : std::optional(rpm::basearch_of(architecture));
}

/// Packages for every machine are in the index of that name, 32-bit ones for x86_64 in that of their own.
bool RpmFormat::may_list_for_others(std::string_view /*architecture*/) const { return true; }

std::string RpmFormat::package_path(const PackagePlace& place, const ListedFile& file) const {
    return fmt::format("{}/{}/{}", place.channel, place.architecture,
                       yum::location_of(file.bytes.sha256, file.file_name));
}

/// `{channel}/{basearch}/…` and, there, `packages/{h}/{file}`.
std::optional<PathInDistro> RpmFormat::parse_path(std::span<const std::string> path) const {
    if (path.empty()) return std::nullopt;
    PathInDistro found{path.data(), path.subspan(1), std::nullopt};
    if (path.size() == 5 && path[2] == yum::package_directory)
        found.package = PathInDistro::Package{path[3], path[4], &path[1]};
    return found;
}

std::string RpmFormat::set_up_file(const ChannelAddress& address) const {
    return yum::render(
        {.repository = std::string(address.repository),
         .distro = std::string(address.distro),
         .channel = std::string(address.channel),
         .base_url = fmt::format("{}/{}/$basearch/", address.base_url, address.channel),
         .source_url = fmt::format("{}/{}/{}/", address.base_url, address.channel, YumPrimary::source_packages),
         .gpgkey_url = fmt::format("{}/{}/rpm-keys.asc", address.public_url, address.repository),
         .packages_are_signed = address.packages_are_signed});
}

std::string RpmFormat::installed_name(const ChannelAddress& address) const {
    return fmt::format("{}-{}-{}.{}", address.repository, address.distro, address.channel, set_up_ending(Format::rpm));
}

std::string RpmFormat::source_line(const ChannelAddress& address) const {
    return fmt::format("baseurl={}/{}/$basearch/", address.base_url, address.channel);
}

}  // namespace slipway::formats
