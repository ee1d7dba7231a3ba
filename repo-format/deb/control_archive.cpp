// Finds the file `control` in the (compressed) tar archive of a control member.
//
// dpkg lets GNU tar unpack the archive and then reads `control`, so a second entry of that name, or one that arrives
// there through a symbolic link, would replace the first. We do not imitate this; we read the archive to its end and
// refuse everything but one plain file of that name, so that no two readers can see two packages in one file.
//
// Two libarchive readers in a row: one undoes the compression and counts, the other reads tar from it. One reader for
// both would decompress without bound when it skips an entry whose header says ten gigabytes.
#include "repo-format/deb/control_archive.hpp"

#include "base/text.hpp"
#include "repo-format/deb/invalid_package.hpp"
#include "repo-format/deb/single_stream.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <cerrno>
#include <memory>
#include <optional>

namespace slipway::deb {
namespace {

/// Decompressed bytes of a control archive. The largest part of real ones is md5sums, about 90 bytes for each file:
/// this is room for 700,000 files, and 0.3 s of decompression.
constexpr std::uint64_t greatest_archive = 64 << 20;
/// The control file. The longest in Debian have some 100 KiB (relations of metapackages).
constexpr std::int64_t greatest_control_file = 1 << 20;

struct CloseArchive {
    void operator()(archive* reader) const { archive_read_free(reader); }
};
using ArchiveReader = std::unique_ptr<archive, CloseArchive>;

/// The bytes of a member without their compression, as the source of another reader.
class DecompressedBytes {
public:
    DecompressedBytes(ByteView member, Compression compression) : reader_(archive_read_new()) {
        archive_read_support_format_raw(reader_.get());
        if (compression == Compression::gzip) archive_read_support_filter_gzip(reader_.get());
        if (compression == Compression::xz) archive_read_support_filter_xz(reader_.get());
        if (compression == Compression::zstd) archive_read_support_filter_zstd(reader_.get());
        archive_entry* entry = nullptr;
        // What goes wrong here is reported by the first read: libarchive keeps a failed reader in a failed state.
        opened_ = archive_read_open_memory(reader_.get(), member.data(), member.size()) == ARCHIVE_OK &&
                  archive_read_next_header(reader_.get(), &entry) == ARCHIVE_OK;
    }

    /// libarchive's callback; `self` is a DecompressedBytes. Returns the number of bytes at `*block`, 0 at the end.
    static la_ssize_t read(archive* consumer, void* self, const void** block) {
        auto& source = *static_cast<DecompressedBytes*>(self);
        const auto fail = [&](const char* why) {
            source.failure_ = why;
            archive_set_error(consumer, EIO, "%s", why);
            return la_ssize_t{-1};
        };
        if (!source.opened_) return fail("the compressed data is damaged");
        std::size_t size = 0;
        la_int64_t offset = 0;
        const int status = archive_read_data_block(source.reader_.get(), block, &size, &offset);
        if (status == ARCHIVE_EOF) return 0;
        if (status != ARCHIVE_OK) return fail("the compressed data is damaged or cut");
        source.total_ += size;
        if (source.total_ > greatest_archive) return fail("it decompresses to more than 64 MiB");
        return static_cast<la_ssize_t>(size);
    }

    /// Why a read failed, if one did: the tar reader may report a failure in words of its own.
    const char* failure() const { return failure_; }

private:
    ArchiveReader reader_;
    bool opened_ = false;
    std::uint64_t total_ = 0;
    const char* failure_ = nullptr;
};

Error archive_error(archive* reader) {
    const char* text = archive_error_string(reader);
    return invalid_package(fmt::format("not a readable tar archive: {}", text ? text : "no reason given"));
}

struct EntryPath {
    std::string last;  // the final component
    bool nested;       // below a directory
};

/// As GNU tar unpacks it: "/control", ".//control" and "control" are the same file.
EntryPath path_of(const std::string& name) {
    EntryPath path{{}, false};
    for (const auto part : split(name, '/')) {
        if (part.empty() || part == ".") continue;
        path.nested = !path.last.empty();
        path.last = part;
    }
    return path;
}

/// Finds the control file while the entries go by.
class ControlFinder {
public:
    explicit ControlFinder(archive* reader) : reader_(reader) {}

    Result<> look_at(archive_entry* entry) {
        const char* name = archive_entry_pathname(entry);
        const auto path = path_of(name ? name : "");
        if (path.nested && linked_) return invalid_package("a symbolic link before a file in a directory");
        linked_ = linked_ || archive_entry_symlink(entry) != nullptr;
        if (path.nested || path.last != "control") return {};
        if (text_) return invalid_package("two files named control");
        if (archive_entry_hardlink(entry) || archive_entry_filetype(entry) != AE_IFREG)
            return invalid_package("control is not a plain file");
        text_ = TRY(content_of(entry));
        return {};
    }

    Result<std::string> found() && {
        if (!text_) return invalid_package("no file named control");
        return *std::move(text_);
    }

private:
    Result<std::string> content_of(archive_entry* entry) {
        const auto size = archive_entry_size(entry);
        if (size < 0 || size > greatest_control_file)
            return invalid_package(fmt::format("a control file of {} bytes; at most 1 MiB is read", size));
        std::string text(static_cast<std::size_t>(size), '\0');
        const auto length = archive_read_data(reader_, text.data(), text.size());
        if (length != size) return archive_error(reader_);
        return text;
    }

    archive* reader_;
    bool linked_ = false;  // a symbolic link went by
    std::optional<std::string> text_;
};

Result<std::string> read_control_from_tar(DecompressedBytes& bytes) {
    const ArchiveReader reader(archive_read_new());
    archive_read_support_format_tar(reader.get());
    if (archive_read_open(reader.get(), &bytes, nullptr, &DecompressedBytes::read, nullptr) != ARCHIVE_OK)
        return archive_error(reader.get());

    ControlFinder finder(reader.get());
    archive_entry* entry = nullptr;
    int status = 0;
    // ARCHIVE_WARN: the entry is whole, but its name has no form in this locale. It cannot be "control", then.
    while (status = archive_read_next_header(reader.get(), &entry), status == ARCHIVE_OK || status == ARCHIVE_WARN)
        TRY(finder.look_at(entry));
    if (status != ARCHIVE_EOF) return archive_error(reader.get());
    return std::move(finder).found();
}

}  // namespace

Result<std::string> read_control_file(ByteView member, Compression compression) {
    if (compression == Compression::xz) TRY(check_single_xz_stream(member));
    if (compression == Compression::zstd) TRY(check_single_zstd_frame(member));

    DecompressedBytes bytes(member, compression);
    auto text = read_control_from_tar(bytes);
    if (bytes.failure()) return invalid_package(bytes.failure());
    return text;
}

}  // namespace slipway::deb
