#include "publishing/served/published_tree.hpp"

namespace slipway::publishing {

std::uint64_t PublishedFile::size() const {
    return std::visit([](const auto& shared) -> std::uint64_t { return shared->size(); }, body);
}

const PublishedRepository* PublishedTree::find(std::string_view repository) const {
    const auto found = repositories.find(repository);
    return found == repositories.end() ? nullptr : found->second.get();
}

}  // namespace slipway::publishing
