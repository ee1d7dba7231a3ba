#include "repo-format/formats/package_list.hpp"

#include <cassert>

namespace slipway::formats {

std::vector<std::string> PackageList::indexes(const std::vector<std::string>& architectures) const {
    auto every = architectures;
    every.emplace_back(for_every_machine_);
    return every;
}

/// There may be more: a format can have other kinds that need them.
bool PackageList::is_enough(std::span<const std::string> texts) const {
    return texts.size() >= traits().documents.size();
}

std::vector<index::Entry> PackageList::entries(const PackageView& package) const {
    return {{{std::string(package.name), std::string(package.version), std::string(package.architecture),
              package.file.bytes.sha256},
             package.weight}};
}

void PackageList::append_piece(std::span<std::string> texts, std::string_view component,
                               std::span<const index::Entry> /*entries*/, std::span<const PackageView> packages) const {
    const auto& package = packages.front();
    assert(package.texts.size() >= texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) append_text(texts[i], package.texts[i], component, package.file);
}

}  // namespace slipway::formats
