// Listings of directories, a page at a time. The address of a page has the last name of the page before, never a
// number: entries may come and go meanwhile, and those that stay are listed once.
#include "server/files/directories.hpp"

#include "base/percent_encoding.hpp"
#include "base/text.hpp"
#include "publishing/queries/pool.hpp"
#include "server/files/directory_lookup.hpp"
#include "server/files/past_pages.hpp"
#include "server/http/conditional.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace slipway::files {
namespace {

using Path = std::span<const std::string>;
using publishing::ListedFile;
/// Nothing: there is no such directory.
using Page = std::optional<DirectoryPage>;

Error unknown_after() { return Error("invalid-field"_problem, "'after' must come from a link to a next page"); }

DirectoryEntry entry_of(const ListedFile& file) { return {file.prefix + "/" + file.file_name, file.size}; }

/// "2cf24dba5fb0a30e/hello_1.0_amd64.deb".
Result<ListedFile> parse_entry(std::string_view name) {
    const auto parts = split(name, '/');
    if (parts.size() != 2) return unknown_after();
    return ListedFile{std::string(parts[0]), std::string(parts[1])};
}

std::string cursor_of(const index::EntryKey& key) {
    return join({key.name, key.version, key.qualifier, key.sha256.hex()}, "/");
}

Result<index::EntryKey> parse_cursor(std::string_view text) {
    const auto parts = split(text, '/');
    const auto sha256 = parts.size() == 4 ? Sha256::parse(parts[3]) : std::nullopt;
    if (!sha256) return unknown_after();
    return index::EntryKey{std::string(parts[0]), std::string(parts[1]), std::string(parts[2]), *sha256};
}

/// Reads one page of a directory: an overload for each kind.
struct Reading {
    const Sources& sources;
    std::size_t limit;
    std::string after;  // "": from the first

    Result<Page> operator()(const NothingThere&) const { return Page(); }

    Result<Page> operator()(const KnownDirectory& directory) const {
        const auto first = std::ranges::upper_bound(directory.entries, after, {}, &DirectoryEntry::name);
        return Page(page_of({first, directory.entries.end()}));
    }

    Result<Page> operator()(const PoolDirectory& directory) const {
        const auto view = TRY(sources.queries.view());
        std::vector<DirectoryEntry> entries;
        if (std::ranges::count(directory.below, '/') < 3) {
            auto names = TRY(publishing::pool_directories(view, directory.distro, directory.below, after, limit + 1));
            if (!names) return Page();
            for (auto& name : *names) entries.push_back({std::move(name)});
            return Page(page_of(std::move(entries)));
        }
        std::optional<ListedFile> last;
        if (!after.empty()) last = TRY(parse_entry(after));
        const auto found = TRY(publishing::pool_files(view, directory.distro, directory.below, last, limit + 1));
        if (!found) return Page();
        for (const auto& file : *found) entries.push_back(entry_of(file));
        return Page(page_of(std::move(entries)));
    }

    Result<Page> operator()(const DigestDirectory& directory) const {
        const auto tx = TRY(sources.queries.view());
        DirectoryPage page;
        for (const auto& file : TRY(publishing::files_of_prefix(tx, directory.distro, directory.prefix)))
            page.entries.push_back({file.file_name, file.size});
        return page.entries.empty() ? Page() : Page(std::move(page));
    }

    Result<Page> operator()(const PackagesDirectory& directory) const {
        DirectoryPage page;
        auto keys = TRY(keys_of(directory));
        if (keys.size() > limit) {
            keys.pop_back();
            page.next = cursor_of(keys.back());
        }
        const auto tx = TRY(sources.queries.view());
        for (const auto& key : keys) {
            const auto file = TRY(publishing::find_listed_file(tx, directory.repository->settings.id, key.sha256));
            if (file) page.entries.push_back(entry_of(*file));  // else purged a moment ago
        }
        return Page(std::move(page));
    }

private:
    /// One more than a page has, where there is one.
    Result<std::vector<index::EntryKey>> keys_of(const PackagesDirectory& directory) const {
        std::optional<index::EntryKey> from;
        if (!after.empty()) from = TRY(parse_cursor(after));
        std::vector<index::EntryKey> keys;
        const auto nodes = sources.queries.nodes();
        TRY(index::visit_entries(nodes, directory.order, directory.list, from, [&](const index::Entry& entry) {
            if (from && entry.key == *from) return index::Visit::next;
            keys.push_back(entry.key);
            return keys.size() > limit ? index::Visit::stop : index::Visit::next;
        }));
        return keys;
    }

    /// The first of these, as many as a page has.
    DirectoryPage page_of(std::vector<DirectoryEntry> entries) const {
        DirectoryPage page;
        if (entries.size() > limit) {
            entries.resize(limit);
            page.next = entries.back().name;
        }
        page.entries = std::move(entries);
        return page;
    }
};

std::string address_of(const Sources& sources, Path path) {
    std::string address = sources.mount.path();
    for (const auto& segment : path) address += "/" + segment;
    return address + "/";
}

http::Response page_response(const Sources& sources, const http::Request& request, const DirectoryPage& page) {
    auto rendered = sources.pages.directory(page);
    const auto& text = std::get<std::string>(rendered.body);
    const auto etag = fmt::format("\"{}\"", sha256_of(text).hex());
    const std::string type(rendered.headers.find("Content-Type").value_or("text/plain"));
    auto response = http::answer_conditionally(request, {etag, std::nullopt}, {type, "no-cache", text});
    response.headers.add("Content-Security-Policy", page_policy);
    return response;
}

}  // namespace

Directory find_directory(const Sources& sources, const publishing::PublishedTree& tree, const http::Request& request,
                         Path path) {
    if (sources.listing_entries == 0) return Directory::none;
    const auto found = look_up_directory(tree, path);
    if (std::holds_alternative<NothingThere>(found)) return Directory::none;
    const bool is_known =
        std::holds_alternative<KnownDirectory>(found) || std::holds_alternative<PackagesDirectory>(found);
    return is_known && !request.trailing_slash ? Directory::without_slash : Directory::to_be_read;
}

std::optional<http::Response> list_directory(const Sources& sources, const publishing::PublishedTree& tree,
                                             const http::Request& request, Path path) {
    const auto limit = sources.listing_entries;
    if (limit == 0) return std::nullopt;
    auto& log = sources.failures;
    if (const auto once = http::check_not_repeated(request.query); !once.ok())
        return refusal_as_text(log, once.error());
    const Reading reading{sources, limit, request.query.find("after").value_or("")};
    auto page = std::visit(reading, look_up_directory(tree, path));
    if (!page.ok()) return refusal_as_text(log, page.error());
    if (!*page) return std::nullopt;
    if (!request.trailing_slash) return to_directory(sources, path);
    (*page)->path = address_of(sources, path);
    return page_response(sources, request, **page);
}

http::Response to_directory(const Sources& sources, Path path) {
    http::Response response;
    response.status = 301;
    response.headers.add("Location", encoded_path(address_of(sources, path)));
    response.headers.add("Content-Type", "text/plain; charset=utf-8");
    response.headers.add("Cache-Control", "no-store");
    response.body = std::string("The address of this directory ends with a slash.\n");
    return response;
}

}  // namespace slipway::files
