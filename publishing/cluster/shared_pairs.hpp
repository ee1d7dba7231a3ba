#pragma once

#include "base/digest.hpp"

#include <cstdint>
#include <optional>

namespace slipway::publishing {

/// Which generation of a repomd.xml a client sees, for all nodes of a cluster: a client that got the file from one node
/// gets the signature of that generation from another one. Implementations are thread-safe.
class SharedPairs {
public:
    struct Wanted {
        Sha256 client;              // who requests which repomd.xml
        bool is_signature = false;  // which of the two files
        std::int64_t newest = 0;    // generation that the node serves
        std::int64_t oldest = 0;    // that it can still deliver
    };
    virtual ~SharedPairs() = default;
    /// Returns the generation from which to answer a GET: that of the other half if the client got it within the last
    /// ten seconds, else `newest`. It may be newer than that if this node lags. Returns nothing while the nodes cannot
    /// agree: then each decides by itself. Blocks for a second at most.
    virtual std::optional<std::int64_t> choose(const Wanted& wanted) = 0;
};

}  // namespace slipway::publishing
