// By what a package is found: name, summary, provided names. They stand in the texts of its index already, but packed;
// a search that unpacked sixty thousand of them would take seconds. So they are stored once more, small and in lower
// case, with the package's row.
#include "publishing/content/search_texts.hpp"

#include "base/text.hpp"
#include "publishing/content/file_hashes.hpp"
#include "publishing/content/package_facts.hpp"
#include "repo-format/yum/xml_text.hpp"

namespace slipway::publishing {
namespace {

constexpr std::size_t most_provided = 64u << 10;
constexpr std::size_t texts_at_once = 1000;

/// False: there is no room for more.
bool add_name(std::string& names, std::string_view name) {
    if (names.size() + name.size() > most_provided) return false;
    names += to_lower(name);
    names += '\n';
    return true;
}

/// "Provides: a (= 1), b": relations are written on one line (repo-format/apt/packages_stanza.hpp).
std::string provided_by_deb(std::string_view stanza) {
    std::string names;
    for (const auto relation : split(text_between(stanza, "\nProvides:", "\n"), ',')) {
        const auto name = trimmed(relation);
        if (!name.empty() && !add_name(names, name.substr(0, name.find_first_of(" (")))) break;
    }
    return names;
}

/// `<rpm:provides><rpm:entry name="…" …/>…</rpm:provides>` of primary.xml.
std::string provided_by_rpm(std::string_view primary) {
    std::string names;
    auto entries = text_between(primary, "<rpm:provides>", "</rpm:provides>");
    while (true) {
        const auto at = entries.find("<rpm:entry ");
        if (at == entries.npos) return names;
        entries.remove_prefix(at + 1);
        if (!add_name(names, yum::unescaped(text_between(entries, "name=\"", "\"")))) return names;
    }
}

storage::SearchText search_text_of(const storage::PackageRow& package, storage::RowId id) {
    return {id,
            package.repository,
            package.sha256,
            to_lower(package.name),
            to_lower(package.summary),
            provided_names(package.format, package.documents)};
}

/// Damaged documents are somebody else's to mend: then the package is found by name and summary.
Result<> fill_in(storage::WriteTransaction& tx, storage::PackageRow package, const Log& log) {
    auto documents = storage::documents_of(tx, package.repository, package.sha256);
    if (documents.ok())
        package.documents = std::move(documents).release();
    else
        log.failure("the provides of a package cannot be searched", documents.error());
    return storage::insert_search_text(tx, search_text_of(package, package.id));
}

}  // namespace

std::string provided_names(std::string_view format, const std::vector<std::string>& documents) {
    if (documents.empty()) return {};
    return format == "deb" ? provided_by_deb(documents.front()) : provided_by_rpm(documents.front());
}

Result<> store_package(storage::WriteTransaction& tx, const storage::PackageRow& package) {
    const auto id = TRY(storage::insert_package(tx, package));
    if (package.format == "rpm")
        TRY(storage::insert_file_hashes(tx, {id, package.repository, file_hashes_of(package.documents)}));
    return storage::insert_search_text(tx, search_text_of(package, id));
}

Result<> fill_in_search_texts(storage::Catalog& catalog, const Log& log) {
    std::uint64_t count = 0;
    while (true) {
        auto tx = TRY(catalog.write());
        const auto packages = TRY(storage::packages_without_search_text(tx, texts_at_once));
        for (const auto& package : packages) TRY(fill_in(tx, package, log));
        TRY(std::move(tx).commit());
        count += packages.size();
        if (packages.size() < texts_at_once) break;
        log.info("packages get texts to be found by", {{"packages", std::to_string(count)}});
    }
    if (count > 0) log.info("every package can be searched", {{"packages", std::to_string(count)}});
    return {};
}

}  // namespace slipway::publishing
