#include "server/http/rope.hpp"

#include <algorithm>
#include <cassert>

namespace slipway::http {

RopeCursor::RopeCursor(const Rope& rope, std::uint64_t offset, std::uint64_t length)
    : rope_(&rope), skip_(offset), left_(length) {
    while (left_ > 0 && skip_ >= length_of(index_)) skip_ -= length_of(index_++);
}

std::uint64_t RopeCursor::length_of(std::size_t index) const {
    if (index == 0) return rope_->before.size();
    if (index <= rope_->slices.size()) return rope_->slices[index - 1].length;
    // Invariant: the window lies within the rope, so nothing behind `after` is ever asked for.
    assert(index == rope_->slices.size() + 1);
    return rope_->after.size();
}

RopePieceView RopeCursor::current() const {
    RopePieceView piece;
    piece.length = std::min(length_of(index_) - skip_, left_);
    if (index_ == 0 || index_ > rope_->slices.size()) {
        const std::string& text = index_ == 0 ? rope_->before : rope_->after;
        piece.text = std::string_view(text).substr(skip_, piece.length);
        return piece;
    }
    const auto& slice = rope_->slices[index_ - 1];
    piece.source = slice.source.get();
    piece.offset = slice.offset + skip_;
    return piece;
}

bool RopeCursor::continues(const RopePieceView& piece) const {
    if (piece.source == nullptr || left_ == 0 || index_ > rope_->slices.size()) return false;
    const auto& slice = rope_->slices[index_ - 1];
    return slice.source.get() == piece.source && slice.offset == piece.offset + piece.length;
}

void RopeCursor::step(std::uint64_t taken) {
    left_ -= taken;
    skip_ += taken;
    while (left_ > 0 && skip_ >= length_of(index_)) skip_ -= length_of(index_++);
}

std::optional<RopePieceView> RopeCursor::next() {
    if (left_ == 0) return std::nullopt;
    auto piece = current();
    step(piece.length);
    while (continues(piece)) {
        const auto more = current().length;
        piece.length += more;
        step(more);
    }
    return piece;
}

}  // namespace slipway::http
