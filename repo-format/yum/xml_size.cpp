// A bound and not the size: where it would take the work of rendering to know (whether a path is one that primary.xml
// lists, what an epoch does to a version) the larger of the possibilities counts. For packages as people build them it
// is some tenths above the truth.
#include "repo-format/yum/xml_size.hpp"

#include "repo-format/yum/copied_texts.hpp"
#include "repo-format/yum/package_files.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace slipway::yum {
namespace {

namespace tag = rpm::tag;

constexpr std::uint64_t frame_bytes = 4096;       // elements that every package has, digests, location, times
constexpr std::uint64_t file_bytes = 40;          // `    <file type="ghost"></file>` and its newline
constexpr std::uint64_t dependency_bytes = 112;   // `<rpm:entry …/>` with every attribute, and blanks before it
constexpr std::uint64_t changelog_bytes = 80;     // `<changelog author="" date="">`
constexpr std::uint64_t longest_location = 3072;  // a file name, each of its bytes percent-encoded

constexpr std::array dependency_tags = {
    std::pair{tag::provide_name, tag::provide_version},
    std::pair{tag::require_name, tag::require_version},
    std::pair{tag::conflict_name, tag::conflict_version},
    std::pair{tag::obsolete_name, tag::obsolete_version},
    std::pair{tag::suggest_name, tag::suggest_version},
    std::pair{tag::enhance_name, tag::enhance_version},
    std::pair{tag::recommend_name, tag::recommend_version},
    std::pair{tag::supplement_name, tag::supplement_version},
    std::pair{tag::old_suggests_name, tag::old_suggests_version},
    std::pair{tag::old_enhances_name, tag::old_enhances_version},
};
constexpr std::array single_tags = {tag::summary, tag::description, tag::packager,   tag::url,       tag::license,
                                    tag::vendor,  tag::group,       tag::build_host, tag::source_rpm};

/// Of one character with its escape (xml_text.cpp), or as Latin-1 made UTF-8.
std::uint64_t escaped_size(char c) {
    switch (c) {
        case '&':
        case '\r':
        case '\n': return 5;
        case '<':
        case '>':
        case '\t': return 4;
        case '"': return 6;
        default: return static_cast<unsigned char>(c) < 0x80 ? 1 : 2;
    }
}

std::uint64_t escaped_size(std::string_view text) {
    std::uint64_t size = 0;
    for (const char c : text) size += escaped_size(c);
    return size;
}

std::uint64_t escaped_size(const std::vector<std::string_view>& texts) {
    std::uint64_t size = 0;
    for (const auto text : texts) size += escaped_size(text);
    return size;
}

/// A path stands in filelists.xml, and in primary.xml too where its parts do not rule that out.
std::uint64_t times_listed(std::string_view directory, std::string_view name) {
    const bool primary = is_primary(directory) || name.find('/') != std::string_view::npos ||
                         name.find("bin") != std::string_view::npos || name == "sendmail";
    return primary ? 2 : 1;
}

std::uint64_t files_size(const rpm::Header& header) {
    const auto names = header.texts(tag::base_names);
    const auto directories = header.texts(tag::dir_names);
    const auto indexes = header.numbers(tag::dir_indexes);
    std::vector<std::uint64_t> directory_sizes;
    for (const auto directory : directories) directory_sizes.push_back(escaped_size(directory));

    std::uint64_t size = 0;
    for (std::size_t i = 0; i < std::min(names.size(), indexes.size()); ++i) {
        if (indexes[i] >= directories.size()) break;
        const auto path = directory_sizes[indexes[i]] + escaped_size(names[i]) + file_bytes;
        size += path * times_listed(directories[indexes[i]], names[i]);
    }
    const auto old_names = header.texts(tag::old_file_names);
    return size + 2 * (escaped_size(old_names) + file_bytes * old_names.size());
}

std::uint64_t dependencies_size(const rpm::Header& header) {
    std::uint64_t size = 0;
    for (const auto& [name, version] : dependency_tags) {
        const auto names = header.texts(name);
        size += escaped_size(names) + escaped_size(header.texts(version)) + dependency_bytes * names.size();
    }
    return size;
}

std::uint64_t changelog_size(const rpm::Header& header) {
    std::uint64_t size = 0;
    for (const auto which : {tag::changelog_name, tag::changelog_text}) {
        auto texts = header.texts(which);
        texts.resize(std::min(texts.size(), changelog_limit));
        size += escaped_size(texts);
    }
    return size + changelog_limit * changelog_bytes;
}

}  // namespace

std::uint64_t most_xml_bytes(const rpm::RpmPackage& package) {
    const rpm::Header& main = package.main;
    const std::uint64_t identity = escaped_size(package.name) + escaped_size(package.architecture) +
                                   escaped_size(package.evr.version) + escaped_size(package.evr.release);
    std::uint64_t size = frame_bytes + longest_location + 4 * identity;
    for (const auto single : single_tags) size += escaped_size(main.text(single));
    return size + files_size(main) + dependencies_size(main) + changelog_size(main);
}

}  // namespace slipway::yum
