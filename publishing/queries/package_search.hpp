#pragma once

#include "publishing/queries/package_listing.hpp"
#include "storage/catalog/search_texts.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::publishing {

/// What a package is found by, best first.
enum class Fit : unsigned char { name, beginning_of_name, part_of_name, provides, summary };

/// The words of `?q=`, in lower case (ASCII).
class SearchWords {
public:
    /// Faults: invalid_input "invalid-field" for a text without a word, or of more than 100 bytes.
    static Result<SearchWords> parse(std::string_view text);

    /// Every word has to fit somewhere; the worst of them counts.
    std::optional<Fit> fit_of(const storage::SearchText& text) const;

private:
    std::vector<std::string> words_;
};

/// A package where it was found. The order of what is found: fit, name, format, newest version first, architecture,
/// distro, digest, component. It is total, so that a search can go on after any of them.
struct FoundPackage {
    Fit fit = Fit::name;
    ListedPackage listed;

    /// What `?cursor=` carries; `parse_cursor` is the inverse.
    std::string cursor() const;
    /// Faults: invalid_input "invalid-field".
    static Result<FoundPackage> parse_cursor(std::string_view text);
};

std::strong_ordering compare(const FoundPackage& a, const FoundPackage& b);

struct Findings {
    std::vector<FoundPackage> packages;
    bool more = false;
};

/// The first `limit` packages behind `after` that these channels have and that fit. Nothing is kept between two pages:
/// each reads the search texts of the repository's packages, and every block of the channels' indexes once, however
/// many of them have it. Memory for what fits and for `limit` packages. Faults: not_found for an unknown distro in the
/// filter; corrupt, io.
Result<Findings> search_channels(const storage::ReadTransaction& tx, const index::NodeReader& nodes,
                                 const RepositoryState& repository, const Channels& channels, const SearchWords& words,
                                 const ListingFilter& filter, Each each, std::size_t limit,
                                 const std::optional<FoundPackage>& after);

}  // namespace slipway::publishing
