#pragma once

#include "publishing/queries/package_listing.hpp"
#include "storage/catalog/search_texts.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::publishing {

/// The part of a package in which a word was found, best first.
enum class Fit : unsigned char { name, beginning_of_name, part_of_name, provides, summary, file };

/// The words of a search, in lower case (ASCII).
class SearchWords {
public:
    /// Parses the text of a search. Faults: invalid_input "invalid-field" for a text without a word, or of more than
    /// 100 bytes.
    static Result<SearchWords> parse(std::string_view text);

    /// A set of the words, with a bit for each.
    using Some = std::uint64_t;
    /// Returns the words that can be the path of a file, or a slash and its name.
    Some that_name_files() const { return file_words_; }
    /// Returns the words that are among the files of a package.
    Some among_files(std::string_view hashes) const;

    /// Returns the worst fit of all words, or nothing if one of them fits nowhere. `files` are the words that are among
    /// the package's files.
    std::optional<Fit> fit_of(const storage::SearchText& text, Some files) const;

private:
    std::vector<std::string> words_;
    Some file_words_ = 0;
};

/// A package that a search found. The order of the results is: fit, name, format, newest version first, architecture,
/// distro, digest, component. It is total, so that a search can go on after any of them.
struct FoundPackage {
    Fit fit = Fit::name;
    ListedPackage listed;

    /// Returns the text that a cursor is for clients; `parse_cursor` is the inverse.
    std::string cursor() const;
    /// Faults: invalid_input "invalid-field".
    static Result<FoundPackage> parse_cursor(std::string_view text);
};

std::strong_ordering compare(const FoundPackage& a, const FoundPackage& b);

struct Findings {
    std::vector<FoundPackage> packages;
    bool more = false;
};

/// Returns the first `limit` packages behind `after` that these channels have and that fit. Nothing is stored between
/// two pages. Each page reads the search texts of the repository's packages, the hashes of its rpms' files if a word
/// can be one, and every block of the channels' indexes once, however many of them have it. Takes memory for what fits
/// and for `limit` packages. Faults: not_found for an unknown distro in the filter; corrupt, io.
Result<Findings> search_channels(const storage::ReadTransaction& tx, const index::NodeReader& nodes,
                                 const RepositoryState& repository, const Channels& channels, const SearchWords& words,
                                 const ListingFilter& filter, Each each, std::size_t limit,
                                 const std::optional<FoundPackage>& after);

}  // namespace slipway::publishing
