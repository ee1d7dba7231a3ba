// Writes ar and ustar itself, so that tests can also write what no packaging tool would; only compression is borrowed.
#include "tests/support/deb_builder.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>

namespace slipway::testing {
namespace {

constexpr std::size_t tar_block = 512;

std::string padded(std::string bytes) {
    bytes.resize((bytes.size() + tar_block - 1) / tar_block * tar_block);
    return bytes;
}

std::string tar_header(const TarEntry& entry) {
    std::string header(tar_block, '\0');
    const auto put = [&](std::size_t at, const std::string& text) { header.replace(at, text.size(), text); };
    put(0, entry.name);
    put(100, entry.type == '5' ? "0000755" : "0000644");
    put(108, "0000000");
    put(116, "0000000");
    put(124, fmt::format("{:011o}", entry.content.size()));
    put(136, "00000000000");
    put(148, "        ");
    put(156, std::string(1, entry.type));
    put(157, entry.link);
    put(257, std::string("ustar\00000root", 12));
    put(297, "root");
    unsigned sum = 0;
    for (const char c : header) sum += static_cast<unsigned char>(c);
    put(148, fmt::format("{:06o}", sum) + '\0');
    return header;
}

/// Directories first, as dpkg wants them, then the files.
std::string data_tar(const std::vector<TarEntry>& files) {
    std::set<std::string> directories{"./"};
    for (const auto& file : files)
        for (auto slash = file.name.find('/'); slash != std::string::npos; slash = file.name.find('/', slash + 1))
            directories.insert(file.name.substr(0, slash + 1));
    std::vector<TarEntry> entries;
    for (const auto& directory : directories) entries.push_back({directory, {}, '5', {}});
    entries.insert(entries.end(), files.begin(), files.end());
    return a_tar(entries);
}

void expect_ok(archive* writer, int status) {
    if (status != ARCHIVE_OK) throw std::runtime_error(archive_error_string(writer));
}

void add_filter(archive* writer, const std::string& extension) {
    if (extension == ".gz") expect_ok(writer, archive_write_add_filter_gzip(writer));
    if (extension == ".gz") expect_ok(writer, archive_write_set_options(writer, "gzip:!timestamp"));
    if (extension == ".xz") expect_ok(writer, archive_write_add_filter_xz(writer));
    if (extension == ".zst") expect_ok(writer, archive_write_add_filter_zstd(writer));
    if (extension == ".bz2") expect_ok(writer, archive_write_add_filter_bzip2(writer));
    if (extension == ".lzma") expect_ok(writer, archive_write_add_filter_lzma(writer));
}

}  // namespace

std::string a_tar(const std::vector<TarEntry>& entries) {
    std::string tar;
    for (const auto& entry : entries) tar += tar_header(entry) + padded(entry.content);
    return tar + std::string(2 * tar_block, '\0');
}

std::string an_ar_member(const std::string& name, const std::string& content, std::optional<std::string> size) {
    const auto header = fmt::format("{:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n", name, 0, 0, 0, "100644",
                                    size.value_or(std::to_string(content.size())));
    return header + content + (content.size() % 2 == 1 ? "\n" : "");
}

std::string an_ar(const std::vector<std::string>& members) {
    std::string bytes = "!<arch>\n";
    for (const auto& member : members) bytes += member;
    return bytes;
}

std::string compressed(const std::string& bytes, const std::string& extension) {
    if (extension.empty()) return bytes;
    std::string out(bytes.size() + bytes.size() / 10 + (64 << 10), '\0');
    std::size_t used = 0;
    archive* writer = archive_write_new();
    archive_write_set_format_raw(writer);
    add_filter(writer, extension);
    archive_write_set_bytes_per_block(writer, 0);
    expect_ok(writer, archive_write_open_memory(writer, out.data(), out.size(), &used));
    archive_entry* entry = archive_entry_new();
    archive_entry_set_filetype(entry, AE_IFREG);
    expect_ok(writer, archive_write_header(writer, entry));
    if (archive_write_data(writer, bytes.data(), bytes.size()) < 0) throw std::runtime_error("archive_write_data");
    archive_entry_free(entry);
    expect_ok(writer, archive_write_close(writer));
    archive_write_free(writer);
    out.resize(used);
    return out;
}

DebBuilder::DebBuilder(const std::string& name) {
    field("Package", name).field("Version", "1.0").field("Architecture", "amd64");
    field("Maintainer", "Slipway Tests <tests@example.org>").field("Description", "package for a test");
    file("/usr/share/doc/" + name + "/about", name + "\n");
}

DebBuilder& DebBuilder::field(const std::string& name, const std::string& value) {
    const auto found = std::ranges::find(fields_, name, &std::pair<std::string, std::string>::first);
    if (found == fields_.end())
        fields_.emplace_back(name, value);
    else
        found->second = value;
    return *this;
}

DebBuilder& DebBuilder::without(const std::string& name) {
    std::erase_if(fields_, [&](const auto& each) { return each.first == name; });
    return *this;
}

DebBuilder& DebBuilder::control_text(std::string text) {
    control_text_ = std::move(text);
    return *this;
}

DebBuilder& DebBuilder::file(const std::string& path, const std::string& content) {
    files_.push_back({"." + path, content, '0', {}});
    return *this;
}

DebBuilder& DebBuilder::control_compression(std::string extension) {
    control_compression_ = std::move(extension);
    return *this;
}

DebBuilder& DebBuilder::data_compression(std::string extension) {
    data_compression_ = std::move(extension);
    return *this;
}

std::string DebBuilder::control() const {
    if (control_text_) return *control_text_;
    std::string text;
    for (const auto& [name, value] : fields_) text += fmt::format("{}: {}\n", name, value);
    return text;
}

std::string DebBuilder::build() const {
    const auto control_tar = a_tar({{"./", {}, '5', {}}, {"./control", control(), '0', {}}});
    return an_ar({an_ar_member("debian-binary", "2.0\n"),
                  an_ar_member("control.tar" + control_compression_, compressed(control_tar, control_compression_)),
                  an_ar_member("data.tar" + data_compression_, compressed(data_tar(files_), data_compression_))});
}

}  // namespace slipway::testing
