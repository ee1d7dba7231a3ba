#pragma once

#include "publishing/content/package_reader.hpp"
#include "publishing/rendering/known_texts.hpp"

#include <span>
#include <string>
#include <vector>

namespace slipway::publishing {

/// Returns the texts of a block of a component's index, one for each document. Texts that `known` has are taken from
/// there; for the others the packages are read, if the kind needs them. Faults: corrupt (a package has no texts), those
/// of `packages`.
Result<std::vector<std::string>> texts_of_block(const formats::IndexKind& kind, const std::string& component,
                                                std::span<const index::Entry> entries, const PackageReader& packages,
                                                const KnownTexts& known = {});

}  // namespace slipway::publishing
