#pragma once

#include "server/files/pairing.hpp"
#include "server/files/published_lookup.hpp"
#include "server/files/sources.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace slipway::files {

/// Returns whether the path is that of a page of the present, which needs no catalog: `/`, a repository's, a problem's,
/// or what pages consist of.
bool is_page_of_present(std::span<const std::string> path);

/// The lane for an answer that cannot be given at once (docs/threading.md), as far as the path says it.
http::Work work_of(std::span<const std::string> path, bool trailing_slash);

/// Answers GET and HEAD for everything that package managers fetch, for its directories, and for pages. Thread-safe.
class PublishedFiles {
public:
    explicit PublishedFiles(const Sources& sources) : sources_(sources) {}

    using Tree = std::shared_ptr<const publishing::PublishedTree>;
    using Path = std::span<const std::string>;

    /// Returns the answer if it needs only memory and open files, or nothing if `answer_later` must look for it. Takes
    /// no lock except for repomd.xml and its signature. Does not block (one open(2) for a package not sent lately).
    std::optional<http::Response> answer_now(const Tree& tree, const http::Request& request, Path path);

    /// Returns the lane in which `answer_later` must be called. Does not block.
    http::Work work_for(const Tree& tree, const http::Request& request, Path path) const;

    /// Answers everything. What has to be prepared first waits for the turn of `client`. Blocks on the catalog or on an
    /// object store: only in the lane that `work_for` names.
    http::Reply answer_later(const Tree& tree, const http::Request& request, Path path, std::int64_t client);

private:
    struct Answering;
    /// Whether the answer may wait for an object store.
    enum class Wait : unsigned char { no, yes };
    std::optional<http::Response> answer(const Tree& tree, const http::Request& request, Path path, Wait wait);
    http::Response package_of_catalog(const http::Request& request, const UnknownPackage& unknown);
    std::optional<http::Response> page(const Tree& tree, const http::Request& request, Path path) const;

    Sources sources_;
    RepomdPairs pairs_;
};

}  // namespace slipway::files
