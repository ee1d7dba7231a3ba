#include "publishing/rendering/known_blocks.hpp"

#include <unordered_map>

namespace slipway::publishing {
namespace {

/// The files of `previous` in the order of those of `next`; none if it lacks one.
std::vector<const RenderedFile*> counterparts(const RenderedIndex& previous, const RenderedIndex& next) {
    std::vector<const RenderedFile*> files;
    if (previous.variant != next.variant) return files;
    for (const auto& file : next.files) {
        files.push_back(previous.find(file.output.document, file.output.form));
        if (files.back() == nullptr) return {};
    }
    return files;
}

}  // namespace

std::vector<Gap> place_known_blocks(const RenderedIndex* previous, RenderedIndex& next) {
    const auto files = previous == nullptr ? std::vector<const RenderedFile*>() : counterparts(*previous, next);
    const std::size_t known_count = files.empty() ? 0 : previous->blocks.size();
    std::unordered_map<Sha256, std::size_t> positions;
    for (std::size_t i = 0; i < known_count; ++i) positions.emplace(previous->blocks[i], i);

    std::vector<Gap> gaps;
    std::size_t behind = 0;  // the last known block
    for (std::size_t i = 0; i < next.blocks.size(); ++i) {
        const auto known = positions.find(next.blocks[i]);
        const bool in_gap = !gaps.empty() && gaps.back().blocks.end == i;
        if (known == positions.end()) {
            if (!in_gap) gaps.push_back({{i, i}, {behind, known_count}});
            ++gaps.back().blocks.end;
            continue;
        }
        if (in_gap) gaps.back().replaced.end = known->second;
        behind = known->second + 1;
        for (std::size_t file = 0; file < files.size(); ++file)
            next.files[file].segments[i] = files[file]->segments[known->second];
    }
    return gaps;
}

}  // namespace slipway::publishing
