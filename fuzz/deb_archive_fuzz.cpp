// The containers of a deb, each alone: members of an ar archive lie within it and behind one another; a control member
// in any compression gives at most a mebibyte, or the promised error.
#include "fuzz/support.hpp"
#include "repo-format/deb/ar_reader.hpp"
#include "repo-format/deb/control_archive.hpp"
#include "repo-format/deb/single_stream.hpp"

using namespace slipway::fuzz;
namespace deb = slipway::deb;

namespace {

void members(std::string_view bytes) {
    const slipway::MemoryBytes file{std::string(bytes)};
    auto reader = deb::ArReader::open(file);
    if (!reader) return;
    std::uint64_t behind = 8;
    while (true) {
        const auto member = reader->next();
        if (!member) {
            require(member.error().code() == "invalid-package");
            return;
        }
        if (!*member) return;
        require((*member)->offset >= behind + 60 && (*member)->offset + (*member)->size <= bytes.size());
        behind = (*member)->offset + (*member)->size;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Pieces pieces(data, size);
    const auto compression = static_cast<deb::Compression>(pieces.byte() % 4);
    const auto bytes = pieces.rest();
    members(text_of(data, size));
    static_cast<void>(deb::check_single_xz_stream(bytes).ok());
    static_cast<void>(deb::check_single_zstd_frame(bytes).ok());
    const auto archive = deb::read_control_archive(bytes, compression);
    if (archive)
        require(archive->control.size() <= 1 << 20);
    else
        require(archive.error().code() == "invalid-package" && is_one_line(archive.error().message()));
    return 0;
}
