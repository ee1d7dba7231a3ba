// bzip2: "BZh" and a digit, blocks that end at any bit, an end mark with a checksum of all. Whether it is whole shows
// when it is unpacked. dpkg reads the first stream and stops; libarchive, which unpacks it here, goes on with further
// ones, so those are recognised by how they begin.
#include "repo-format/deb/bzip2_stream.hpp"

#include "repo-format/deb/invalid_package.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

namespace slipway::deb {
namespace {

constexpr std::string_view bzip2_block_magic = "1AY&SY";
constexpr std::size_t stream_magic_size = 4;  // "BZh9"
constexpr std::size_t begin_size = 10;        // of a stream and its first block

/// Whether a stream with a block begins in these bytes; `from`: where to look for the magic of its block.
bool has_beginning(ByteView bytes, std::size_t from) {
    for (auto at = bytes.find(bzip2_block_magic, from); at != ByteView::npos;
         at = bytes.find(bzip2_block_magic, at + 1)) {
        if (at < stream_magic_size) continue;
        const auto magic = bytes.substr(at - stream_magic_size, stream_magic_size);
        if (magic.starts_with("BZh") && magic[3] >= '1' && magic[3] <= '9') return true;
    }
    return false;
}

/// libarchive's reader of a member.
class Bzip2Reader {
public:
    explicit Bzip2Reader(MemberBytes& bytes) : bytes_(bytes), reader_(archive_read_new()) {}

    Result<> begin() {
        archive_read_support_format_raw(reader_.get());
        archive_read_support_filter_bzip2(reader_.get());
        archive_entry* entry = nullptr;
        const bool is_open = archive_read_open(reader_.get(), this, nullptr, &read_more, nullptr) == ARCHIVE_OK &&
                             archive_read_next_header(reader_.get(), &entry) == ARCHIVE_OK;
        if (!is_open) return failure();
        if (archive_filter_code(reader_.get(), 0) != ARCHIVE_FILTER_BZIP2)
            return invalid_package("no bzip2 stream begins at byte 0");
        return {};
    }

    /// The next unpacked bytes, valid until the next call; nothing at the end.
    Result<std::optional<ByteView>> next() {
        const void* block = nullptr;
        std::size_t size = 0;
        la_int64_t offset = 0;
        const int status = archive_read_data_block(reader_.get(), &block, &size, &offset);
        if (status == ARCHIVE_EOF) return std::optional<ByteView>();
        if (status != ARCHIVE_OK) return failure();
        return std::optional(ByteView(static_cast<const char*>(block), size));
    }

    std::uint64_t bytes_used() const { return static_cast<std::uint64_t>(archive_filter_bytes(reader_.get(), -1)); }

private:
    struct CloseReader {
        void operator()(archive* reader) const { archive_read_free(reader); }
    };

    static la_ssize_t read_more(archive*, void* self, const void** block) {
        auto& reader = *static_cast<Bzip2Reader*>(self);
        auto next = reader.bytes_.next();
        if (!next.ok()) return reader.fail(std::move(next).error());
        const std::size_t behind_the_first = reader.tail_.empty() ? begin_size : 0;
        reader.tail_.append(*next);
        if (has_beginning(reader.tail_, behind_the_first))
            return reader.fail(invalid_package("not exactly one bzip2 stream; dpkg reads the first and stops"));
        reader.tail_.erase(0, reader.tail_.size() - std::min(reader.tail_.size(), begin_size - 1));
        *block = next->data();
        return static_cast<la_ssize_t>(next->size());
    }

    la_ssize_t fail(Error error) {
        failure_ = std::move(error);
        return -1;
    }

    Error failure() {
        if (failure_) return *std::move(failure_);
        return invalid_package(fmt::format("its bzip2 stream is damaged or cut before byte {}", bytes_.at()));
    }

    MemberBytes& bytes_;
    std::string tail_;  // the last bytes that were read, in which another stream may begin
    std::optional<Error> failure_;
    std::unique_ptr<archive, CloseReader> reader_;
};

}  // namespace

Result<Unpacked> unpack_bzip2(MemberBytes& bytes, const TakeUnpacked& take, std::uint64_t most) {
    const auto size = bytes.left();
    Bzip2Reader reader(bytes);
    TRY(reader.begin());
    for (std::uint64_t so_far = 0; so_far <= most;) {
        const auto unpacked = TRY(reader.next());
        if (unpacked) {
            TRY(take(*unpacked));
            so_far += unpacked->size();
            continue;
        }
        if (reader.bytes_used() == size) return Unpacked::all;
        return invalid_package(fmt::format("{} bytes stand behind its bzip2 stream, from byte {}",
                                           size - reader.bytes_used(), reader.bytes_used()));
    }
    return Unpacked::beginning;
}

}  // namespace slipway::deb
