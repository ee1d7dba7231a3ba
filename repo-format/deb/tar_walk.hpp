#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <string>

namespace slipway::deb {

/// Follows the entries of a tar archive while its bytes go by: headers are read as dpkg reads them, contents are passed
/// over. Memory for one header. Faults: invalid_input (code "invalid-package"), naming the position.
class TarWalk {
public:
    /// The next bytes of the archive. What stands behind its end mark is ignored, as dpkg does.
    Result<> take(ByteView bytes);
    /// So many of the next bytes are content: they may be passed over without being read.
    std::uint64_t content_left() const { return content_left_; }
    /// Precondition: length <= content_left().
    void pass(std::uint64_t length);

    /// Whether the end mark went by.
    bool has_ended() const { return has_ended_; }
    /// The number of bytes that went by.
    std::uint64_t at() const { return at_; }
    /// There are no more bytes. A fault if that is within an entry; dpkg needs no end mark.
    Result<> end() const;

private:
    Result<> read_header();

    std::string header_;  // what came of the next one
    std::uint64_t content_left_ = 0;
    std::uint64_t at_ = 0;
    bool has_long_name_ = false;  // of the next entry, in an entry of its own
    bool has_ended_ = false;
};

}  // namespace slipway::deb
