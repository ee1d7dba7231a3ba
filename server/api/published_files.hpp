#pragma once

#include "server/api/call.hpp"
#include "server/api/pairing.hpp"
#include "server/api/published_lookup.hpp"

#include <memory>
#include <optional>
#include <span>

namespace slipway::api {

/// GET and HEAD of everything package managers fetch, of the directories it stands in, and of pages. Thread-safe.
class PublishedFiles {
public:
    explicit PublishedFiles(Services& services) : services_(services) {}

    using Tree = std::shared_ptr<const publishing::PublishedTree>;
    using Path = std::span<const std::string>;

    /// The answer, if it needs nothing but memory and open files; nothing for what `answer_later` must look for.
    /// Takes no lock but for repomd.xml and its signature. Does not block (one open(2) for a package not sent lately).
    std::optional<http::Response> answer_now(const Tree& tree, const http::Request& request, Path path);

    /// Answers everything. Blocks on the catalog: disk pool only.
    http::Reply answer_later(const Tree& tree, const http::Request& request, Path path);

private:
    struct Answering;
    std::optional<http::Response> page(const Tree& tree, const http::Request& request, Path path) const;

    Services& services_;
    RepomdPairs pairs_;
};

}  // namespace slipway::api
