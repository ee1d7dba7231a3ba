// The containers of a deb, each alone: members of an ar archive lie within it and behind one another; a control member
// in any compression gives at most a mebibyte, or the promised error; a data member is whole, or the promised error.
#include "fuzz/support.hpp"
#include "repo-format/deb/ar_reader.hpp"
#include "repo-format/deb/control_archive.hpp"
#include "repo-format/deb/data_member.hpp"

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
    const auto kind = pieces.byte();
    const slipway::MemoryBytes file{std::string(pieces.rest())};
    members(text_of(data, size));
    const deb::ArMember member{"member", 0, file.size()};
    const auto of_control = static_cast<deb::Compression>(kind % 4), of_data = static_cast<deb::Compression>(kind % 6);
    const auto archive = deb::read_control_archive(file, member, of_control);
    if (archive)
        require(archive->control.size() <= 1 << 20);
    else
        require(archive.error().code() == "invalid-package" && is_one_line(archive.error().message()));
    const auto whole = deb::check_data_member(file, {member, of_control, member, of_data});
    require(whole.ok() || (whole.error().code() == "invalid-package" && is_one_line(whole.error().message())));
    return 0;
}
