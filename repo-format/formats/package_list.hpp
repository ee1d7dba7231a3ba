#pragma once

#include "repo-format/formats/index_kind.hpp"

namespace slipway::formats {

/// A list of packages: an entry for each, which every document describes by one of the package's texts.
class PackageList : public IndexKind {
public:
    std::vector<std::string> indexes(const std::vector<std::string>& architectures) const final;
    bool is_enough(std::span<const std::string> texts) const final;
    std::vector<index::Entry> entries(const PackageView& package) const final;
    void append_piece(std::span<std::string> texts, std::string_view component, std::span<const index::Entry> entries,
                      std::span<const PackageView> packages) const final;

protected:
    /// `for_every_machine`: the architecture of the index that lists the packages for every machine alone.
    PackageList(const KindTraits& traits, std::string_view for_every_machine)
        : IndexKind(traits), for_every_machine_(for_every_machine) {}

private:
    /// Appends what a document of a component's index says of a package, whose text for it is `text`.
    virtual void append_text(std::string& out, std::string_view text, std::string_view component,
                             const ListedFile& file) const = 0;

    std::string_view for_every_machine_;
};

}  // namespace slipway::formats
