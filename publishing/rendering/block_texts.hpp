#pragma once

#include "publishing/content/package_reader.hpp"
#include "publishing/rendering/known_texts.hpp"

#include <span>
#include <string>
#include <vector>

namespace slipway::publishing {

/// The texts of a block of a component's index, one for each document. What `known` has is taken from there; of all
/// else the packages are read, where the kind needs them. Faults: corrupt (a package has no texts), those of
/// `packages`.
Result<std::vector<std::string>> texts_of_block(const formats::IndexKind& kind, const std::string& component,
                                                std::span<const index::Entry> entries, const PackageReader& packages,
                                                const KnownTexts& known = {});

}  // namespace slipway::publishing
