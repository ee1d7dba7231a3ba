// An upload that is cut within its data member has a control file like any other, so clients would learn of it from
// dpkg. xz and zstd tell where everything ends without being unpacked. The other compressions do not; packages with
// them are old or small, and are unpacked.
//
// What unpacks to very much is not followed to its end: who uploads chooses how much a byte unpacks to.
#include "repo-format/deb/data_member.hpp"

#include "repo-format/deb/bzip2_stream.hpp"
#include "repo-format/deb/gzip_stream.hpp"
#include "repo-format/deb/invalid_package.hpp"
#include "repo-format/deb/lzma_formats.hpp"
#include "repo-format/deb/tar_walk.hpp"
#include "repo-format/deb/zstd_frame.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace slipway::deb {
namespace {

/// zlib unpacks 300 MB a second, and files that people install become less than eight times as large.
constexpr std::uint64_t most_of_gzip = std::uint64_t{1} << 30, most_of_gzip_per_byte = 8;
/// Of decoders that are ten times as slow. dpkg-deb does not write bzip2 and lzma any more.
constexpr std::uint64_t most_of_slow = std::uint64_t{256} << 20;
/// Whoever unpacks the package may have the memory for any dictionary.
constexpr auto any_dictionary = std::numeric_limits<std::uint64_t>::max();
/// A window over bytes that are read one after another.
constexpr std::size_t wide_window = 64 << 10;

/// A tar archive as it is.
Result<> follow_tar(MemberBytes bytes) {
    TarWalk tar;
    while (bytes.left() > 0 && !tar.has_ended()) {
        const auto content = std::min(tar.content_left(), bytes.left());
        TRY(bytes.skip(content, "an entry"));
        tar.pass(content);
        const auto next = TRY(bytes.next());
        TRY(tar.take(next));
    }
    return tar.end();
}

using Unpack = Result<Unpacked>(MemberBytes& bytes, const TakeUnpacked& take, std::uint64_t most);

Result<> follow_unpacked(const RandomAccess& file, const ArMember& member, Unpack& unpack, std::uint64_t most) {
    MemberBytes bytes(file, member, wide_window);
    TarWalk tar;
    const auto take = [&](ByteView piece) { return tar.take(piece); };
    const auto unpacked = TRY(unpack(bytes, take, most));
    return unpacked == Unpacked::all ? tar.end() : Result<>();
}

/// What is called gzip and is not, zlib gives to dpkg as it is.
Result<> check_gzip(const RandomAccess& file, const ArMember& member) {
    const auto begin = TRY(file.read(member.offset, std::min<std::uint64_t>(member.size, 2)));
    if (!is_gzip(begin)) return follow_tar(MemberBytes(file, member));
    return follow_unpacked(file, member, unpack_gzip, most_of_gzip + most_of_gzip_per_byte * member.size);
}

Result<> check_bytes(const RandomAccess& file, const ArMember& member, Compression compression) {
    switch (compression) {
        case Compression::none: return follow_tar(MemberBytes(file, member));
        case Compression::gzip: return check_gzip(file, member);
        case Compression::xz: return check_single_xz_stream(MemberBytes(file, member), any_dictionary);
        case Compression::zstd: return check_single_zstd_frame(MemberBytes(file, member));
        case Compression::bzip2: return follow_unpacked(file, member, unpack_bzip2, most_of_slow);
        case Compression::lzma: return follow_unpacked(file, member, unpack_lzma, most_of_slow);
    }
    return Error(Fault::internal, "an unknown compression");
}

}  // namespace

Result<> check_data_member(const RandomAccess& file, const DebMembers& members) {
    const auto& member = members.data;
    auto checked = check_bytes(file, member, members.data_compression);
    if (checked.ok() || !checked.error().is("invalid-package"_problem)) return checked;
    return invalid_package(
        fmt::format("{} at offset {}: {}. The file is cut or damaged, or was not built for dpkg: upload "
                    "it again, or build it again",
                    member.name, member.offset, checked.error().message()));
}

}  // namespace slipway::deb
