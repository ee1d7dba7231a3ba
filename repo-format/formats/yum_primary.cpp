#include "repo-format/formats/yum_primary.hpp"

#include "repo-format/index/segment.hpp"
#include "repo-format/rpm/basearch.hpp"
#include "repo-format/yum/documents.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace slipway::formats {
namespace {

// Raised when a renderer writes other text for the same packages: older segments are then not used any more for new
// indexes.
constexpr std::string_view xml_version = "1";

constexpr KindTraits primary_traits{.documents = yum::documents,
                                    .order = index::VersionOrder::rpm,
                                    .lists_packages = true,
                                    .texts_need_packages = true,
                                    .end_of_text = "</package>\n"};  // in texts `<` is escaped

}  // namespace

YumPrimary::YumPrimary() : PackageList(primary_traits, every_machine) {}

std::vector<std::string> YumPrimary::listing_indexes(const std::vector<std::string>& architectures,
                                                     const std::string& architecture) const {
    if (architecture == every_machine) {
        auto every = indexes(architectures);
        std::erase(every, source_packages);
        return every;
    }
    std::vector<std::string> basearches = {rpm::basearch_of(architecture)};
    if (basearches.front() == "i386" && std::ranges::find(architectures, "x86_64") != architectures.end())
        basearches.emplace_back("x86_64");
    return basearches;
}

std::vector<Output> YumPrimary::outputs(Compression compression) const {
    const Form compressed = compression == Compression::zstd ? Form::zstd : Form::gzip;
    std::vector<Output> outputs;
    for (const auto document : yum::documents) {
        outputs.push_back({document, Form::plain});
        outputs.push_back({document, compressed});
    }
    return outputs;
}

std::string YumPrimary::variant(std::string_view /*component*/) const { return std::string(xml_version); }

std::string YumPrimary::component_of(std::string_view /*variant*/) const { return {}; }

std::string YumPrimary::header(Document document, std::uint64_t count) const { return yum::header_of(document, count); }

std::string_view YumPrimary::footer(Document document) const { return yum::footer_of(document); }

void YumPrimary::append_text(std::string& out, std::string_view text, std::string_view /*component*/,
                             const ListedFile& /*file*/) const {
    out += text;
}

std::string YumPrimary::path(const IndexFile& file) const {
    const auto& [document, form] = file.output;
    return fmt::format("{}/repodata/{}-{}.xml{}", file.architecture, file.sha256.hex(), name_of(document),
                       index::suffix_of(form));
}

}  // namespace slipway::formats
