// The Release file of a suite (https://wiki.debian.org/DebianRepository/Format; apt's deb/debmetaindex.cc reads it).
//
// Chosen for every apt since 1.2.7: only SHA256 is listed. apt asks by-hash for the strongest algorithm listed, so a
// SHA512 list would need a second tree of files, and MD5 and SHA1 count for nothing.
// Never written: Valid-Until, which turns a server that is down for long into clients that refuse to install; and
// Signed-By, which acts on the *next* update and locks clients out when it is wrong. The keys stand in the clients'
// source files.
// Always written: No-Support-for-Architecture-all. Every index holds the packages for all, so apt has no need of
// binary-all, which tools that copy a repository index by index leave out.
#include "repo-format/apt/release_file.hpp"

#include "base/control_characters.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace slipway::apt {
namespace {

/// Up to what ends a line for any reader.
std::string first_line(std::string_view text) {
    const auto end = find_control_character(text);
    return std::string(trimmed(text.substr(0, end ? end->offset : text.size())));
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
    if (!value.empty()) fmt::format_to(std::back_inserter(out), "{}: {}\n", name, value);
}

std::string sorted_words(std::vector<std::string> words) {
    std::ranges::sort(words);
    return join(words, " ");
}

void append_indexes(std::string& out, std::vector<ReleaseIndex> indexes) {
    constexpr int size_width = 16;  // as apt-ftparchive aligns them
    std::ranges::sort(indexes, {}, &ReleaseIndex::path);
    out.append("SHA256:\n");
    for (const auto& index : indexes)
        fmt::format_to(std::back_inserter(out), " {} {:>{}} {}\n", index.sha256.hex(), index.size, size_width,
                       index.path);
}

}  // namespace

std::string render(const Release& release) {
    std::string out;
    append_field(out, "Origin", release.origin);
    append_field(out, "Label", release.label);
    append_field(out, "Suite", release.suite);
    append_field(out, "Codename", release.codename);
    append_field(out, "Date", release_date(release.date));
    append_field(out, "Acquire-By-Hash", "yes");
    append_field(out, "Architectures", sorted_words(release.architectures));
    append_field(out, "No-Support-for-Architecture-all", "Packages");
    append_field(out, "Components", join(release.components, " "));
    append_field(out, "Description", first_line(release.description));
    append_field(out, "Snapshots", release.snapshots.value_or(""));
    append_indexes(out, release.indexes);
    return out;
}

}  // namespace slipway::apt
