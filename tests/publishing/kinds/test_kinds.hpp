#pragma once

#include "repo-format/formats/index_kind.hpp"

namespace slipway::testing {

// Two kinds of index that no format of the product has. A test that links test_kinds.cpp has the table in it in the
// place of the product's (repo-format/formats/kinds.cpp): there, debs have these kinds too. Documents are a closed
// vocabulary, so both borrow a word that apt does not use.

/// The files of packages, as Contents has them: an entry for each path of a package, a line for each path with all
/// packages that have it. A test says by the control field `Paths` which they are. Lines need nothing but the entries,
/// and packages for every machine are listed with those of each architecture.
class PathList final : public formats::IndexKind {
public:
    static constexpr Document word = Document::filelists;

    PathList();

    std::vector<std::string> indexes(const std::vector<std::string>& architectures) const override;
    std::vector<std::string> listing_indexes(const std::vector<std::string>& architectures,
                                             const std::string& architecture) const override;
    bool is_enough(std::span<const std::string> texts) const override;
    std::vector<index::Entry> entries(const formats::PackageView& package) const override;
    std::vector<formats::Output> outputs(Compression compression) const override;
    std::string variant(std::string_view component) const override;
    std::string component_of(std::string_view variant) const override;
    std::string header(Document document, std::uint64_t count) const override;
    std::string_view footer(Document document) const override;
    void append_piece(std::span<std::string> texts, std::string_view component, std::span<const index::Entry> entries,
                      std::span<const formats::PackageView> packages) const override;
    std::string path(const formats::IndexFile& file) const override;
};

/// The source packages: an entry for each package that was built from one, a paragraph for each source that says by its
/// packages what they are. There is one index of a component, whatever the architectures.
class SourceList final : public formats::IndexKind {
public:
    static constexpr Document word = Document::other;

    SourceList();

    std::vector<std::string> indexes(const std::vector<std::string>& architectures) const override;
    std::vector<std::string> listing_indexes(const std::vector<std::string>& architectures,
                                             const std::string& architecture) const override;
    bool is_enough(std::span<const std::string> texts) const override;
    std::vector<index::Entry> entries(const formats::PackageView& package) const override;
    std::vector<formats::Output> outputs(Compression compression) const override;
    std::string variant(std::string_view component) const override;
    std::string component_of(std::string_view variant) const override;
    std::string header(Document document, std::uint64_t count) const override;
    std::string_view footer(Document document) const override;
    void append_piece(std::span<std::string> texts, std::string_view component, std::span<const index::Entry> entries,
                      std::span<const formats::PackageView> packages) const override;
    std::string path(const formats::IndexFile& file) const override;
};

}  // namespace slipway::testing
