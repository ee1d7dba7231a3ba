#include "tests/publishing/kinds/test_kinds.hpp"

#include "base/text.hpp"
#include "repo-format/formats/apt_packages.hpp"
#include "repo-format/formats/kinds.hpp"
#include "repo-format/formats/package_facts.hpp"
#include "repo-format/formats/yum_primary.hpp"
#include "repo-format/index/segment.hpp"

#include <fmt/format.h>

#include <array>
#include <set>

namespace slipway::testing {
namespace {

constexpr std::array path_documents = {PathList::word};
constexpr formats::KindTraits path_traits{.documents = path_documents,
                                          .order = {index::VersionOrder::bytes, index::OneName::stays_together},
                                          .lists_packages = false,
                                          .texts_need_packages = false,
                                          .end_of_text = "\n"};

constexpr std::array source_documents = {SourceList::word};
constexpr formats::KindTraits source_traits{.documents = source_documents,
                                            .order = {index::VersionOrder::deb, index::OneName::stays_together},
                                            .lists_packages = false,
                                            .texts_need_packages = true,
                                            .end_of_text = "\n\n"};

std::uint32_t size_of(const std::string& text) { return static_cast<std::uint32_t>(text.size()); }

}  // namespace

PathList::PathList() : IndexKind(path_traits) {}

std::vector<std::string> PathList::indexes(const std::vector<std::string>& architectures) const {
    return architectures;
}

std::vector<std::string> PathList::listing_indexes(const std::vector<std::string>& architectures,
                                                   const std::string& architecture) const {
    if (architecture == formats::AptPackages::every_machine) return architectures;
    return {architecture};
}

bool PathList::is_enough(std::span<const std::string> texts) const { return !texts.empty(); }

std::vector<index::Entry> PathList::entries(const formats::PackageView& package) const {
    const auto field = formats::text_between(package.texts.front(), "\nPaths: ", "\n");
    std::vector<index::Entry> entries;
    for (const auto path : split(field, ' ')) {
        if (path.empty()) continue;
        const index::EntryKey key{std::string(path), "", std::string(package.name), package.file.bytes.sha256};
        entries.push_back({key, size_of(key.name + key.qualifier)});
    }
    return entries;
}

std::vector<formats::Output> PathList::outputs(Compression /*compression*/) const {
    return {{word, Form::plain}, {word, Form::gzip}};
}

std::string PathList::variant(std::string_view /*component*/) const { return "paths/1"; }

std::string PathList::component_of(std::string_view /*variant*/) const { return {}; }

std::string PathList::header(Document /*document*/, std::uint64_t count) const {
    return fmt::format("{} entries\n", count);
}

std::string_view PathList::footer(Document /*document*/) const { return "end\n"; }

/// Versions of one package are named once.
void PathList::append_piece(std::span<std::string> texts, std::string_view /*component*/,
                            std::span<const index::Entry> entries,
                            std::span<const formats::PackageView> /*packages*/) const {
    std::set<std::string> names;
    for (const auto& entry : entries) names.insert(entry.key.qualifier);
    texts.front() += fmt::format("{} {}\n", entries.front().key.name,
                                 join(std::vector<std::string>(names.begin(), names.end()), ","));
}

std::string PathList::path(const formats::IndexFile& file) const {
    return fmt::format("{}/Paths-{}{}", file.component, file.architecture, index::suffix_of(file.output.form));
}

SourceList::SourceList() : IndexKind(source_traits) {}

std::vector<std::string> SourceList::indexes(const std::vector<std::string>& /*architectures*/) const {
    return {"source"};
}

std::vector<std::string> SourceList::listing_indexes(const std::vector<std::string>& architectures,
                                                     const std::string& /*architecture*/) const {
    return indexes(architectures);
}

bool SourceList::is_enough(std::span<const std::string> texts) const { return !texts.empty(); }

std::vector<index::Entry> SourceList::entries(const formats::PackageView& package) const {
    const index::EntryKey key{std::string(package.file.source), std::string(package.version),
                              std::string(package.architecture), package.file.bytes.sha256};
    return {{key, size_of(key.name + key.version)}};
}

std::vector<formats::Output> SourceList::outputs(Compression /*compression*/) const {
    return {{word, Form::plain}, {word, Form::xz}};
}

std::string SourceList::variant(std::string_view component) const { return fmt::format("sources/1/{}", component); }

std::string SourceList::component_of(std::string_view variant) const {
    const auto slash = variant.rfind('/');
    return slash == std::string_view::npos ? std::string() : std::string(variant.substr(slash + 1));
}

std::string SourceList::header(Document /*document*/, std::uint64_t /*count*/) const { return {}; }

std::string_view SourceList::footer(Document /*document*/) const { return {}; }

void SourceList::append_piece(std::span<std::string> texts, std::string_view component,
                              std::span<const index::Entry> entries,
                              std::span<const formats::PackageView> packages) const {
    texts.front() += fmt::format("Source: {}\nComponent: {}\n", entries.front().key.name, component);
    for (const auto& package : packages)
        texts.front() += fmt::format("Package: {} {} {}\n", package.name, package.version, package.architecture);
    texts.front() += "\n";
}

std::string SourceList::path(const formats::IndexFile& file) const {
    return fmt::format("{}/source/Built{}", file.component, index::suffix_of(file.output.form));
}

}  // namespace slipway::testing

namespace slipway::formats {

/// In the place of the product's.
std::span<const IndexKind* const> kinds_of(Format format) {
    static const AptPackages packages;
    static const testing::PathList paths;
    static const testing::SourceList sources;
    static const YumPrimary primary;
    static const std::array<const IndexKind*, 3> of_deb{&packages, &paths, &sources};
    static const std::array<const IndexKind*, 1> of_rpm{&primary};
    if (format == Format::deb) return of_deb;
    return of_rpm;
}

}  // namespace slipway::formats
