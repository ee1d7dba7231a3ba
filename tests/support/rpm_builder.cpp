#include "tests/support/rpm_builder.hpp"

#include "base/digest.hpp"
#include "base/hex.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>

namespace slipway::testing {
namespace {

std::string gzip(const std::string& text) {
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<unsigned>(text.size());
    stream.next_out = reinterpret_cast<unsigned char*>(out.data());
    stream.avail_out = static_cast<unsigned>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string hex_digest(DigestAlgorithm algorithm, const std::string& bytes) {
    return to_hex(digest_of(algorithm, bytes));
}

void pad(std::string& bytes, std::size_t multiple) {
    while (bytes.size() % multiple != 0) bytes += '\0';
}

void append_cpio_member(std::string& archive, const std::string& name, std::size_t inode, unsigned mode,
                        const std::string& content) {
    archive += fmt::format("070701{:08x}{:08x}{:08x}{:08x}{:08x}{:08x}{:08x}{:08x}{:08x}{:08x}{:08x}{:08x}{:08x}",
                           inode, mode, 0, 0, 1, 1700000000, content.size(), 0, 0, 0, 0, name.size() + 1, 0);
    archive += name + '\0';
    pad(archive, 4);
    archive += content;
    pad(archive, 4);
}

std::string lead(bool source) {
    std::string bytes("\xed\xab\xee\xdb\x03\x00", 6);
    bytes += {'\0', static_cast<char>(source ? 1 : 0), '\0', '\1'};
    bytes.resize(77, '\0');
    bytes += {'\1', '\0', '\5'};
    bytes.resize(96, '\0');
    return bytes;
}

}  // namespace

RpmBuilder::RpmBuilder(std::string name) : basic_(63) {
    basic_.texts(100, {"C"}).text(1000, name).text(1001, "1.0").text(1002, "1");
    basic_.i18n(1004, "A package of the tests").i18n(1005, "Says nothing, does nothing.");
    basic_.number(1006, 1700000000).text(1007, "builder.example").text(1014, "MIT").i18n(1016, "Unspecified");
    basic_.text(1021, "linux").text(1022, "x86_64").text(1044, name + "-1.0-1.src.rpm");
    basic_.text(1124, "cpio").text(1125, "gzip").text(1126, "9");
}

RpmBuilder& RpmBuilder::epoch(std::uint32_t value) {
    basic_.number(1003, value);
    return *this;
}

RpmBuilder& RpmBuilder::summary(std::string_view value) {
    basic_.i18n(1004, value);
    return *this;
}

RpmBuilder& RpmBuilder::description(std::string_view value) {
    basic_.i18n(1005, value);
    return *this;
}

RpmBuilder& RpmBuilder::source() {
    basic_.number(1106, 1).remove(1044);
    return *this;
}

RpmBuilder& RpmBuilder::file(std::string path, std::string content, std::uint32_t flags) {
    files_.push_back({std::move(path), std::move(content), flags, 0100644});
    return *this;
}

RpmBuilder& RpmBuilder::directory(std::string path) {
    files_.push_back({std::move(path), "", 0, 040755});
    return *this;
}

RpmBuilder& RpmBuilder::add(std::vector<Dependency>& list, std::string name, std::uint32_t sense, std::string version) {
    list.push_back({std::move(name), sense, std::move(version)});
    return *this;
}

RpmBuilder& RpmBuilder::provides(std::string name, std::uint32_t sense, std::string version) {
    return add(provides_, std::move(name), sense, std::move(version));
}
RpmBuilder& RpmBuilder::requires_(std::string name, std::uint32_t sense, std::string version) {
    return add(requires_list_, std::move(name), sense, std::move(version));
}
RpmBuilder& RpmBuilder::conflicts(std::string name, std::uint32_t sense, std::string version) {
    return add(conflicts_, std::move(name), sense, std::move(version));
}
RpmBuilder& RpmBuilder::obsoletes(std::string name, std::uint32_t sense, std::string version) {
    return add(obsoletes_, std::move(name), sense, std::move(version));
}
RpmBuilder& RpmBuilder::recommends(std::string name, std::uint32_t sense, std::string version) {
    return add(recommends_, std::move(name), sense, std::move(version));
}

RpmBuilder& RpmBuilder::changelog(std::uint32_t time, std::string author, std::string text) {
    changelog_.push_back({time, std::move(author), std::move(text)});
    return *this;
}

RpmBuilder& RpmBuilder::format(int format) {
    format_ = format;
    return *this;
}

RpmBuilder& RpmBuilder::without_payload_digest() {
    payload_digest_ = false;
    return *this;
}

RpmBuilder& RpmBuilder::reserved_space(std::size_t bytes) {
    reserved_space_ = bytes;
    return *this;
}

RpmBuilder& RpmBuilder::text(std::uint32_t tag, std::string_view value) {
    basic_.text(tag, value);
    return *this;
}

RpmBuilder& RpmBuilder::tag(std::uint32_t tag, std::uint32_t type, std::uint32_t count, std::string data) {
    edits_[tag] = {type, count, std::move(data)};
    return *this;
}

RpmBuilder& RpmBuilder::without(std::uint32_t tag) {
    removed_.push_back(tag);
    return *this;
}

RpmBuilder& RpmBuilder::signature_tag(std::uint32_t tag, std::uint32_t type, std::uint32_t count, std::string data) {
    signature_edits_[tag] = {type, count, std::move(data)};
    return *this;
}

std::string RpmBuilder::cpio() const {
    std::string archive;
    std::size_t inode = 1;
    for (const File& file : files_) append_cpio_member(archive, "." + file.path, inode++, file.mode, file.content);
    append_cpio_member(archive, "TRAILER!!!", 0, 0, "");
    return archive;
}

void RpmBuilder::put_files(RpmHeaderBuilder& header) const {
    if (files_.empty()) return;
    std::vector<std::string> paths, names, directories, digests, links, roots, languages;
    std::vector<std::uint32_t> indexes, sizes, times, flags, inodes, devices, verify;
    std::vector<std::uint16_t> modes, rdevs;
    for (const File& file : files_) {
        const std::size_t slash = file.path.rfind('/') + 1;
        const std::string directory = file.path.substr(0, slash);
        const auto known = std::find(directories.begin(), directories.end(), directory);
        indexes.push_back(static_cast<std::uint32_t>(known - directories.begin()));
        if (known == directories.end()) directories.push_back(directory);
        paths.push_back(file.path);
        names.push_back(file.path.substr(slash));
        sizes.push_back(file.mode == 0100644 ? static_cast<std::uint32_t>(file.content.size()) : 4096);
        digests.push_back(file.mode == 0100644 ? hex_digest(DigestAlgorithm::sha256, file.content) : "");
        modes.push_back(file.mode);
        flags.push_back(file.flags);
        inodes.push_back(static_cast<std::uint32_t>(inodes.size() + 1));
    }
    const std::size_t n = files_.size();
    links.resize(n), languages.resize(n), roots.assign(n, "root"), rdevs.resize(n), times.assign(n, 1700000000);
    devices.assign(n, 1), verify.assign(n, 0xffffffff);
    header.numbers(1028, sizes).numbers_16(1030, modes).numbers_16(1033, rdevs).numbers(1034, times);
    header.texts(1035, digests).texts(1036, links).numbers(1037, flags).texts(1039, roots).texts(1040, roots);
    header.numbers(1045, verify).numbers(1095, devices).numbers(1096, inodes).texts(1097, languages);
    header.number(5011, 8);
    if (format_ == 3)
        header.texts(1027, paths);
    else
        header.numbers(1116, indexes).texts(1117, names).texts(1118, directories);
}

void RpmBuilder::put_dependencies(RpmHeaderBuilder& header) const {
    const auto put = [&](const std::vector<Dependency>& list, std::uint32_t name_tag, std::uint32_t version_tag,
                         std::uint32_t flags_tag) {
        if (list.empty()) return;
        std::vector<std::string> names, versions;
        std::vector<std::uint32_t> flags;
        for (const Dependency& dependency : list) {
            names.push_back(dependency.name);
            versions.push_back(dependency.version);
            flags.push_back(dependency.sense);
        }
        header.texts(name_tag, names).texts(version_tag, versions).numbers(flags_tag, flags);
    };
    put(provides_, 1047, 1113, 1112);
    put(requires_list_, 1049, 1050, 1048);
    put(conflicts_, 1054, 1055, 1053);
    put(obsoletes_, 1090, 1115, 1114);
    put(recommends_, 5046, 5047, 5048);
}

void RpmBuilder::put_changelog(RpmHeaderBuilder& header) const {
    if (changelog_.empty()) return;
    std::vector<std::uint32_t> times;
    std::vector<std::string> authors, texts;
    for (const auto& entry : changelog_) {
        times.push_back(entry.time);
        authors.push_back(entry.author);
        texts.push_back(entry.text);
    }
    header.numbers(1080, times).texts(1081, authors).texts(1082, texts);
}

void RpmBuilder::put_payload_tags(RpmHeaderBuilder& header, const std::string& payload,
                                  const std::string& archive) const {
    if (format_ == 3 || !payload_digest_) return;
    header.texts(5092, {hex_digest(DigestAlgorithm::sha256, payload)});
    header.texts(5097, {hex_digest(DigestAlgorithm::sha256, archive)});
    if (format_ == 4) {
        header.number(5093, 8);
        return;
    }
    header.number(5114, 6).number_64(5112, payload.size()).number_64(5113, archive.size());
    header.text(5121, hex_digest(DigestAlgorithm::sha512, payload));
    header.text(5123, hex_digest(DigestAlgorithm::sha3_256, payload));
}

std::string RpmBuilder::main_header(const std::string& payload, const std::string& archive) const {
    RpmHeaderBuilder header = basic_;
    std::size_t installed = 0;
    for (const File& file : files_) installed += file.content.size();
    header.number(1009, static_cast<std::uint32_t>(installed));
    put_files(header);
    put_dependencies(header);
    put_changelog(header);
    put_payload_tags(header, payload, archive);
    for (const auto& [tag, value] : edits_) header.raw(tag, value.type, value.count, value.data);
    for (const std::uint32_t tag : removed_) header.remove(tag);
    if (format_ == 3) header.without_region();
    return header.bytes();
}

std::string RpmBuilder::signature_header(const std::string& main, const std::string& payload,
                                         std::size_t archive_size) const {
    RpmHeaderBuilder header(format_ == 3 ? RpmHeaderBuilder::no_region : 62);
    if (format_ != 6) {
        header.number(1000, static_cast<std::uint32_t>(main.size() + payload.size()));
        header.binary(1004, digest_of(DigestAlgorithm::md5, main + payload));
        header.number(1007, static_cast<std::uint32_t>(archive_size));
    }
    if (format_ == 4) header.text(269, hex_digest(DigestAlgorithm::sha1, main));
    if (format_ != 3) header.text(273, hex_digest(DigestAlgorithm::sha256, main));
    if (format_ == 6) header.text(279, hex_digest(DigestAlgorithm::sha3_256, main));
    if (format_ != 3 && reserved_space_ > 0)
        header.binary(format_ == 6 ? 999 : 1008, std::string(reserved_space_, '\0'));
    for (const auto& [tag, value] : signature_edits_) header.raw(tag, value.type, value.count, value.data);
    return header.bytes();
}

std::string RpmBuilder::bytes() const {
    const std::string archive = cpio();
    const std::string payload = gzip(archive);
    const std::string main = main_header(payload, archive);
    const bool source = basic_.has(1106);
    std::string file = lead(source) + signature_header(main, payload, archive.size());
    pad(file, 8);
    return file + main + payload;
}

}  // namespace slipway::testing
