#include "server/files/repomd_choice.hpp"

#include "publishing/queries/repomd.hpp"

#include <algorithm>
#include <chrono>

namespace slipway::files {
namespace {

using publishing::PublishedFile;
using publishing::RepomdGeneration;

const PublishedFile& half_of(const RepomdGeneration& generation, bool is_signature) {
    return is_signature ? generation.signature : generation.repomd;
}

/// Credentials and all else that tells clients behind one address apart.
Sha256 client_asking(const http::Request& request, std::string_view repomd_path) {
    return client_of(request.address, request.headers.find("User-Agent").value_or(""),
                     request.headers.find("Authorization").value_or(""), repomd_path);
}

std::int64_t chosen_generation(const Sources& sources, RepomdPairs& pairs, const http::Request& request,
                               const RepomdFile& found) {
    const auto newest = found.generations->back().number;
    const auto oldest = found.generations->front().number;
    if (request.method != http::Method::get) return newest;
    const auto client = client_asking(request, found.path);
    if (sources.shared_pairs != nullptr)
        if (const auto shared = sources.shared_pairs->choose({client, found.is_signature, newest, oldest}))
            return *shared;
    return pairs.choose(client, found.is_signature ? Half::signature : Half::repomd, newest, oldest,
                        std::chrono::steady_clock::now());
}

/// What another node has published a moment ago, and has given the client the other half of.
Result<std::optional<RepomdGeneration>> find_not_served_yet(const Sources& sources, const RepomdFile& found,
                                                            std::int64_t generation) {
    const auto view = TRY(sources.queries.view());
    return publishing::find_newest_repomd(view, found.channel, found.distro, found.basearch, generation);
}

}  // namespace

bool asks_other_nodes(const Sources& sources, const http::Request& request) {
    return sources.shared_pairs != nullptr && request.method == http::Method::get;
}

PublishedFile choose_repomd(const Sources& sources, RepomdPairs& pairs, const http::Request& request,
                            const RepomdFile& found) {
    const auto& generations = *found.generations;
    const auto number = chosen_generation(sources, pairs, request, found);
    const auto chosen = std::ranges::find(generations, number, &RepomdGeneration::number);
    if (chosen != generations.end()) return half_of(*chosen, found.is_signature);
    if (number > generations.back().number) {
        const auto newer = find_not_served_yet(sources, found, number);
        if (newer.ok() && *newer) return half_of(**newer, found.is_signature);
        if (!newer.ok()) sources.log.failure("a repomd.xml of another node could not be read", newer.error());
    }
    return half_of(generations.back(), found.is_signature);
}

}  // namespace slipway::files
