// A search asks the catalog which packages of the repository fit, then the channels which of these they have. Files are
// found by a hash of their path or name, so only whole ones are; a slash in front says that one is meant.
//
// The second step reads indexes block by block. Channels share blocks where they have the same packages, so many
// channels cost little more than one. There is no index of words: a part of a word may be looked for, sixty thousand
// texts of two hundred bytes are read in a fraction of a second, and what is not kept cannot be wrong.
#include "publishing/queries/package_search.hpp"

#include "base/hex.hpp"
#include "base/text.hpp"
#include "publishing/content/file_hashes.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace slipway::publishing {
namespace {

constexpr std::size_t longest_query = 100;
static_assert(longest_query / 2 < 64, "each word has a bit");

using FitsByDigest = std::unordered_map<Sha256, Fit>;

std::optional<Fit> fit_of_word(const storage::SearchText& text, const std::string& word) {
    const auto in_name = text.name.find(word);
    if (in_name == 0) return text.name.size() == word.size() ? Fit::name : Fit::beginning_of_name;
    if (in_name != text.name.npos) return Fit::part_of_name;
    if (text.provides.find(word) != text.provides.npos) return Fit::provides;
    if (text.summary.find(word) != text.summary.npos) return Fit::summary;
    return std::nullopt;
}

/// Of the packages that have files among the words: which.
using FilesByPackage = std::unordered_map<storage::RowId, SearchWords::Some>;

Result<FilesByPackage> find_by_files(const storage::ReadTransaction& tx, storage::RowId repository,
                                     const SearchWords& words) {
    FilesByPackage found;
    if (words.that_name_files() == 0) return found;
    TRY(storage::visit_file_hashes(tx, repository, [&](const storage::FileHashes& files) {
        if (const auto some = words.among_files(files.hashes); some != 0) found.emplace(files.package, some);
    }));
    return found;
}

Result<FitsByDigest> find_fitting(const storage::ReadTransaction& tx, storage::RowId repository,
                                  const SearchWords& words) {
    const auto files = TRY(find_by_files(tx, repository, words));
    FitsByDigest fits;
    TRY(storage::visit_search_texts(tx, repository, [&](const storage::SearchText& text) {
        const auto some = files.find(text.package);
        const auto fit = words.fit_of(text, some == files.end() ? 0 : some->second);
        if (fit) fits.emplace(text.sha256, *fit);
    }));
    return fits;
}

SearchWords::Some bit_of(std::size_t word) { return SearchWords::Some{1} << word; }

struct Earlier {
    bool operator()(const FoundPackage& a, const FoundPackage& b) const { return compare(a, b) < 0; }
};

/// The first packages of those that it is shown, each once.
class FirstFound {
public:
    FirstFound(std::size_t most, const std::optional<FoundPackage>& after) : most_(most), after_(after) {}

    void show(FoundPackage package) {
        if (after_ && compare(package, *after_) <= 0) return;
        found_.insert(std::move(package));
        if (found_.size() > most_) found_.erase(std::prev(found_.end()));
    }
    std::vector<FoundPackage> found() const { return {found_.begin(), found_.end()}; }

private:
    std::size_t most_;
    const std::optional<FoundPackage>& after_;
    std::set<FoundPackage, Earlier> found_;
};

/// The blocks of one index that were read already, of whatever channel.
using BlocksRead = std::map<IndexKey, std::unordered_set<Sha256>>;

Result<> show_index(const index::NodeReader& nodes, const ListedIndex& index, const FitsByDigest& fits,
                    const ListingFilter& filter, Each each, std::unordered_set<Sha256>& read, FirstFound& found) {
    for (const auto& block : TRY(index::blocks_of(nodes, index.list->root))) {
        if (!read.insert(block.hash).second) continue;
        for (const auto& entry : TRY(index::entries_of(nodes, block.hash))) {
            const auto fit = fits.find(entry.key.sha256);
            if (fit == fits.end() || !is_listed(index, entry.key, filter)) continue;
            found.show({fit->second, listed_in(index, entry.key, each)});
        }
    }
    return {};
}

}  // namespace

Result<SearchWords> SearchWords::parse(std::string_view text) {
    SearchWords parsed;
    for (const auto word : split(text, ' '))
        if (!word.empty()) parsed.words_.push_back(to_lower(word));
    if (parsed.words_.empty() || text.size() > longest_query)
        return Error("invalid-field"_problem, "'q' must be a text to look for, of 1 to 100 bytes");
    for (std::size_t i = 0; i < parsed.words_.size(); ++i)
        if (parsed.words_[i].starts_with('/')) parsed.file_words_ |= bit_of(i);
    return parsed;
}

SearchWords::Some SearchWords::among_files(std::string_view hashes) const {
    Some some = 0;
    for (std::size_t i = 0; i < words_.size(); ++i)
        if ((file_words_ & bit_of(i)) != 0 && has_file(hashes, file_hash(words_[i]))) some |= bit_of(i);
    return some;
}

std::optional<Fit> SearchWords::fit_of(const storage::SearchText& text, Some files) const {
    auto worst = Fit::name;
    for (std::size_t i = 0; i < words_.size(); ++i) {
        auto fit = fit_of_word(text, words_[i]);
        if (!fit && (files & bit_of(i)) != 0) fit = Fit::file;
        if (!fit) return std::nullopt;
        worst = std::max(worst, *fit);
    }
    return worst;
}

std::strong_ordering compare(const FoundPackage& a, const FoundPackage& b) {
    if (const auto by = a.fit <=> b.fit; by != 0) return by;
    const auto& [key, format, distro, index] = a.listed;
    const auto& other = b.listed;
    if (const auto by = key.name <=> other.key.name; by != 0) return by;
    if (const auto by = format <=> other.format; by != 0) return by;
    if (key.version != other.key.version) {
        const index::EntryKey version{key.name, key.version, {}, {}};
        return index::compare(order_of(format), {key.name, other.key.version, {}, {}}, version);  // newest first
    }
    if (const auto by = key.qualifier <=> other.key.qualifier; by != 0) return by;
    if (const auto by = distro <=> other.distro; by != 0) return by;
    if (const auto by = key.sha256 <=> other.key.sha256; by != 0) return by;
    return index.component <=> other.index.component;
}

std::string FoundPackage::cursor() const { return to_hex(std::string(1, static_cast<char>(fit))) + listed.cursor(); }

Result<FoundPackage> FoundPackage::parse_cursor(std::string_view text) {
    const auto fit = from_hex(text.substr(0, 2));
    if (!fit || fit->size() != 1 || fit->front() < 0 || fit->front() > static_cast<char>(Fit::file))
        return Error("invalid-field"_problem, "'cursor' must be the 'next' of an earlier answer");
    auto listed = TRY(ListedPackage::parse_cursor(text.substr(2)));
    return FoundPackage{static_cast<Fit>(fit->front()), std::move(listed)};
}

Result<Findings> search_channels(const storage::ReadTransaction& tx, const index::NodeReader& nodes,
                                 const RepositoryState& repository, const Channels& channels, const SearchWords& words,
                                 const ListingFilter& filter, Each each, std::size_t limit,
                                 const std::optional<FoundPackage>& after) {
    const auto indexes = TRY(indexes_of(repository, channels, filter));
    const auto fits = TRY(find_fitting(tx, repository.settings.id, words));
    FirstFound found(limit + 1, after);
    BlocksRead read;
    if (!fits.empty())
        for (const auto& index : indexes) TRY(show_index(nodes, index, fits, filter, each, read[*index.key], found));
    Findings findings{found.found(), false};
    findings.more = findings.packages.size() > limit;
    if (findings.more) findings.packages.pop_back();
    return findings;
}

}  // namespace slipway::publishing
