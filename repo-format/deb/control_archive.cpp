// Reads the (compressed) tar archive of a control member.
//
// dpkg lets GNU tar unpack the archive and then reads `control`, so a second entry of that name, or one that arrives
// there through a symbolic link, would replace the first. We do not imitate this; we read the archive to its end and
// refuse everything but one plain file of that name, so that no two readers can see two packages in one file.
//
// The other members lie in one flat folder for dpkg: it refuses folders, names of more than 100 bytes, and what is
// wrong in the files it parses (control_members.hpp); GNU tar refuses names with "..". Symbolic links and devices are
// refused here alone: dpkg renames its files to "hello.postinst", and the link would point to nothing.
//
// Two libarchive readers in a row: one undoes the compression and counts, the other reads tar from it. One reader for
// both would decompress without bound when it skips an entry whose header says ten gigabytes.
#include "repo-format/deb/control_archive.hpp"

#include "base/text.hpp"
#include "repo-format/deb/control_members.hpp"
#include "repo-format/deb/gzip_stream.hpp"
#include "repo-format/deb/invalid_package.hpp"
#include "repo-format/deb/lzma_formats.hpp"
#include "repo-format/deb/zstd_frame.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <memory>

namespace slipway::deb {
namespace {

/// The member as it lies in the file. Even with an md5sums of 100,000 files it has about 4 MiB.
constexpr std::uint64_t greatest_control_member = 16 << 20;
/// That of "xz -9", the most that dpkg-deb can write: memory that the decoder allocates.
constexpr std::uint64_t greatest_dictionary = 64 << 20;
/// Decompressed bytes of a control archive. The largest part of real ones is md5sums, about 90 bytes for each file:
/// this is room for 700,000 files, and 0.3 s of decompression.
constexpr std::uint64_t greatest_archive = 64 << 20;
/// A file that is read. The longest in Debian have some 100 KiB (relations of metapackages).
constexpr std::int64_t greatest_text = 1 << 20;
/// MAXCONTROLFILENAME in dpkg's lib/dpkg/dpkg.h.
constexpr std::size_t longest_member_name = 100;

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

/// The parts of a name as GNU tar unpacks it: "/control", ".//control" and "control" are the same file.
std::vector<std::string> parts_of(archive_entry* entry) {
    const char* name = archive_entry_pathname(entry);
    // A name without a form in this locale. It cannot be one that is looked for.
    if (name == nullptr) return {"?"};
    std::vector<std::string> parts;
    for (const auto part : split(name, '/'))
        if (!part.empty() && part != ".") parts.emplace_back(part);
    return parts;
}

/// Looks at the entries while they go by.
class Members {
public:
    explicit Members(archive* reader) : reader_(reader) {}

    Result<> look_at(archive_entry* entry) {
        const auto parts = parts_of(entry);
        const bool is_folder = archive_entry_filetype(entry) == AE_IFDIR && !archive_entry_hardlink(entry);
        if (parts.empty() && is_folder) return {};  // the archive's root
        if (parts.empty()) return invalid_package("a member without a name");
        if (parts.size() > 1)
            return invalid_package(fmt::format("{} lies in a folder, which dpkg refuses", printable(join(parts, "/"))));
        if (parts.front() == "control") return take_control(entry);
        return take_other(parts.front(), entry);
    }

    Result<ControlArchive> found() && {
        if (!has_control_) return invalid_package("no file named control");
        return std::move(archive_);
    }

private:
    Result<> take_control(archive_entry* entry) {
        if (has_control_) return invalid_package("two files named control");
        if (archive_entry_hardlink(entry) || archive_entry_filetype(entry) != AE_IFREG)
            return invalid_package("control is not a plain file");
        archive_.control = TRY(content_of("control", entry));
        has_control_ = true;
        return {};
    }

    Result<> take_other(const std::string& name, archive_entry* entry) {
        const auto refuse = [&](std::string_view why) {
            return invalid_package(fmt::format("{} {}", printable(name), why));
        };
        const bool is_parsed = name == "conffiles" || name == "triggers";
        const bool is_plain = archive_entry_filetype(entry) == AE_IFREG && !archive_entry_hardlink(entry);
        if (!is_plain && (is_parsed || !is_link_to_known(entry)))
            return refuse("is neither a plain file nor a hard link to one before it; dpkg cannot install it");
        if (name == "..") return refuse("is no name of a file");
        if (name.size() > longest_member_name)
            return refuse(fmt::format("has a name of {} bytes; dpkg takes {}", name.size(), longest_member_name));
        if (is_parsed) {
            const auto text = TRY(content_of(name, entry));
            auto checked = name == "conffiles" ? check_conffiles(text) : check_triggers(text);
            if (!checked) return checked;
        }
        archive_.members.push_back(name);
        return {};
    }

    bool is_link_to_known(archive_entry* entry) const {
        const char* target = archive_entry_hardlink(entry);
        if (target == nullptr) return false;
        const std::string_view path = target;
        const auto name = path.substr(path.starts_with("./") ? 2 : 0);
        return std::ranges::find(archive_.members, name) != archive_.members.end() ||
               (name == "control" && has_control_);
    }

    Result<std::string> content_of(std::string_view name, archive_entry* entry) {
        const auto size = archive_entry_size(entry);
        if (size < 0 || size > greatest_text)
            return invalid_package(fmt::format("a {} file of {} bytes; at most 1 MiB is read", name, size));
        std::string text(static_cast<std::size_t>(size), '\0');
        const auto length = archive_read_data(reader_, text.data(), text.size());
        if (length != size) return archive_error(reader_);
        return text;
    }

    archive* reader_;
    bool has_control_ = false;
    ControlArchive archive_;
};

Result<ControlArchive> read_tar(DecompressedBytes& bytes) {
    const ArchiveReader reader(archive_read_new());
    archive_read_support_format_tar(reader.get());
    if (archive_read_open(reader.get(), &bytes, nullptr, &DecompressedBytes::read, nullptr) != ARCHIVE_OK)
        return archive_error(reader.get());

    Members members(reader.get());
    archive_entry* entry = nullptr;
    int status = 0;
    // ARCHIVE_WARN: the entry is whole, but its name has no form in this locale.
    while (status = archive_read_next_header(reader.get(), &entry), status == ARCHIVE_OK || status == ARCHIVE_WARN)
        TRY(members.look_at(entry));
    if (status != ARCHIVE_EOF) return archive_error(reader.get());
    return std::move(members).found();
}

/// What libarchive's decoders do not tell: whether there is one stream, and whether gzip's checksum is right.
Result<> check_compressed(MemberBytes bytes, Compression compression, bool begins_as_gzip) {
    if (compression == Compression::xz) return check_single_xz_stream(bytes, greatest_dictionary);
    if (compression == Compression::zstd) return check_single_zstd_frame(bytes);
    if (compression != Compression::gzip || !begins_as_gzip) return {};
    const auto ignore = [](ByteView) { return Result<>(); };
    TRY(unpack_gzip(bytes, ignore, greatest_archive));
    return {};
}

}  // namespace

Result<ControlArchive> read_control_archive(const RandomAccess& file, const ArMember& member, Compression compression) {
    if (member.size > greatest_control_member)
        return invalid_package(fmt::format("it has {} bytes; at most 16 MiB are read", member.size));
    const std::string bytes = TRY(file.read(member.offset, member.size));
    if (bytes.size() != member.size) return Error(Fault::io, "the file became shorter while it was read");
    TRY(check_compressed(MemberBytes(file, member), compression, is_gzip(bytes)));

    DecompressedBytes unpacked(bytes, compression);
    auto archive = read_tar(unpacked);
    if (unpacked.failure()) return invalid_package(unpacked.failure());
    return archive;
}

}  // namespace slipway::deb
