#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace slipway::testing {

/// Package stanzas with the variety of a distribution's: names that share stems, words as often as in prose, digests
/// that do not compress. Sources follow one another as in a sorted index. The same for the same seed, on any machine.
std::vector<std::string> stanzas_of_a_distribution(std::size_t count, unsigned seed);

/// The same behind one another: the text of a block.
std::string stanza_text(std::size_t count, unsigned seed);

}  // namespace slipway::testing
