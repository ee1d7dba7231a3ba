#pragma once

#include "server/http/message.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace slipway::http {

/// A piece of a rope: text, or a run of a source, which then is not null. Valid as long as the rope.
struct RopePieceView {
    std::string_view text;
    const ByteSource* source = nullptr;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

/// Walks the pieces of a window of a rope, in order. Slices that follow one another in one source come as one piece, so
/// that a body stored in one run costs one sendfile. Allocates nothing.
class RopeCursor {
public:
    /// `rope` must live as long as the cursor; the window must lie within it.
    RopeCursor(const Rope& rope, std::uint64_t offset, std::uint64_t length);

    /// Returns the next piece, or nothing at the end.
    std::optional<RopePieceView> next();
    bool at_end() const { return left_ == 0; }

private:
    /// Returns piece `index_` of the rope, from `skip_` on, cut to what is left of the window.
    RopePieceView current() const;
    std::uint64_t length_of(std::size_t index) const;
    bool continues(const RopePieceView& piece) const;
    void step(std::uint64_t taken);

    const Rope* rope_;
    std::size_t index_ = 0;  // 0 is `before`, then the slices, then `after`
    std::uint64_t skip_ = 0;
    std::uint64_t left_;
};

}  // namespace slipway::http
