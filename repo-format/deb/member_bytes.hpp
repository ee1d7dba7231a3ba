#pragma once

#include "base/bytes.hpp"
#include "base/stream.hpp"
#include "repo-format/deb/ar_reader.hpp"

#include <string>
#include <string_view>

namespace slipway::deb {

/// The bytes of a member from front to back, through a small window: memory does not depend on their number. Positions
/// count from the start of the member. Who reads says what is read, for the message if the member ends within it.
/// Faults of all that read: invalid_input (code "invalid-package") when the bytes end before; io.
class MemberBytes {
public:
    /// `file` must outlive it. Reads at least `window` bytes at a time, if there are so many.
    MemberBytes(const RandomAccess& file, const ArMember& member, std::size_t window = 4 << 10);

    std::uint64_t at() const { return at_; }
    std::uint64_t left() const { return end_ - at_; }
    /// The same bytes from `begin` to `end`. Precondition: these lie within the member.
    MemberBytes part(std::uint64_t begin, std::uint64_t end) const;

    /// The next `length` bytes, valid until the next call.
    Result<ByteView> take(std::size_t length, std::string_view what);
    /// The next `length` bytes as a number, the least significant first.
    Result<std::uint64_t> number(std::size_t length, std::string_view what);
    Result<> skip(std::uint64_t length, std::string_view what);
    /// A window of bytes, valid until the next call; none at the end.
    Result<ByteView> next();

private:
    Result<> load(std::size_t length);
    Error ends_within(std::string_view what) const;

    const RandomAccess* file_;
    std::uint64_t start_;  // of the member in the file
    std::uint64_t at_ = 0;
    std::uint64_t end_;
    std::size_t window_size_;
    std::string window_;
    std::uint64_t window_start_ = 0;
};

}  // namespace slipway::deb
