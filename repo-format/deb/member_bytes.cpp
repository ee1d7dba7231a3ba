#include "repo-format/deb/member_bytes.hpp"

#include "repo-format/deb/invalid_package.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace slipway::deb {

MemberBytes::MemberBytes(const RandomAccess& file, const ArMember& member, std::size_t window)
    : file_(&file), start_(member.offset), end_(member.size), window_size_(window) {}

MemberBytes MemberBytes::part(std::uint64_t begin, std::uint64_t end) const {
    assert(begin <= end && end <= end_);
    MemberBytes part = *this;
    part.at_ = begin;
    part.end_ = end;
    return part;
}

Result<ByteView> MemberBytes::take(std::size_t length, std::string_view what) {
    if (length > left()) return ends_within(what);
    const bool is_loaded = at_ >= window_start_ && at_ + length <= window_start_ + window_.size();
    if (!is_loaded) TRY(load(length));
    const auto bytes = ByteView(window_).substr(static_cast<std::size_t>(at_ - window_start_), length);
    at_ += length;
    return bytes;
}

Result<std::uint64_t> MemberBytes::number(std::size_t length, std::string_view what) {
    const auto bytes = TRY(take(length, what));
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < length; ++i) value |= std::uint64_t{as_unsigned(bytes.data())[i]} << (8 * i);
    return value;
}

Result<> MemberBytes::skip(std::uint64_t length, std::string_view what) {
    if (length > left()) return ends_within(what);
    at_ += length;
    return {};
}

Result<ByteView> MemberBytes::next() { return take(std::min<std::uint64_t>(window_size_, left()), "its bytes"); }

Result<> MemberBytes::load(std::size_t length) {
    const auto wanted = std::min<std::uint64_t>(std::max(length, window_size_), left());
    window_ = TRY(file_->read(start_ + at_, wanted));
    window_start_ = at_;
    if (window_.size() != wanted) return Error(Fault::io, "the file became shorter while it was read");
    return {};
}

Error MemberBytes::ends_within(std::string_view what) const {
    return invalid_package(fmt::format("it ends after {} bytes, within {}", end_, what));
}

}  // namespace slipway::deb
