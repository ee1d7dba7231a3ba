// Segments of one text, cut anywhere and joined in each form, have the sizes they say and are what was put in: read by
// the compression libraries' own readers.
#include "fuzz/support.hpp"
#include "repo-format/index/segment.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <vector>

using namespace slipway::fuzz;
using namespace slipway::index;

namespace {

struct CloseArchive {
    void operator()(archive* reader) const { archive_read_free(reader); }
};

/// The text of a compressed file, by libarchive. A file is wrong that it does not read to the end.
std::string text_in(Form form, const std::string& file) {
    if (form == Form::plain) return file;
    const std::unique_ptr<archive, CloseArchive> reader(archive_read_new());
    archive_read_support_format_raw(reader.get());
    archive_read_support_format_empty(reader.get());
    archive_read_support_filter_gzip(reader.get());
    archive_read_support_filter_xz(reader.get());
    archive_read_support_filter_zstd(reader.get());
    require(archive_read_open_memory(reader.get(), file.data(), file.size()) == ARCHIVE_OK);
    archive_entry* entry = nullptr;
    const int found = archive_read_next_header(reader.get(), &entry);
    if (found == ARCHIVE_EOF) return {};
    require(found == ARCHIVE_OK);
    std::string text;
    char piece[4096];
    la_ssize_t length = 0;
    while ((length = archive_read_data(reader.get(), piece, sizeof piece)) > 0)
        text.append(piece, static_cast<std::size_t>(length));
    require(length == 0);
    return text;
}

void join(Form form, std::string_view header, const std::vector<std::string_view>& texts, std::string_view footer) {
    std::vector<SegmentInfo> infos;
    std::string middle;
    std::string expected(header);
    for (const auto text : texts) {
        const auto segment = render_segment(form, text);
        require(segment.ok());
        require(segment->info.size == segment->bytes.size() && segment->info.text_size == text.size());
        infos.push_back(segment->info);
        middle += segment->bytes;
        expected += text;
    }
    const auto joint = join_segments(form, header, infos, footer);
    require(joint.ok());
    require(text_in(form, joint->before + middle + joint->after) == expected.append(footer));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Pieces pieces(data, size);
    const auto form = static_cast<Form>(pieces.byte() % 4);
    const auto header = pieces.text();
    const auto footer = pieces.text();
    std::vector<std::string_view> texts;
    while (!pieces.at_end() && texts.size() < 8)
        if (const auto text = pieces.text(); !text.empty()) texts.push_back(text);
    join(form, header, texts, footer);
    return 0;
}
