// gzip (RFC 1952): header, deflate data, CRC-32 and length; several such streams may follow one another, and dpkg reads
// all of them. Nothing in it tells where it ends without unpacking it.
//
// zlib and not libarchive, which reads the control archive: libarchive passes over checksum and length.
#include "repo-format/deb/gzip_stream.hpp"

#include "repo-format/deb/invalid_package.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <memory>
#include <string>

namespace slipway::deb {
namespace {

constexpr std::string_view gzip_magic = "\x1f\x8b";
constexpr int gzip_alone = 15 + 16;  // the largest window; no zlib or raw data

struct EndInflate {
    void operator()(z_stream* stream) const { inflateEnd(stream); }
};

/// A decoder and what it reads.
class Inflater {
public:
    explicit Inflater(MemberBytes& bytes) : bytes_(bytes) {}

    Result<> begin() {
        if (inflateInit2(&stream_, gzip_alone) != Z_OK) return Error(Fault::internal, "zlib cannot start");
        end_.reset(&stream_);
        return {};
    }

    /// The next unpacked bytes, valid until the next call.
    Result<ByteView> next() {
        TRY(fill());
        stream_.next_out = reinterpret_cast<unsigned char*>(unpacked_.data());
        stream_.avail_out = static_cast<uInt>(unpacked_.size());
        const int status = inflate(&stream_, Z_NO_FLUSH);
        if (status == Z_BUF_ERROR && unread() == 0)
            return invalid_package(fmt::format("it ends after {} bytes, within its gzip stream", bytes_.at()));
        if (status == Z_MEM_ERROR) return Error(Fault::busy, "no memory to unpack a package; try again later");
        if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
            return invalid_package(fmt::format("its gzip stream is damaged before byte {}", at()));
        is_at_end_ = status == Z_STREAM_END;
        return ByteView(unpacked_).substr(0, unpacked_.size() - stream_.avail_out);
    }

    /// Whether the last bytes were those of the end of a stream.
    bool is_at_end_of_stream() const { return is_at_end_; }

    /// Goes on with a further stream behind the last one. False: there is none.
    Result<bool> go_on() {
        TRY(fill());
        if (unread() == 0) return false;
        if (*stream_.next_in != as_unsigned(gzip_magic.data())[0])
            return invalid_package(fmt::format("{} bytes stand behind its gzip stream, from byte {}", unread(), at()));
        inflateReset(&stream_);
        return true;
    }

private:
    std::uint64_t unread() const { return bytes_.left() + stream_.avail_in; }
    std::uint64_t at() const { return bytes_.at() - stream_.avail_in; }

    Result<> fill() {
        if (stream_.avail_in > 0) return {};
        const auto next = TRY(bytes_.next());
        stream_.next_in = const_cast<unsigned char*>(as_unsigned(next.data()));  // zlib's interface is older than const
        stream_.avail_in = static_cast<uInt>(next.size());
        return {};
    }

    MemberBytes& bytes_;
    std::string unpacked_ = std::string(64 << 10, '\0');
    z_stream stream_{};
    std::unique_ptr<z_stream, EndInflate> end_;
    bool is_at_end_ = false;
};

}  // namespace

bool is_gzip(ByteView bytes) { return bytes.starts_with(gzip_magic); }

Result<Unpacked> unpack_gzip(MemberBytes& bytes, const TakeUnpacked& take, std::uint64_t most) {
    Inflater inflater(bytes);
    TRY(inflater.begin());
    for (std::uint64_t so_far = 0; so_far <= most;) {
        const auto unpacked = TRY(inflater.next());
        TRY(take(unpacked));
        so_far += unpacked.size();
        if (!inflater.is_at_end_of_stream()) continue;
        const bool goes_on = TRY(inflater.go_on());
        if (!goes_on) return Unpacked::all;
    }
    return Unpacked::beginning;
}

}  // namespace slipway::deb
