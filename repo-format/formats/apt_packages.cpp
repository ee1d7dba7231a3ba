#include "repo-format/formats/apt_packages.hpp"

#include "repo-format/apt/packages_stanza.hpp"
#include "repo-format/deb/pool_path.hpp"
#include "repo-format/index/segment.hpp"

#include <fmt/format.h>

#include <array>

namespace slipway::formats {
namespace {

// Raised when a renderer writes other text for the same packages: older segments are then not used any more for new
// indexes.
constexpr std::string_view stanza_version = "1";

constexpr std::array packages_documents = {Document::packages};

constexpr KindTraits packages_traits{.documents = packages_documents,
                                     .order = index::VersionOrder::deb,
                                     .lists_packages = true,
                                     .texts_need_packages = true,
                                     .end_of_text = "\n\n"};  // no stanza has an empty line

}  // namespace

AptPackages::AptPackages() : PackageList(packages_traits, every_machine) {}

std::vector<std::string> AptPackages::listing_indexes(const std::vector<std::string>& architectures,
                                                      const std::string& architecture) const {
    if (architecture != every_machine) return {architecture};
    return indexes(architectures);
}

std::vector<Output> AptPackages::outputs(Compression /*compression*/) const {
    return {{name(), Form::plain}, {name(), Form::gzip}, {name(), Form::xz}};
}

/// The pool path stands in the stanza, so the component matters.
std::string AptPackages::variant(std::string_view component) const {
    return fmt::format("{}/{}", stanza_version, component);
}

std::string AptPackages::component_of(std::string_view variant) const {
    const auto slash = variant.find('/');
    return slash == std::string_view::npos ? std::string() : std::string(variant.substr(slash + 1));
}

std::string AptPackages::header(Document /*document*/, std::uint64_t /*count*/) const { return {}; }

std::string_view AptPackages::footer(Document /*document*/) const { return {}; }

void AptPackages::append_text(std::string& out, std::string_view text, std::string_view component,
                              const ListedFile& file) const {
    const auto path = deb::pool_path(component, file.source, file.bytes.sha256, file.file_name);
    out += apt::packages_stanza(text, path, file.bytes.size, file.bytes.sha256);
}

std::string AptPackages::path(const IndexFile& file) const {
    return fmt::format("{}/binary-{}/Packages{}", file.component, file.architecture,
                       index::suffix_of(file.output.form));
}

}  // namespace slipway::formats
