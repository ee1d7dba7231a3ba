// The files by which an rpm is found. The paths are in its text for filelists.xml, but packed, and a distribution has
// millions. A search asks for a whole path or a whole name, so hashes are enough: 16 bytes for a file, which are read
// from one end to the other, and no index that grows with every file. Hashes of 64 bits do not collide by chance among
// millions. A package that collides on purpose is found by a path that it could have had as well.
#include "publishing/content/file_hashes.hpp"

#include "base/checksum.hpp"
#include "base/text.hpp"
#include "repo-format/formats/package_format.hpp"
#include "repo-format/yum/xml_text.hpp"

#include <algorithm>
#include <vector>

namespace slipway::publishing {
namespace {

constexpr std::size_t hash_size = 8;
constexpr std::size_t rpms_at_once = 100;

std::uint64_t hash_of(std::string_view text) { return big_endian_64(checksum_of(text).bytes.data()); }

std::uint64_t hash_at(std::string_view hashes, std::size_t index) {
    return big_endian_64(as_unsigned(hashes.data()) + index * hash_size);
}

/// Damaged documents are somebody else's to mend: then the package is not found by its files.
Result<> fill_in_files(storage::WriteTransaction& tx, storage::PackageRow package, const Log& log) {
    auto documents = storage::documents_of(tx, package.repository, package.sha256);
    if (documents.ok())
        package.documents = std::move(documents).release();
    else
        log.failure("the files of a package cannot be searched", documents.error());
    return storage::insert_file_hashes(tx, {package.id, package.repository, file_hashes_of(package).value_or("")});
}

}  // namespace

std::uint64_t file_hash(std::string_view path) { return hash_of(to_lower(path)); }

/// `<file>/usr/bin/hello</file>`, `<file type="dir">…` of filelists.xml: no text holds a `<`.
std::optional<std::string> file_hashes_of(const storage::PackageRow& package) {
    const auto documents = formats::of(package.format).package_list().traits().documents;
    const auto place = std::ranges::find(documents, Document::filelists);
    if (place == documents.end()) return std::nullopt;
    const auto filelists = static_cast<std::size_t>(place - documents.begin());
    if (package.documents.size() <= filelists) return std::string();
    std::vector<std::uint64_t> found;
    std::string_view rest = package.documents[filelists];
    for (auto at = rest.find("<file"); at != rest.npos; at = rest.find("<file")) {
        rest.remove_prefix(at);
        const auto path = to_lower(yum::unescaped(formats::text_between(rest, ">", "</file>")));
        found.push_back(hash_of(path));
        if (const auto slash = path.rfind('/'); slash != path.npos) found.push_back(hash_of(path.substr(slash)));
        rest.remove_prefix(1);
    }
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    std::string hashes;
    hashes.reserve(found.size() * hash_size);
    for (const auto hash : found) append_big_endian_64(hashes, hash);
    return hashes;
}

bool has_file(std::string_view hashes, std::uint64_t hash) {
    std::size_t begin = 0, end = hashes.size() / hash_size;
    while (begin < end) {
        const auto middle = begin + (end - begin) / 2;
        if (hash_at(hashes, middle) < hash)
            begin = middle + 1;
        else
            end = middle;
    }
    return begin < hashes.size() / hash_size && hash_at(hashes, begin) == hash;
}

Result<> fill_in_file_hashes(storage::Catalog& catalog, const Log& log) {
    std::uint64_t count = 0;
    while (true) {
        auto tx = TRY(catalog.write());
        const auto packages = TRY(storage::rpms_without_file_hashes(tx, rpms_at_once));
        for (const auto& package : packages) TRY(fill_in_files(tx, package, log));
        if (packages.size() < rpms_at_once) TRY(storage::mark_file_hashes_complete(tx));
        TRY(std::move(tx).commit());
        count += packages.size();
        if (packages.size() < rpms_at_once) break;
    }
    if (count > 0) log.info("older rpms are found by their files", {{"packages", std::to_string(count)}});
    return {};
}

}  // namespace slipway::publishing
